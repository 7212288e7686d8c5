//! Breaks: of the connection, of the program, of Postgres. Nothing is lost, and nothing is told twice to a browser that
//! leaves out the ids it knows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::Viewer;
use store::Db;
use store::events::{self, Audience};
use uuid::Uuid;

use crate::common::visitor::Visitor;
use crate::common::{Served, answered, eventually, folder, postmaster, run};
use crate::ear::{Ear, Word};
use crate::scene::Scene;

/// What a browser knows: where it was, and how often it was told of each change.
#[derive(Default)]
struct Browser {
    place: String,
    told: BTreeMap<String, usize>,
    subjects: BTreeSet<String>,
    resets: usize,
}

impl Browser {
    fn take(&mut self, word: Word) {
        if word.is_change() {
            *self.told.entry(word.member("id")).or_default() += 1;
            self.subjects.insert(word.member("subject"));
        }
        self.resets += usize::from(word.event == "reset");
        if let Some(id) = word.id {
            self.place = id;
        }
    }

    /// Listens for a while, unless the stream ends.
    fn listen(&mut self, addr: &str, cookie: &str, time: Duration) {
        let ear = Ear::open(addr, cookie, &self.place);
        for word in ear.until(time, |_| false) {
            self.take(word);
        }
    }
}

/// Commits changes, one after the other and some of them late, until it is told to stop; answers their subjects.
async fn write(db: Db, viewer: Viewer, pause_ms: u64, over: Arc<AtomicBool>) -> Vec<Uuid> {
    let mut kept = Vec::new();
    for n in 0.. {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let mut tx = db.enter(&viewer).await.unwrap();
        let subject = tx.new_id();
        events::announce(&mut tx, "ticket", subject, Audience::Members(None)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(pause_ms * (1 + n % 3))).await;
        tx.commit().await.unwrap();
        kept.push(subject);
    }
    kept
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_lost_or_doubled_over_a_hundred_reconnects_and_a_restart() {
    let mut scene = Scene::open().await;
    let mut browser = Browser::default();
    browser.listen(&scene.served.addr, "ruth", Duration::from_millis(500));
    assert!(!browser.place.is_empty());
    let over = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = [3, 11, 40]
        .into_iter()
        .map(|pause| tokio::spawn(write(scene.db.clone(), scene.ruth(), pause, Arc::clone(&over))))
        .collect();
    for round in 0..100 {
        // From hardly open to long open.
        tokio::task::block_in_place(|| {
            browser.listen(&scene.served.addr, "ruth", Duration::from_millis(5 + round * 7 % 90));
        });
        if round == 50 {
            scene.restart();
        }
    }
    over.store(true, Ordering::Relaxed);
    let mut kept = BTreeSet::new();
    for writer in writers {
        kept.extend(writer.await.unwrap().into_iter().map(|subject| subject.to_string()));
    }
    for _ in 0..20 {
        if browser.subjects.len() < kept.len() {
            browser.listen(&scene.served.addr, "ruth", Duration::from_millis(500));
        }
    }
    assert!(kept.len() > 300, "only {} changes", kept.len());
    assert_eq!(browser.resets, 0);
    let lost: Vec<&String> = kept.difference(&browser.subjects).collect();
    assert!(lost.is_empty(), "{} of {} lost", lost.len(), kept.len());
    assert_eq!(browser.subjects, kept, "and nothing was made up");
    assert_eq!(browser.told.len(), kept.len(), "a change has one id, by which a browser leaves it out");
    let twice = browser.told.values().filter(|times| **times > 1).count();
    // Told again only where the connection broke between the parts of one piece.
    assert!(twice <= kept.len() / 50, "{twice} of {} were sent twice", kept.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_told_too_much_at_once_loads_anew_and_hears_on() {
    let mut scene = Scene::open().await;
    // One that reads nothing must not hold up the other.
    let _deaf = crate::ear::knock(&scene.served.addr, "ruth", "");
    let ben = Ear::live(&scene.served, "ben");
    eventually("both are there", || scene.served.get("/metrics").body.contains("duplex_live_streams 2"));
    scene
        .house
        .run_as_owner(
            "insert into event (portfolio_id, id, topic, subject_id, audience)
               select '00000000-0000-4000-8000-000000000100', gen_random_uuid(), 'ticket', gen_random_uuid(), 'members' from generate_series(1, 12000)",
        )
        .await;
    let words = ben.until(Duration::from_secs(20), |word| word.event == "reset");
    let reset = words.last().cloned().unwrap_or_default();
    assert_eq!(reset.event, "reset");
    let subject = scene.tell(Audience::Members(None)).await.to_string();
    let heard = ben.until(Duration::from_secs(20), Word::is_change);
    assert_eq!(heard.last().map(|word| word.member("subject")).as_ref(), Some(&subject));
    // Where the word of it said to go on from, there is nothing more than this.
    let again = Ear::open(&scene.served.addr, "ben", &reset.id.unwrap_or_default());
    let words = again.until(Duration::from_secs(20), |word| word.event == "hello");
    let missed: Vec<String> =
        words.iter().filter(|w| w.is_change()).map(|word| word.member("subject")).collect();
    assert_eq!(missed, [subject]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_is_killed_and_nothing_is_lost() {
    let folder = folder();
    let served = Served::start(folder.path());
    let ruth = Visitor::set_up(&served);
    let url = answered(&run(folder.path(), &["db", "url"])).trim().to_owned();
    let mut browser = Browser::default();
    let cookie = ruth.cookie().trim_start_matches("duplex=").to_owned();
    browser.listen(&served.addr, &cookie, Duration::from_millis(500));
    // A try whose answer was lost may have been kept, so each has a name of its own.
    let mut tries = 0;
    let mut add = || {
        tries += 1;
        let fields = format!("name=House+{tries}&street=1+Elm+St&city=Kingston&state=NY&zip=12401&kind=2");
        ruth.post(&served, "/properties/new", &fields).status
    };
    for n in 0..30 {
        if n == 12 || n == 21 {
            let process = postmaster(&folder.path().join("postgres/data")).unwrap().to_string();
            assert!(std::process::Command::new("kill").args(["-KILL", &process]).status().unwrap().success());
        }
        eventually("the house answers", || {
            let status = add();
            assert_ne!(status, 422, "the form is sound");
            status == 303
        });
        browser.listen(&served.addr, &cookie, Duration::from_millis(60));
    }
    let count =
        store::testing::number(&url, "select count(*) from activity where kind = 'property.add'").await;
    let count = usize::try_from(count).unwrap();
    for _ in 0..20 {
        if browser.subjects.len() < count {
            browser.listen(&served.addr, &cookie, Duration::from_millis(500));
        }
    }
    assert_eq!(browser.resets, 0);
    assert_eq!(browser.subjects.len(), count, "every house that was added, each once");
}
