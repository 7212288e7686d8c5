//! `duplex help`: a command, the settings, or what an administrator of a foreign Postgres has to run.

use crate::cli::Cli;
use crate::config;
use crate::failure::{Failure, Outcome};
use crate::out;
use clap::CommandFactory;
use store::bootstrap::{RIGHTS_SQL, ROLES_SQL};

/// What to explain.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A command, `config` for every setting, or `database` for the SQL that an administrator runs
    topic: Option<String>,
}

/// Prints it to standard output.
pub fn run(args: &Args) -> Outcome {
    let mut cli = Cli::command();
    match args.topic.as_deref() {
        None => out::line(cli.render_long_help()),
        Some("config") => out::line(config::help().trim_end()),
        Some("database") => out::line(database()),
        Some(name) => {
            let unknown = || {
                Failure::Usage(format!(
                    "There is no help about \"{name}\"; `duplex help` lists the commands, and `duplex help config` and \
                     `duplex help database` tell the rest."
                ))
            };
            // Building is what copies the global flags into the command.
            cli.build();
            out::line(cli.find_subcommand_mut(name).ok_or_else(unknown)?.render_long_help());
        }
    }
    Ok(())
}

fn database() -> String {
    format!(
        "-- To use a Postgres of your own (15 or newer), run this as an administrator of it:\n--   duplex help database \
         | psql postgres://ADMIN@HOST/postgres\n-- then give the two roles that sign in a password each:\n--   \\password \
         duplex_owner\n--   \\password duplex_app\n-- and start Duplex with\n--   \
         DATABASE_URL=postgres://duplex_app:PASSWORD@HOST/duplex\n--   \
         DUPLEX_OWNER_URL=postgres://duplex_owner:PASSWORD@HOST/duplex   (only needed when there is something to \
         migrate)\n\n{ROLES_SQL}\nselect 'create database duplex owner duplex_owner template template0 encoding ''UTF8'''\n \
         where not exists (select from pg_database where datname = 'duplex') \\gexec\n\\connect duplex\n\n{}",
        RIGHTS_SQL.trim_end()
    )
}
