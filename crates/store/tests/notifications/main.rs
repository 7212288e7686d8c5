//! Who is told what about a repair, and when a letter goes out, against Postgres as the worker and as people themselves.

mod letters;
mod told;

use chrono::{DateTime, Duration, Utc};
use domain::Viewer;
use domain::id::{PersonId, TicketId};
use domain::viewer::Member;
use sqlx::Row;
use store::notifications::{Tell, deliver};
use store::testing::{TestHouse, as_viewer, fresh, noon};
use uuid::Uuid;

/// A house with two homes. Tess and Maya share Upstairs, where Finn lived before Maya came; Ned lives next door.
struct World {
    house: TestHouse,
    owner: Member,
    /// A repair of Upstairs, reported by Tess.
    ticket: TicketId,
    tess: PersonId,
    maya: PersonId,
    finn: PersonId,
    ned: PersonId,
    /// A manager of another house, and a bookkeeper.
    limited: PersonId,
    bookkeeper: PersonId,
    lease: Uuid,
    property: Uuid,
}

impl World {
    async fn new() -> World {
        let mut house = TestHouse::new().await;
        let owner = house.portfolio("Calloway Homes").await;
        let mut world = World {
            ticket: TicketId(fresh()),
            tess: PersonId(fresh()),
            maya: PersonId(fresh()),
            finn: PersonId(fresh()),
            ned: PersonId(fresh()),
            limited: PersonId(fresh()),
            bookkeeper: PersonId(fresh()),
            lease: fresh(),
            property: fresh(),
            owner,
            house,
        };
        world.furnish().await;
        world
    }

    async fn furnish(&mut self) {
        let (p, house, other) = (self.owner.portfolio, self.property, fresh());
        let (upstairs, next_door, next_lease) = (fresh(), fresh(), fresh());
        let mut sql = format!(
            "insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at)
               select '{p}', id, name, '1 Birch', 'Columbus', 'OH', '43201', 1, now() from (values ('{house}'::uuid, 'Birch'), ('{other}', 'Oak')) as h (id, name);
             insert into unit (portfolio_id, id, property_id, name, created_at)
               values ('{p}', '{upstairs}', '{house}', 'Upstairs', now()), ('{p}', '{next_door}', '{house}', 'Next door', now());
             insert into lease (portfolio_id, id, property_id, unit_id, starts_on, created_at)
               values ('{p}', '{}', '{house}', '{upstairs}', '2026-01-01', now()), ('{p}', '{next_lease}', '{house}', '{next_door}', '2026-01-01', now());",
            self.lease
        );
        for (person, name, lease, from, until) in [
            (self.tess, "Tess", self.lease, "2026-01-01", None),
            (self.finn, "Finn", self.lease, "2026-01-01", Some("2026-06-30")),
            (self.maya, "Maya", self.lease, "2026-07-01", None),
            (self.ned, "Ned", next_lease, "2026-01-01", None),
        ] {
            let (tenant, until) = (fresh(), until.map_or("null".to_string(), |day| format!("'{day}'")));
            sql.push_str(&format!(
                "insert into person (id, name, email, password_hash, time_zone, created_at)
                   values ('{person}', '{name}', lower('{name}') || '@example.com', 'x', 'America/New_York', now());
                 insert into tenant (portfolio_id, id, name, person_id, created_at) values ('{p}', '{tenant}', '{name}', '{person}', now());
                 insert into lease_member (portfolio_id, lease_id, property_id, tenant_id, from_on, until_on, share_bp, created_at)
                   values ('{p}', '{lease}', '{house}', '{tenant}', '{from}', {until}, 5000, now());"
            ));
        }
        for (person, role, limited) in
            [(self.limited, "manager", true), (self.bookkeeper, "bookkeeper", false)]
        {
            sql.push_str(&format!(
                "insert into person (id, name, email, password_hash, time_zone, created_at)
                   values ('{person}', '{role}', '{role}@example.com', 'x', 'America/New_York', now());
                 insert into member (portfolio_id, person_id, role, name, email, limited, created_at)
                   values ('{p}', '{person}', '{role}', '{role}', '{role}@example.com', {limited}, now());"
            ));
        }
        sql.push_str(&format!(
            "insert into member_property (portfolio_id, person_id, property_id) values ('{p}', '{}', '{other}');
             insert into ticket (portfolio_id, id, property_id, unit_id, lease_id, category, place, title, description, reported_by, reporter_name,
               reporter_side, created_at, changed_at)
               values ('{p}', '{}', '{house}', '{upstairs}', '{}', 'water', 'Kitchen', 'Leak in the kitchen', 'It drips.', '{}', 'Tess', 'tenant',
                 '2026-11-20 12:00+00', '2026-11-20 12:00+00')",
            self.limited, self.ticket, self.lease, self.tess
        ));
        self.run(&sql).await;
    }

    async fn run(&mut self, sql: &str) {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_string())).execute(&mut self.house.owner).await.unwrap();
    }

    /// Somebody says something about the repair.
    async fn comment(&mut self, by: PersonId, side: &str) -> Tell {
        let (id, p) = (fresh(), self.owner.portfolio);
        self.run(&format!(
            "insert into ticket_comment (portfolio_id, id, ticket_id, property_id, lease_id, person_id, person_name, side, body, created_at)
               values ('{p}', '{id}', '{}', '{}', '{}', '{by}', 'Somebody', '{side}', 'Words', now())",
            self.ticket, self.property, self.lease
        ))
        .await;
        Tell { ticket: self.ticket, cause: id, is_comment: true }
    }

    /// Something is done about it; hidden from the household or not.
    async fn entry(&mut self, kind: &str, before: &str, after: &str, shared: bool) -> Tell {
        let (id, p) = (fresh(), self.owner.portfolio);
        let lease = if shared { format!("'{}'", self.lease) } else { "null".into() };
        self.run(&format!(
            "insert into ticket_event (portfolio_id, id, ticket_id, property_id, lease_id, at, person_id, person_name, side, kind, before, after)
               values ('{p}', '{id}', '{}', '{}', {lease}, now(), '{}', 'Ruth', 'landlord', '{kind}', '{before}', '{after}')",
            self.ticket, self.property, self.owner.person
        ))
        .await;
        Tell { ticket: self.ticket, cause: id, is_comment: false }
    }

    /// The worker's turn, at this many minutes after noon.
    async fn deliver(&self, tell: Tell, minutes: i64) {
        let db = self.house.at(at(minutes)).await;
        let mut tx = db.enter(&Viewer::Worker { portfolio: self.owner.portfolio }).await.unwrap();
        deliver(&mut tx, tell, true).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Who was told what, by name of the person and door.
    async fn told(&mut self) -> Vec<(String, String, String)> {
        sqlx::query("select p.name, n.door, n.sentence from notification n join person p on p.id = n.person_id order by n.created_at, p.name")
            .fetch_all(&mut self.house.owner)
            .await
            .unwrap()
            .iter()
            .map(|row| (row.get(0), row.get(1), row.get(2)))
            .collect()
    }

    /// Letters that were queued, by address, oldest first.
    async fn letters(&mut self) -> Vec<(String, String)> {
        sqlx::query("select recipient, subject || '\n' || body from mail_out order by created_at, recipient")
            .fetch_all(&mut self.house.owner)
            .await
            .unwrap()
            .iter()
            .map(|row| (row.get(0), row.get(1)))
            .collect()
    }

    fn as_owner(&self) -> Viewer {
        as_viewer(&self.owner)
    }

    /// As a tenant who lives on these leases today.
    fn as_tenant(&self, person: PersonId, living: bool) -> Viewer {
        let leases = vec![self.lease.into()];
        Viewer::Tenant(domain::viewer::Tenant {
            portfolio: self.owner.portfolio,
            person: Some(person),
            tenant: fresh().into(),
            living: if living { leases.clone() } else { Vec::new() },
            leases,
            terms: Vec::new(),
            household: Vec::new(),
            units: Vec::new(),
            properties: Vec::new(),
        })
    }
}

/// Minutes after noon (UTC; 7:00 in New York).
fn at(minutes: i64) -> DateTime<Utc> {
    noon() + Duration::minutes(minutes)
}
