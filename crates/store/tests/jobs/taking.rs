//! Enqueueing and taking: each once, in turns, in time, and by nobody else.

use std::collections::BTreeSet;

use chrono::Duration;
use domain::Role;
use domain::viewer::Member;
use store::jobs::{self, NewJob};
use store::testing::{TestHouse, as_viewer, noon};

use crate::{enqueue, ping, take};

#[tokio::test]
async fn many_workers_take_everything_and_nothing_twice() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    enqueue(&house, &ruth, (0..200).map(|_| ping())).await;
    let round = || async {
        let mut mine = Vec::new();
        loop {
            let held = take(&house.db, 7).await;
            if held.is_empty() {
                return mine;
            }
            mine.extend(held.into_iter().map(|h| h.id.0));
        }
    };
    let (a, b, c, d) = tokio::join!(round(), round(), round(), round());
    let all: Vec<_> = [a, b, c, d].concat();
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (200, 200));
}

#[tokio::test]
async fn what_was_rolled_back_is_not_there_and_what_comes_later_waits() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    jobs::enqueue(&mut tx, ping()).await.unwrap();
    drop(tx);
    enqueue(&house, &ruth, [ping().at(noon() + Duration::hours(1))]).await;
    assert!(take(&house.db, 9).await.is_empty());
    assert_eq!(take(&house.at(noon() + Duration::hours(1)).await, 9).await.len(), 1);
}

#[tokio::test]
async fn no_kind_takes_more_than_its_room_and_others_are_left_alone() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let work = (0..5).flat_map(|_| [ping(), NewJob::new("sweep", &()), NewJob::new("unknown_here", &())]);
    enqueue(&house, &ruth, work).await;
    let rooms = [("sweep", 2), ("ping", 3), ("mail", 4), ("none", 0)];
    let held = jobs::claim(&house.db, "a worker", &rooms, Duration::seconds(60)).await.unwrap();
    let of = |kind| held.iter().filter(|h| h.kind == kind).count();
    assert_eq!((of("sweep"), of("ping"), held.len()), (2, 3, 5));
}

#[tokio::test]
async fn a_portfolio_does_not_wait_for_the_hundreds_of_another() {
    let mut house = TestHouse::new().await;
    let (ruth, omar) = (house.portfolio("Calloway Homes").await, house.portfolio("Elsewhere").await);
    enqueue(&house, &ruth, (0..300).map(|_| ping().at(noon() - Duration::minutes(5)))).await;
    enqueue(&house, &omar, [ping()]).await;
    let first = take(&house.db, 2).await;
    assert!(first.iter().any(|held| held.portfolio == omar.portfolio), "{first:?}");
    assert!(first.iter().any(|held| held.portfolio == ruth.portfolio), "{first:?}");
}

#[tokio::test]
async fn a_key_waits_once_and_again_once_it_runs() {
    let mut house = TestHouse::new().await;
    let (ruth, omar) = (house.portfolio("Calloway Homes").await, house.portfolio("Elsewhere").await);
    let keyed = || ping().keyed("the boiler");
    enqueue(&house, &ruth, [keyed(), keyed(), ping().keyed("the roof"), ping(), ping()]).await;
    enqueue(&house, &ruth, [keyed()]).await;
    enqueue(&house, &omar, [keyed()]).await;
    assert_eq!(take(&house.db, 9).await.len(), 5, "the key is the portfolio's own");
    // What runs may have looked already, so whoever asks now wants another look.
    enqueue(&house, &ruth, [keyed(), keyed()]).await;
    assert_eq!(take(&house.db, 9).await.len(), 1);
}

#[tokio::test]
async fn whoever_causes_work_need_not_see_it() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let nia = Member { role: Role::Bookkeeper, ..ruth.clone() };
    enqueue(&house, &nia, [ping().keyed("one"), ping().keyed("one")]).await;
    let mut tx = house.db.enter(&as_viewer(&nia)).await.unwrap();
    assert_eq!(jobs::counts(&mut tx).await.unwrap().waiting, 0, "only owners look");
    assert_eq!(take(&house.db, 9).await.len(), 1);
}

#[tokio::test]
async fn a_commit_wakes_the_workers_of_its_process_and_a_rollback_does_not() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let soon = std::time::Duration::from_millis(200);
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    jobs::enqueue(&mut tx, ping()).await.unwrap();
    drop(tx);
    assert!(tokio::time::timeout(soon, house.db.work_comes()).await.is_err());
    enqueue(&house, &ruth, [ping()]).await;
    // Also when nobody was waiting at that moment.
    tokio::time::timeout(soon, house.db.work_comes()).await.unwrap();
}
