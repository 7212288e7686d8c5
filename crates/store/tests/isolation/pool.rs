//! Nothing of a viewer stays on a connection: 64 tasks with mixed identities share five connections, and commit, leave,
//! fail, are cancelled in mid-sentence and panic.

use domain::Viewer;
use domain::viewer::Member;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use store::Db;
use store::testing::{TestHouse, as_viewer, conn, fresh, noon};
use uuid::Uuid;

const TASKS: usize = 64;
const ROUNDS: usize = 30;

/// What was seen, over all tasks.
#[derive(Default)]
struct Seen {
    looks: AtomicUsize,
    foreign: AtomicUsize,
    leftovers: AtomicUsize,
    cancelled: AtomicUsize,
    panicked: AtomicUsize,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_leaks_from_one_viewer_to_the_next() {
    std::panic::set_hook(Box::new(|info| {
        if !info.to_string().contains("on purpose") {
            eprintln!("{info}");
        }
    }));
    let mut house = TestHouse::new().await;
    let mut owners = Vec::new();
    for n in 0..4 {
        let owner = house.portfolio(&format!("Portfolio {n}")).await;
        sqlx::query("insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at) values ($1, $2, 'House', '', '', '', '', 1, $3)")
            .bind(owner.portfolio.0)
            .bind(fresh())
            .bind(noon())
            .execute(&mut house.owner)
            .await
            .unwrap();
        owners.push(owner);
    }
    let (owners, seen) = (Arc::new(owners), Arc::new(Seen::default()));
    let tasks: Vec<_> =
        (0..TASKS).map(|n| tokio::spawn(rounds(house.db.clone(), owners.clone(), seen.clone(), n))).collect();
    for task in tasks {
        task.await.expect("a task finishes");
    }
    let count = |n: &AtomicUsize| n.load(Ordering::Relaxed);
    assert_eq!(
        (count(&seen.foreign), count(&seen.leftovers)),
        (0, 0),
        "foreign rows, and settings or roles left behind"
    );
    assert!(count(&seen.looks) > TASKS * ROUNDS / 2, "{} looks", count(&seen.looks));
    assert!(
        count(&seen.cancelled) > 50 && count(&seen.panicked) > 50,
        "some were cancelled and some panicked"
    );
    // One that was cancelled in mid-sentence may just have been closed.
    assert!(house.db.connections().0 <= 5, "five connections served them all");
}

/// One task: each round as somebody else, ending in another way.
async fn rounds(db: Db, owners: Arc<Vec<Member>>, seen: Arc<Seen>, task: usize) {
    let mut dice = task.wrapping_mul(2_654_435_761) + 1;
    for round in 0..ROUNDS {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let owner = owners[(dice >> 33) % owners.len()].clone();
        let viewer = match round % 3 {
            0 => as_viewer(&owner),
            1 => Viewer::Worker { portfolio: owner.portfolio },
            _ => Viewer::Public,
        };
        let work = look(db.clone(), viewer, owner.portfolio.0, seen.clone(), (dice >> 40) % 4);
        let work = tokio::spawn(work);
        if (dice >> 45).is_multiple_of(3) {
            tokio::time::sleep(Duration::from_micros(((dice >> 20) % 4000) as u64)).await;
            work.abort();
        }
        match work.await {
            Err(e) if e.is_panic() => {
                let panic = e.into_panic();
                if panic.downcast_ref::<&str>() != Some(&"on purpose") {
                    std::panic::resume_unwind(panic);
                }
                seen.panicked.fetch_add(1, Ordering::Relaxed)
            }
            Err(_) => seen.cancelled.fetch_add(1, Ordering::Relaxed),
            Ok(()) => 0,
        };
    }
}

/// Enters, looks whether everything is as it should be for this viewer and nobody else, and leaves in one of four ways.
async fn look(db: Db, viewer: Viewer, portfolio: Uuid, seen: Arc<Seen>, ending: usize) {
    let mut tx = db.enter(&viewer).await.expect("a connection is free in time");
    let expected = viewer.portfolio().map(|p| p.0.to_string()).unwrap_or_default();
    let (role, setting, person): (String, Option<String>, Option<String>) = sqlx::query_as(
        "select current_user::text, current_setting('app.portfolio_id', true), current_setting('app.person_id', true)",
    )
    .fetch_one(conn(&mut tx))
    .await
    .expect("asks who it is");
    let someone = viewer.person().map(|p| p.0.to_string()).unwrap_or_default();
    if role != viewer.database_role()
        || setting.unwrap_or_default() != expected
        || person.unwrap_or_default() != someone
    {
        seen.leftovers.fetch_add(1, Ordering::Relaxed);
    }
    if !matches!(viewer, Viewer::Public) {
        let rows: Vec<Uuid> = sqlx::query_scalar("select portfolio_id from property")
            .fetch_all(conn(&mut tx))
            .await
            .expect("looks");
        seen.foreign.fetch_add(rows.iter().filter(|id| **id != portfolio).count(), Ordering::Relaxed);
        assert_eq!(rows.len(), 1, "sees its own house");
    }
    seen.looks.fetch_add(1, Ordering::Relaxed);
    match ending {
        0 => tx.commit().await.expect("commits"),
        1 => drop(tx),
        2 => {
            let failed = sqlx::query("select 1 / 0").execute(conn(&mut tx)).await;
            assert!(failed.is_err());
        }
        _ => panic!("on purpose"),
    }
}
