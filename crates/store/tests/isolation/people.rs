//! Everybody who asks in the matrix, with what opens their transaction. People enter by the door's own words; those
//! who cannot (an empty or a garbage identity, the login itself, the migrations) are written out.

use crate::seeds::id;
use domain::id::{BankAccountId, LeaseId, LeaseTermId, PersonId, PortfolioId, PropertyId, TenantId, UnitId};
use domain::viewer::{Member, Reach, Tenant};
use domain::{Role, Viewer};
use sqlx::PgConnection;
use store::testing::entrance;
use uuid::Uuid;

/// Somebody who asks.
pub struct Somebody {
    pub name: &'static str,
    /// Statements that make the transaction theirs; several when a persona stands for several roles.
    pub entrances: Vec<String>,
    /// Who they sign as.
    pub person: Option<Uuid>,
    /// The side whose rows are theirs to see at all, if any: `a` or `b`.
    pub side: Option<char>,
}

impl Somebody {
    /// True for somebody who asks as one of these database roles.
    pub fn is_one_of(&self, roles: &[String]) -> bool {
        let begins = |entrance: &String| {
            roles.iter().any(|role| entrance.starts_with(&format!("set local role {role}")))
        };
        self.entrances.iter().any(begins)
    }
}

/// Settings of the door.
const SETTINGS: [&str; 11] = [
    "portfolio_id",
    "person_id",
    "tenant_id",
    "property_ids",
    "lease_ids",
    "living_lease_ids",
    "term_ids",
    "unit_ids",
    "household_ids",
    "bank_account_ids",
    "request_id",
];

/// Everybody, in the order of the reviewed file.
pub async fn everybody(conn: &mut PgConnection) -> Vec<Somebody> {
    let mut all = vec![
        written("login", vec!["set local role duplex_app".to_owned()]),
        written("empty", as_each_role("''")),
        written("garbage", as_each_role("'garbage'' or true --'")),
        entering("nobody", None, &Viewer::Public),
        entering("person", None, &Viewer::Person { person: PersonId(id(conn, "person", 'h').await) }),
    ];
    for (name, place, household) in [
        ("tenant", 'h', "hfg"),
        ("former", 'f', "hf"),
        ("neighbor", 'n', "n"),
        ("elsewhere", 'e', "e"),
        ("stranger", 'H', "H"),
    ] {
        let tenant = tenant(conn, place, household).await;
        all.push(entering(name, Some(if place == 'H' { 'b' } else { 'a' }), &Viewer::Tenant(tenant)));
    }
    // A landlord who looks through the tenant's eyes.
    let seen = Tenant { person: None, ..tenant(conn, 'h', "hfg").await };
    all.push(entering("view", Some('a'), &Viewer::Tenant(seen)));
    for (name, tag, role) in [
        ("owner", 'o', Role::Owner),
        ("manager", 'm', Role::Manager),
        ("limited", 'l', Role::Manager),
        ("bookkeeper", 'k', Role::Bookkeeper),
        ("rival", 'O', Role::Owner),
    ] {
        let side = if tag == 'O' { 'b' } else { 'a' };
        let reach = if tag == 'l' { Some(reach(conn).await) } else { None };
        let member = Member {
            portfolio: PortfolioId(id(conn, "portfolio", side).await),
            person: PersonId(id(conn, "person", tag).await),
            role,
            reach,
        };
        all.push(entering(name, Some(side), &Viewer::Member(member)));
    }
    all.push(crossed(conn).await);
    all.push(entering(
        "worker",
        Some('a'),
        &Viewer::Worker { portfolio: PortfolioId(id(conn, "portfolio", 'a').await) },
    ));
    let owner = Some(id(conn, "person", 'o').await);
    all.push(Somebody {
        person: owner,
        ..written("migration", vec!["set local role duplex_owner".to_owned()])
    });
    all
}

/// A tenant and a limited manager of one portfolio with ids of the other, as if the door had mixed them up.
async fn crossed(conn: &mut PgConnection) -> Somebody {
    let ours = PortfolioId(id(conn, "portfolio", 'a').await);
    let person = PersonId(id(conn, "person", 'p').await);
    let tenant = Tenant { portfolio: ours, person: Some(person), ..tenant(conn, 'H', "H").await };
    let reach = Reach {
        properties: tenant.properties.clone(),
        bank_accounts: vec![BankAccountId(id(conn, "account", 'H').await)],
        tenants: tenant.household.clone(),
    };
    let member = Member { portfolio: ours, person, role: Role::Manager, reach: Some(reach) };
    let viewers = [Viewer::Tenant(tenant), Viewer::Member(member)];
    let entrances = viewers.iter().flat_map(|viewer| entering("", None, viewer).entrances).collect();
    Somebody { name: "crossed", entrances, person: Some(person.0), side: Some('a') }
}

fn written(name: &'static str, entrances: Vec<String>) -> Somebody {
    Somebody { name, entrances, person: None, side: None }
}

fn entering(name: &'static str, side: Option<char>, viewer: &Viewer) -> Somebody {
    let words = entrance(viewer);
    let inside = words.strip_prefix("begin; ").expect("the door begins with begin");
    Somebody { name, entrances: vec![inside.to_owned()], person: viewer.person().map(|p| p.0), side }
}

/// Each of the four roles, mighty in words, with every id set to this literal.
fn as_each_role(literal: &str) -> Vec<String> {
    let settings: Vec<String> =
        SETTINGS.iter().map(|name| format!("set local app.{name} = {literal}")).collect();
    let with = |role: &str| {
        format!(
            "set local role duplex_{role}; set local app.role = 'owner'; set local app.reach = 'all'; {}",
            settings.join("; ")
        )
    };
    crate::catalog::ROLES.iter().map(|role| with(role)).collect()
}

async fn tenant(conn: &mut PgConnection, place: char, household: &str) -> Tenant {
    let home = if place == 'f' { 'h' } else { place };
    let house = if place == 'n' { 'h' } else { home };
    let mut people = Vec::new();
    for tag in household.chars() {
        people.push(TenantId(id(conn, "tenant", tag).await));
    }
    // The roommate who left knows nothing of the terms that began after.
    let mut terms = Vec::new();
    for tag in if place == 'h' { vec!['h', 'g'] } else { vec![home] } {
        terms.push(LeaseTermId(id(conn, "term", tag).await));
    }
    Tenant {
        portfolio: PortfolioId(id(conn, "portfolio", if place == 'H' { 'b' } else { 'a' }).await),
        person: Some(PersonId(id(conn, "person", place).await)),
        tenant: TenantId(id(conn, "tenant", place).await),
        leases: vec![LeaseId(id(conn, "lease", home).await)],
        // Whoever has left lives there no more.
        living: if place == 'f' { vec![] } else { vec![LeaseId(id(conn, "lease", home).await)] },
        terms,
        household: people,
        units: vec![UnitId(id(conn, "unit", home).await)],
        properties: vec![PropertyId(id(conn, "property", house).await)],
    }
}

/// The first house, its bank account, and everybody who rents there.
async fn reach(conn: &mut PgConnection) -> Reach {
    let mut tenants = Vec::new();
    for tag in "hfgn".chars() {
        tenants.push(TenantId(id(conn, "tenant", tag).await));
    }
    Reach {
        properties: vec![PropertyId(id(conn, "property", 'h').await)],
        bank_accounts: vec![BankAccountId(id(conn, "account", 'h').await)],
        tenants,
    }
}
