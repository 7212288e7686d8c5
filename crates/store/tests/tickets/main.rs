//! Repairs against Postgres, as the restricted roles: who sees and does what, what follows from it, and what it costs.

mod adopted;
mod costs;
mod late;
mod money;
mod report;
mod say;
mod status;
mod triage;
mod visits;

use chrono::NaiveDate;
use domain::id::{CommentId, LeaseId, PersonId, PropertyId, TenantId, TicketId, UnitId};
use domain::lease::{LeaseDraft, PersonDraft, Term, Who, equally};
use domain::property::PropertyDraft;
use domain::tenant::TenantDraft;
use domain::ticket::{Access, Category, Priority, Report};
use domain::unit::UnitDraft;
use domain::viewer::{Member, Reach, Tenant};
use domain::{Cents, Role, Viewer};
use store::testing::{TestHouse, as_viewer, fresh};
use store::tickets::{self, Ticket};
use store::{Db, Result, Tx};

/// Birch with two homes, Oak with one; Maya and Ben share Birch 1, where Frank lived before; Nora in Birch 2; Eve at Oak.
pub struct World {
    pub house: TestHouse,
    pub owner: Member,
    pub birch: PropertyId,
    pub oak: PropertyId,
    pub unit: UnitId,
    pub lease: LeaseId,
    pub maya: Person,
    pub ben: Person,
    pub frank: Person,
    pub nora: Person,
    pub eve: Person,
}

/// A tenant who signs in.
#[derive(Clone, Copy)]
pub struct Person {
    pub tenant: TenantId,
    pub person: PersonId,
}

/// 20 November 2026, the day of `testing::noon`.
pub fn today() -> NaiveDate {
    "2026-11-20".parse().unwrap()
}

impl World {
    pub async fn new() -> World {
        let mut house = TestHouse::new().await;
        let owner = house.portfolio("Calloway Homes").await;
        let mut tx = enter(&house.db, &as_viewer(&owner)).await;
        let birch = property(&mut tx, "Birch").await;
        let oak = property(&mut tx, "Oak").await;
        let home = unit(&mut tx, birch, "Birch 1").await;
        let other = unit(&mut tx, birch, "Birch 2").await;
        let elsewhere = unit(&mut tx, oak, "Oak A").await;
        let_to(&mut tx, home, "2025-01-01", Some("2026-06-30"), &["Frank Stone"]).await;
        let lease = let_to(&mut tx, home, "2026-07-01", None, &["Maya Okafor", "Ben Lind"]).await;
        let_to(&mut tx, other, "2025-01-01", None, &["Nora Vale"]).await;
        let_to(&mut tx, elsewhere, "2025-01-01", None, &["Eve Marsh"]).await;
        tx.commit().await.unwrap();
        let mut people = Vec::new();
        for name in ["Maya Okafor", "Ben Lind", "Frank Stone", "Nora Vale", "Eve Marsh"] {
            people.push(signs_in(&mut house, name).await);
        }
        let [maya, ben, frank, nora, eve] = people[..] else { panic!("five people") };
        World { house, owner, birch, oak, unit: home, lease, maya, ben, frank, nora, eve }
    }

    pub async fn tx(&self) -> Tx {
        enter(&self.house.db, &as_viewer(&self.owner)).await
    }

    /// As this tenant, on the day of the tests.
    pub async fn as_tenant(&mut self, who: Person) -> Tx {
        let viewer = self.viewer(who, today()).await;
        enter(&self.house.db, &viewer).await
    }

    /// The viewer that this tenant's session would be on a day.
    pub async fn viewer(&mut self, who: Person, day: NaiveDate) -> Viewer {
        use sqlx::Row;
        let portfolio = self.owner.portfolio;
        let row = sqlx::query("select h.*, app.living_of($1, $2, $3) as living from app.home_of($1, $2) h")
            .bind(portfolio.0)
            .bind(who.tenant.0)
            .bind(day)
            .fetch_one(&mut self.house.owner)
            .await
            .unwrap();
        let ids = |column: &str| row.get::<Vec<uuid::Uuid>, _>(column);
        Viewer::Tenant(Tenant {
            portfolio,
            person: Some(who.person),
            tenant: who.tenant,
            leases: ids("lease_ids").into_iter().map(Into::into).collect(),
            living: ids("living").into_iter().map(Into::into).collect(),
            terms: ids("term_ids").into_iter().map(Into::into).collect(),
            household: ids("household_ids").into_iter().map(Into::into).collect(),
            units: ids("unit_ids").into_iter().map(Into::into).collect(),
            properties: ids("property_ids").into_iter().map(Into::into).collect(),
        })
    }

    /// Another member; a manager may be limited to a property.
    pub async fn colleague(&mut self, role: Role, only: Option<PropertyId>) -> Member {
        let person = PersonId(fresh());
        let sql = format!(
            "insert into person (id, name, email, password_hash, time_zone, created_at)
               values ('{person}', 'Nia', '{person}@example.com', 'x', 'UTC', now());
             insert into member (portfolio_id, person_id, role, name, email, limited, created_at)
               values ('{}', '{person}', '{role}', 'Nia', '{person}@example.com', {}, now())",
            self.owner.portfolio,
            only.is_some()
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut self.house.owner).await.unwrap();
        let reach = only.map(|property| Reach { properties: vec![property], ..Reach::default() });
        Member { portfolio: self.owner.portfolio, person, role, reach }
    }

    /// Maya reports a leak; returns the repair as the landlord sees it.
    pub async fn leak(&mut self) -> Ticket {
        let lease = self.lease;
        let mut tx = self.as_tenant(self.maya).await;
        let id = TicketId(tx.new_id());
        tickets::report_own(&mut tx, id, lease, &leak()).await.unwrap();
        tx.commit().await.unwrap();
        self.find(id).await
    }

    /// The repair as the landlord sees it now.
    pub async fn find(&self, id: TicketId) -> Ticket {
        tickets::find(&mut self.tx().await, id).await.unwrap()
    }

    /// One number that the owner's statement answers.
    pub async fn count(&mut self, sql: &str) -> i64 {
        let mut conn = self.house.superuser().await;
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_string())).fetch_one(&mut conn).await.unwrap()
    }
}

pub async fn enter(db: &Db, viewer: &Viewer) -> Tx {
    db.enter(viewer).await.unwrap()
}

/// What Maya writes.
pub fn leak() -> Report {
    Report {
        category: Category::Water,
        place: "Kitchen".into(),
        title: "Water drips under the sink".into(),
        description: "Water drips under the sink. Since yesterday 💧.".into(),
        priority: Priority::Normal,
        access: Access {
            when: Some("After five".into()),
            may_enter: true,
            phone: Some("614-555-0199".into()),
        },
    }
}

/// Says something in a transaction of its own.
pub async fn say(tx: Tx, id: TicketId, words: &str) -> Result<bool> {
    let mut tx = tx;
    let key = CommentId(tx.new_id());
    let done = tickets::say(&mut tx, id, key, words).await?;
    tx.commit().await?;
    Ok(done)
}

async fn property(tx: &mut Tx, name: &str) -> PropertyId {
    let draft = PropertyDraft {
        name: name.into(),
        street: format!("14 {name} Street"),
        city: "Columbus".into(),
        state: "OH".into(),
        zip: "43201".into(),
        kind: 2,
        placed_in_service: None,
        cost: None,
        land: None,
    };
    store::properties::add(tx, &draft).await.unwrap()
}

async fn unit(tx: &mut Tx, property: PropertyId, name: &str) -> UnitId {
    store::units::add(tx, property, &UnitDraft { name: name.into() }).await.unwrap()
}

async fn let_to(tx: &mut Tx, unit: UnitId, from: &str, until: Option<&str>, names: &[&str]) -> LeaseId {
    let shares = equally(names.len());
    let people = (1..).zip(names).zip(shares).map(|((row, name), share)| PersonDraft {
        row,
        who: Who::New(TenantDraft { name: (*name).into(), email: None, phone: None }),
        share,
    });
    let starts_on = from.parse().unwrap();
    let none = Cents::ZERO;
    let term = Term {
        from_on: starts_on,
        rent: Cents(145_000),
        due_day: 1,
        grace_days: 5,
        late_fee: none,
        deposit: none,
    };
    let draft = LeaseDraft {
        unit,
        starts_on,
        ends_on: until.map(|d| d.parse().unwrap()),
        term,
        people: people.collect(),
        note: None,
    };
    store::leases::add(tx, &draft).await.unwrap()
}

/// Gives a tenant a person of their own.
async fn signs_in(house: &mut TestHouse, name: &str) -> Person {
    let person = fresh();
    sqlx::query("insert into person (id, name, email, password_hash, time_zone, created_at) values ($1, $2, $3, 'x', 'UTC', now())")
        .bind(person)
        .bind(name)
        .bind(format!("{person}@example.com"))
        .execute(&mut house.owner)
        .await
        .unwrap();
    let tenant: uuid::Uuid =
        sqlx::query_scalar("update tenant set person_id = $1 where name = $2 returning id")
            .bind(person)
            .bind(name)
            .fetch_one(&mut house.owner)
            .await
            .unwrap();
    Person { tenant: TenantId(tenant), person: PersonId(person) }
}
