//! `duplex serve`: the whole program in one process.

use super::demo;
use crate::config::Config;
use crate::database::Database;
use crate::failure::{Failure, Outcome, failed};
use crate::mail_worker;
use crate::out;
use crate::postgres::Purpose;
use crate::signals::Stop;
use crate::web::{self, Web};
use std::io::ErrorKind;
use store::{Db, check};
use tokio::net::TcpListener;

/// The global flags and the environment say the rest.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Set up a portfolio to look around in, when nobody lives here yet
    #[arg(long)]
    demo: bool,
}

/// Serves until somebody asks it to stop: first the connections end, then the database.
pub async fn run(args: Args, config: &Config) -> Outcome {
    let mut stop = Stop::listen()?;
    let database = tokio::select! {
        database = Database::open(config, Purpose::Serve) => database?,
        () = stop.asked() => return Ok(()),
    };
    let outcome = serve(&args, &database, config, &mut stop).await;
    database.close().await;
    outcome
}

async fn serve(args: &Args, database: &Database, config: &Config, stop: &mut Stop) -> Outcome {
    let (listener, db) = tokio::select! {
        ready = async { Ok::<_, Failure>((bind(config).await?, connect(database, config).await?)) } => ready?,
        () = stop.asked() => return Ok(()),
    };
    // Port 0 means any that is free; from here on it has a number.
    let addr = listener.local_addr().unwrap_or(config.addr);
    let config = Config { addr, ..config.clone() };
    if args.demo {
        match demo::furnish(&db).await? {
            Some(words) => out::line(words),
            None => out::line(
                "This house is set up already; the demo is left out. Another --data-dir starts afresh.",
            ),
        }
    }
    let post = mail_worker::start(&db, &config)?;
    let web = Web::new(db.clone(), config.clone());
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "ready at {}", config.public_url());
    match config.base_url {
        None => out::line(format!("Duplex is ready at {}", config.public_url())),
        Some(_) => out::line(format!("Duplex is ready at {}, behind http://{addr}", config.public_url())),
    }
    web::serve(listener, web::router(&web), stop.asked()).await;
    if let Some(post) = post {
        post.close().await;
    }
    db.close().await;
    Ok(())
}

/// A database whose walls do not stand is not served, whoever has weakened them.
async fn connect(database: &Database, config: &Config) -> Result<Db, Failure> {
    let db = database.connect(config).await?;
    let findings = check::isolation(&db).await.map_err(|error| failed(error.to_string()))?;
    match findings.first() {
        None => Ok(db),
        Some(first) => Err(failed(format!(
            "The database does not keep people apart as it must, so it is not served: {}: {} `duplex check isolation` \
             lists everything that is wrong.",
            first.object, first.sentence
        ))),
    }
}

async fn bind(config: &Config) -> Result<TcpListener, Failure> {
    TcpListener::bind(config.addr).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => failed(format!(
            "Something else listens on {} already; stop it, or choose another address with --addr.",
            config.addr
        )),
        _ => failed(format!(
            "The program cannot listen on {}: {error}. Choose another with --addr.",
            config.addr
        )),
    })
}
