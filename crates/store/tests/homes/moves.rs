//! What changes on a lease from a day on: terms, people, the last day; two people at once; and taking it back.

use domain::Cents;
use domain::lease::{Share, Term, Who};
use store::leases;
use store::testing::TestHouse;
use store::{Error, activity};

use crate::{day, enter, home, lease, new, people, term, today};

#[tokio::test]
async fn new_terms_hold_from_their_day_and_can_be_put_right_or_taken_back() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (_, one) = home(&house, &ruth, "Birch Street").await;
    let mut tx = enter(&house, &ruth).await;
    let first = lease(one, "2026-07-01", Some("2027-06-30"), vec![new("Maya Okafor")]);
    let id = leases::add(&mut tx, &first).await.unwrap();
    leases::amend(&mut tx, id, 1, &term("2027-01-01", 150_000)).await.unwrap();
    assert!(matches!(leases::amend(&mut tx, id, 1, &term("2027-02-01", 1)).await, Err(Error::Stale)));
    tx.commit().await.unwrap();
    for outside in ["2026-06-30", "2027-07-01"] {
        let mut tx = enter(&house, &ruth).await;
        let refused = leases::amend(&mut tx, id, 2, &term(outside, 1)).await;
        assert!(matches!(refused, Err(Error::Refused { field: "from_on", .. })));
    }
    let mut tx = enter(&house, &ruth).await;
    let version = leases::find(&mut tx, id).await.unwrap().version;
    let right = Term { late_fee: Cents(7_500), ..term("2027-01-01", 149_000) };
    leases::amend(&mut tx, id, version, &right).await.unwrap();
    let found = leases::find(&mut tx, id).await.unwrap();
    assert_eq!(found.lease.term_on(day("2027-03-01")), Some(&right));
    assert_eq!(found.lease.term_on(today()).map(|t| t.rent), Some(Cents(145_000)));
    assert!(matches!(
        leases::end_on(&mut tx, id, found.version, Some(day("2026-12-31"))).await,
        Err(Error::Refused { field: "ends_on", .. })
    ));
    let version = leases::find(&mut tx, id).await.unwrap().version;
    assert!(matches!(
        leases::take_back_term(&mut tx, id, version, day("2026-07-01")).await,
        Err(Error::Missing)
    ));
    leases::take_back_term(&mut tx, id, version + 1, day("2027-01-01")).await.unwrap();
    assert_eq!(leases::find(&mut tx, id).await.unwrap().lease.terms.len(), 1);
    let told = activity::list(&mut tx, activity::Listing { subject: Some(id.0), after: None, limit: 50 })
        .await
        .unwrap();
    assert!(told.iter().any(|e| e.kind == "lease.take_back" && e.before.is_some()));
}

#[tokio::test]
async fn people_move_in_and_out_and_their_shares_stay_whole() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (_, one) = home(&house, &ruth, "Birch Street").await;
    let mut tx = enter(&house, &ruth).await;
    let first = lease(one, "2026-07-01", None, vec![new("Daniel Reyes"), new("Priya Nair")]);
    let id = leases::add(&mut tx, &first).await.unwrap();
    let before = leases::find(&mut tx, id).await.unwrap();
    let daniel = before.lease.members.iter().find(|m| m.name == "Daniel Reyes").unwrap().tenant;
    let next = people(vec![Who::Known(daniel), new("Ana Ruiz"), new("Bo Berg")]);
    leases::change_people(&mut tx, id, 1, day("2026-12-15"), &next).await.unwrap();
    let after = leases::find(&mut tx, id).await.unwrap();
    for d in ["2026-07-01", "2026-12-14", "2026-12-15", "2030-01-01"] {
        let sum: i32 = after.lease.members_on(day(d)).iter().map(|m| m.share.bp()).sum();
        assert_eq!(sum, 10_000, "{d}");
    }
    assert_eq!(after.lease.members_on(day("2026-12-14")).len(), 2);
    assert_eq!(after.lease.members_on(day("2026-12-15")).len(), 3);

    let mut half = people(vec![Who::Known(daniel)]);
    half[0].share = Share::from_bp(5_000);
    let short = leases::change_people(&mut tx, id, after.version, day("2027-01-01"), &half).await;
    assert!(matches!(short, Err(Error::Refused { field: "split", .. })));
    let version = leases::find(&mut tx, id).await.unwrap().version;
    let early =
        leases::change_people(&mut tx, id, version, day("2026-12-01"), &people(vec![Who::Known(daniel)]))
            .await;
    assert!(matches!(early, Err(Error::Refused { field: "from_on", .. })));
    leases::take_back_people(&mut tx, id, version + 1).await.unwrap();
    let back = leases::find(&mut tx, id).await.unwrap();
    assert_eq!(back.lease.members, before.lease.members);
    assert!(leases::take_back_people(&mut tx, id, back.version).await.is_err());
}

#[tokio::test]
async fn of_two_at_once_the_second_is_told() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (_, one) = home(&house, &ruth, "Birch Street").await;
    let mut tx = enter(&house, &ruth).await;
    let id = leases::add(&mut tx, &lease(one, "2026-07-01", None, vec![new("Maya Okafor")])).await.unwrap();
    tx.commit().await.unwrap();
    let mut a = enter(&house, &ruth).await;
    leases::amend(&mut a, id, 1, &term("2027-01-01", 150_000)).await.unwrap();
    let db = house.db.clone();
    let viewer = store::testing::as_viewer(&ruth);
    let second = tokio::spawn(async move {
        let mut b = db.enter(&viewer).await.unwrap();
        leases::end_on(&mut b, id, 1, Some(day("2026-12-31"))).await
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    a.commit().await.unwrap();
    assert!(matches!(second.await.unwrap(), Err(Error::Stale)));
}
