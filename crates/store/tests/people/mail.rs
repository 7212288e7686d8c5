//! Waiting mail: taken by one worker at a time, tried again later, given up in the end, and forgetful of its text.

use chrono::Duration;
use domain::Viewer;
use store::mail::{self, NewMail, TRIES_MAX};
use store::testing::{TestHouse, as_viewer, noon};

fn letter() -> NewMail {
    NewMail { recipient: "dana@example.com".into(), subject: "Welcome".into(), body: "secret link".into() }
}

#[tokio::test]
async fn a_mail_is_taken_once_and_its_text_forgotten() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    house.portfolio("Elsewhere").await;
    assert!(mail::due_portfolios(&house.db).await.unwrap().is_empty());
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    mail::queue(&mut tx, letter()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(mail::due_portfolios(&house.db).await.unwrap(), [ruth.portfolio]);

    let worker = Viewer::Worker { portfolio: ruth.portfolio };
    let (mut one, mut other) =
        (house.db.enter(&worker).await.unwrap(), house.db.enter(&worker).await.unwrap());
    let taken = mail::take(&mut one, 10).await.unwrap();
    assert_eq!(taken[0].body, "secret link");
    assert!(mail::take(&mut other, 10).await.unwrap().is_empty(), "another worker takes others");
    one.commit().await.unwrap();
    drop(other);
    let mut tx = house.db.enter(&worker).await.unwrap();
    assert!(mail::take(&mut tx, 10).await.unwrap().is_empty(), "claimed for a while");
    mail::sent(&mut tx, taken[0].id).await.unwrap();
    tx.commit().await.unwrap();
    let kept: String =
        sqlx::query_scalar("select body from mail_out").fetch_one(&mut house.owner).await.unwrap();
    assert_eq!(kept, "");
}

#[tokio::test]
async fn a_mail_is_tried_later_and_later_and_given_up() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    mail::queue(&mut tx, letter()).await.unwrap();
    tx.commit().await.unwrap();
    let worker = Viewer::Worker { portfolio: ruth.portfolio };
    let (mut moment, mut tries) = (noon(), 0);
    while tries < TRIES_MAX {
        let db = house.at(moment).await;
        let mut tx = db.enter(&worker).await.unwrap();
        for due in mail::take(&mut tx, 10).await.unwrap() {
            tries += 1;
            assert_eq!(due.tries, tries);
            mail::failed(&mut tx, &due, "The mail server is not there.", false).await.unwrap();
        }
        tx.commit().await.unwrap();
        moment += Duration::minutes(1);
        assert!(moment < noon() + Duration::days(2));
    }
    assert!(moment > noon() + Duration::hours(12), "patient");
    let later = house.at(moment + Duration::days(365)).await;
    assert!(mail::due_portfolios(&later).await.unwrap().is_empty());
    let (why, body): (String, String) =
        sqlx::query_as("select failure, body from mail_out").fetch_one(&mut house.owner).await.unwrap();
    assert_eq!((why.as_str(), body.as_str()), ("The mail server is not there.", ""));
}
