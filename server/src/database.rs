//! The database of a command: somebody's by `DATABASE_URL`, or our own. Answers one question, "is it fit to serve?", and
//! makes it so where it may.

use crate::config::Config;
use crate::failure::{Failure, Outcome, failed};
use crate::postgres::{Cluster, DATABASE, Login, Purpose};
use crate::signals::Stop;
use chrono::Utc;
use std::sync::Arc;
use store::bootstrap::{self, Passwords};
use store::migrate::{self, Schema};
use store::{Clock, Db};

/// A database that answers.
pub struct Database {
    /// Signs in as the role that serves.
    pub app_url: String,
    /// Signs in as the owner; `None` when nobody has told us how.
    pub owner_url: Option<String>,
    cluster: Option<Cluster>,
}

impl Database {
    /// Opens the database for the time of one command, and lets go of it whatever the command answers, or when somebody
    /// interrupts it.
    pub async fn visit(config: &Config, command: impl AsyncFnOnce(&Self) -> Outcome) -> Outcome {
        let interrupted = || failed("It was interrupted before it was done.");
        let mut stop = Stop::listen()?;
        let database = tokio::select! {
            database = Self::open(config, Purpose::Visit) => database?,
            () = stop.asked() => return Err(interrupted()),
        };
        let outcome = tokio::select! {
            outcome = command(&database) => outcome,
            () = stop.asked() => Err(interrupted()),
        };
        database.close().await;
        outcome
    }

    /// Opens the database; `close` must follow.
    pub async fn open(config: &Config, purpose: Purpose) -> Result<Self, Failure> {
        if let Some(url) = &config.database_url {
            return Ok(Self { app_url: url.clone(), owner_url: config.owner_url.clone(), cluster: None });
        }
        let cluster = Cluster::open(config, purpose).await?;
        let database = Self {
            app_url: cluster.url(Login::App),
            owner_url: Some(cluster.url(Login::Owner)),
            cluster: Some(cluster),
        };
        match database.lay_ground().await {
            Ok(()) => Ok(database),
            Err(error) => {
                database.close().await;
                Err(error)
            }
        }
    }

    /// Lets go of it.
    pub async fn close(self) {
        if let Some(cluster) = self.cluster {
            cluster.close().await;
        }
    }

    /// Brings the schema up to this program where the owner is known, signs in as the role that serves, and refuses to go
    /// on with a schema that does not fit or a login that row-level security would not hold.
    pub async fn connect(&self, config: &Config) -> Result<Db, Failure> {
        if let Some(owner) = &self.owner_url {
            for step in migrate::up(owner).await? {
                tracing::info!(version = step.version, "migrated: {}", step.name);
            }
        }
        bootstrap::check_login(&self.app_url).await?;
        let db = Db::connect(&self.app_url, config.db_connections, clock());
        let db = db.await.map_err(|error| failed(error.to_string()))?;
        match migrate::schema_of(&db).await? {
            Schema::Current => Ok(db),
            Schema::Behind(missing) => Err(failed(format!(
                "The database is {missing} migrations behind this program. Run `DATABASE_URL=postgres://duplex_owner:\
                 PASSWORD@HOST/DATABASE duplex migrate`, or set DUPLEX_OWNER_URL and start again."
            ))),
            Schema::Ahead => Err(failed(
                "The database was migrated by a newer Duplex than this one; install that version again.",
            )),
        }
    }

    /// Roles and an empty database in a cluster of ours. Skipped when the owner can already sign in.
    async fn lay_ground(&self) -> Outcome {
        let Some(cluster) = &self.cluster else { return Ok(()) };
        let both =
            (bootstrap::probe(&cluster.url(Login::Owner)).await, bootstrap::probe(&self.app_url).await);
        if let (Ok(()), Ok(())) = both {
            return Ok(());
        }
        let passwords =
            Passwords { owner: cluster.password(Login::Owner), app: cluster.password(Login::App) };
        Ok(bootstrap::prepare(&cluster.url(Login::Superuser), DATABASE, &passwords).await?)
    }
}

/// The system's clock: the one place where the program looks at it. Everybody else is handed the time.
#[expect(clippy::disallowed_methods, reason = "this is where the time comes in")]
pub fn clock() -> Clock {
    Arc::new(Utc::now)
}
