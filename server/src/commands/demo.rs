//! `duplex demo`, and `duplex serve --demo`: a house with the portfolio to look around in.

use crate::config::Config;
use crate::database::Database;
use crate::failure::{Failure, Outcome, failed};
use crate::out;
use app::people::passwords;
use app::people::secrets::Secret;
use chrono_tz::Tz;
use domain::viewer::Member;
use domain::{Role, Viewer};
use store::Db;
use store::setup::{self, NewHouse};

/// Nothing of its own.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Who owns the demo.
const NAME: &str = "Ruth Calloway";
const EMAIL: &str = "ruth@example.com";
const ZONE: Tz = Tz::America__New_York;

/// Sets the demo up in a house that nobody lives in yet.
pub async fn run(_args: Args, config: &Config) -> Outcome {
    Database::visit(config, async |database| {
        let db = database.connect(config).await?;
        let made = furnish(&db).await;
        db.close().await;
        match made? {
            Some(words) => out::line(words),
            None => {
                return Err(failed(
                    "This house is set up already. Use another folder with --data-dir, or sign in.",
                ));
            }
        }
        Ok(())
    })
    .await
}

/// Makes the demo and answers how to sign in; `None` when the house is set up already.
///
/// # Errors
/// When the database does not answer.
pub async fn furnish(db: &Db) -> Result<Option<String>, Failure> {
    let broken = |error: store::Error| failed(error.to_string());
    let mut tx = db.enter(&Viewer::Public).await.map_err(broken)?;
    if !setup::is_fresh(&mut tx).await.map_err(broken)? {
        return Ok(None);
    }
    drop(tx);
    // Its own each time: a password that everybody knows would open the house to everybody who reaches it.
    let password: String =
        Secret::fresh().text().chars().filter(char::is_ascii_alphanumeric).take(14).collect();
    let hash =
        passwords::hash(password.clone()).await.map_err(|_| failed("The password could not be kept."))?;
    let mut tx = db.enter(&Viewer::Public).await.map_err(broken)?;
    let new = NewHouse { name: NAME, email: EMAIL, password_hash: &hash, zone: ZONE, portfolio: "My homes" };
    let (person, own) = setup::found(&mut tx, new).await.map_err(broken)?;
    tx.commit().await.map_err(broken)?;
    let owner = Member { portfolio: own, person, role: Role::Owner, reach: None };
    app::demo::found(db, &owner, ZONE)
        .await
        .map_err(|_| failed("The demo could not be made; see the log."))?;
    Ok(Some(format!(
        "The demo is ready. Sign in as {EMAIL} with the password {password} and choose Calloway Homes."
    )))
}
