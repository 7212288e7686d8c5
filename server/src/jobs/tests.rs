//! The crew at work in this process: mail to a server on loopback, and jobs that misbehave.

use super::registry::Line;
use super::work::{Done, Trouble};
use super::*;
use crate::config::{Config, Settings};
use connect::mail::Mailer;
use domain::job::Kind;
use domain::viewer::Member;
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::time::Duration;
use store::jobs::{JobRow, NewJob, Shown};
use store::mail::NewMail;
use store::testing::{TestHouse, as_viewer};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use url::Url;

/// A mail server that keeps what it hears and answers every recipient in the same way.
async fn sink(listener: TcpListener, to_recipient: &'static str) -> String {
    let (stream, _) = listener.accept().await.unwrap();
    let mut stream = BufReader::new(stream);
    let (mut heard, mut writing) = (String::new(), false);
    stream.get_mut().write_all(b"220 sink\r\n").await.unwrap();
    loop {
        let from = heard.len();
        if stream.read_line(&mut heard).await.unwrap_or(0) == 0 {
            return heard;
        }
        let answer = match heard[from..].trim_end() {
            "." => {
                writing = false;
                "250 kept"
            }
            _ if writing => continue,
            "DATA" => {
                writing = true;
                "354 go on"
            }
            line if line.starts_with("RCPT") => to_recipient,
            _ => "250 ok",
        };
        stream.get_mut().write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
    }
}

fn crew(house: &TestHouse, mailer: Option<Mailer>, lines: Vec<&'static Line>) -> Crew {
    let config = Config::read(&Settings::new(), &Settings::new()).unwrap();
    let metrics = Arc::new(JobMetrics::new(&mut Registry::default()));
    Crew::with(
        &house.db,
        Things { mailer, shelf: app::Shelf::in_memory(), base_url: "http://127.0.0.1:3000".into() },
        &config,
        metrics,
        lines,
    )
}

/// Waits until nothing waits or runs, but for what is to be tried again later. What the calendar plants does not count.
async fn rest(house: &TestHouse, who: &Member) -> Vec<JobRow> {
    for _ in 0..200 {
        let mut tx = house.db.enter(&as_viewer(who)).await.unwrap();
        let mut later = store::jobs::list(&mut tx, Shown::Waiting, None, 99).await.unwrap();
        later.retain(|job| !is_planted(job));
        let busy = !store::jobs::running(&mut tx).await.unwrap().is_empty();
        if !busy && later.iter().all(|job| job.run_at > house.db.now()) {
            let mut all = later;
            all.extend(store::jobs::list(&mut tx, Shown::Dead, None, 99).await.unwrap());
            all.extend(store::jobs::list(&mut tx, Shown::Ended, None, 99).await.unwrap());
            return all;
        }
        drop(tx);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the work was not done in ten seconds");
}

fn is_planted(job: &JobRow) -> bool {
    registry::LINES.iter().any(|line| line.kind.word == job.kind && line.kind.every.is_some())
}

async fn one_letter(answer: &'static str) -> (String, store::mail::MailRow) {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Url::parse(&format!("smtp://{}", listener.local_addr().unwrap())).unwrap();
    let heard = tokio::spawn(sink(listener, answer));
    let mailer = Mailer::new(&connect::mail::Settings { server, from: "rent@example.com".into() }).unwrap();
    let crew = crew(&house, Some(mailer), registry::LINES.iter().collect());

    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let (recipient, subject, body) = ("dana@example.com".into(), "Welcome".into(), "Come in".into());
    store::mail::queue(&mut tx, NewMail { recipient, subject, body }).await.unwrap();
    tx.commit().await.unwrap();
    rest(&house, &ruth).await;
    crew.close().await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    (heard.await.unwrap(), store::mail::list(&mut tx).await.unwrap().remove(0))
}

#[tokio::test]
async fn a_waiting_letter_is_sent_once() {
    let (heard, row) = one_letter("250 ok").await;
    assert!(row.sent_at.is_some() && !row.given_up && row.failure.is_none(), "{row:?}");
    assert_eq!((row.tries, heard.matches("RCPT TO:<dana@example.com>").count()), (1, 1), "{heard}");
    assert!(heard.contains("Come in"), "{heard}");
}

#[tokio::test]
async fn a_refused_letter_says_why_and_is_not_tried_again() {
    let (_, row) = one_letter("550 no such user").await;
    assert_eq!((row.sent_at, row.tries, row.given_up), (None, 1, true));
    assert!(row.failure.is_some_and(|words| words.contains("no such user")));
}

#[tokio::test]
async fn a_letter_that_finds_no_place_is_tried_again_later() {
    let (_, row) = one_letter("450 mailbox busy").await;
    assert_eq!((row.sent_at, row.tries, row.given_up), (None, 1, false));
    assert!(row.failure.is_some_and(|words| words.contains("mailbox busy")));
}

const fn kind(word: &'static str, tries_max: u16) -> Kind {
    Kind { word, title: "", at_once: 2, tries_max, seconds_max: 1, every: None }
}

const MISBEHAVED: [Line; 4] = [
    Line { kind: kind("panics", 1), able: |_| true, run: |_| panic!("as asked for") },
    Line { kind: kind("hangs", 1), able: |_| true, run: |_| Box::pin(std::future::pending()) },
    Line {
        kind: kind("fails", 2),
        able: |_| true,
        run: |_| Box::pin(async { Err(Trouble::Again("Not now.".into())) }),
    },
    Line { kind: kind("works", 1), able: |_| true, run: |_| Box::pin(async { Ok(Done::Nothing) }) },
];
static LINES: [Line; 4] = MISBEHAVED;

#[tokio::test]
async fn a_job_that_panics_or_hangs_has_failed_and_the_others_are_done() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    for line in &LINES {
        for _ in 0..10 {
            store::jobs::enqueue(&mut tx, NewJob::new(line.kind.word, &())).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    let crew = crew(&house, None, LINES.iter().collect());
    let all = rest(&house, &ruth).await;
    crew.close().await;
    let why = |kind: &str| {
        let mut words: Vec<_> = all
            .iter()
            .filter(|job| job.kind == kind)
            .map(|job| job.failure.clone().unwrap_or_default())
            .collect();
        assert_eq!(words.len(), 10, "{kind}");
        words.dedup();
        words.join(" / ")
    };
    assert_eq!(why("panics"), "Something of ours broke while it was done; the log says more.");
    assert_eq!(why("hangs"), "It took longer than 1 seconds.");
    assert_eq!(why("fails"), "Not now.");
    assert_eq!(why("works"), "");
}

#[tokio::test]
async fn what_is_under_way_when_the_crew_stops_is_given_back() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    static SLOW: Line = Line {
        kind: Kind { seconds_max: 600, ..kind("hangs", 5) },
        able: |_| true,
        run: |_| Box::pin(std::future::pending()),
    };
    let crew = crew(&house, None, vec![&SLOW]);
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    for _ in 0..3 {
        store::jobs::enqueue(&mut tx, NewJob::new("hangs", &())).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    while store::jobs::running(&mut tx).await.unwrap().len() < 2 {
        drop(tx);
        tokio::time::sleep(Duration::from_millis(20)).await;
        tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    }
    drop(tx);
    crew.close().await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let waiting = store::jobs::list(&mut tx, Shown::Waiting, None, 9).await.unwrap();
    let tries = waiting.iter().filter(|job| !is_planted(job)).map(|job| job.tries);
    assert_eq!(tries.collect::<Vec<_>>(), [0, 0, 0]);
}

#[tokio::test]
async fn tidying_up_shows_how_far_it_is_and_leaves_nothing_old() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    house
        .run_as_owner(
            "insert into job (portfolio_id, id, kind, state, run_at, created_at, ended_at)
             select id, gen_random_uuid(), 'ping', 'done', '2026-11-01', '2026-11-01', '2026-11-01' from portfolio, generate_series(1, 4500)",
        )
        .await;
    let sweeping = registry::LINES.iter().filter(|line| line.kind.word == "sweep").collect();
    let crew = crew(&house, None, sweeping);
    for _ in 0..200 {
        let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
        let done = store::jobs::list(&mut tx, Shown::Ended, None, 9).await.unwrap();
        if let [job] = &done[..] {
            assert_eq!(
                (job.kind.as_str(), job.progress),
                ("sweep", Some((2000, 4500))),
                "the last that was shown"
            );
            crew.close().await;
            let later = house.at(house.db.now() + chrono::Duration::days(400)).await;
            let mut tx = later.enter(&domain::Viewer::Worker { portfolio: ruth.portfolio }).await.unwrap();
            assert_eq!(store::jobs::to_sweep(&mut tx).await.unwrap(), 1, "only its own row is left");
            return;
        }
        drop(tx);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it was not tidied up in ten seconds");
}

#[test]
fn every_kind_has_a_word_of_its_own_that_the_database_accepts() {
    let mut words: Vec<&str> = registry::LINES.iter().map(|line| line.kind.word).collect();
    let count = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), count);
    let fits = |word: &str| word.len() <= 40 && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    assert!(words.iter().all(|word| fits(word)), "{words:?}");
    for line in registry::LINES {
        let kind = line.kind;
        assert!(
            kind.at_once > 0 && kind.tries_max > 0 && kind.seconds_max > 0 && !kind.title.is_empty(),
            "{kind:?}"
        );
    }
}
