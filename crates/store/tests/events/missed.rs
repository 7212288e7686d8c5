//! What somebody has missed: read as themselves, from the place their browser brings back.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::Viewer;
use domain::id::PropertyId;
use sqlx::Row;
use store::events::{self, Audience, Since};
use store::testing::{TestHouse, as_viewer, fresh, noon};
use uuid::Uuid;

use crate::{Listener, here, tell, told, within};

const EVERYBODY: Audience = Audience::Members(None);

/// What a viewer has missed since a place, up to where the reader stands.
async fn missed(house: &TestHouse, viewer: &Viewer, since: &str) -> Option<Vec<Uuid>> {
    let since = Since::open(&house.db, since).expect("a place of this house");
    let mut tx = house.db.enter(viewer).await.unwrap();
    let missed = events::missed(&mut tx, &since, &here(&house.db)).await.unwrap();
    missed.map(|all| all.into_iter().map(|m| m.subject).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_commits_late_is_missed_once_and_by_nobody_else() {
    let mut house = TestHouse::new().await;
    let (ruth, rival) = (house.portfolio("Calloway Homes").await, house.portfolio("Rival Homes").await);
    let (ruth, rival) = (as_viewer(&ruth), as_viewer(&rival));
    let listener = Listener::start(&house.db).await;
    let mut late = house.db.enter(&ruth).await.unwrap();
    let slow = tell(&mut late, EVERYBODY).await;
    let quick = told(&house.db, &ruth, EVERYBODY).await;
    listener.hears_of(quick).await;
    let place = within(async || {
        let place = here(&house.db).sealed;
        missed(&house, &ruth, &place).await.is_some_and(|m| m.is_empty()).then_some(place)
    })
    .await;
    late.commit().await.unwrap();
    let last = told(&house.db, &ruth, EVERYBODY).await;
    listener.hears_of(last).await;
    within(async || missed(&house, &ruth, &place).await.filter(|m| m.len() == 2)).await;
    assert_eq!(missed(&house, &ruth, &place).await, Some(vec![slow, last]));
    assert_eq!(missed(&house, &rival, &place).await, Some(vec![]), "another portfolio has missed nothing");
    assert_eq!(missed(&house, &ruth, &here(&house.db).sealed).await, Some(vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_missed_too_much_or_comes_from_nowhere_loads_anew() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let viewer = as_viewer(&ruth);
    let listener = Listener::start(&house.db).await;
    let place = here(&house.db).sealed;
    let insert = "insert into event (portfolio_id, id, topic, subject_id, audience) select $1, gen_random_uuid(), 'ticket', gen_random_uuid(), 'members'
                    from generate_series(1, $2)";
    sqlx::query(insert).bind(ruth.portfolio.0).bind(1_000).execute(&mut house.owner).await.unwrap();
    listener.hears(1_000).await;
    within(async || missed(&house, &viewer, &place).await.filter(|m| m.len() == 1_000)).await;
    told(&house.db, &viewer, EVERYBODY).await;
    within(async || missed(&house, &viewer, &place).await.is_none().then_some(())).await;

    let other = TestHouse::new().await;
    let _reader = Listener::start(&other.db).await;
    assert!(Since::open(&house.db, &here(&other.db).sealed).is_none(), "a place of another house");
    let late = store::Db::connect(&house.url, 2, Arc::new(|| noon() + TimeDelta::hours(13))).await.unwrap();
    let _reader = Listener::start(&late).await;
    assert!(Since::open(&late, &place).is_none(), "a place of yesterday");
    assert!(Since::open(&late, &here(&late).sealed).is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_learns_from_a_place_how_busy_the_others_are() {
    let mut house = TestHouse::new().await;
    let viewer = as_viewer(&house.portfolio("Calloway Homes").await);
    let listener = Listener::start(&house.db).await;
    let before = here(&house.db).sealed;
    let subject = told(&house.db, &viewer, Audience::Keepers(Some(PropertyId(fresh())))).await;
    listener.hears_of(subject).await;
    let after = within(async || Some(here(&house.db).sealed).filter(|place| *place != before)).await;
    let xid: String =
        sqlx::query("select xid::text from event").fetch_one(&mut house.owner).await.unwrap().get(0);
    let hex = format!("{:016x}", xid.parse::<i64>().unwrap() + 1);
    assert!(!after.contains(&hex), "the number of a transaction stands in {after}");
}
