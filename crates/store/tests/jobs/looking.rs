//! What owners see and do: pages of each list, trying again, discarding, taking that back; and what is swept.

use chrono::Duration;
use domain::id::JobId;
use domain::viewer::Member;
use store::jobs::{self, Counts, Cursor, JobState, Shown};
use store::testing::{TestHouse, as_viewer, noon};
use store::{Db, Error};

use crate::{enqueue, ping, take, worker};

/// A house with so many dead jobs, keyed by their number.
async fn dead(house: &TestHouse, ruth: &Member, count: u16) {
    enqueue(house, ruth, (0..count).map(|n| ping().keyed(n.to_string()))).await;
    for (n, held) in take(&house.db, count).await.iter().enumerate() {
        let db = house.at(noon() + Duration::seconds(i64::try_from(n).unwrap())).await;
        let mut tx = db.enter(&worker(ruth)).await.unwrap();
        jobs::fail(&mut tx, held, "The bank did not answer.", None).await.unwrap();
        tx.commit().await.unwrap();
        db.close().await;
    }
}

async fn pages(db: &Db, who: &Member, shown: Shown) -> Vec<JobId> {
    let (mut after, mut seen) = (None, Vec::new());
    let mut tx = db.enter(&as_viewer(who)).await.unwrap();
    loop {
        let rows = jobs::list(&mut tx, shown, after, 3).await.unwrap();
        let Some(last) = rows.last() else { return seen };
        after = Some(Cursor::of(last, shown));
        seen.extend(rows.iter().map(|row| row.id));
    }
}

#[tokio::test]
async fn lists_are_walked_page_by_page_and_nothing_is_left_out() {
    let mut house = TestHouse::new().await;
    let (ruth, omar) = (house.portfolio("Calloway Homes").await, house.portfolio("Elsewhere").await);
    dead(&house, &ruth, 7).await;
    enqueue(&house, &ruth, (0..8).map(|_| ping())).await;
    enqueue(&house, &omar, [ping()]).await;
    let failed = pages(&house.db, &ruth, Shown::Dead).await;
    assert_eq!(failed.len(), 7);
    let waiting = pages(&house.db, &ruth, Shown::Waiting).await;
    assert!(waiting.len() == 8 && waiting.is_sorted(), "{waiting:?}");
    jobs::finish(&house.db, &take(&house.db, 9).await).await.unwrap();
    assert_eq!(pages(&house.db, &ruth, Shown::Ended).await.len(), 8);
    let tomorrow = house.at(noon() + Duration::hours(25)).await;
    assert_eq!(pages(&tomorrow, &ruth, Shown::Ended).await, [], "of the last day");
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert_eq!(jobs::counts(&mut tx).await.unwrap(), Counts { waiting: 0, running: 0, dead: 7 });
    let newest = jobs::find(&mut tx, failed[0]).await.unwrap();
    assert_eq!((newest.state, newest.tries), (JobState::Dead, 1));
    assert!(newest.ended_at > jobs::find(&mut tx, failed[6]).await.unwrap().ended_at);
}

#[tokio::test]
async fn what_died_is_tried_again_or_discarded_and_that_is_taken_back() {
    let mut house = TestHouse::new().await;
    let (ruth, omar) = (house.portfolio("Calloway Homes").await, house.portfolio("Elsewhere").await);
    dead(&house, &ruth, 3).await;
    let ids = pages(&house.db, &ruth, Shown::Dead).await;
    let mut tx = house.db.enter(&as_viewer(&omar)).await.unwrap();
    assert!(matches!(jobs::retry(&mut tx, ids[0], "A check").await, Err(Error::Missing)), "somebody else's");
    drop(tx);

    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    jobs::retry(&mut tx, ids[0], "A check").await.unwrap();
    assert!(matches!(jobs::retry(&mut tx, ids[0], "A check").await, Err(Error::Missing)), "it waits already");
    jobs::discard(&mut tx, ids[1], "A check").await.unwrap();
    assert_eq!(jobs::find(&mut tx, ids[1]).await.unwrap().state, JobState::Discarded);
    jobs::bring_back(&mut tx, ids[1]).await.unwrap();
    tx.commit().await.unwrap();
    let again = take(&house.db, 9).await;
    assert_eq!((again.len(), again[0].id, again[0].tries), (1, ids[0], 1), "as if it had never been tried");

    enqueue(&house, &ruth, (0..3).map(|n| ping().keyed(n.to_string()))).await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let refused = jobs::retry(&mut tx, ids[2], "A check").await;
    assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
}

#[tokio::test]
async fn what_is_old_is_swept_a_batch_at_a_time() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    dead(&house, &ruth, 2).await;
    let ids = pages(&house.db, &ruth, Shown::Dead).await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    jobs::discard(&mut tx, ids[0], "A check").await.unwrap();
    tx.commit().await.unwrap();
    enqueue(&house, &ruth, (0..5).map(|_| ping())).await;
    jobs::finish(&house.db, &take(&house.db, 9).await).await.unwrap();
    enqueue(&house, &ruth, [ping()]).await;
    // Done: a day. Discarded: thirty. Dead: ninety. What waits is never swept.
    for (hours, limit, gone) in
        [(23, 9, 0), (25, 3, 3), (25, 3, 2), (24 * 31, 9, 1), (24 * 91, 9, 1), (24 * 999, 9, 0)]
    {
        let db = house.at(noon() + Duration::hours(hours)).await;
        let mut tx = db.enter(&worker(&ruth)).await.unwrap();
        assert!(jobs::to_sweep(&mut tx).await.unwrap() >= gone);
        assert_eq!(jobs::sweep(&mut tx, limit).await.unwrap(), gone, "after {hours} hours");
        tx.commit().await.unwrap();
    }
    let last = house.at(noon() + Duration::days(999)).await;
    let mut tx = last.enter(&worker(&ruth)).await.unwrap();
    assert_eq!(jobs::to_sweep(&mut tx).await.unwrap(), 0);
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert_eq!(jobs::counts(&mut tx).await.unwrap(), Counts { waiting: 1, running: 0, dead: 0 });
}
