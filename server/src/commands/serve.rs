//! `duplex serve`: the whole program in one process.

use super::demo;
use crate::config::Config;
use crate::database::Database;
use crate::failure::{Failure, Outcome, failed};
use crate::jobs::{Crew, Things};
use crate::live;
use crate::out;
use crate::postgres::Purpose;
use crate::shelf;
use crate::signals::Stop;
use crate::web::{self, Web};
use std::io::ErrorKind;
use std::net::SocketAddr;
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
    stand(config, Purpose::Serve, Parts { demo: args.demo, pages: true, work: true }).await
}

/// What a process is there for.
#[derive(Clone, Copy)]
pub struct Parts {
    /// Sets the demo up first.
    pub demo: bool,
    /// Answers both portals.
    pub pages: bool,
    /// Does the work that waits.
    pub work: bool,
}

/// Does its part until somebody asks it to stop.
pub async fn stand(config: &Config, purpose: Purpose, parts: Parts) -> Outcome {
    let mut stop = Stop::listen()?;
    let database = tokio::select! {
        database = Database::open(config, purpose) => database?,
        () = stop.asked() => return Ok(()),
    };
    let outcome = stand_on(&database, config, parts, &mut stop).await;
    database.close().await;
    outcome
}

async fn stand_on(database: &Database, config: &Config, parts: Parts, stop: &mut Stop) -> Outcome {
    let addr = if parts.pages { Some(config.addr) } else { config.worker_addr };
    let (listener, db) = tokio::select! {
        ready = async { Ok::<_, Failure>((bind(addr).await?, connect(database, config).await?)) } => ready?,
        () = stop.asked() => return Ok(()),
    };
    // Port 0 means any that is free; from here on it has a number.
    let addr = listener.as_ref().and_then(|it| it.local_addr().ok()).unwrap_or(config.addr);
    let config = if parts.pages { Config { addr, ..config.clone() } } else { config.clone() };
    if parts.demo {
        furnish(&db).await?;
    }
    let shelf = shelf::open(&config).await?;
    let web = Web::new(db.clone(), config.clone(), shelf.clone());
    let crew = match parts.work {
        true => Some(Crew::start(&db, Things::new(&config, shelf)?, &config, web.metrics.jobs())),
        false => None,
    };
    let live = parts.pages.then(|| live::start(&web.live));
    // A process without pages tells the others what it has changed.
    let telling = (!parts.pages).then(|| tokio::spawn(tell_others(db.clone())));
    tell(&config, parts, addr, listener.is_some());
    let router = if parts.pages { web::router(&web) } else { web::router_of_worker(&web) };
    let stopped = async {
        stop.asked().await;
        // What is under way ends side by side: pages here, work there.
        if let Some(crew) = &crew {
            crew.stop();
        }
        if let Some(live) = &live {
            live.close();
        }
    };
    match listener {
        Some(listener) => web::serve(listener, router, stopped).await,
        None => stopped.await,
    }
    if let Some(crew) = crew {
        crew.close().await;
    }
    if let Some(telling) = telling {
        telling.abort();
    }
    drop(live);
    db.close().await;
    Ok(())
}

async fn tell_others(db: Db) {
    store::events::tell_others(&db).await;
}

async fn furnish(db: &Db) -> Outcome {
    match demo::furnish(db).await? {
        Some(words) => out::line(words),
        None => {
            out::line(
                "This house is set up already; the demo is left out. Another --data-dir starts afresh.",
            );
        }
    }
    Ok(())
}

/// Says that it is ready, and where.
fn tell(config: &Config, parts: Parts, addr: SocketAddr, listens: bool) {
    let version = env!("CARGO_PKG_VERSION");
    if !parts.pages {
        let at_once = config.jobs_at_once;
        let place =
            if listens { format!("; it answers about itself at http://{addr}") } else { String::new() };
        tracing::info!(version, at_once, "ready to work");
        out::line(format!("Duplex works on what waits, {at_once} at once{place}"));
        return;
    }
    tracing::info!(version, "ready at {}", config.public_url());
    match config.base_url {
        None => out::line(format!("Duplex is ready at {}", config.public_url())),
        Some(_) => out::line(format!("Duplex is ready at {}, behind http://{addr}", config.public_url())),
    }
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

async fn bind(addr: Option<SocketAddr>) -> Result<Option<TcpListener>, Failure> {
    let Some(addr) = addr else { return Ok(None) };
    let listener = TcpListener::bind(addr).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => failed(format!(
            "Something else listens on {addr} already; stop it, or choose another address with --addr (for `duplex worker` \
             with DUPLEX_WORKER_ADDR)."
        )),
        _ => failed(format!("The program cannot listen on {addr}: {error}. Choose another with --addr.")),
    })?;
    Ok(Some(listener))
}
