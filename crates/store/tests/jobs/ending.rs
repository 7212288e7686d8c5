//! How jobs end: done once, failed in words, lost to another worker, given back.

use chrono::Duration;
use domain::job::pause;
use sqlx::PgConnection;
use store::jobs::{self, Failed, Shown};
use store::testing::{TestHouse, as_viewer, noon};
use store::{Error, activity};
use uuid::Uuid;

use crate::{enqueue, ping, take, worker};

async fn states(conn: &mut PgConnection) -> Vec<(String, i16, Option<String>)> {
    sqlx::query_as("select state, tries, failure from job order by id").fetch_all(conn).await.unwrap()
}

async fn told(conn: &mut PgConnection) -> i64 {
    sqlx::query_scalar("select count(*) from event where topic = 'job'").fetch_one(conn).await.unwrap()
}

#[tokio::test]
async fn an_effect_is_kept_with_the_job_or_not_at_all() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    enqueue(&house, &ruth, [ping()]).await;
    let first = take(&house.db, 1).await.remove(0);
    let later = house.at(noon() + Duration::seconds(61)).await;
    let second = take(&later, 1).await.remove(0);
    assert_eq!((second.id, second.tries), (first.id, 2), "whoever goes silent loses it");

    for (held, keeps) in [(&first, false), (&second, true), (&second, false)] {
        let mut tx = house.db.enter(&worker(&ruth)).await.unwrap();
        let entry = activity::Entry::new("boiler.effect", Uuid::nil(), "An effect.");
        activity::record(&mut tx, entry).await.unwrap();
        match jobs::complete(&mut tx, held).await {
            Ok(()) => tx.commit().await.unwrap(),
            Err(error) => assert!(matches!(error, Error::Stale) && !keeps, "{error}"),
        }
    }
    let effects: i64 = sqlx::query_scalar("select count(*) from activity where kind = 'boiler.effect'")
        .fetch_one(&mut house.owner)
        .await
        .unwrap();
    assert_eq!(effects, 1);
    assert_eq!(states(&mut house.owner).await, [("done".into(), 2, None)]);
    assert_eq!(told(&mut house.owner).await, 0, "nobody watches a job that shows no progress");
}

#[tokio::test]
async fn a_heartbeat_keeps_a_job_and_says_when_it_is_lost() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    enqueue(&house, &ruth, [ping(), ping()]).await;
    let held = take(&house.db, 2).await;
    let minute = Duration::seconds(60);
    let at_50 = house.at(noon() + Duration::seconds(50)).await;
    assert!(jobs::extend(&at_50, &held[..1], minute).await.unwrap().is_empty());
    let at_70 = house.at(noon() + Duration::seconds(70)).await;
    let taken = take(&at_70, 9).await;
    assert_eq!(taken.iter().map(|h| h.id).collect::<Vec<_>>(), [held[1].id], "only what nobody kept");
    let lost = jobs::extend(&at_70, &held, minute).await.unwrap();
    assert_eq!(lost.iter().map(|h| h.id).collect::<Vec<_>>(), [held[1].id]);
    assert_eq!(jobs::finish(&at_70, &held).await.unwrap(), 1, "nobody completes what they lost");
    assert!(jobs::extend(&at_70, &held[..1], minute).await.unwrap().is_empty(), "what is done is not lost");
    assert_eq!(jobs::finish(&at_70, &taken).await.unwrap(), 1);
}

#[tokio::test]
async fn a_failed_job_is_tried_later_and_later_and_then_left_to_people() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    enqueue(&house, &ruth, [ping()]).await;
    let (mut moment, mut tries) = (noon(), 0);
    loop {
        let db = house.at(moment).await;
        let held = take(&db, 1).await.remove(0);
        tries += 1;
        assert_eq!(held.tries, tries);
        let again = (tries < 4).then(|| moment + pause(tries, 0));
        let mut tx = db.enter(&worker(&ruth)).await.unwrap();
        let failed = jobs::fail(&mut tx, &held, "The bank did not answer.", again).await.unwrap();
        tx.commit().await.unwrap();
        let Some(again) = again else {
            assert_eq!(failed, Failed::Dead);
            break;
        };
        assert_eq!(failed, Failed::Waits);
        assert_eq!(told(&mut house.owner).await, 0, "a try that failed is nothing to look up for");
        let just_before = house.at(again - Duration::milliseconds(1)).await;
        assert!(take(&just_before, 1).await.is_empty());
        moment = again;
    }
    assert_eq!(states(&mut house.owner).await, [("dead".into(), 4, Some("The bank did not answer.".into()))]);
    assert_eq!(told(&mut house.owner).await, 1);
    let next_year = house.at(moment + Duration::days(365)).await;
    assert!(take(&next_year, 1).await.is_empty());
}

#[tokio::test]
async fn work_that_waits_again_under_its_key_replaces_what_failed() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    enqueue(&house, &ruth, [ping().keyed("one"), ping().keyed("two")]).await;
    let held = take(&house.db, 2).await;
    enqueue(&house, &ruth, [ping().keyed("one"), ping().keyed("two")]).await;
    let mut tx = house.db.enter(&worker(&ruth)).await.unwrap();
    assert_eq!(jobs::fail(&mut tx, &held[0], "No.", Some(noon())).await.unwrap(), Failed::Replaced);
    tx.commit().await.unwrap();
    jobs::give_back(&house.db, &held).await.unwrap();
    let mut found: Vec<String> =
        states(&mut house.owner).await.into_iter().map(|(state, ..)| state).collect();
    found.sort();
    assert_eq!(found, ["discarded", "discarded", "waiting", "waiting"]);
}

#[tokio::test]
async fn what_is_given_back_was_no_try() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    enqueue(&house, &ruth, [ping()]).await;
    let held = take(&house.db, 1).await;
    jobs::give_back(&house.db, &held).await.unwrap();
    assert_eq!(states(&mut house.owner).await, [("waiting".into(), 0, None)]);
    let again = take(&house.db, 1).await;
    assert_eq!(again[0].tries, 1);
    jobs::give_back(&house.db, &held).await.unwrap();
    assert_eq!(states(&mut house.owner).await, [("running".into(), 1, None)], "only by whoever holds it");
}

#[tokio::test]
async fn progress_is_shown_and_its_end_is_told() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    enqueue(&house, &ruth, [ping()]).await;
    let held = take(&house.db, 1).await.remove(0);
    let mut tx = house.db.enter(&worker(&ruth)).await.unwrap();
    jobs::progress(&mut tx, &held, 40, 100).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert_eq!(jobs::running(&mut tx).await.unwrap()[0].progress, Some((40, 100)));
    drop(tx);
    let mut tx = house.db.enter(&worker(&ruth)).await.unwrap();
    jobs::complete(&mut tx, &held).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(told(&mut house.owner).await, 2);
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert_eq!(jobs::list(&mut tx, Shown::Ended, None, 9).await.unwrap().len(), 1);
}
