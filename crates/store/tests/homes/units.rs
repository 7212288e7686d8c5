//! Units: named apart, in the order of their numbers, put away only when empty, and within reach.

use domain::Role;
use domain::unit::UnitDraft;
use store::testing::TestHouse;
use store::{Error, leases, units};

use crate::{colleague, day, enter, home, lease, new, today};

fn named(name: &str) -> UnitDraft {
    UnitDraft { name: name.into() }
}

#[tokio::test]
async fn units_are_told_apart_and_tell_who_lives_there() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (birch, one) = home(&house, &ruth, "Birch Street").await;
    let mut tx = enter(&house, &ruth).await;
    for name in ["Unit 10", "Unit 2"] {
        units::add(&mut tx, birch, &named(name)).await.unwrap();
    }
    leases::add(&mut tx, &lease(one, "2025-07-01", Some("2026-10-31"), vec![new("Ana Ruiz")])).await.unwrap();
    leases::add(&mut tx, &lease(one, "2027-01-01", None, vec![new("Grace Lindqvist")])).await.unwrap();
    let rows = units::list(&mut tx, birch, today()).await.unwrap();
    assert_eq!(rows.iter().map(|u| u.name.as_str()).collect::<Vec<_>>(), ["Unit 1", "Unit 2", "Unit 10"]);
    assert!(rows[0].now.is_none());
    assert_eq!(rows[0].left_on, Some(day("2026-10-31")));
    assert_eq!(rows[0].next.map(|(_, on)| on), Some(day("2027-01-01")));

    let rows = units::list(&mut tx, birch, day("2026-10-31")).await.unwrap();
    let now = rows[0].now.as_ref().unwrap();
    assert_eq!((now.people.as_slice(), now.rent.0), (["Ana Ruiz".to_string()].as_slice(), 145_000));
    assert_eq!(
        units::choices(&mut tx, day("2026-10-31")).await.unwrap()[0].taken,
        Some(Some(day("2026-10-31")))
    );

    // A bookkeeper sees the rent and that it is let, and nobody's name.
    tx.commit().await.unwrap();
    let nia = colleague(&mut house, &ruth, Role::Bookkeeper, None).await;
    let mut tx = enter(&house, &nia).await;
    let rows = units::list(&mut tx, birch, day("2026-10-31")).await.unwrap();
    assert_eq!(rows[0].now.as_ref().map(|l| (l.people.len(), l.rent.0)), Some((0, 145_000)));
    assert!(matches!(units::add(&mut tx, birch, &named("Attic")).await, Err(Error::Missing)));
}

#[tokio::test]
async fn a_name_is_used_once_and_a_home_is_put_away_empty() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (birch, one) = home(&house, &ruth, "Birch Street").await;
    let mut tx = enter(&house, &ruth).await;
    let twice = units::add(&mut tx, birch, &named("unit 1")).await;
    assert!(matches!(twice, Err(Error::Refused { field: "name", .. })), "{twice:?}");

    let mut tx = enter(&house, &ruth).await;
    let let_out = leases::add(&mut tx, &lease(one, "2026-07-01", None, vec![new("Ana Ruiz")])).await.unwrap();
    assert!(matches!(units::put_away(&mut tx, one, true, today()).await, Err(Error::Refused { .. })));
    leases::end_on(&mut tx, let_out, 1, Some(day("2026-11-19"))).await.unwrap();
    units::put_away(&mut tx, one, true, today()).await.unwrap();
    let again = units::add(&mut tx, birch, &named("Unit 1")).await.unwrap();
    assert!(leases::add(&mut tx, &lease(one, "2027-01-01", None, vec![new("Bo Berg")])).await.is_err());
    tx.commit().await.unwrap();
    // Its name was taken meanwhile.
    let mut tx = enter(&house, &ruth).await;
    assert!(matches!(units::put_away(&mut tx, one, false, today()).await, Err(Error::Refused { .. })));
    let mut tx = enter(&house, &ruth).await;
    units::change(&mut tx, again, 1, &named("Unit 1b")).await.unwrap();
    assert!(matches!(units::change(&mut tx, again, 1, &named("Unit 1c")).await, Err(Error::Stale)));
    units::put_away(&mut tx, one, false, today()).await.unwrap();
}

#[tokio::test]
async fn a_limited_manager_keeps_to_their_property() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (birch, one) = home(&house, &ruth, "Birch Street").await;
    let (cedar, other) = home(&house, &ruth, "Cedar Street").await;
    let nia = colleague(&mut house, &ruth, Role::Manager, Some(birch)).await;
    let mut tx = enter(&house, &nia).await;
    units::add(&mut tx, birch, &named("Unit 2")).await.unwrap();
    units::change(&mut tx, one, 1, &named("Upstairs")).await.unwrap();
    assert!(matches!(units::find(&mut tx, other).await, Err(Error::Missing)));
    assert!(matches!(units::change(&mut tx, other, 1, &named("Mine")).await, Err(Error::Missing)));
    assert!(units::list(&mut tx, cedar, today()).await.unwrap().is_empty());
    assert!(
        units::choices(&mut tx, today()).await.unwrap().iter().all(|u| u.property_name == "Birch Street")
    );
    assert!(matches!(units::add(&mut tx, cedar, &named("Unit 2")).await, Err(Error::Missing)));
}
