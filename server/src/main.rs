//! The `duplex` program: reads the command line and the configuration, then hands over to one file in `commands/`.
//!
//! May use every room of the house; holds routes, commands and the program's own Postgres, and no rule of the business.

mod api;
mod cli;
mod commands;
mod config;
mod database;
mod failure;
mod jobs;
mod live;
mod logs;
mod out;
mod postgres;
mod shelf;
mod signals;
mod web;

use clap::Parser;
use cli::{Cli, Command};
use config::Config;
use failure::{Outcome, failed};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            out::complain(&failure);
            failure.exit_code()
        }
    }
}

fn run(cli: Cli) -> Outcome {
    if let Command::Help(args) = &cli.command {
        return commands::help::run(args);
    }
    if let Command::Eval(args) = &cli.command {
        return commands::eval::run(args);
    }
    let config = Config::read(&cli.settings(), &Config::environment())?;
    let stays = matches!(cli.command, Command::Serve(_) | Command::Web(_) | Command::Worker(_));
    logs::start(&config, if stays { "info" } else { "warn" });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| failed(format!("The program cannot start its threads: {error}.")))?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => commands::serve::run(args, &config).await,
            Command::Web(args) => commands::web::run(args, &config).await,
            Command::Worker(args) => commands::worker::run(args, &config).await,
            Command::Migrate(args) => commands::migrate::run(args, &config).await,
            Command::Check(args) => commands::check::run(args, &config).await,
            Command::Db(args) => commands::db::run(args, &config).await,
            Command::Demo(args) => commands::demo::run(args, &config).await,
            Command::User(args) => commands::user::run(args, &config).await,
            Command::Import(args) => commands::import::run(args, &config).await,
            Command::Eval(args) => commands::eval::run(&args),
            Command::Help(args) => commands::help::run(&args),
        }
    })
}
