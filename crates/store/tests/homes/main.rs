//! Homes from the door inwards: units, tenants, leases and the tenant's own view of them, as the restricted roles.

mod leases;
mod moves;
mod tenancy;
mod tenants;
mod units;

use chrono::NaiveDate;
use domain::id::{PersonId, PropertyId, TenantId, UnitId};
use domain::lease::{LeaseDraft, PersonDraft, Share, Term, Who, equally};
use domain::property::PropertyDraft;
use domain::tenant::TenantDraft;
use domain::unit::UnitDraft;
use domain::viewer::{Member, Reach};
use domain::{Cents, Role, Viewer};
use store::Tx;
use store::testing::{TestHouse, as_viewer, fresh};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// 20 November 2026, the day of `testing::noon`.
fn today() -> NaiveDate {
    day("2026-11-20")
}

async fn enter(house: &TestHouse, member: &Member) -> Tx {
    house.db.enter(&as_viewer(member)).await.unwrap()
}

/// A property with one unit called "Unit 1".
async fn home(house: &TestHouse, owner: &Member, name: &str) -> (PropertyId, UnitId) {
    let draft = PropertyDraft {
        name: name.into(),
        street: format!("14 {name}"),
        city: "Columbus".into(),
        state: "OH".into(),
        zip: "43201".into(),
        kind: 2,
        placed_in_service: None,
        cost: None,
        land: None,
    };
    let mut tx = enter(house, owner).await;
    let property = store::properties::add(&mut tx, &draft).await.unwrap();
    let unit = store::units::add(&mut tx, property, &UnitDraft { name: "Unit 1".into() }).await.unwrap();
    tx.commit().await.unwrap();
    (property, unit)
}

/// Another member of the same portfolio; a manager may be limited to a property.
async fn colleague(house: &mut TestHouse, owner: &Member, role: Role, only: Option<PropertyId>) -> Member {
    let person = PersonId(fresh());
    as_owner(
        house,
        &format!(
            "insert into person (id, name, email, password_hash, time_zone, created_at)
               values ('{person}', 'Nia', '{person}@example.com', 'x', 'UTC', now());
             insert into member (portfolio_id, person_id, role, name, email, limited, created_at)
               values ('{}', '{person}', '{role}', 'Nia', '{person}@example.com', {}, now())",
            owner.portfolio,
            only.is_some()
        ),
    )
    .await;
    let reach = only.map(|property| Reach { properties: vec![property], ..Reach::default() });
    Member { portfolio: owner.portfolio, person, role, reach }
}

/// The viewer that this tenant's session would be.
async fn as_tenant(house: &mut TestHouse, owner: &Member, tenant: TenantId) -> Viewer {
    use sqlx::Row;
    let row = sqlx::query("select * from app.home_of($1, $2)")
        .bind(owner.portfolio.0)
        .bind(tenant.0)
        .fetch_one(&mut house.owner)
        .await
        .unwrap();
    let living: Vec<uuid::Uuid> = sqlx::query_scalar("select app.living_of($1, $2, $3)")
        .bind(owner.portfolio.0)
        .bind(tenant.0)
        .bind(today())
        .fetch_one(&mut house.owner)
        .await
        .unwrap();
    let ids = |column: &str| row.get::<Vec<uuid::Uuid>, _>(column);
    Viewer::Tenant(domain::viewer::Tenant {
        portfolio: owner.portfolio,
        person: Some(owner.person),
        tenant,
        leases: ids("lease_ids").into_iter().map(Into::into).collect(),
        living: living.into_iter().map(Into::into).collect(),
        terms: ids("term_ids").into_iter().map(Into::into).collect(),
        household: ids("household_ids").into_iter().map(Into::into).collect(),
        units: ids("unit_ids").into_iter().map(Into::into).collect(),
        properties: ids("property_ids").into_iter().map(Into::into).collect(),
    })
}

async fn as_owner(house: &mut TestHouse, sql: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_string())).execute(&mut house.owner).await.unwrap();
}

fn tenant(name: &str) -> TenantDraft {
    let email = Some(format!("{}@example.com", name.to_lowercase().replace(' ', ".")));
    TenantDraft { name: name.into(), email, phone: None }
}

fn term(from: &str, rent: i64) -> Term {
    let none = Cents::ZERO;
    Term { from_on: day(from), rent: Cents(rent), due_day: 1, grace_days: 5, late_fee: none, deposit: none }
}

/// People who share equally.
fn people(who: Vec<Who>) -> Vec<PersonDraft> {
    let shares: Vec<Share> = equally(who.len());
    (1..).zip(who).zip(shares).map(|((row, who), share)| PersonDraft { row, who, share }).collect()
}

fn lease(unit: UnitId, from: &str, until: Option<&str>, who: Vec<Who>) -> LeaseDraft {
    LeaseDraft {
        unit,
        starts_on: day(from),
        ends_on: until.map(day),
        term: term(from, 145_000),
        people: people(who),
        note: Some("Quiet people.".into()),
    }
}

fn new(name: &str) -> Who {
    Who::New(tenant(name))
}
