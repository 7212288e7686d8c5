//! One reader, many writers that commit late, early, in parts or not at all.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::Viewer;
use sqlx::Executor;
use store::Db;
use store::events::Audience;
use store::testing::{TestHouse, as_viewer, conn, noon};
use uuid::Uuid;

use crate::{Listener, tell, told};

const EVERYBODY: Audience = Audience::Members(None);

/// Writes for a while, more or less slowly; answers what it has committed.
async fn write(db: Db, viewer: Viewer, number: u64) -> Vec<Uuid> {
    let (mut kept, mut dice) = (Vec::new(), number * 7_919 + 1);
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    for _ in 0..40 {
        let mut tx = db.enter(&viewer).await.unwrap();
        let mut subjects = vec![tell(&mut tx, EVERYBODY).await];
        if roll(4) == 0 {
            // Part of a transaction that is taken back, and part that is kept, under numbers of their own.
            conn(&mut tx).execute("savepoint part").await.unwrap();
            tell(&mut tx, EVERYBODY).await;
            conn(&mut tx).execute("rollback to part; savepoint other").await.unwrap();
            subjects.push(tell(&mut tx, EVERYBODY).await);
        }
        if roll(3) > 0 {
            tokio::time::sleep(Duration::from_millis(roll(25))).await;
        }
        if roll(5) == 0 {
            drop(tx);
            continue;
        }
        tx.commit().await.unwrap();
        kept.extend(subjects);
    }
    kept
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_and_nothing_is_told_twice() {
    let mut house = TestHouse::new().await;
    let viewer = as_viewer(&house.portfolio("Calloway Homes").await);
    let db = Db::connect(&house.url, 12, Arc::new(noon)).await.unwrap();
    // Another process's: it wakes nobody here but by its poll.
    let elsewhere = Db::connect(&house.url, 4, Arc::new(noon)).await.unwrap();
    told(&db, &viewer, EVERYBODY).await;
    let listener = Listener::start(&db).await;

    // A long import: everything else is committed while it still runs.
    let mut long = db.enter(&viewer).await.unwrap();
    let first = tell(&mut long, EVERYBODY).await;
    let writers: Vec<_> = (0..10)
        .map(|n| tokio::spawn(write(if n < 8 { db.clone() } else { elsewhere.clone() }, viewer.clone(), n)))
        .collect();
    let mut kept: BTreeSet<Uuid> = BTreeSet::new();
    for writer in writers {
        kept.extend(writer.await.unwrap());
    }
    let heard = listener.hears(kept.len()).await;
    assert!(!heard.contains(&first), "the long one is not committed yet");
    assert_eq!(heard.iter().copied().collect::<BTreeSet<_>>(), kept);
    long.commit().await.unwrap();
    kept.insert(first);
    listener.hears_of(first).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let heard = listener.subjects();
    assert_eq!(heard.len(), kept.len(), "nothing is told twice");
    assert_eq!(heard.into_iter().collect::<BTreeSet<_>>(), kept);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_hears_at_once_of_its_own_process_and_soon_of_others() {
    let mut house = TestHouse::new().await;
    let viewer = as_viewer(&house.portfolio("Calloway Homes").await);
    let here = house.db.clone();
    let there = Db::connect(&house.url, 5, Arc::new(noon)).await.unwrap();
    let (listener, other) = (Listener::start(&here).await, Listener::start(&there).await);
    // Both listen by now, or at the latest with their next look.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_millis(70)).await;
        let begun = Instant::now();
        let subject = told(&here, &viewer, EVERYBODY).await;
        let event = listener.hears_of(subject).await;
        assert!(event.own);
        own.push(begun.elapsed());
        let event = other.hears_of(subject).await;
        assert!(!event.own, "the other process has not committed it");
        others.push(begun.elapsed());
    }
    own.sort();
    others.sort();
    // The poll alone would take half a second in the middle.
    assert!(own[10] < Duration::from_millis(150), "of its own in {:?}", own[10]);
    assert!(others[10] < Duration::from_millis(250), "of others' in {:?}", others[10]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_lost_its_connections_goes_on_where_it_was() {
    let mut house = TestHouse::new().await;
    let viewer = as_viewer(&house.portfolio("Calloway Homes").await);
    let listener = Listener::start(&house.db).await;
    let mut kept = Vec::new();
    for round in 0..5 {
        for _ in 0..3 {
            kept.push(told(&house.db, &viewer, EVERYBODY).await);
        }
        // Whatever listens or reads, but for those that write.
        sqlx::query(
            "select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and (query ilike '%read_events%' or query ilike 'listen%') and pid <> pg_backend_pid()",
        )
        .execute(&mut house.superuser().await)
        .await
        .unwrap();
        let late = Duration::from_millis(20 * round);
        tokio::time::sleep(late).await;
    }
    kept.push(told(&house.db, &viewer, EVERYBODY).await);
    listener.hears_of(kept[kept.len() - 1]).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(listener.subjects(), kept);
}

#[tokio::test]
async fn the_same_thing_is_told_once_in_a_transaction() {
    let mut house = TestHouse::new().await;
    let viewer = as_viewer(&house.portfolio("Calloway Homes").await);
    let mut tx = house.db.enter(&viewer).await.unwrap();
    let subject = store::testing::fresh();
    for audience in [EVERYBODY, EVERYBODY, Audience::Keepers(None)] {
        store::events::announce(&mut tx, "ticket", subject, audience).await.unwrap();
    }
    tx.commit().await.unwrap();
    let count: i64 =
        sqlx::query_scalar("select count(*) from event").fetch_one(&mut house.owner).await.unwrap();
    assert_eq!(count, 2, "once for each audience");
}

#[tokio::test]
async fn old_events_are_swept_and_young_ones_stay() {
    let mut house = TestHouse::new().await;
    let viewer = as_viewer(&house.portfolio("Calloway Homes").await);
    for _ in 0..5 {
        told(&house.db, &viewer, EVERYBODY).await;
    }
    sqlx::query("update event set at = $1").bind(noon()).execute(&mut house.owner).await.unwrap();
    let newest = "update event set at = at + interval '1 hour' where id = (select id from event order by xid desc limit 1)";
    house.run_as_owner(newest).await;
    let db = house.at(noon() + chrono::TimeDelta::hours(24) + chrono::TimeDelta::minutes(1)).await;
    let mut tx = db.enter(&viewer).await.unwrap();
    assert!(store::events::sweep(&mut tx, 10).await.is_err(), "only the worker sweeps");
    let Viewer::Member(member) = viewer else { unreachable!() };
    let mut tx = db.enter(&Viewer::Worker { portfolio: member.portfolio }).await.unwrap();
    assert_eq!(store::events::sweep(&mut tx, 3).await.unwrap(), 3, "the oldest first, so many at once");
    assert_eq!(store::events::sweep(&mut tx, 3).await.unwrap(), 1);
    assert_eq!(store::events::sweep(&mut tx, 3).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let count: i64 =
        sqlx::query_scalar("select count(*) from event").fetch_one(&mut house.owner).await.unwrap();
    assert_eq!(count, 1);
}
