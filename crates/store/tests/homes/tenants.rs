//! Tenants: found by name, page by page; known only to those who keep people and within their reach.

use domain::Role;
use domain::lease::Who;
use domain::tenant::TenantDraft;
use store::tenants::{self, Access, Listing};
use store::testing::{TestHouse, fresh};
use store::{Error, leases};

use crate::{as_owner, colleague, day, enter, home, lease, new, tenant, today};

#[tokio::test]
async fn tenants_are_found_by_name_and_paged_without_gaps() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (_, one) = home(&house, &ruth, "Birch Street").await;
    let mut tx = enter(&house, &ruth).await;
    for name in ["Maya Okafor", "daniel Reyes", "Priya Nair", "Maya Lind"] {
        tenants::add(&mut tx, &TenantDraft { email: None, ..tenant(name) }).await.unwrap();
    }
    leases::add(&mut tx, &lease(one, "2026-07-01", Some("2027-06-30"), vec![new("Sam Lindqvist")]))
        .await
        .unwrap();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let listing = Listing { after: after.clone(), limit: 2, ..Listing::default() };
        let page = tenants::list(&mut tx, &listing, today()).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.key.clone(), last.id));
        seen.extend(page.into_iter().map(|t| t.name));
    }
    assert_eq!(seen, ["daniel Reyes", "Maya Lind", "Maya Okafor", "Priya Nair", "Sam Lindqvist"]);
    let listing = Listing { find: "Lind".into(), limit: 50, ..Listing::default() };
    let found = tenants::list(&mut tx, &listing, today()).await.unwrap();
    assert_eq!(found.len(), 2);
    let home = found[1].home.clone().unwrap();
    assert_eq!((home.name.as_str(), home.until_on), ("Birch Street, Unit 1", Some(day("2027-06-30"))));
    // A sign of LIKE is a letter like any other.
    let listing = Listing { find: "%".into(), limit: 50, ..Listing::default() };
    assert!(tenants::list(&mut tx, &listing, today()).await.unwrap().is_empty());
}

#[tokio::test]
async fn access_is_told_and_an_address_belongs_to_one() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx = enter(&house, &ruth).await;
    let maya = tenants::add(&mut tx, &tenant("Maya Okafor")).await.unwrap();
    assert_eq!(tenants::find(&mut tx, maya).await.unwrap().access, Access::None);
    store::invitations::add(
        &mut tx,
        store::invitations::NewInvitation {
            token_hash: [7; 32],
            role: Role::Tenant,
            email: None,
            tenant: Some(maya),
            properties: None,
        },
    )
    .await
    .unwrap();
    assert!(matches!(tenants::find(&mut tx, maya).await.unwrap().access, Access::Invited(_)));
    assert_eq!(
        tenants::with_email(&mut tx, "maya.okafor@example.com").await.unwrap().map(|t| t.0),
        Some(maya)
    );
    tx.commit().await.unwrap();

    let mut tx = enter(&house, &ruth).await;
    let twin = TenantDraft { name: "Maya O.".into(), ..tenant("Maya Okafor") };
    assert!(matches!(tenants::add(&mut tx, &twin).await, Err(Error::Refused { field: "email", .. })));
    as_owner(&mut house, &format!("update tenant set person_id = '{}' where id = '{maya}'", ruth.person))
        .await;
    let mut tx = enter(&house, &ruth).await;
    assert_eq!(tenants::find(&mut tx, maya).await.unwrap().access, Access::SignsIn);
}

#[tokio::test]
async fn two_people_see_each_other_and_nobody_on_a_lease_is_put_away() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (_, one) = home(&house, &ruth, "Birch Street").await;
    let mut tx = enter(&house, &ruth).await;
    let maya = tenants::add(&mut tx, &tenant("Maya Okafor")).await.unwrap();
    let changed = TenantDraft { phone: Some("614-555-0142".into()), ..tenant("Maya Okafor") };
    tenants::change(&mut tx, maya, 1, &changed).await.unwrap();
    assert!(matches!(tenants::change(&mut tx, maya, 1, &changed).await, Err(Error::Stale)));
    assert_eq!(tenants::find(&mut tx, maya).await.unwrap().draft, changed);
    leases::add(&mut tx, &lease(one, "2027-07-01", None, vec![Who::Known(maya)])).await.unwrap();
    assert!(matches!(tenants::put_away(&mut tx, maya, true, today()).await, Err(Error::Refused { .. })));
    let ana = tenants::add(&mut tx, &tenant("Ana Ruiz")).await.unwrap();
    tenants::put_away(&mut tx, ana, true, today()).await.unwrap();
    assert!(tenants::choices(&mut tx, today()).await.unwrap().iter().all(|t| t.id == maya));
}

#[tokio::test]
async fn bookkeepers_and_strangers_know_nobody() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (birch, one) = home(&house, &ruth, "Birch Street").await;
    let (cedar, _) = home(&house, &ruth, "Cedar Street").await;
    let mut tx = enter(&house, &ruth).await;
    let let_out =
        leases::add(&mut tx, &lease(one, "2026-07-01", None, vec![new("Maya Okafor")])).await.unwrap();
    let maya = leases::find(&mut tx, let_out).await.unwrap().lease.members[0].tenant;
    tx.commit().await.unwrap();
    let bookkeeper = colleague(&mut house, &ruth, Role::Bookkeeper, None).await;
    let elsewhere = house.portfolio("Elsewhere").await;
    let other_house = colleague(&mut house, &ruth, Role::Manager, Some(cedar)).await;
    let mut this_house = colleague(&mut house, &ruth, Role::Manager, Some(birch)).await;
    let all = Listing { limit: 50, ..Listing::default() };
    for blind in [&bookkeeper, &elsewhere, &other_house] {
        let mut tx = enter(&house, blind).await;
        assert!(matches!(tenants::find(&mut tx, maya).await, Err(Error::Missing)));
        assert!(tenants::list(&mut tx, &all, today()).await.unwrap().is_empty());
        assert!(tenants::choices(&mut tx, today()).await.unwrap().is_empty());
        assert!(tenants::with_email(&mut tx, "maya.okafor@example.com").await.unwrap().is_none());
        assert!(matches!(tenants::change(&mut tx, maya, 1, &tenant("Mine")).await, Err(Error::Missing)));
        assert!(matches!(tenants::put_away(&mut tx, maya, true, today()).await, Err(Error::Missing)));
    }
    let mut tx = enter(&house, &bookkeeper).await;
    assert!(matches!(tenants::add(&mut tx, &tenant("Bo Berg")).await, Err(Error::Missing)));
    // Whose property she lives in knows her; and whoever they add themselves.
    this_house.reach.as_mut().unwrap().tenants = vec![maya];
    let mut tx = enter(&house, &this_house).await;
    tenants::change(&mut tx, maya, 1, &tenant("Maya Okafor-Lind")).await.unwrap();
    let bo = tenants::add(&mut tx, &tenant("Bo Berg")).await.unwrap();
    assert_eq!(tenants::list(&mut tx, &all, today()).await.unwrap().len(), 2);
    assert!(tenants::find(&mut tx, bo).await.is_ok());
    assert!(matches!(tenants::find(&mut tx, fresh().into()).await, Err(Error::Missing)));
}
