//! `duplex import`: a statement file from the machine itself, through the same steps as on the page.

use std::path::PathBuf;

use app::imports::{Content, Existing, Intake, NotTaken, Target};
use domain::bank::{AccountDraft, BankKind};
use domain::id::{ImportId, PropertyId};
use domain::viewer::Member;
use domain::{Cents, Role, Viewer};
use serde_json::json;
use store::imports::Outcome as Imported;
use store::{Db, Tx, accounts, admin, properties};

use crate::config::Config;
use crate::database::Database;
use crate::failure::{Failure, Outcome, failed};
use crate::out;

/// Which file, for whom.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Statement file: CSV, OFX or QFX
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Name of the portfolio
    #[arg(long)]
    portfolio: String,
    /// Name of the account; made when there is none of this name
    #[arg(long, value_name = "NAME")]
    bank_account: String,
    /// Property that the lines of a new account belong to
    #[arg(long, value_name = "NAME")]
    property: Option<String>,
    /// Answer as one JSON object
    #[arg(long)]
    json: bool,
}

/// Reads the file, then writes it whole or not at all.
pub async fn run(args: Args, config: &Config) -> Outcome {
    let name = args.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let size = tokio::fs::metadata(&args.file).await.map_err(|e| unreadable(&args, &e))?.len();
    if size > formats::MAX_BYTES as u64 {
        return Err(failed(format!(
            "{name} is larger than 50 MB. Ask your bank for a shorter time, such as one year."
        )));
    }
    let bytes = tokio::fs::read(&args.file).await.map_err(|e| unreadable(&args, &e))?;
    Database::visit(config, async |database| {
        let Some(owner_url) = database.owner_url.as_deref() else {
            return Err(failed("Importing here needs the database's owner. Set DUPLEX_OWNER_URL, or bring the file on its page."));
        };
        let portfolio = admin::portfolio_named(owner_url, &args.portfolio).await?;
        let db = database.connect(config).await?;
        // Whoever runs the machine acts for the portfolio's owner, and its activity list says so.
        let person = admin::owner_of(owner_url, portfolio).await?;
        let viewer = Viewer::Member(Member { portfolio, person, role: Role::Owner, reach: None });
        let done = import(&db, viewer, &args, &name, bytes.clone(), &config.public_url()).await;
        db.close().await;
        done
    })
    .await
}

fn unreadable(args: &Args, error: &std::io::Error) -> Failure {
    failed(format!("{} cannot be read: {error}.", args.file.display()))
}

async fn import(db: &Db, viewer: Viewer, args: &Args, name: &str, bytes: Vec<u8>, site: &str) -> Outcome {
    let intake = Intake { db: db.clone(), viewer, today: db.now().date_naive() };
    let mut tx = intake.enter().await.map_err(told)?;
    let target = target(&mut tx, args).await?;
    let mut existing: Vec<Existing> =
        accounts::list(&mut tx, false).await.map_err(told)?.iter().map(Existing::from).collect();
    tx.commit().await.map_err(told)?;
    let taken = intake.take(&target, &mut existing, name, bytes).await.map_err(not_taken)?;
    let id = *taken.first().ok_or_else(|| failed("The file holds nothing for this account."))?;
    let looked = intake.look(id).await.map_err(told)?;
    let bad = match looked.file {
        Content::Lines(reading) => reading.unreadable,
        Content::Refused(sentence) => return Err(failed(sentence)),
        Content::Question(question) => {
            let ways: Vec<String> =
                question.choices.iter().map(|c| format!("{}: {}", c.label, c.why)).collect();
            return Err(failed(format!(
                "{} {} Answer at {site}/imports/{id}; then every file with this header is read that way.",
                question.text,
                ways.join(" ")
            )));
        }
    };
    let outcome = intake.write_all(id).await.map_err(told)?;
    let bad: Vec<(u32, String)> = bad.into_iter().map(|u| (u.line_no, u.reason)).collect();
    say(args.json, id, &outcome, &bad);
    Ok(())
}

/// The account of this name, or a new one.
async fn target(tx: &mut Tx, args: &Args) -> Result<Target, Failure> {
    match accounts::named(tx, args.bank_account.trim()).await {
        Ok(id) => return Ok(Target::Account(id)),
        Err(store::Error::Missing) => {}
        Err(other) => return Err(told(other)),
    }
    let property = match &args.property {
        Some(name) => Some(property_named(tx, name).await?),
        None => None,
    };
    let name = args.bank_account.trim().to_string();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Failure::Usage("The name of an account has 1 to 80 characters.".into()));
    }
    let draft = AccountDraft {
        name,
        kind: BankKind::Checking,
        last_four: None,
        property,
        opening: Cents::ZERO,
        opening_on: None,
    };
    Ok(Target::New(draft))
}

async fn property_named(tx: &mut Tx, name: &str) -> Result<PropertyId, Failure> {
    let today = tx.today();
    let all = properties::list(tx, today).await.map_err(told)?;
    let found = all.iter().find(|p| p.name.eq_ignore_ascii_case(name.trim())).map(|p| p.id);
    found.ok_or_else(|| failed(format!("There is no property called {name} in this portfolio.")))
}

fn say(as_json: bool, id: ImportId, outcome: &Imported, bad: &[(u32, String)]) {
    let to_review = (outcome.new + outcome.twins).saturating_sub(outcome.booked);
    if as_json {
        let bad: Vec<_> =
            bad.iter().map(|(line, reason)| json!({ "line": line, "reason": reason })).collect();
        out::line(json!({
            "import_id": id.to_string(), "rows": outcome.rows, "new": outcome.new, "known": outcome.known,
            "twins": outcome.twins, "unreadable": bad, "booked": outcome.booked, "to_review": to_review,
        }));
        return;
    }
    out::line(format!("{}. {} booked by rules, {to_review} in review.", outcome.words(), outcome.booked));
    for (line, reason) in bad {
        out::line(format!("line {line}: {reason}"));
    }
}

fn told(error: store::Error) -> Failure {
    failed(error.to_string())
}

fn not_taken(why: NotTaken) -> Failure {
    match why {
        NotTaken::Told(sentence) => failed(sentence),
        NotTaken::Store(error) => told(error),
    }
}
