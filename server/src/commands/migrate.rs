//! `duplex migrate`: the schema, forward or back.

use crate::config::Config;
use crate::database::Database;
use crate::failure::Outcome;
use crate::out;
use store::{bootstrap, migrate};

/// Which way.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Take back the last N migrations instead; what only they can hold is deleted
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    down: Option<u16>,
}

/// Migrates as the owner: by DUPLEX_OWNER_URL, else by DATABASE_URL, which may then be an administrator's.
pub async fn run(args: Args, config: &Config) -> Outcome {
    Database::visit(config, async |database| {
        let url = database.owner_url.as_deref().unwrap_or(&database.app_url);
        let prepared = config.database_url.is_some() && bootstrap::adopt(url).await?;
        let steps = match args.down {
            None => migrate::up(url).await?,
            Some(count) => migrate::down(url, usize::from(count)).await?,
        };
        let verb = if args.down.is_some() { "took back" } else { "ran" };
        for step in &steps {
            out::line(format!("{verb} {:04} {}", step.version, step.name));
        }
        if steps.is_empty() {
            out::line("Nothing to do: the database is where it should be.");
        }
        if prepared {
            out::line(
                "The roles are there. Give duplex_app a password (\\password duplex_app in psql) and start Duplex with it in \
                 DATABASE_URL.",
            );
        }
        Ok(())
    })
    .await
}
