//! People from the door inwards: sessions, invitations, resets, members, setup and mail, as the restricted roles.

#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod admin;
mod invitations;
mod mail;
mod members;
mod resets;
mod sessions;
mod setup;

use chrono::NaiveDate;
use domain::Viewer;
use domain::id::{PersonId, PortfolioId, TenantId};
use domain::viewer::Member;
use store::Db;
use store::sessions::{Idle, NewSession};
use store::testing::{TestHouse, fresh};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) async fn open(db: &Db, person: PersonId, id_hash: [u8; 32]) {
    let mut tx = db.enter(&Viewer::Public).await.unwrap();
    let (address, browser) = ("127.0.0.1".to_string(), "Firefox on Linux".to_string());
    let new = NewSession { id_hash, person, address, browser, idle: Idle::default() };
    store::sessions::open(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
}

/// A home with one lease on it, and tenants with the days they live there.
pub(crate) struct Home {
    pub(crate) property: Uuid,
    pub(crate) lease: Uuid,
}

pub(crate) async fn home(house: &mut TestHouse, member: &Member, name: &str) -> Home {
    let (property, unit, lease) = (fresh(), fresh(), fresh());
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at)
           values ('{0}', '{property}', '{name}', '1 Main St', 'Albany', 'NY', '12207', 1, now());
         insert into unit (portfolio_id, id, property_id, name, created_at) values ('{0}', '{unit}', '{property}', 'A', now());
         insert into lease (portfolio_id, id, property_id, unit_id, starts_on, created_at)
           values ('{0}', '{lease}', '{property}', '{unit}', '2024-01-01', now());",
        member.portfolio
    )))
    .execute(&mut house.owner)
    .await
    .unwrap();
    Home { property, lease }
}

pub(crate) async fn tenant(house: &mut TestHouse, member: &Member, name: &str) -> (TenantId, PersonId) {
    let (tenant, person) = (fresh(), fresh());
    sqlx::query("insert into person (id, name, email, password_hash, time_zone, created_at) values ($1, $2, $3, 'x', 'America/Chicago', now())")
        .bind(person).bind(name).bind(format!("{person}@example.com")).execute(&mut house.owner).await.unwrap();
    sqlx::query(
        "insert into tenant (portfolio_id, id, name, person_id, created_at) values ($1, $2, $3, $4, now())",
    )
    .bind(member.portfolio.0)
    .bind(tenant)
    .bind(name)
    .bind(person)
    .execute(&mut house.owner)
    .await
    .unwrap();
    (TenantId(tenant), PersonId(person))
}

pub(crate) async fn lives(
    house: &mut TestHouse,
    portfolio: PortfolioId,
    home: &Home,
    who: TenantId,
    from: &str,
    until: Option<&str>,
) {
    sqlx::query("insert into lease_member (portfolio_id, lease_id, property_id, tenant_id, from_on, until_on, share_bp, created_at) values ($1, $2, $3, $4, $5, $6, 5000, now())")
        .bind(portfolio.0).bind(home.lease).bind(home.property).bind(who.0).bind(day(from)).bind(until.map(day))
        .execute(&mut house.owner).await.unwrap();
}

/// Runs one statement as the owner, for a past that the program cannot make.
pub(crate) async fn as_owner(house: &mut TestHouse, sql: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_string())).execute(&mut house.owner).await.unwrap();
}
