//! What the catalog says about our tables: columns, keys, and who was granted what.

use sqlx::{PgConnection, Row};
use std::collections::{BTreeMap, BTreeSet};

/// The roles that may have grants, as the reviewed file calls them.
pub const ROLES: [&str; 4] = ["landlord", "tenant", "worker", "public"];

/// Role and verb → columns.
pub type Grants = BTreeMap<(String, String), BTreeSet<String>>;

/// A table under test.
pub struct Table {
    pub name: String,
    /// In their order.
    pub columns: Vec<Column>,
    /// Columns that policies compare, but for portfolio_id.
    pub guarded: Vec<String>,
    /// Every row belongs to a portfolio.
    pub in_portfolio: bool,
    /// Columns of each foreign key to a table of a portfolio, apart from portfolio_id, with the parent's.
    pub parents: Vec<Parent>,
    /// Columns by role and verb, or `*` for the whole table.
    pub grants: Grants,
}

/// A column that can be written.
pub struct Column {
    pub name: String,
    /// In a unique index, a foreign key, a check or a policy.
    pub keyed: bool,
    pub nullable: bool,
}

/// A foreign key to a table of the portfolio.
pub struct Parent {
    pub name: String,
    pub table: String,
    /// Own column and the parent's.
    pub columns: Vec<(String, String)>,
}

impl Table {
    /// What a role was granted for a verb, in words: `*`, or columns in their order.
    pub fn granted(&self, role: &str, verb: &str) -> Option<String> {
        let columns = self.grants.get(&(role.to_owned(), verb.to_owned()))?;
        if columns.contains("*") {
            return Some("*".to_owned());
        }
        let ordered = self.columns.iter().map(|c| c.name.as_str()).filter(|name| columns.contains(*name));
        Some(format!("({})", ordered.collect::<Vec<_>>().join(" ")))
    }

    /// The column that says whose a row is: its portfolio, or what its policies compare with who is asking.
    pub fn owner_column(&self) -> Option<&'static str> {
        match self.name.as_str() {
            _ if self.in_portfolio => Some("portfolio_id"),
            "portfolio" | "person" => Some("id"),
            "session" | "password_reset" | "person_activity" => Some("person_id"),
            _ => None,
        }
    }
}

/// Every table that has policies, parents first.
pub async fn tables(conn: &mut PgConnection) -> Vec<Table> {
    let rows = sqlx::query(
        "select c.relname::text as name,
                exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'portfolio_id' and a.attnotnull) as owned,
                array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
                        and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
                array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
                        and (exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and a.attnum = any (i.indkey))
                          or exists (select from pg_constraint n where n.conrelid = c.oid and n.contype in ('f', 'c') and a.attnum = any (n.conkey))
                          or exists (select from pg_depend d join pg_policy p on p.oid = d.objid and d.classid = 'pg_policy'::regclass
                                      where d.refobjid = c.oid and d.refobjsubid = a.attnum))) as keyed,
                array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attnotnull) as nullable,
                array(select distinct a.attname::text from pg_attribute a, pg_depend d, pg_policy p where a.attrelid = c.oid and p.polrelid = c.oid
                        and d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refobjid = c.oid and d.refobjsubid = a.attnum
                        and a.attname <> 'portfolio_id' order by 1) as guarded
           from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> '_sqlx_migrations'
          order by c.oid",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("reads the tables");
    let mut tables = Vec::new();
    for row in rows {
        let name: String = row.get("name");
        let (columns, keyed, nullable): (Vec<String>, Vec<String>, Vec<String>) =
            (row.get("columns"), row.get("keyed"), row.get("nullable"));
        let column = |name: String| {
            let (keyed, nullable) = (keyed.contains(&name), nullable.contains(&name));
            Column { name, keyed, nullable }
        };
        let columns = columns.into_iter().map(column).collect();
        let (parents, grants) = (parents(conn, &name).await, grants(conn, &name).await);
        let (guarded, in_portfolio) = (row.get("guarded"), row.get("owned"));
        tables.push(Table { name, columns, guarded, in_portfolio, parents, grants });
    }
    tables
}

async fn parents(conn: &mut PgConnection, table: &str) -> Vec<Parent> {
    let rows = sqlx::query(
        "select n.conname::text as name, n.confrelid::regclass::text as parent,
                array(select a.attname::text from unnest(n.conkey) with ordinality k(num, at)
                        join pg_attribute a on a.attrelid = n.conrelid and a.attnum = k.num order by k.at) as own,
                array(select a.attname::text from unnest(n.confkey) with ordinality k(num, at)
                        join pg_attribute a on a.attrelid = n.confrelid and a.attnum = k.num order by k.at) as theirs
           from pg_constraint n where n.contype = 'f' and n.conrelid = $1::text::regclass order by n.conname",
    )
    .bind(table)
    .fetch_all(conn)
    .await
    .expect("reads the foreign keys");
    let parent = |row: sqlx::postgres::PgRow| {
        let (own, theirs): (Vec<String>, Vec<String>) = (row.get("own"), row.get("theirs"));
        let columns = own.into_iter().zip(theirs).filter(|(own, _)| own != "portfolio_id").collect();
        Parent { name: row.get("name"), table: row.get("parent"), columns }
    };
    let ours = |p: &Parent| !p.columns.is_empty() && p.table != "person";
    rows.into_iter().map(parent).filter(ours).collect()
}

/// Role, verb → columns granted, as they are now.
pub async fn grants(conn: &mut PgConnection, table: &str) -> Grants {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "select substr(x.grantee::regrole::text, 8), lower(x.privilege_type), '*' from pg_class c cross join lateral aclexplode(c.relacl) x
          where c.oid = $1::text::regclass and x.grantee::regrole::text in ('duplex_landlord', 'duplex_tenant', 'duplex_worker', 'duplex_public')
         union all
         select substr(x.grantee::regrole::text, 8), lower(x.privilege_type), a.attname from pg_attribute a cross join lateral aclexplode(a.attacl) x
          where a.attrelid = $1::text::regclass and x.grantee::regrole::text in ('duplex_landlord', 'duplex_tenant', 'duplex_worker', 'duplex_public')",
    )
    .bind(table)
    .fetch_all(conn)
    .await
    .expect("reads the grants");
    let mut grants = Grants::new();
    for (role, verb, column) in rows {
        grants.entry((role, verb)).or_default().insert(column);
    }
    grants
}
