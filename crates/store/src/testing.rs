//! A fresh, migrated database for each test, and a few rows to stand on. Compiled only with feature `testing`.
//!
//! Reads `DUPLEX_TEST_ADMIN_URL`: a superuser of a throw-away cluster that asks loopback for no password.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use domain::id::{PersonId, PortfolioId};
use domain::viewer::Member;
use domain::{Role, Viewer};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection};
use uuid::Uuid;

use crate::{Db, Tx};

/// Makes the roles where they are missing; they are cluster-wide.
const ROLES: &str = "do $$ declare r text; begin
  foreach r in array array['owner','app','landlord','tenant','worker','public'] loop
    begin execute 'create role duplex_' || r; exception when duplicate_object or unique_violation then null; end;
  end loop;
  alter role duplex_owner login; alter role duplex_app login noinherit;
  grant duplex_landlord, duplex_tenant, duplex_worker, duplex_public to duplex_app;
end $$";

/// One test's own database.
pub struct TestHouse {
    /// As the program sees it: the restricted role, through the one door.
    pub db: Db,
    /// The same database as its owner, for seeding and looking.
    pub owner: PgConnection,
    /// Address for programs under test, as the restricted role.
    pub url: String,
    /// The same as the owner.
    pub owner_url: String,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Noon on 20 November 2026: the fixed moment of tests.
pub fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_176_000, 0).unwrap_or_default()
}

impl TestHouse {
    /// Clones the migrated template. Panics with the reason when the cluster is not there.
    #[allow(clippy::expect_used, clippy::disallowed_methods)]
    pub async fn new() -> TestHouse {
        let admin_url = std::env::var("DUPLEX_TEST_ADMIN_URL")
            .expect("DUPLEX_TEST_ADMIN_URL names a throw-away cluster; bin/test starts one");
        let admin: PgConnectOptions = admin_url.parse().expect("a postgres URL");
        let mut conn = admin.connect().await.expect("the test cluster answers");
        let template = template(&admin, &mut conn).await;
        let name = format!("t_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let make = format!("create database {name} template {template} owner duplex_owner");
        conn.execute(AssertSqlSafe(format!("drop database if exists {name} with (force)")))
            .await
            .expect("drops a leftover");
        conn.execute(AssertSqlSafe(make)).await.expect("clones the template");
        let mut inside = admin.clone().database(&name).connect().await.expect("the administrator signs in");
        // Rights on a database do not come with its template.
        inside.execute(crate::bootstrap::RIGHTS_SQL).await.expect("gives the rights");
        inside.close().await.expect("closes");
        let as_role =
            |role: &str| format!("postgres://{role}@{}:{}/{name}", admin.get_host(), admin.get_port());
        let (url, owner_url) = (as_role("duplex_app"), as_role("duplex_owner"));
        let db = Db::connect(&url, 5, Arc::new(noon)).await.expect("the restricted role signs in");
        let owner = PgConnection::connect(&owner_url).await.expect("the owner signs in");
        TestHouse { db, owner, url, owner_url }
    }

    /// The same database as its administrator, whom no policy binds: for looking behind the walls.
    #[allow(clippy::expect_used, clippy::disallowed_methods)]
    pub async fn superuser(&self) -> PgConnection {
        let admin_url = std::env::var("DUPLEX_TEST_ADMIN_URL").expect("DUPLEX_TEST_ADMIN_URL is set");
        let admin: PgConnectOptions = admin_url.parse().expect("a postgres URL");
        let name = self.url.rsplit('/').next().unwrap_or_default();
        admin.database(name).connect().await.expect("the administrator signs in")
    }

    /// Ends every connection to this database but the caller's own, as a restart of Postgres does.
    #[allow(clippy::expect_used)]
    pub async fn cut_off(&self) {
        let all = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
        self.superuser().await.execute(all).await.expect("the administrator may");
    }

    /// The same database at another moment.
    #[allow(clippy::expect_used)]
    pub async fn at(&self, moment: DateTime<Utc>) -> Db {
        Db::connect(&self.url, 2, Arc::new(move || moment)).await.expect("the restricted role signs in")
    }

    /// Runs statements as the owner, for tests of crates that cannot name sqlx.
    #[allow(clippy::expect_used)]
    pub async fn run_as_owner(&mut self, sql: &'static str) {
        sqlx::raw_sql(sql).execute(&mut self.owner).await.expect("the owner may");
    }

    /// A portfolio with one owner; returns who they are.
    #[allow(clippy::expect_used)]
    pub async fn portfolio(&mut self, name: &str) -> Member {
        let (portfolio, person) = (fresh(), fresh());
        let mail = format!("{person}@example.com");
        sqlx::query("insert into person (id, name, email, password_hash, time_zone, created_at) values ($1, $2, $3, 'x', 'America/New_York', $4)")
            .bind(person).bind(format!("Owner of {name}")).bind(&mail).bind(noon())
            .execute(&mut self.owner).await.expect("a person");
        sqlx::query(
            "insert into portfolio (id, name, time_zone, created_at) values ($1, $2, 'America/New_York', $3)",
        )
        .bind(portfolio)
        .bind(name)
        .bind(noon())
        .execute(&mut self.owner)
        .await
        .expect("a portfolio");
        sqlx::query("insert into member (portfolio_id, person_id, role, name, email, created_at) values ($1, $2, 'owner', $3, $4, $5)")
            .bind(portfolio).bind(person).bind(format!("Owner of {name}")).bind(&mail).bind(noon())
            .execute(&mut self.owner).await.expect("a member");
        for (sort, c) in (0i16..).zip(domain::category::STARTER) {
            sqlx::query("insert into category (portfolio_id, code, name, kind, tax_line, sort) values ($1, $2, $3, $4, $5, $6)")
                .bind(portfolio).bind(c.code).bind(c.name).bind(c.kind.word()).bind(c.tax_line.map(i16::from)).bind(sort)
                .execute(&mut self.owner).await.expect("a category");
        }
        Member { portfolio: PortfolioId(portfolio), person: PersonId(person), role: Role::Owner, reach: None }
    }
}

/// One number out of a database at this address, for tests of crates that cannot name sqlx.
#[allow(clippy::expect_used)]
pub async fn number(url: &str, sql: &'static str) -> i64 {
    let mut conn = PgConnection::connect(url).await.expect("the database answers");
    let number = sqlx::query_scalar(sql).fetch_one(&mut conn).await.expect("one number");
    conn.close().await.expect("closes");
    number
}

/// The connection of an open transaction, for statements that no use-case makes.
pub fn conn(tx: &mut Tx) -> &mut PgConnection {
    tx.conn()
}

/// What the door sends to open a transaction for this viewer.
pub fn entrance(viewer: &Viewer) -> String {
    crate::db::entrance(viewer, None)
}

/// A viewer out of a member.
pub fn as_viewer(member: &Member) -> Viewer {
    Viewer::Member(member.clone())
}

/// A new random-enough id.
pub fn fresh() -> Uuid {
    let mut bytes = [0u8; 16];
    crate::db::fill(&mut bytes);
    Uuid::from_bytes(bytes)
}

/// The name of the migrated template, made once per set of migrations, under a lock that parallel tests share.
#[allow(clippy::expect_used)]
async fn template(admin: &PgConnectOptions, conn: &mut PgConnection) -> String {
    let migrator = sqlx::migrate!("../../migrations");
    let mut sum: u64 = 14_695_981_039_346_656_037;
    for byte in migrator.iter().flat_map(|m| m.checksum.iter()) {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(1_099_511_628_211);
    }
    let name = format!("template_{sum:016x}");
    conn.execute("select pg_advisory_lock(20261120)").await.expect("the template's lock");
    let exists: bool =
        sqlx::query_scalar("select exists (select 1 from pg_database where datname = $1 and datistemplate)")
            .bind(&name)
            .fetch_one(&mut *conn)
            .await
            .expect("looks for the template");
    if !exists {
        conn.execute(ROLES).await.expect("makes the roles");
        conn.execute(AssertSqlSafe(format!("drop database if exists {name} with (force)")))
            .await
            .expect("drops a half-made template");
        conn.execute(AssertSqlSafe(format!("create database {name} owner duplex_owner")))
            .await
            .expect("makes the template");
        let mut owner = admin
            .clone()
            .username("duplex_owner")
            .database(&name)
            .connect()
            .await
            .expect("the owner signs in");
        migrator.run_direct(None, &mut owner, false).await.expect("the migrations run");
        crate::migrate::show_version(&mut owner).await.expect("the version is shown");
        owner.close().await.expect("closes");
        conn.execute(AssertSqlSafe(format!("alter database {name} is_template true")))
            .await
            .expect("marks the template");
    }
    conn.execute("select pg_advisory_unlock(20261120)").await.expect("unlocks");
    name
}
