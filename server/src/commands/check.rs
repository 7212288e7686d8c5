//! `duplex check`: does what is promised still hold? For people, for cron and for `bin/test`.

use crate::config::Config;
use crate::database::Database;
use crate::failure::{Outcome, failed};
use crate::out;
use serde_json::json;
use store::check;

/// What to prove.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to look at
    what: What,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Things that can be proved about a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// The two walls: between portfolios, and between a tenant and everybody else
    Isolation,
    /// The rules by which the schema could be spread over several machines
    Schema,
}

/// Lists what does not hold; exit status 1 when there is anything.
pub async fn run(args: Args, config: &Config) -> Outcome {
    Database::visit(config, async |database| {
        let db = database.connect(config).await?;
        let findings = match args.what {
            What::Isolation => check::isolation(&db).await,
            What::Schema => check::scale(&db).await,
        };
        db.close().await;
        let findings = findings.map_err(|error| failed(error.to_string()))?;
        if args.json {
            out::line(json!({ "holds": findings.is_empty(), "findings": findings }));
        } else if findings.is_empty() {
            out::line("Everything holds.");
        } else {
            for finding in &findings {
                out::line(format!("{}: {} ({})", finding.object, finding.sentence, finding.rule));
            }
        }
        if findings.is_empty() {
            Ok(())
        } else {
            Err(failed(format!("{} things do not hold.", findings.len())))
        }
    })
    .await
}
