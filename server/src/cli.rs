//! The command line: which commands there are and what they take. What they do stands in `commands/`.

use crate::commands::{check, db, demo, eval, help, import, migrate, serve, user, web, worker};
use crate::config::Settings;
use clap::{Parser, Subcommand};

/// Duplex: rent, books and repairs for landlords and their tenants.
#[derive(Debug, Parser)]
#[command(name = "duplex", version, disable_help_subcommand = true, arg_required_else_help = true)]
pub struct Cli {
    /// Address and port to serve on, also DUPLEX_ADDR [default: 127.0.0.1:3000]
    #[arg(long, global = true, value_name = "HOST:PORT")]
    addr: Option<String>,
    /// Folder for the database and secrets, also DUPLEX_DATA_DIR [default: .data, or the user's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<String>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// One variant per file in `commands/`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve both portals, with the program's own Postgres unless DATABASE_URL is set
    Serve(serve::Args),
    /// Serve both portals and leave the work that waits to `duplex worker`
    Web(web::Args),
    /// Do the work that waits, such as mail, beside `duplex web` or `duplex serve`
    Worker(worker::Args),
    /// Bring the database up to this program, or take migrations back
    Migrate(migrate::Args),
    /// Prove that what is promised still holds
    Check(check::Args),
    /// Ask about the database
    Db(db::Args),
    /// Set up the portfolio to look around in
    Demo(demo::Args),
    /// Let people in, or give them a new password
    User(user::Args),
    /// Measure the program's own functions on labelled inputs
    Eval(eval::Args),
    /// Import a statement file into an account
    Import(import::Args),
    /// Explain a command, `config` or `database`
    Help(help::Args),
}

impl Cli {
    /// Flags that stand for a variable, under its name.
    pub fn settings(&self) -> Settings {
        let pairs = [("DUPLEX_ADDR", &self.addr), ("DUPLEX_DATA_DIR", &self.data_dir)];
        pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?))).collect()
    }
}
