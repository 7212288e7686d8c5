//! When a stream ends: at once with whatever gave it the right, and with the program.

use std::time::{Duration, Instant};

use domain::Viewer;
use domain::lease::{PersonDraft, Share, Who};
use domain::role::Role;
use sha2::{Digest, Sha256};
use store::members::{self, Rights};
use store::{Tx, leases, people, sessions};

use crate::ear::{Ear, knock};
use crate::scene::{Scene, daniel, household, lease, person};

/// Sooner than the quarter of a minute after which everybody is looked at anyway.
const AT_ONCE: Duration = Duration::from_secs(6);
const WAIT: Duration = Duration::from_secs(20);

fn hash(name: &str) -> [u8; 32] {
    Sha256::digest(name.as_bytes()).into()
}

async fn enter(scene: &Scene, viewer: &Viewer) -> Tx {
    scene.db.enter(viewer).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_ends_it_at_once_and_leaves_others_alone() {
    let scene = Scene::open().await;
    let (ruth, maya) = (Ear::live(&scene.served, "ruth"), Ear::live(&scene.served, "maya"));
    let mut tx = enter(&scene, &Viewer::Public).await;
    sessions::end(&mut tx, &hash("maya")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(maya.bye(AT_ONCE).as_deref(), Some("ended"));
    assert!(maya.is_over(AT_ONCE));
    let subject = scene.tell(household()).await.to_string();
    assert_eq!(ruth.next(WAIT).map(|word| word.member("subject")), Some(subject));
    let answer = scene.served.ask("GET", "/live", &[("cookie", "duplex=maya")]);
    assert_eq!(answer.status, 204, "nobody listens with an ended session");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_password_ends_the_other_sessions_of_the_person() {
    let mut scene = Scene::open().await;
    scene
        .house
        .run_as_owner(
            "insert into session (id_hash, person_id, portfolio_id, door, address, browser, created_at, seen_at, expires_at, member_idle_s, tenant_idle_s)
               select sha256('ruth at work'::bytea), person_id, portfolio_id, door, address, browser, created_at, seen_at, expires_at, member_idle_s, tenant_idle_s
                 from session where id_hash = sha256('ruth'::bytea)",
        )
        .await;
    let (home, work) = (Ear::live(&scene.served, "ruth"), Ear::live(&scene.served, "ruth at work"));
    let mut tx = enter(&scene, &scene.ruth()).await;
    people::change_password(&mut tx, "another", &hash("ruth")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(work.bye(AT_ONCE).as_deref(), Some("ended"));
    assert_eq!(home.bye(Duration::from_secs(2)), None, "the one that changed it goes on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_rights_and_the_end_of_a_membership_end_it() {
    let scene = Scene::open().await;
    let (nia, ben) = (Ear::live(&scene.served, "nia"), Ear::live(&scene.served, "ben"));
    let mut tx = enter(&scene, &scene.ruth()).await;
    let rights = Rights { role: Role::Manager, properties: Some(vec![]) };
    members::change(&mut tx, person("nia"), rights).await.unwrap();
    members::end(&mut tx, person("ben")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(nia.bye(AT_ONCE).as_deref(), Some("ended"));
    assert_eq!(ben.bye(AT_ONCE).as_deref(), Some("ended"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_moved_out_hears_nothing_more() {
    let scene = Scene::open().await;
    let (maya, daniels) = (Ear::live(&scene.served, "maya"), Ear::live(&scene.served, "daniel"));
    let mut tx = enter(&scene, &scene.ruth()).await;
    let found = leases::find(&mut tx, lease()).await.unwrap();
    let stays = found.lease.members.iter().map(|m| m.tenant).find(|t| *t != daniel()).unwrap();
    let maya_alone = [PersonDraft { row: 1, who: Who::Known(stays), share: Share::WHOLE }];
    let day = "2026-01-01".parse().unwrap();
    leases::change_people(&mut tx, lease(), found.version, day, &maya_alone).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(daniels.bye(AT_ONCE).as_deref(), Some("changed"));
    scene.tell(household()).await;
    let back = Ear::live(&scene.served, "daniel");
    let hers = Ear::live(&scene.served, "maya");
    let subject = scene.tell(household()).await.to_string();
    // She may hear of the first one too: it was told at about the time she came.
    let heard = hers.until(WAIT, |word| word.member("subject") == subject);
    assert_eq!(heard.last().map(|word| word.member("subject")), Some(subject));
    assert_eq!(back.next(Duration::from_secs(2)), None, "nothing of the household any more");
    drop(maya);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quarter_of_a_minute_is_the_most_that_an_old_session_listens() {
    let mut scene = Scene::open().await;
    let (ruth, maya) = (Ear::live(&scene.served, "ruth"), Ear::live(&scene.served, "maya"));
    // Over by the clock alone: nothing tells of it.
    scene
        .house
        .run_as_owner("update session set expires_at = now() where id_hash = sha256('maya'::bytea)")
        .await;
    let begun = Instant::now();
    assert_eq!(maya.bye(Duration::from_secs(18)).as_deref(), Some("ended"));
    let beat =
        ruth.until(Duration::from_secs(18).saturating_sub(begun.elapsed()), |word| word.event == "beat");
    let place = beat.last().and_then(|word| word.id.clone());
    assert!(place.is_some_and(|place| !place.is_empty()), "a sign of life says where to go on from");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_stops_soon_with_streams_open() {
    let mut scene = Scene::open().await;
    let ears: Vec<Ear> =
        ["ruth", "maya", "rival"].iter().map(|name| Ear::live(&scene.served, name)).collect();
    // One that reads nothing must not hold it up either.
    let _deaf = knock(&scene.served.addr, "daniel", "");
    let begun = Instant::now();
    scene.served.signal("TERM");
    for ear in &ears {
        assert_eq!(ear.bye(WAIT).as_deref(), Some("stop"));
    }
    assert!(scene.served.child.wait().unwrap().success());
    assert!(begun.elapsed() < Duration::from_secs(8), "it took {:?}", begun.elapsed());
}
