//! `duplex db url`: how to reach the database with other tools.

use crate::config::Config;
use crate::failure::{Outcome, failed};
use crate::{out, postgres};

/// What to ask.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    question: Question,
}

/// Questions about the database.
#[derive(Debug, clap::Subcommand)]
enum Question {
    /// Print the owner's connection string, for psql and for backups
    Url,
}

/// Prints the answer to standard output; starts nothing.
pub async fn run(args: Args, config: &Config) -> Outcome {
    let Question::Url = args.question;
    if config.database_url.is_none() {
        out::line(postgres::owner_url(config).await?);
        return Ok(());
    }
    let url = config.owner_url.as_deref().ok_or_else(|| {
        failed("DATABASE_URL is the role that serves, and how its owner signs in is not known; set DUPLEX_OWNER_URL.")
    })?;
    out::line(url);
    Ok(())
}
