//! Leases: one at a time in a home, held by the database; listed by where they stand; within reach.

use domain::Role;
use domain::id::LeaseId;
use domain::lease::{Share, Who};
use store::leases::{self, Counts, Cursor, Filter, Listing};
use store::testing::{TestHouse, conn, fresh};
use store::{Error, Tx, tenants};

use crate::{colleague, day, enter, home, lease, new, tenant, today};

#[tokio::test]
async fn a_home_has_one_lease_at_a_time() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (_, one) = home(&house, &ruth, "Birch Street").await;
    let (_, other) = home(&house, &ruth, "Cedar Street").await;
    let mut tx = enter(&house, &ruth).await;
    let first = lease(one, "2026-07-01", Some("2027-06-30"), vec![new("Maya Okafor")]);
    let id = leases::add(&mut tx, &first).await.unwrap();
    leases::add(&mut tx, &lease(other, "2026-07-01", None, vec![new("Bo Berg")])).await.unwrap();
    tx.commit().await.unwrap();

    for (from, until) in [("2027-06-30", None), ("2026-01-01", Some("2026-07-01")), ("2020-01-01", None)] {
        let mut tx = enter(&house, &ruth).await;
        let refused = leases::add(&mut tx, &lease(one, from, until, vec![new("Ana Ruiz")])).await;
        assert!(matches!(refused, Err(Error::Refused { field: "starts_on", .. })), "{from}: {refused:?}");
        let mut tx = enter(&house, &ruth).await;
        let way = leases::in_the_way(&mut tx, one, day(from), until.map(day), None).await.unwrap().unwrap();
        assert_eq!((way.id, way.people.as_slice()), (id, ["Maya Okafor".to_string()].as_slice()));
        assert!(
            leases::in_the_way(&mut tx, one, day(from), until.map(day), Some(id)).await.unwrap().is_none()
        );
    }
    let mut tx = enter(&house, &ruth).await;
    let next = leases::add(&mut tx, &lease(one, "2027-07-01", None, vec![new("Ana Ruiz")])).await.unwrap();
    tx.commit().await.unwrap();
    // Nor can the first grow into the second, or come back where another stands.
    let mut tx = enter(&house, &ruth).await;
    let grown = leases::end_on(&mut tx, id, 1, None).await;
    assert!(matches!(grown, Err(Error::Refused { field: "ends_on", .. })), "{grown:?}");
    let mut tx = enter(&house, &ruth).await;
    leases::remove(&mut tx, next).await.unwrap();
    leases::end_on(&mut tx, id, 1, None).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = enter(&house, &ruth).await;
    assert!(matches!(leases::restore(&mut tx, next).await, Err(Error::Refused { .. })));
}

#[tokio::test]
async fn a_mistake_is_taken_out_and_brought_back() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (_, one) = home(&house, &ruth, "Birch Street").await;
    let mut tx = enter(&house, &ruth).await;
    let id = leases::add(&mut tx, &lease(one, "2026-07-01", None, vec![new("Maya Okafor")])).await.unwrap();
    leases::remove(&mut tx, id).await.unwrap();
    assert!(leases::of_unit(&mut tx, one, today()).await.unwrap().is_empty());
    assert!(matches!(leases::end_on(&mut tx, id, 2, None).await, Err(Error::Missing)));
    assert!(leases::find(&mut tx, id).await.unwrap().removed);
    leases::restore(&mut tx, id).await.unwrap();
    assert_eq!(leases::of_unit(&mut tx, one, today()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn leases_are_listed_by_where_they_stand() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx;
    for (n, from, until) in [
        (1, "2025-01-01", Some("2025-12-31")),
        (1, "2026-01-01", None),
        (2, "2026-02-01", Some("2026-12-31")),
        (3, "2026-12-01", None),
        (4, "2026-03-01", Some("2027-12-31")),
    ] {
        let name = format!("House {n}");
        let unit = match n {
            1 if until.is_none() => {
                tx = enter(&house, &ruth).await;
                store::units::choices(&mut tx, today()).await.unwrap()[0].id
            }
            _ => home(&house, &ruth, &name).await.1,
        };
        let who = new(&format!("Tenant {from} {n}"));
        tx = enter(&house, &ruth).await;
        leases::add(&mut tx, &lease(unit, from, until, vec![who])).await.unwrap();
        tx.commit().await.unwrap();
    }
    tx = enter(&house, &ruth).await;
    let counts = leases::counts(&mut tx, today()).await.unwrap();
    assert_eq!(counts, Counts { running: 3, starting: 1, ending_soon: 1, ended: 1 });
    for (filter, homes) in [
        (Filter::Running, vec!["House 1, Unit 1", "House 2, Unit 1", "House 4, Unit 1"]),
        (Filter::Starting, vec!["House 3, Unit 1"]),
        (Filter::EndingSoon, vec!["House 2, Unit 1"]),
        (Filter::Ended, vec!["House 1, Unit 1"]),
    ] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = leases::list(&mut tx, Listing { filter, after, limit: 1 }, today()).await.unwrap();
            let Some(last) = page.last() else { break };
            let by_last_day = matches!(filter, Filter::EndingSoon | Filter::Ended);
            let day = if by_last_day { last.ends_on.unwrap() } else { last.starts_on };
            after = Some(Cursor { day, id: last.id });
            seen.extend(page.iter().map(|l| l.home()));
        }
        assert_eq!(seen, homes, "{filter:?}");
    }
}

#[tokio::test]
async fn a_limited_manager_lets_only_their_homes_to_people_they_know() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (birch, one) = home(&house, &ruth, "Birch Street").await;
    let (_, other) = home(&house, &ruth, "Cedar Street").await;
    let mut tx = enter(&house, &ruth).await;
    let hers =
        leases::add(&mut tx, &lease(other, "2026-07-01", None, vec![new("Maya Okafor")])).await.unwrap();
    let maya = leases::find(&mut tx, hers).await.unwrap().lease.members[0].tenant;
    tx.commit().await.unwrap();
    let nia = colleague(&mut house, &ruth, Role::Manager, Some(birch)).await;

    let mut tx = enter(&house, &nia).await;
    assert!(matches!(leases::find(&mut tx, hers).await, Err(Error::Missing)));
    assert!(leases::of_tenant(&mut tx, maya, today()).await.unwrap().is_empty());
    for id in [hers, LeaseId(fresh())] {
        assert!(matches!(leases::end_on(&mut tx, id, 1, None).await, Err(Error::Missing)));
        assert!(matches!(leases::remove(&mut tx, id).await, Err(Error::Missing)));
    }
    let elsewhere = lease(other, "2030-01-01", None, vec![new("Bo Berg")]);
    assert!(matches!(leases::add(&mut tx, &elsewhere).await, Err(Error::Missing)));
    // She lives in a house that Nia does not keep: knowing her id is not enough.
    let mut tx = enter(&house, &nia).await;
    let stolen = lease(one, "2026-07-01", None, vec![Who::Known(maya)]);
    assert!(matches!(leases::add(&mut tx, &stolen).await, Err(Error::Missing)));
    let mut tx = enter(&house, &nia).await;
    let own = leases::add(&mut tx, &lease(one, "2026-07-01", None, vec![new("Bo Berg")])).await.unwrap();
    assert_eq!(leases::find(&mut tx, own).await.unwrap().lease.members[0].name, "Bo Berg");
    assert_eq!(leases::counts(&mut tx, today()).await.unwrap().running, 1);

    // A bookkeeper reads dates and rent, no names, and writes nothing.
    let nia = colleague(&mut house, &ruth, Role::Bookkeeper, None).await;
    let mut tx = enter(&house, &nia).await;
    let seen = leases::find(&mut tx, hers).await.unwrap();
    assert!(seen.lease.members.is_empty());
    assert_eq!(seen.note, None, "a note tells of people");
    assert_eq!(all_notes(&mut tx).await, 0, "nor is it anywhere to be asked for");
    assert!(matches!(leases::end_on(&mut tx, hers, 1, None).await, Err(Error::Forbidden)));
    let mut tx = enter(&house, &nia).await;
    assert!(leases::add(&mut tx, &lease(one, "2031-01-01", None, vec![new("Cy Dole")])).await.is_err());
}

/// Notes on leases that the viewer can reach at all.
async fn all_notes(tx: &mut Tx) -> i64 {
    sqlx::query_scalar("select count(*) from lease_note").fetch_one(conn(tx)).await.unwrap()
}

#[tokio::test]
async fn shares_come_back_as_written_and_another_portfolios_home_is_missing() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let elsewhere = house.portfolio("Elsewhere").await;
    let (_, one) = home(&house, &ruth, "Birch Street").await;
    let mut tx = enter(&house, &elsewhere).await;
    let stolen = lease(one, "2026-07-01", None, vec![new("Bo Berg")]);
    assert!(matches!(leases::add(&mut tx, &stolen).await, Err(Error::Missing)));
    let mut tx = enter(&house, &ruth).await;
    let daniel = tenants::add(&mut tx, &tenant("Daniel Reyes")).await.unwrap();
    let three = vec![Who::Known(daniel), new("Priya Nair"), new("Ana Ruiz")];
    let id = leases::add(&mut tx, &lease(one, "2026-07-01", None, three)).await.unwrap();
    let found = leases::find(&mut tx, id).await.unwrap();
    assert_eq!(found.lease.share_on(daniel, today()), Some(Share::from_bp(3_334)));
    assert_eq!(found.lease.members.iter().map(|m| m.share.bp()).sum::<i32>(), 10_000);
    assert_eq!(found.note.as_deref(), Some("Quiet people."));
    for note in [Some("Pay late."), None] {
        let version = leases::find(&mut tx, id).await.unwrap().version;
        leases::keep_note(&mut tx, id, version, note).await.unwrap();
        assert_eq!(leases::find(&mut tx, id).await.unwrap().note.as_deref(), note);
        assert_eq!(all_notes(&mut tx).await, note.iter().len() as i64);
    }
    let stays = leases::of_tenant(&mut tx, daniel, today()).await.unwrap();
    assert_eq!((stays.len(), stays[0].line.people.len()), (1, 3));
}
