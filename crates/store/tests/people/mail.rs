//! Waiting mail: a letter and the job that sends it are queued together; its text is forgotten once it was sent, and after a
//! week in any case.

use chrono::Duration;
use domain::Viewer;
use store::jobs::{self, Held};
use store::mail::{self, NewMail};
use store::testing::{TestHouse, as_viewer, noon};
use store::{Db, Error};

fn letter() -> NewMail {
    NewMail { recipient: "dana@example.com".into(), subject: "Welcome".into(), body: "secret link".into() }
}

async fn take(db: &Db) -> Vec<Held> {
    jobs::claim(db, "a worker", &[("mail", 10)], Duration::seconds(60)).await.unwrap()
}

#[tokio::test]
async fn a_letter_is_sent_by_the_job_of_its_id_and_its_text_forgotten() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let id = mail::queue(&mut tx, letter()).await.unwrap();
    assert!(!mail::list(&mut tx).await.unwrap()[0].given_up);
    tx.commit().await.unwrap();

    let taken = take(&house.db).await;
    assert_eq!((taken[0].portfolio, taken[0].id.0), (ruth.portfolio, id));
    assert!(take(&house.db).await.is_empty(), "another worker takes others");
    let worker = Viewer::Worker { portfolio: ruth.portfolio };
    let mut tx = house.db.enter(&worker).await.unwrap();
    assert_eq!(mail::read(&mut tx, id).await.unwrap().body, "secret link");
    mail::sent(&mut tx, id).await.unwrap();
    jobs::complete(&mut tx, &taken[0]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = house.db.enter(&worker).await.unwrap();
    let kept = mail::read(&mut tx, id).await.unwrap();
    assert_eq!((kept.body.as_str(), kept.sent_at), ("", Some(noon())));
}

#[tokio::test]
async fn a_letter_that_was_given_up_keeps_its_text_for_a_week() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let id = mail::queue(&mut tx, letter()).await.unwrap();
    tx.commit().await.unwrap();
    let worker = Viewer::Worker { portfolio: ruth.portfolio };
    let taken = take(&house.db).await.remove(0);
    let mut tx = house.db.enter(&worker).await.unwrap();
    jobs::fail(&mut tx, &taken, "The mail server is not there.", None).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let row = mail::list(&mut tx).await.unwrap().remove(0);
    assert_eq!(
        (row.given_up, row.tries, row.failure.as_deref()),
        (true, 1, Some("The mail server is not there."))
    );
    drop(tx);

    for (days, body) in [(6, "secret link"), (8, "")] {
        let later = house.at(noon() + Duration::days(days)).await;
        let mut tx = later.enter(&worker).await.unwrap();
        jobs::forget_letters(&mut tx).await.unwrap();
        assert_eq!(mail::read(&mut tx, id).await.unwrap().body, body, "after {days} days");
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn whoever_lost_the_job_cannot_say_that_it_was_sent() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let id = mail::queue(&mut tx, letter()).await.unwrap();
    tx.commit().await.unwrap();
    let lost = take(&house.db).await.remove(0);
    let later = house.at(noon() + Duration::seconds(61)).await;
    assert_eq!(take(&later).await[0].tries, 2);
    let mut tx = house.db.enter(&Viewer::Worker { portfolio: ruth.portfolio }).await.unwrap();
    mail::sent(&mut tx, id).await.unwrap();
    assert!(matches!(jobs::complete(&mut tx, &lost).await, Err(Error::Stale)));
}
