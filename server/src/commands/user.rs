//! `duplex user`: letting people in, and giving them a new password, from the machine itself.

use crate::config::Config;
use crate::database::Database;
use crate::failure::{Failure, Outcome, failed};
use crate::out;
use app::people::{passwords, secrets::Secret};
use chrono_tz::Tz;
use domain::token::{Scope, TokenDraft};
use domain::{Role, Typed};
use std::io::Read;
use store::admin::{self, Added, NewToken, NewUser};

/// Longest password, with the end of its line.
const STDIN_BYTES_MAX: u64 = 1024;

/// What to do.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    deed: Deed,
}

/// Deeds about people.
#[derive(Debug, clap::Subcommand)]
enum Deed {
    /// Let somebody in; without a password it prints an invitation for them
    Add(Add),
    /// Give somebody a new password, and sign them out everywhere
    Password(Password),
    /// Make a token with which a program acts for somebody, and print it
    Token(Token),
}

/// Whom, and as what.
#[derive(Debug, clap::Args)]
struct Add {
    /// Mail address, to sign in
    #[arg(long)]
    email: String,
    /// owner, manager or bookkeeper
    #[arg(long)]
    role: Role,
    /// Name of the portfolio; made for an owner when there is none of this name
    #[arg(long)]
    portfolio: String,
    /// Their name [default: what stands before the @]
    #[arg(long)]
    name: Option<String>,
    /// Time zone of whom or what is made
    #[arg(long, default_value = "America/New_York")]
    time_zone: Tz,
    /// Read their password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

/// Whose.
#[derive(Debug, clap::Args)]
struct Password {
    /// Mail address they sign in with
    #[arg(long)]
    email: String,
    /// Read the new password from the first line of standard input
    #[arg(long, required = true)]
    password_stdin: bool,
}

/// Whose, and for what.
#[derive(Debug, clap::Args)]
struct Token {
    /// Mail address they sign in with
    #[arg(long)]
    email: String,
    /// Name of the portfolio, when they have a part in several
    #[arg(long)]
    portfolio: Option<String>,
    /// What it is for
    #[arg(long, default_value = "Made on the command line")]
    name: String,
    /// What it may do, such as tickets:read [default: everything]
    #[arg(long = "scope", value_parser = scope)]
    scopes: Vec<Scope>,
}

fn scope(word: &str) -> Result<Scope, String> {
    let known = || Scope::ALL.map(Scope::word).join(", ");
    word.parse().map_err(|()| format!("choose one of {}", known()))
}

/// Does it as the owner of the database, which may or may not be serving at the moment.
pub async fn run(args: Args, config: &Config) -> Outcome {
    match args.deed {
        Deed::Add(add) => add_user(add, config).await,
        Deed::Password(password) => set_password(password, config).await,
        Deed::Token(token) => add_token(token, config).await,
    }
}

async fn add_user(add: Add, config: &Config) -> Outcome {
    if add.role == Role::Tenant {
        return Err(Failure::Usage(
            "Tenants are invited from their page, because they belong to a lease; choose owner, manager or bookkeeper."
                .to_owned(),
        ));
    }
    let own = add.email.split('@').next().unwrap_or_default().to_owned();
    let mut typed = Typed::filled([
        ("email", add.email.clone()),
        ("name", add.name.unwrap_or(own)),
        ("portfolio", add.portfolio),
    ]);
    let (email, name) = (typed.email("email"), typed.text("name", "The name", 120));
    let portfolio = typed.text("portfolio", "The portfolio’s name", 120);
    refuse_errors(&typed)?;
    let password_hash = if add.password_stdin { Some(hashed(&email).await?) } else { None };
    let secret = Secret::fresh();
    let (config, link) = (config, format!("{}/invitation/{}", config.public_url(), secret.text()));
    with_owner(config, async |owner_url, now| {
        let new = NewUser {
            email: &email,
            name: &name,
            role: add.role,
            portfolio: &portfolio,
            zone: add.time_zone,
            password_hash: password_hash.as_deref(),
            token_hash: secret.hash(),
            now,
        };
        match admin::add_user(owner_url, new).await? {
            Added::Member => out::line(format!("{email} is in {portfolio}, as {}.", add.role)),
            Added::Invited => {
                out::line(format!("Give this link to {email}; it opens once, within 14 days:\n{link}"))
            }
        }
        Ok(())
    })
    .await
}

async fn set_password(password: Password, config: &Config) -> Outcome {
    let mut typed = Typed::filled([("email", password.email)]);
    let email = typed.email("email");
    refuse_errors(&typed)?;
    let password_hash = hashed(&email).await?;
    with_owner(config, async |owner_url, now| {
        admin::set_password(owner_url, &email, &password_hash, now).await?;
        out::line(format!("{email} has a new password and is signed out everywhere."));
        Ok(())
    })
    .await
}

/// Prints the token alone, so that a script can take it as it comes.
async fn add_token(token: Token, config: &Config) -> Outcome {
    let mut typed = Typed::filled([("email", token.email), ("name", token.name)]);
    let (email, name) = (typed.email("email"), typed.text("name", "What it is for", 60));
    refuse_errors(&typed)?;
    let scopes = if token.scopes.is_empty() { Scope::ALL.to_vec() } else { token.scopes };
    let draft = TokenDraft { name, scopes, expires_at: None };
    let secret = Secret::fresh();
    with_owner(config, async |owner_url, now| {
        let portfolio = token.portfolio.as_deref();
        let new = NewToken { email: &email, portfolio, draft: &draft, token_hash: secret.hash(), now };
        let opens = admin::add_token(owner_url, new).await?;
        tracing::info!(portfolio = opens, "made a token");
        out::line(secret.text());
        Ok(())
    })
    .await
}

/// Opens the database, brings it up to this program, and hands over its owner's address and the moment.
async fn with_owner(
    config: &Config,
    deed: impl AsyncFn(&str, chrono::DateTime<chrono::Utc>) -> Outcome,
) -> Outcome {
    Database::visit(config, async |database| {
        let owner_url = database.owner_url.as_deref().ok_or_else(|| {
            failed("DATABASE_URL is the role that serves, which may not do this; set DUPLEX_OWNER_URL too.")
        })?;
        let db = database.connect(config).await?;
        let now = db.now();
        db.close().await;
        deed(owner_url, now).await
    })
    .await
}

fn refuse_errors(typed: &Typed) -> Outcome {
    match typed.errors().first() {
        None => Ok(()),
        Some(error) => Err(Failure::Usage(error.message.clone())),
    }
}

/// The hash of the password on the first line of standard input, when it is good enough.
async fn hashed(email: &str) -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin()
        .take(STDIN_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(|_| failed("The password on standard input is not text."))?;
    let password = text.lines().next().unwrap_or_default().to_owned();
    passwords::judge(&password, email).map_err(failed)?;
    passwords::hash(password)
        .await
        .map_err(|_| failed("The password could not be hashed: there is no memory for it."))
}
