//! Forgotten passwords, changed ones, and how tries add up.

use chrono::Duration;
use domain::Viewer;
use store::resets::{self, NewReset};
use store::testing::{TestHouse, as_viewer, noon};
use store::{Db, people, person_activity, sessions};

use crate::open;

async fn ask(db: &Db, email: &str, token_hash: [u8; 32]) {
    let mut tx = db.enter(&Viewer::Public).await.unwrap();
    let new = NewReset { email, token_hash, subject: "A new password", body: "https://…" };
    resets::request(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn finish(db: &Db, token_hash: [u8; 32]) -> bool {
    let mut tx = db.enter(&Viewer::Public).await.unwrap();
    let done = resets::finish(&mut tx, &token_hash, "new hash").await.unwrap();
    tx.commit().await.unwrap();
    done
}

#[tokio::test]
async fn a_reset_opens_once_within_the_hour_and_ends_every_session() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let email = format!("{}@example.com", ruth.person);
    open(&house.db, ruth.person, [9; 32]).await;
    ask(&house.db, &email, [1; 32]).await;
    ask(&house.db, &email, [2; 32]).await;

    let mut tx = house.db.enter(&Viewer::Public).await.unwrap();
    assert_eq!(resets::address(&mut tx, &[1; 32]).await.unwrap(), Some(email.clone()));
    assert_eq!(resets::address(&mut tx, &[7; 32]).await.unwrap(), None);
    drop(tx);
    let late = house.at(noon() + Duration::minutes(60)).await;
    assert!(!finish(&late, [1; 32]).await, "too late");

    assert!(finish(&house.db, [1; 32]).await);
    assert!(!finish(&house.db, [1; 32]).await, "single use");
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let told = person_activity::list(&mut tx).await.unwrap();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].sentence, "Chose a new password with a link that was mailed.");
    drop(tx);
    assert!(!finish(&house.db, [2; 32]).await, "one new password closes every other link");
    assert!(sessions::resolve(&house.db, &[9; 32]).await.unwrap().is_none());
    let mut tx = house.db.enter(&Viewer::Public).await.unwrap();
    assert_eq!(people::secret(&mut tx, &email).await.unwrap().unwrap().password_hash, "new hash");
}

#[tokio::test]
async fn a_stranger_learns_nothing_and_sends_little() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let email = format!("{}@example.com", ruth.person);
    ask(&house.db, "nobody@example.com", [1; 32]).await;
    for n in 2..9 {
        ask(&house.db, &email, [n; 32]).await;
    }
    let mails: i64 = sqlx::query_scalar("select count(*) from mail_out where recipient = $1")
        .bind(&email)
        .fetch_one(&mut house.owner)
        .await
        .unwrap();
    assert_eq!(mails, 3, "three an hour");
    let all: i64 =
        sqlx::query_scalar("select count(*) from mail_out").fetch_one(&mut house.owner).await.unwrap();
    assert_eq!(all, 3, "none to an unknown address");
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let other = house.portfolio("Elsewhere").await;
    for (person, hash) in [(ruth.person, [1; 32]), (ruth.person, [2; 32]), (other.person, [3; 32])] {
        open(&house.db, person, hash).await;
    }
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert_eq!(people::my_password_hash(&mut tx).await.unwrap(), "x");
    people::change_password(&mut tx, "new hash", &[1; 32]).await.unwrap();
    tx.commit().await.unwrap();
    for (hash, lives) in [([1; 32], true), ([2; 32], false), ([3; 32], true)] {
        assert_eq!(sessions::resolve(&house.db, &hash).await.unwrap().is_some(), lives);
    }
    let mut tx = house.db.enter(&as_viewer(&other)).await.unwrap();
    assert_eq!(people::my_password_hash(&mut tx).await.unwrap(), "x", "nobody else's");
}

#[tokio::test]
async fn tries_add_up_by_key_and_fade() {
    let house = TestHouse::new().await;
    let mut tx = house.db.enter(&Viewer::Public).await.unwrap();
    for n in 1..=12 {
        assert_eq!(people::count_try(&mut tx, &[1; 32]).await.unwrap(), n);
    }
    people::forgive_try(&mut tx, &[1; 32]).await.unwrap();
    assert_eq!(
        people::count_try(&mut tx, &[1; 32]).await.unwrap(),
        12,
        "what turned out well does not count"
    );
    assert_eq!(people::count_try(&mut tx, &[2; 32]).await.unwrap(), 1, "another key");
    tx.commit().await.unwrap();
    let later = house.at(noon() + Duration::minutes(31)).await;
    let mut tx = later.enter(&Viewer::Public).await.unwrap();
    assert_eq!(people::count_try(&mut tx, &[1; 32]).await.unwrap(), 1);
}

#[tokio::test]
async fn what_is_old_is_swept() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    open(&house.db, ruth.person, [1; 32]).await;
    let mut tx = house.db.enter(&Viewer::Public).await.unwrap();
    people::count_try(&mut tx, &[1; 32]).await.unwrap();
    tx.commit().await.unwrap();
    let later = house.at(noon() + Duration::days(130)).await;
    open(&later, ruth.person, [2; 32]).await;
    let mut tx = later.enter(&Viewer::Public).await.unwrap();
    people::count_try(&mut tx, &[2; 32]).await.unwrap();
    tx.commit().await.unwrap();
    for (what, sql) in
        [("sessions", "select count(*) from session"), ("tries", "select count(*) from rate_limit")]
    {
        let left: i64 = sqlx::query_scalar(sql).fetch_one(&mut house.owner).await.unwrap();
        assert_eq!(left, 1, "{what}");
    }
}
