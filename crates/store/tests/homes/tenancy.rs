//! A tenant's own home: they see their lease and the people they live with, and nothing of what came after they left.

use domain::Viewer;
use domain::id::TenantId;
use domain::lease::Who;
use domain::viewer::Member;
use store::testing::{TestHouse, conn};
use store::{Error, leases, tenancy, tenants};

use crate::{as_owner, as_tenant, day, enter, home, lease, new, people, tenant, term, today};

/// Daniel and Priya; Daniel leaves, Ana comes, and the rent goes up.
async fn shared_home(house: &mut TestHouse, ruth: &Member) -> [TenantId; 3] {
    let (_, one) = home(house, ruth, "Birch Street").await;
    let mut tx = enter(house, ruth).await;
    let mut ids = Vec::new();
    for name in ["Daniel Reyes", "Priya Nair", "Ana Ruiz"] {
        ids.push(tenants::add(&mut tx, &tenant(name)).await.unwrap());
    }
    let [daniel, priya, ana] = [ids[0], ids[1], ids[2]];
    let both = vec![Who::Known(daniel), Who::Known(priya)];
    let id = leases::add(&mut tx, &lease(one, "2025-07-01", None, both)).await.unwrap();
    let next = people(vec![Who::Known(priya), Who::Known(ana)]);
    leases::change_people(&mut tx, id, 1, day("2026-07-01"), &next).await.unwrap();
    leases::amend(&mut tx, id, 2, &term("2026-08-01", 160_000)).await.unwrap();
    leases::end_on(&mut tx, id, 3, Some(day("2027-06-30"))).await.unwrap();
    tx.commit().await.unwrap();
    [daniel, priya, ana]
}

#[tokio::test]
async fn a_former_roommate_is_blind_to_what_came_after() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let [daniel, priya, ana] = shared_home(&mut house, &ruth).await;
    let names = |own: &tenancy::OwnLease| {
        let mut names: Vec<_> = own.lease.members.iter().map(|m| m.name.clone()).collect();
        names.sort();
        names.dedup();
        names
    };

    let viewer = as_tenant(&mut house, &ruth, daniel).await;
    let mut tx = house.db.enter(&viewer).await.unwrap();
    let own = tenancy::leases(&mut tx).await.unwrap();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].lease.ends_on, Some(day("2026-06-30")));
    assert_eq!(own[0].lease.terms.len(), 1);
    assert_eq!(names(&own[0]), ["Daniel Reyes", "Priya Nair"]);
    assert_eq!(own[0].home(), "14 Birch Street, Unit 1");

    let viewer = as_tenant(&mut house, &ruth, ana).await;
    let mut tx = house.db.enter(&viewer).await.unwrap();
    let own = tenancy::leases(&mut tx).await.unwrap();
    assert_eq!(names(&own[0]), ["Ana Ruiz", "Priya Nair"]);
    assert_eq!(own[0].lease.next_due(today()).map(|d| d.rent.0), Some(160_000));

    let viewer = as_tenant(&mut house, &ruth, priya).await;
    let mut tx = house.db.enter(&viewer).await.unwrap();
    assert_eq!(tenancy::leases(&mut tx).await.unwrap()[0].lease.members.len(), 3);
    // The landlord's side of things is not there for a tenant, whoever asks for it.
    assert!(tenants::find(&mut tx, daniel).await.is_err());
    drop(tx);
    let mut tx = house.db.enter(&viewer).await.unwrap();
    assert!(leases::counts(&mut tx, today()).await.is_ok_and(|c| c.running == 1));
}

#[tokio::test]
async fn the_wall_itself_shows_a_roommate_the_terms_of_their_time_and_no_others() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let [daniel, priya, ana] = shared_home(&mut house, &ruth).await;
    for (who, rents) in
        [(daniel, vec![145_000]), (priya, vec![145_000, 160_000]), (ana, vec![145_000, 160_000])]
    {
        let viewer = as_tenant(&mut house, &ruth, who).await;
        let mut tx = house.db.enter(&viewer).await.unwrap();
        let there: Vec<i64> = sqlx::query_scalar("select rent_cents from lease_term order by from_on")
            .fetch_all(conn(&mut tx))
            .await
            .unwrap();
        assert_eq!(there, rents);
        // What the wall shows is what the page tells: neither keeps more to itself than the other.
        let own = tenancy::leases(&mut tx).await.unwrap();
        assert_eq!(own[0].lease.terms.iter().map(|t| t.rent.0).collect::<Vec<_>>(), rents);
    }
    // Terms that were over before somebody came are none of theirs.
    let mut tx = enter(&house, &ruth).await;
    let id = leases::of_tenant(&mut tx, priya, today()).await.unwrap()[0].line.id;
    let version = leases::find(&mut tx, id).await.unwrap().version;
    leases::amend(&mut tx, id, version, &term("2026-06-01", 150_000)).await.unwrap();
    tx.commit().await.unwrap();
    let viewer = as_tenant(&mut house, &ruth, ana).await;
    let mut tx = house.db.enter(&viewer).await.unwrap();
    let there: Vec<i64> = sqlx::query_scalar("select rent_cents from lease_term order by from_on")
        .fetch_all(conn(&mut tx))
        .await
        .unwrap();
    assert_eq!(there, [150_000, 160_000]);
}

#[tokio::test]
async fn a_lease_taken_out_is_gone_for_its_tenants_and_members_have_no_tenancy() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (_, one) = home(&house, &ruth, "Birch Street").await;
    let mut tx = enter(&house, &ruth).await;
    let id = leases::add(&mut tx, &lease(one, "2026-07-01", None, vec![new("Maya Okafor")])).await.unwrap();
    let maya = leases::find(&mut tx, id).await.unwrap().lease.members[0].tenant;
    tx.commit().await.unwrap();
    let before = as_tenant(&mut house, &ruth, maya).await;
    let mut tx = enter(&house, &ruth).await;
    assert!(matches!(tenancy::leases(&mut tx).await, Err(Error::Missing)));
    leases::remove(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    // Even a session that began before.
    let after = as_tenant(&mut house, &ruth, maya).await;
    for viewer in [before, after] {
        let mut tx = house.db.enter(&viewer).await.unwrap();
        assert!(tenancy::leases(&mut tx).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_tenant_knows_whom_to_call_and_nobody_elsewhere() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let [daniel, ..] = shared_home(&mut house, &ruth).await;
    let set = format!(
        "update portfolio set contact_name = 'Ruth Calloway', emergency_phone = '614-555-0142' where id = '{}'",
        ruth.portfolio
    );
    as_owner(&mut house, &set).await;
    let viewer = as_tenant(&mut house, &ruth, daniel).await;
    let mut tx = house.db.enter(&viewer).await.unwrap();
    let call = tenancy::contacts(&mut tx).await.unwrap();
    assert_eq!((call.portfolio.as_str(), call.name.as_deref()), ("Calloway Homes", Some("Ruth Calloway")));
    assert_eq!(call.emergency.as_deref(), Some("614-555-0142"));

    let elsewhere = house.portfolio("Elsewhere").await;
    let stranger = as_tenant(&mut house, &elsewhere, daniel).await;
    let Viewer::Tenant(t) = &stranger else { panic!("a tenant") };
    assert!(t.leases.is_empty());
    let mut tx = house.db.enter(&stranger).await.unwrap();
    assert!(tenancy::leases(&mut tx).await.unwrap().is_empty());
}
