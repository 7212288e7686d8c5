//! The walls, probed on the live database: as the login itself, as each role without an identity, and as people of a
//! portfolio that does not exist. Nobody of these may see a single row, whatever the catalog says.

use super::Finding;
use super::reviewed::UNGUARDED;
use crate::Result;
use crate::db::{entrance, fill};
use domain::id::{LeaseId, LeaseTermId, PersonId, PortfolioId, PropertyId, TenantId, UnitId};
use domain::viewer::{Member, Tenant};
use domain::{Role, Viewer};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

/// Tables that the current role may read something of, quoted where they need it. `$1`: those left out.
const READABLE: &str = "select c.oid::regclass::text from pg_class c
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
       and (has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select'))
       and c.oid::regclass::text <> all ($1) order by 1";

/// What somebody sees who should see nothing.
pub(super) async fn walls(conn: &mut PgConnection) -> Result<Vec<Finding>> {
    let mut found = login(conn).await?;
    for (who, begin) in strangers() {
        for table in seen(conn, &begin).await? {
            let sentence = format!(
                "As {who} the rows of the table {table} can be read. Do not serve from this database before that is understood."
            );
            found.push(Finding { rule: "probe", object: format!("{who}: {table}"), sentence });
        }
        found.extend(left_behind(conn, who).await?);
    }
    Ok(found)
}

/// The login reads nothing before somebody enters.
async fn login(conn: &mut PgConnection) -> Result<Vec<Finding>> {
    let none: [&str; 0] = [];
    let tables: Vec<String> = sqlx::query_scalar(READABLE).bind(&none[..]).fetch_all(conn).await?;
    let finding = |table: String| {
        let sentence = format!(
            "The login of the program may read the table {table} before anybody has entered. It must be a role like \
             duplex_app, made with noinherit and without grants of its own."
        );
        Finding { rule: "probe-login", object: table, sentence }
    };
    Ok(tables.into_iter().map(finding).collect())
}

/// People without an identity, and people of a portfolio that nobody has, each with the words that open their transaction.
fn strangers() -> Vec<(&'static str, String)> {
    let id = || {
        let mut bytes = [0u8; 16];
        fill(&mut bytes);
        Uuid::from_bytes(bytes)
    };
    let portfolio = PortfolioId(id());
    let owner = Member { portfolio, person: PersonId(id()), role: Role::Owner, reach: None };
    let tenant = Tenant {
        portfolio,
        person: Some(PersonId(id())),
        tenant: TenantId(id()),
        leases: vec![LeaseId(id())],
        living: vec![LeaseId(id())],
        terms: vec![LeaseTermId(id())],
        household: vec![TenantId(id())],
        units: vec![UnitId(id())],
        properties: vec![PropertyId(id())],
    };
    let bare = |role: &str| {
        format!("begin; set local role {role}; set local app.role = 'owner'; set local app.reach = 'all'")
    };
    vec![
        ("nobody", entrance(&Viewer::Public, None)),
        ("a person who does not exist", entrance(&Viewer::Person { person: PersonId(id()) }, None)),
        ("the owner of no portfolio", entrance(&Viewer::Member(owner), None)),
        ("a tenant of no portfolio", entrance(&Viewer::Tenant(tenant), None)),
        ("the worker of no portfolio", entrance(&Viewer::Worker { portfolio }, None)),
        ("a landlord without an identity", bare("duplex_landlord")),
        ("a tenant without an identity", bare("duplex_tenant")),
        ("a worker without an identity", bare("duplex_worker")),
    ]
}

/// Tables with a row to be seen in a transaction that opens with these words.
async fn seen(conn: &mut PgConnection, begin: &str) -> Result<Vec<String>> {
    let unguarded: Vec<&str> = UNGUARDED.iter().map(|r| r.object).collect();
    let mut tx = conn.begin_with(AssertSqlSafe(begin.to_owned())).await?;
    let tables: Vec<String> = sqlx::query_scalar(READABLE).bind(&unguarded).fetch_all(&mut *tx).await?;
    // Names come from the catalog, quoted by Postgres itself.
    let looks: Vec<String> =
        tables.iter().map(|t| format!("select $t${t}$t$ where exists (select from {t})")).collect();
    let seen = if looks.is_empty() {
        Vec::new()
    } else {
        sqlx::query_scalar(AssertSqlSafe(looks.join(" union all "))).fetch_all(&mut *tx).await?
    };
    tx.rollback().await?;
    Ok(seen)
}

/// After a transaction its role and settings are gone from the connection.
async fn left_behind(conn: &mut PgConnection, who: &str) -> Result<Vec<Finding>> {
    let left: Vec<String> = sqlx::query_scalar(
        "select s.name from unnest(array['portfolio_id', 'person_id', 'role', 'reach', 'tenant_id', 'property_ids', 'lease_ids',
                  'living_lease_ids', 'term_ids', 'unit_ids', 'household_ids', 'bank_account_ids', 'request_id']) as s(name)
          where coalesce(current_setting('app.' || s.name, true), '') <> ''
         union all select 'the role ' || current_user where current_user <> session_user",
    )
    .fetch_all(conn)
    .await?;
    let finding = |name: String| {
        let sentence = format!(
            "{name} stayed on the connection after {who} had left it. Do not put a pooler that keeps sessions apart from \
             transactions in front of this database."
        );
        Finding { rule: "probe-leftovers", object: name, sentence }
    };
    Ok(left.into_iter().map(finding).collect())
}
