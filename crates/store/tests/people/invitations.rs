//! Invitations: single use, short, for whom they were made, and made only by those who may.

use chrono::Duration;
use domain::id::{PersonId, PropertyId, TenantId};
use domain::viewer::Member;
use domain::{Role, Viewer};
use store::doors::Door;
use store::invitations::{self, Accepted, NewInvitation, Newcomer, State};
use store::testing::{TestHouse, as_viewer, fresh, noon};
use store::{Db, Error};

use crate::{as_owner, home, lives, open, tenant};

fn invitation(token_hash: [u8; 32], role: Role) -> NewInvitation {
    NewInvitation { token_hash, role, email: None, tenant: None, properties: None }
}

async fn invite(db: &Db, by: &Member, new: NewInvitation) -> Result<uuid::Uuid, Error> {
    let mut tx = db.enter(&as_viewer(by)).await.unwrap();
    let id = invitations::add(&mut tx, new).await?;
    tx.commit().await.map(|()| id)
}

async fn accept_as_new(db: &Db, token_hash: [u8; 32], email: &str) -> Result<Accepted, Error> {
    let mut tx = db.enter(&Viewer::Public).await.unwrap();
    let zone = chrono_tz::America::Denver;
    let new = Newcomer { name: "Nia Brooks", email, password_hash: "x", zone };
    let accepted = invitations::accept(&mut tx, &token_hash, Some(new)).await?;
    tx.commit().await.map(|()| accepted)
}

async fn accept_as(db: &Db, token_hash: [u8; 32], person: PersonId) -> Result<Accepted, Error> {
    let mut tx = db.enter(&Viewer::Person { person }).await.unwrap();
    let accepted = invitations::accept(&mut tx, &token_hash, None).await?;
    tx.commit().await.map(|()| accepted)
}

fn refused(result: Result<Accepted, Error>) -> String {
    match result {
        Err(error @ Error::Refused { .. }) => error.to_string(),
        other => panic!("a sentence, not {other:?}"),
    }
}

async fn tenant_without_person(house: &mut TestHouse, ruth: &Member, name: &str) -> TenantId {
    let id = fresh();
    let values = format!("'{}', '{id}', '{name}', now()", ruth.portfolio);
    as_owner(house, &format!("insert into tenant (portfolio_id, id, name, created_at) values ({values})"))
        .await;
    TenantId(id)
}

#[tokio::test]
async fn a_link_opens_once_and_makes_a_member() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let lark = home(&mut house, &ruth, "Lark Street").await;
    let properties = Some(vec![PropertyId(lark.property)]);
    let new = NewInvitation { properties, ..invitation([1; 32], Role::Manager) };
    invite(&house.db, &ruth, new).await.unwrap();

    let mut tx = house.db.enter(&Viewer::Public).await.unwrap();
    let shown = invitations::read(&mut tx, &[1; 32]).await.unwrap().unwrap();
    assert_eq!(
        (shown.portfolio_name.as_str(), shown.role, shown.state),
        ("Calloway Homes", Role::Manager, State::Open)
    );
    assert!(invitations::read(&mut tx, &[2; 32]).await.unwrap().is_none());
    drop(tx);

    let request = fresh();
    let accepted = accept_as_new(&house.db.during(request), [1; 32], "nia@example.com").await.unwrap();
    let named: i64 = sqlx::query_scalar(
        "select count(*) from activity where request_id = $1 and kind = 'invitation.accept'",
    )
    .bind(request)
    .fetch_one(&mut house.owner)
    .await
    .unwrap();
    assert_eq!(named, 1, "what a function writes names the request too");
    assert_eq!((accepted.portfolio, accepted.door), (ruth.portfolio, Door::Landlord));
    assert!(refused(accept_as_new(&house.db, [1; 32], "other@example.com").await).contains("was used"));

    open(&house.db, accepted.person, [9; 32]).await;
    let seen = store::sessions::resolve(&house.db, &[9; 32]).await.unwrap().unwrap();
    let Viewer::Member(member) = seen.viewer else { panic!("a member") };
    assert_eq!(member.reach.unwrap().properties, [PropertyId(lark.property)]);
}

#[tokio::test]
async fn two_who_accept_at_once_are_one() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    invite(&house.db, &ruth, invitation([1; 32], Role::Bookkeeper)).await.unwrap();
    let (one, other) = tokio::join!(
        accept_as_new(&house.db, [1; 32], "one@example.com"),
        accept_as_new(&house.db, [1; 32], "other@example.com")
    );
    assert!(one.is_ok() != other.is_ok());
}

#[tokio::test]
async fn a_link_is_short_and_can_be_taken_back() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    invite(&house.db, &ruth, invitation([1; 32], Role::Owner)).await.unwrap();
    let taken = invite(&house.db, &ruth, invitation([2; 32], Role::Owner)).await.unwrap();
    let late = house.at(noon() + Duration::days(14)).await;
    refused(accept_as_new(&late, [1; 32], "nia@example.com").await);

    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert_eq!(invitations::open(&mut tx).await.unwrap().len(), 2);
    invitations::withdraw(&mut tx, taken).await.unwrap();
    assert!(matches!(invitations::withdraw(&mut tx, taken).await, Err(Error::Missing)));
    tx.commit().await.unwrap();
    refused(accept_as_new(&house.db, [2; 32], "nia@example.com").await);
    // Nothing of a refused try stays behind: the address is still free.
    accept_as_new(&house.db, [1; 32], "nia@example.com").await.unwrap();
}

#[tokio::test]
async fn a_tenant_is_linked_and_can_be_a_landlord_elsewhere() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let elsewhere = house.portfolio("Elsewhere").await;
    let lark = home(&mut house, &ruth, "Lark Street").await;
    let dana = tenant_without_person(&mut house, &ruth, "Dana").await;
    lives(&mut house, ruth.portfolio, &lark, dana, "2025-01-01", None).await;
    let for_dana = |hash| NewInvitation { tenant: Some(dana), ..invitation(hash, Role::Tenant) };
    invite(&house.db, &ruth, for_dana([1; 32])).await.unwrap();
    invite(&house.db, &ruth, for_dana([2; 32])).await.unwrap();

    let accepted = accept_as(&house.db, [1; 32], elsewhere.person).await.unwrap();
    assert_eq!((accepted.person, accepted.door), (elsewhere.person, Door::Tenant));
    assert!(refused(accept_as(&house.db, [2; 32], elsewhere.person).await).contains("already"));
    refused(accept_as_new(&house.db, [2; 32], "thief@example.com").await);
    let again = invite(&house.db, &ruth, for_dana([3; 32])).await;
    assert!(matches!(again, Err(Error::Refused { .. })), "who signs in needs no invitation");

    let mut tx = house.db.enter(&Viewer::Person { person: elsewhere.person }).await.unwrap();
    let doors = store::doors::mine(&mut tx).await.unwrap();
    let doors: Vec<_> = doors.iter().map(|d| (d.name.as_str(), d.door)).collect();
    assert_eq!(doors, [("Calloway Homes", Door::Tenant), ("Elsewhere", Door::Landlord)]);
}

#[tokio::test]
async fn a_link_for_an_address_is_for_nobody_else() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let other = house.portfolio("Elsewhere").await;
    let email = Some("nia@example.com".to_string());
    invite(&house.db, &ruth, NewInvitation { email, ..invitation([1; 32], Role::Manager) }).await.unwrap();
    assert!(refused(accept_as(&house.db, [1; 32], other.person).await).contains("another mail address"));
    let taken = format!("{}@example.com", other.person);
    invite(&house.db, &ruth, invitation([2; 32], Role::Manager)).await.unwrap();
    assert!(refused(accept_as_new(&house.db, [2; 32], &taken).await).contains("already"));
    accept_as_new(&house.db, [1; 32], "nia@example.com").await.unwrap();
}

#[tokio::test]
async fn only_those_who_may_invite() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let other = house.portfolio("Elsewhere").await;
    let dana = tenant_without_person(&mut house, &ruth, "Dana").await;
    let (signed_in, _) = tenant(&mut house, &ruth, "Mia").await;
    for role in [Role::Manager, Role::Bookkeeper] {
        let clerk = Member { role, ..ruth.clone() };
        let member = invite(&house.db, &clerk, invitation([1; 32], Role::Owner)).await;
        assert!(matches!(member, Err(Error::Missing)), "{role} invites no member");
        let for_tenant = NewInvitation { tenant: Some(dana), ..invitation([2; 32], Role::Tenant) };
        let result = invite(&house.db, &clerk, for_tenant).await;
        assert_eq!(result.is_ok(), role == Role::Manager, "{role} and tenants");
    }
    let foreign = NewInvitation { tenant: Some(signed_in), ..invitation([3; 32], Role::Tenant) };
    assert!(matches!(invite(&house.db, &other, foreign).await, Err(Error::Missing)));
}
