//! Whatever ends a session, moves it, or changes what its person may see, lets their open streams be looked at again.

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::{LeaseId, PersonId, PortfolioId, TenantId};
use domain::lease::Share;
use domain::viewer::Member;
use domain::{Role, Viewer};
use store::doors::{Door, Turn};
use store::events::ACCESS;
use store::members::{self, Rights};
use store::sessions::{self, Idle, NewSession};
use store::testing::{TestHouse, as_viewer, fresh, noon};
use store::{Db, Tx, leases, people, resets, tenants};

async fn open(db: &Db, person: PersonId, id_hash: [u8; 32]) {
    let mut tx = db.enter(&Viewer::Public).await.unwrap();
    let new = NewSession {
        id_hash,
        person,
        address: "127.0.0.1".into(),
        browser: "Firefox".into(),
        idle: Idle::default(),
    };
    sessions::open(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
}

/// How often somebody's streams were looked at, in a portfolio; and forgets it.
async fn looks(house: &mut TestHouse, portfolio: PortfolioId, person: PersonId) -> i64 {
    let gone = "with gone as (delete from event where topic = $1 and portfolio_id = $2 and person_id = $3 returning 1) select count(*) from gone";
    sqlx::query_scalar(gone)
        .bind(ACCESS)
        .bind(portfolio.0)
        .bind(person.0)
        .fetch_one(&mut house.owner)
        .await
        .unwrap()
}

async fn enter(house: &TestHouse, viewer: &Viewer) -> Tx {
    house.db.enter(viewer).await.unwrap()
}

#[tokio::test]
async fn ending_or_moving_a_session_is_told_where_it_stood() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (here, person) = (ruth.portfolio, ruth.person);
    for n in 1..=6 {
        open(&house.db, person, [n; 32]).await;
    }
    assert_eq!(looks(&mut house, here, person).await, 0, "signing in takes nothing away");

    let mut tx = enter(&house, &Viewer::Public).await;
    sessions::end(&mut tx, &[1; 32]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(looks(&mut house, here, person).await, 1, "signed out");

    let mut tx = enter(&house, &as_viewer(&ruth)).await;
    sessions::end_own(&mut tx, &[2; 32]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(looks(&mut house, here, person).await, 1, "ended from the list");

    let mut tx = enter(&house, &Viewer::Public).await;
    let (portfolio, door) = (here, Door::Landlord);
    let turn = Turn { old_hash: [3; 32], new_hash: [13; 32], portfolio, door, view_as: None };
    store::doors::turn(&mut tx, turn).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(looks(&mut house, here, person).await, 1, "moved, under a new id");

    let mut tx = enter(&house, &as_viewer(&ruth)).await;
    people::change_password(&mut tx, "y", &[4; 32]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(looks(&mut house, here, person).await, 1, "another password");

    // As somebody who stands in no portfolio at the moment: their other sessions do.
    open(&house.db, person, [7; 32]).await;
    let mut tx = enter(&house, &Viewer::Person { person }).await;
    assert_eq!(sessions::end_others(&mut tx, &[4; 32]).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(looks(&mut house, here, person).await, 1, "ended all others");

    sqlx::query("insert into password_reset (token_hash, person_id, created_at, expires_at) values ($1, $2, $3, $3 + interval '1 hour')")
        .bind([9u8; 32].as_slice()).bind(person.0).bind(noon()).execute(&mut house.owner).await.unwrap();
    let mut tx = enter(&house, &Viewer::Public).await;
    assert!(resets::finish(&mut tx, &[9; 32], "z").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(looks(&mut house, here, person).await, 1, "a new password by mail");

    store::admin::set_password(&house.owner_url, &format!("{person}@example.com"), "w", noon())
        .await
        .unwrap();
    assert_eq!(looks(&mut house, here, person).await, 1, "a new password from the command line");
}

/// Another member, with an open session.
async fn colleague(house: &mut TestHouse, owner: &Member) -> PersonId {
    let person = PersonId(fresh());
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "insert into person (id, name, email, password_hash, time_zone, created_at)
           values ('{person}', 'Nia', '{person}@example.com', 'x', 'UTC', now());
         insert into member (portfolio_id, person_id, role, name, email, created_at)
           values ('{}', '{person}', 'manager', 'Nia', '{person}@example.com', now())",
        owner.portfolio
    )))
    .execute(&mut house.owner)
    .await
    .unwrap();
    open(&house.db, person, [40; 32]).await;
    person
}

#[tokio::test]
async fn other_rights_and_the_end_of_a_membership_are_told() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let nia = colleague(&mut house, &ruth).await;
    let mut tx = enter(&house, &as_viewer(&ruth)).await;
    members::change(&mut tx, nia, Rights { role: Role::Bookkeeper, properties: None }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(looks(&mut house, ruth.portfolio, nia).await, 1);
    let mut tx = enter(&house, &as_viewer(&ruth)).await;
    members::end(&mut tx, nia).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(looks(&mut house, ruth.portfolio, nia).await, 1);
}

/// A lease of a home with these tenants, each of whom signs in.
async fn lease(
    house: &mut TestHouse,
    owner: &Member,
    names: &[&str],
) -> (LeaseId, Vec<(TenantId, PersonId)>) {
    let (property, unit, lease) = (fresh(), fresh(), fresh());
    let mut sql = format!(
        "insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at)
           values ('{0}', '{property}', 'House {property}', '1 Lark St', 'Albany', 'NY', '12207', 1, now());
         insert into unit (portfolio_id, id, property_id, name, created_at) values ('{0}', '{unit}', '{property}', 'A', now());
         insert into lease (portfolio_id, id, property_id, unit_id, starts_on, created_at)
           values ('{0}', '{lease}', '{property}', '{unit}', '2026-01-01', now());",
        owner.portfolio
    );
    let mut all = Vec::new();
    for name in names {
        let (tenant, person) = (fresh(), fresh());
        sql += &format!(
            "insert into person (id, name, email, password_hash, time_zone, created_at) values ('{person}', '{name}', '{person}@example.com', 'x', 'UTC', now());
             insert into tenant (portfolio_id, id, name, person_id, created_at) values ('{0}', '{tenant}', '{name}', '{person}', now());
             insert into lease_member (portfolio_id, lease_id, property_id, tenant_id, from_on, share_bp, created_at)
               values ('{0}', '{lease}', '{property}', '{tenant}', '2026-01-01', {1}, now());",
            owner.portfolio,
            10_000 / names.len()
        );
        all.push((TenantId(tenant), PersonId(person)));
    }
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut house.owner).await.unwrap();
    (LeaseId(lease), all)
}

/// How often the streams of everybody on a lease were looked at; and forgets it.
async fn household(house: &mut TestHouse, lease: LeaseId) -> i64 {
    let gone = "with gone as (delete from event where topic = $1 and lease_id = $2 returning 1) select count(*) from gone";
    sqlx::query_scalar(gone).bind(ACCESS).bind(lease.0).fetch_one(&mut house.owner).await.unwrap()
}

#[tokio::test]
async fn who_moves_in_or_out_is_looked_at_and_so_are_those_they_live_with() {
    use domain::lease::{PersonDraft, Who};
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (home, people) = lease(&mut house, &ruth, &["Maya", "Daniel"]).await;
    let (_, others) = lease(&mut house, &ruth, &["Priya"]).await;
    let (maya, priya) = (people[0].0, others[0]);
    let half = Share::from_bp(5_000);
    let draft = |row, tenant| PersonDraft { row, who: Who::Known(tenant), share: half };

    let mut tx = enter(&house, &as_viewer(&ruth)).await;
    let version = leases::find(&mut tx, home).await.unwrap().version;
    let day = "2026-12-01".parse().unwrap();
    leases::change_people(&mut tx, home, version, day, &[draft(1, maya), draft(2, priya.0)]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(household(&mut house, home).await, 1, "Daniel moves out");
    assert_eq!(looks(&mut house, ruth.portfolio, priya.1).await, 1, "Priya moves in");

    let mut tx = enter(&house, &as_viewer(&ruth)).await;
    let version = leases::find(&mut tx, home).await.unwrap().version;
    leases::end_on(&mut tx, home, version, Some("2027-06-30".parse().unwrap())).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(household(&mut house, home).await, 1, "it ends");
    let mut tx = enter(&house, &as_viewer(&ruth)).await;
    leases::remove(&mut tx, home).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(household(&mut house, home).await, 1, "taken out");

    let mut tx = enter(&house, &as_viewer(&ruth)).await;
    tenants::put_away(&mut tx, maya, true, "2026-11-20".parse().unwrap()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(looks(&mut house, ruth.portfolio, people[0].1).await, 1, "put away");
}

#[tokio::test]
async fn an_open_page_keeps_nobody_signed_in() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    open(&house.db, ruth.person, [1; 32]).await;
    let db = house.at(noon() + TimeDelta::minutes(20)).await;
    let look = "select seen_at, expires_at, xmin::text from session";
    type Row = (DateTime<Utc>, DateTime<Utc>, String);
    let before: Row = sqlx::query_as(look).fetch_one(&mut house.owner).await.unwrap();
    let standing = sessions::glance(&db, &[1; 32]).await.unwrap().unwrap();
    assert_eq!(standing.viewer, as_viewer(&ruth));
    let after: Row = sqlx::query_as(look).fetch_one(&mut house.owner).await.unwrap();
    assert_eq!(before, after, "no trace of it");
    sessions::resolve(&db, &[1; 32]).await.unwrap().unwrap();
    let used: Row = sqlx::query_as(look).fetch_one(&mut house.owner).await.unwrap();
    assert!(used.0 > before.0 && used.1 > before.1, "a request is one");
    let late = house.at(noon() + TimeDelta::minutes(51)).await;
    assert!(sessions::glance(&late, &[1; 32]).await.unwrap().is_none(), "idle for too long");
    let all = sessions::glance_all(&db, &[[1; 32], [2; 32]]).await.unwrap();
    assert_eq!(all.len(), 1, "what is over is left out");
}
