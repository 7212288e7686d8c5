//! `duplex check`: does what is promised still hold? For people, for cron and for `bin/test`.

use crate::config::Config;
use crate::database::Database;
use crate::failure::{Failure, Outcome, failed};
use crate::out;
use serde_json::json;
use store::check::{self, Finding};
use store::{Db, admin};

/// What to prove.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to look at
    what: What,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    /// Only this portfolio, for `books`
    #[arg(long, value_name = "NAME")]
    portfolio: Option<String>,
}

/// Things that can be proved about a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// The two walls: between portfolios, and between a tenant and everybody else
    Isolation,
    /// That bank lines, documents, transfers and totals tell the same story to the cent
    Books,
    /// The rules by which the schema could be spread over several machines
    Schema,
}

/// Lists what does not hold; exit status 1 when there is anything.
pub async fn run(args: Args, config: &Config) -> Outcome {
    if args.portfolio.is_some() && args.what != What::Books {
        return Err(Failure::Usage(
            "Only `duplex check books` looks at one portfolio; leave --portfolio out.".to_owned(),
        ));
    }
    Database::visit(config, async |database| {
        let db = database.connect(config).await?;
        let findings = match args.what {
            What::Isolation => check::isolation(&db).await.map_err(explain),
            What::Schema => check::scale(&db).await.map_err(explain),
            What::Books => books(&db, database, args.portfolio.as_deref()).await,
        };
        db.close().await;
        tell(&findings?, args.json)
    })
    .await
}

/// Checks one portfolio or all of them. Which there are, only the owner of the database knows.
async fn books(db: &Db, database: &Database, name: Option<&str>) -> Result<Vec<Finding>, Failure> {
    let owner_url = database.owner_url.as_deref().ok_or_else(|| {
        failed("DATABASE_URL is the role that serves, which does not know the portfolios; set DUPLEX_OWNER_URL too.")
    })?;
    let portfolios = match name {
        None => admin::portfolios(owner_url).await?,
        Some(name) => vec![(admin::portfolio_named(owner_url, name).await?, name.to_owned())],
    };
    let mut findings = Vec::new();
    for (id, name) in portfolios {
        let found = check::books(db, id).await.map_err(explain)?;
        findings
            .extend(found.into_iter().map(|it| Finding { object: format!("{name}, {}", it.object), ..it }));
    }
    Ok(findings)
}

fn tell(findings: &[Finding], as_json: bool) -> Outcome {
    if as_json {
        out::line(json!({ "holds": findings.is_empty(), "findings": findings }));
    } else if findings.is_empty() {
        out::line("Everything holds.");
    } else {
        for finding in findings {
            out::line(format!("{}: {} ({})", finding.object, finding.sentence, finding.rule));
        }
    }
    match findings.len() {
        0 => Ok(()),
        1 => Err(failed("One thing does not hold.")),
        many => Err(failed(format!("{many} things do not hold."))),
    }
}

fn explain(error: store::Error) -> Failure {
    failed(error.to_string())
}
