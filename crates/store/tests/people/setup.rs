//! The first start: one person, one portfolio, once.

use domain::viewer::Member;
use domain::{Role, Viewer};
use store::setup::{self, NewHouse};
use store::testing::{TestHouse, as_viewer};
use store::{Db, Error};

async fn found(db: &Db, email: &str) -> Result<Member, Error> {
    let mut tx = db.enter(&Viewer::Public).await.unwrap();
    let zone = chrono_tz::America::New_York;
    let new = NewHouse { name: "Ruth", email, password_hash: "x", zone, portfolio: "Calloway Homes" };
    let (person, portfolio) = setup::found(&mut tx, new).await?;
    tx.commit().await?;
    Ok(Member { portfolio, person, role: Role::Owner, reach: None })
}

async fn fresh(db: &Db) -> bool {
    let mut tx = db.enter(&Viewer::Public).await.unwrap();
    setup::is_fresh(&mut tx).await.unwrap()
}

#[tokio::test]
async fn a_house_is_founded_once_even_by_two_at_a_time() {
    let house = TestHouse::new().await;
    assert!(fresh(&house.db).await);
    let (one, other) =
        tokio::join!(found(&house.db, "ruth@example.com"), found(&house.db, "omar@example.com"));
    assert!(!fresh(&house.db).await);
    let (ruth, late) = if one.is_ok() { (one, other) } else { (other, one) };
    assert!(matches!(late, Err(Error::Refused { .. })));

    let ruth = ruth.unwrap();
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert_eq!(store::members::list(&mut tx).await.unwrap().len(), 1);
    let done = store::activity::Listing { subject: None, after: None, limit: 10 };
    let done = store::activity::list(&mut tx, done).await.unwrap();
    assert_eq!(done.iter().map(|a| a.kind.as_str()).collect::<Vec<_>>(), ["portfolio.add"]);
}

#[tokio::test]
async fn owners_may_have_a_second_portfolio_and_others_not() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let manager = Member { role: Role::Manager, ..ruth.clone() };
    let mut tx = house.db.enter(&as_viewer(&manager)).await.unwrap();
    let zone = chrono_tz::UTC;
    assert!(matches!(setup::found_portfolio(&mut tx, "Demo", zone, true).await, Err(Error::Missing)));
    drop(tx);
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    setup::found_portfolio(&mut tx, "Demo", zone, true).await.unwrap();
    let doors = store::doors::mine(&mut tx).await.unwrap();
    assert_eq!(doors.iter().map(|d| d.is_demo).collect::<Vec<_>>(), [false, true]);
}

#[tokio::test]
async fn entries_are_listed_page_by_page() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    for n in 0..5 {
        let entry = store::activity::Entry::new("rule.add", uuid::Uuid::nil(), format!("Entry {n}"));
        store::activity::record(&mut tx, entry).await.unwrap();
    }
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = store::activity::Listing { subject: Some(uuid::Uuid::nil()), after, limit: 2 };
        let page = store::activity::list(&mut tx, page).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(store::activity::Cursor { at: last.at, id: last.id });
        seen.extend(page.iter().map(|a| a.id));
    }
    assert_eq!(seen.len(), 5);
    store::activity::mark_undone(&mut tx, seen[0]).await.unwrap();
    assert!(matches!(store::activity::mark_undone(&mut tx, seen[0]).await, Err(Error::Missing)));
}
