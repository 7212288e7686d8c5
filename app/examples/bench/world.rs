//! A portfolio to measure in: properties, accounts and rules of the invented bank's merchants. Databases are cloned from
//! it, so that every round begins alike.

use std::sync::Arc;

use app::imports::{Existing, Intake, NotTaken, Target};
use chrono::Utc;
use domain::bank::{AccountDraft, BankKind};
use domain::id::{BankAccountId, ImportId, PropertyId};
use domain::rules::RuleDraft;
use domain::viewer::Member;
use domain::{Cents, Viewer};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection};
use store::imports::Outcome;
use store::testing::{TestHouse, as_viewer, fresh};
use store::{Db, accounts, bootstrap, rules};

use super::Result;
use super::statement::{TRADES, merchant, place};

/// A portfolio in a database of its own.
pub struct World {
    /// Name of the database.
    pub database: String,
    /// Its owner.
    pub owner: Member,
    /// Its accounts.
    pub accounts: Vec<BankAccountId>,
}

/// A database with the world in it, through the one door.
pub struct Site {
    /// Name of the database.
    pub database: String,
    /// As the program sees it.
    pub db: Db,
    viewer: Viewer,
    existing: Vec<Existing>,
}

impl World {
    /// Makes it: so many properties and accounts, and rules for the first `ruled` merchants.
    pub async fn new(properties: usize, accounts: usize, ruled: usize) -> Result<World> {
        let mut house = TestHouse::new().await;
        let owner = house.portfolio("Calloway Homes").await;
        let mut ids = Vec::with_capacity(properties);
        for number in 0..properties {
            ids.push(property(&mut house, &owner, &place(number)).await?);
        }
        let mut tx = house.db.enter(&as_viewer(&owner)).await?;
        let mut made = Vec::with_capacity(accounts);
        for number in 0..accounts {
            made.push(accounts::add(&mut tx, &account(number)).await?);
        }
        for at in 0..ruled {
            let (number, trade) = (at / TRADES.len(), at % TRADES.len());
            let (name, category) = (merchant(number, trade), TRADES[trade].1);
            rules::add(&mut tx, &RuleDraft::always(&name, category, category, Some(ids[number]))).await?;
        }
        tx.commit().await?;
        let database = house.url.rsplit('/').next().unwrap_or_default().to_string();
        house.db.close().await;
        house.owner.close().await?;
        Ok(World { database, owner, accounts: made })
    }

    /// Opens the world itself.
    pub async fn open(&self) -> Result<Site> {
        self.site(&self.database).await
    }

    /// Leaves out, or no longer leaves out, the checks of foreign keys for whoever signs in from now on: most of what a large
    /// seed would otherwise wait for. What is measured never runs like that.
    pub async fn hurry(&self, on: bool) -> Result<()> {
        let how =
            if on { "set session_replication_role = replica" } else { "reset session_replication_role" };
        let sql = format!("alter role duplex_app in database {} {how}", self.database);
        let mut admin = superuser("postgres").await?;
        admin.execute(AssertSqlSafe(sql)).await?;
        Ok(admin.close().await?)
    }

    /// Opens a copy of it; nobody may have it open meanwhile.
    pub async fn clone_as(&self, name: &str) -> Result<Site> {
        let mut admin = superuser("postgres").await?;
        admin.execute(AssertSqlSafe(format!("drop database if exists {name} with (force)"))).await?;
        let make = format!("create database {name} template {} owner duplex_owner", self.database);
        admin.execute(AssertSqlSafe(make)).await?;
        admin.close().await?;
        let mut inside = superuser(name).await?;
        inside.execute(bootstrap::RIGHTS_SQL).await?;
        inside.close().await?;
        self.site(name).await
    }

    async fn site(&self, name: &str) -> Result<Site> {
        let admin = admin()?;
        let url = format!("postgres://duplex_app@{}:{}/{name}", admin.get_host(), admin.get_port());
        let db = Db::connect(&url, 5, Arc::new(Utc::now)).await?;
        let viewer = as_viewer(&self.owner);
        let mut tx = db.enter(&viewer).await?;
        let existing = accounts::list(&mut tx, false).await?.iter().map(Existing::from).collect();
        tx.commit().await?;
        Ok(Site { database: name.into(), db, viewer, existing })
    }
}

impl Site {
    /// Whoever brings files.
    pub fn intake(&self) -> Intake {
        Intake { db: self.db.clone(), viewer: self.viewer.clone(), today: self.db.now().date_naive() }
    }

    /// Keeps a file and what reading it came to, as the upload does.
    pub async fn take(&self, account: BankAccountId, bytes: &[u8]) -> Result<ImportId> {
        let mut existing = self.existing.clone();
        let taken = self
            .intake()
            .take(&Target::Account(account), &mut existing, "statement.csv", bytes.to_vec())
            .await;
        match taken {
            Ok(ids) => Ok(ids[0]),
            Err(NotTaken::Told(sentence)) => Err(sentence.into()),
            Err(NotTaken::Store(error)) => Err(error.into()),
        }
    }

    /// A file, from its bytes to the books.
    pub async fn import(&self, account: BankAccountId, bytes: &[u8]) -> Result<Outcome> {
        let id = self.take(account, bytes).await?;
        Ok(self.intake().write_all(id).await?)
    }

    /// Answers a number as the superuser, from behind the walls.
    pub async fn count(&self, sql: &str) -> Result<i64> {
        let mut inside = superuser(&self.database).await?;
        let count = sqlx::query_scalar(AssertSqlSafe(sql.to_string())).fetch_one(&mut inside).await?;
        inside.close().await?;
        Ok(count)
    }

    /// What autovacuum would have done by the time somebody brings the next file.
    pub async fn settle(&self) -> Result<()> {
        let mut inside = superuser(&self.database).await?;
        inside.execute("vacuum analyze").await?;
        inside.execute("checkpoint").await?;
        Ok(inside.close().await?)
    }

    /// Closes it and keeps the database.
    pub async fn close(self) {
        self.db.close().await;
    }

    /// Closes it and drops the database.
    pub async fn remove(self) -> Result<()> {
        self.db.close().await;
        let mut admin = superuser("postgres").await?;
        admin.execute(AssertSqlSafe(format!("drop database {} with (force)", self.database))).await?;
        Ok(admin.close().await?)
    }
}

fn admin() -> Result<PgConnectOptions> {
    let url = std::env::var("DUPLEX_TEST_ADMIN_URL").map_err(|_| "DUPLEX_TEST_ADMIN_URL is not set")?;
    Ok(url.parse::<PgConnectOptions>()?.disable_statement_logging())
}

/// The cluster's superuser in a database.
pub async fn superuser(database: &str) -> Result<PgConnection> {
    Ok(admin()?.database(database).connect().await?)
}

/// The address of a database for a role.
pub fn url(role: &str, database: &str) -> Result<String> {
    let admin = admin()?;
    Ok(format!("postgres://{role}@{}:{}/{database}", admin.get_host(), admin.get_port()))
}

fn account(number: usize) -> AccountDraft {
    AccountDraft {
        name: format!("Checking {number}"),
        kind: BankKind::Checking,
        last_four: None,
        property: None,
        opening: Cents(2_000_000),
        opening_on: None,
    }
}

async fn property(house: &mut TestHouse, owner: &Member, name: &str) -> Result<PropertyId> {
    let id = fresh();
    sqlx::query(
        "insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at)
         values ($1, $2, $3, '1 Main St', 'Tempe', 'AZ', '85281', 1, now())",
    )
    .bind(owner.portfolio.0)
    .bind(id)
    .bind(name)
    .execute(&mut house.owner)
    .await?;
    Ok(PropertyId(id))
}
