//! P7: pages over a million transactions of 50 properties, five years and eight categories, from the release program and
//! without caches, against the same bytes as a constant.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::http::header;
use axum::response::Html;
use axum::routing::get;
use chrono::Utc;
use domain::Viewer;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, Executor};
use store::sessions::{self, Idle, NewSession};
use tower_http::compression::CompressionLayer;

use super::http::{Browser, Coding};
use super::program::Program;
use super::say::{self, Bound};
use super::statement::{Statement, TRADES, YEARS_5};
use super::world::{self, Site, World};
use super::{ROUNDS, Result};

const PROPERTIES: usize = 50;
const FILES: usize = 10;
const ROWS_A_FILE: usize = 100_000;
/// Requests for percentiles; one in a hundred is what p99 stands on.
const REQUESTS: usize = 2_000;
/// Requests in a turn beside the constant.
const TURN: usize = 200;
const TOKEN: &str = "bench";

/// Seeds, starts the program, asks.
pub async fn run() -> Result<()> {
    let world = World::new(PROPERTIES, FILES, PROPERTIES * TRADES.len()).await?;
    world.hurry(true).await?;
    let site = world.open().await?;
    seed(&world, &site).await?;
    world.hurry(false).await?;
    sign_in(&world, &site).await?;
    site.close().await;
    let (app, owner) =
        (world::url("duplex_app", &world.database)?, world::url("duplex_owner", &world.database)?);
    let settings = [("DATABASE_URL", app.as_str()), ("DUPLEX_OWNER_URL", owner.as_str())];
    let program = Program::start(&settings)?;
    let year = Utc::now().format("%Y");
    let report = format!("/reports/profit-and-loss?year={year}");
    for (name, path) in [("first page", "/"), ("reports", "/reports"), ("profit and loss", report.as_str())] {
        percentiles(program.addr, name, path)?;
    }
    beside_constant(program.addr, "/")?;
    say::value("P13 memory after load", program.megabytes()?, "MB", Bound::Most(80.0));
    program.stop()?;
    statements(&world, &settings, "/").await
}

/// A million lines through the product's own import, each account's by a file of its own; and a let home a property.
async fn seed(world: &World, site: &Site) -> Result<()> {
    for (at, account) in world.accounts.iter().enumerate() {
        let last = Utc::now().date_naive();
        let file =
            Statement { seed: at as u64, rows: ROWS_A_FILE, properties: PROPERTIES, last, days: YEARS_5 };
        let outcome = site.import(*account, &file.bytes(0).0).await?;
        assert_eq!((outcome.new, outcome.booked), (ROWS_A_FILE, ROWS_A_FILE), "{outcome:?}");
    }
    let mut inside = world::superuser(&world.database).await?;
    inside
        .execute(
            "insert into unit (portfolio_id, id, property_id, name, created_at)
               select portfolio_id, gen_random_uuid(), id, 'House', now() from property;
             insert into lease (portfolio_id, id, property_id, unit_id, starts_on, created_at)
               select portfolio_id, gen_random_uuid(), property_id, id, current_date - 400, now() from unit;
             insert into lease_term (portfolio_id, lease_id, property_id, from_on, rent_cents, due_day, created_at)
               select portfolio_id, id, property_id, starts_on, 120000, 1, now() from lease",
        )
        .await?;
    inside.close().await?;
    site.settle().await?;
    let wrong = store::check::books(&site.db, world.owner.portfolio).await?;
    assert!(wrong.is_empty(), "{wrong:?}");
    Ok(())
}

async fn sign_in(world: &World, site: &Site) -> Result<()> {
    let mut tx = site.db.enter(&Viewer::Public).await?;
    let id_hash = Sha256::digest(TOKEN.as_bytes()).into();
    let (address, browser) = ("127.0.0.1".into(), "bench".into());
    sessions::open(
        &mut tx,
        NewSession { id_hash, person: world.owner.person, address, browser, idle: Idle::default() },
    )
    .await?;
    Ok(tx.commit().await?)
}

fn browser(addr: SocketAddr) -> Result<Browser> {
    Browser::new(addr, &format!("duplex={TOKEN}"))
}

/// One request at a time.
fn percentiles(addr: SocketAddr, name: &str, path: &str) -> Result<()> {
    let mut browser = browser(addr)?;
    let mut took = turn(&mut browser, path, Coding::Squeezed, TURN)?;
    took = turn(&mut browser, path, Coding::Squeezed, REQUESTS - took.len() + TURN)?;
    took.sort();
    let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    say::value(&format!("P7 {name}, p50"), at(50), "ms", Bound::Most(4.0));
    say::value(&format!("P7 {name}, p99"), at(99), "ms", Bound::Most(12.0));
    Ok(())
}

fn turn(browser: &mut Browser, path: &str, coding: Coding, requests: usize) -> Result<Vec<Duration>> {
    let mut took = Vec::with_capacity(requests);
    for _ in 0..requests {
        let answer = browser.get(path, coding)?;
        assert_eq!(answer.status, 200, "{path}");
        took.push(answer.took);
    }
    Ok(took)
}

/// The page against its own bytes served as a constant: as browsers ask, where both are squeezed anew for each request, and
/// as they are.
fn beside_constant(addr: SocketAddr, path: &str) -> Result<()> {
    let page = browser(addr)?.get(path, Coding::Plain)?.body;
    let constant = serve_constant(String::from_utf8(page)?)?;
    for (words, coding) in [("squeezed for browsers", Coding::Squeezed), ("as they are", Coding::Plain)] {
        let (mut ours, mut theirs) = (browser(addr)?, browser(constant)?);
        let mut ratios = Vec::new();
        for round in 0..=ROUNDS {
            let sum = |browser: &mut Browser| -> Result<f64> {
                Ok(turn(browser, path, coding, TURN)?.iter().map(Duration::as_secs_f64).sum())
            };
            let (page, same) = (sum(&mut ours)?, sum(&mut theirs)?);
            if round > 0 {
                ratios.push(same / page);
            }
        }
        say::spread(&format!("P7 against the same bytes, {words}"), ratios, "times", Bound::Least(0.5));
    }
    Ok(())
}

/// Serves a text on a thread of its own for the rest of this process.
fn serve_constant(text: String) -> Result<SocketAddr> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    listener.set_nonblocking(true)?;
    let addr = listener.local_addr()?;
    let text: &'static str = text.leak();
    let routes = Router::new()
        .route("/", get(move || async move { ([(header::CACHE_CONTROL, "no-store")], Html(text)) }))
        .layer(CompressionLayer::new());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, routes).await
        })
    });
    Ok(addr)
}

/// How many statements one page is, counted in Postgres' log.
async fn statements(world: &World, settings: &[(&str, &str)], path: &str) -> Result<()> {
    let Ok(log) = std::env::var("DUPLEX_TEST_POSTGRES_LOG") else {
        say::skipped("P9 statements of a page", "Postgres' log was not named");
        return Ok(());
    };
    let database = &world.database;
    let told = format!("alter role duplex_app in database {database} set log_statement = 'all'");
    let mut inside = world::superuser(database).await?;
    inside.execute(AssertSqlSafe(told)).await?;
    inside.close().await?;
    let program = Program::start(settings)?;
    let mut browser = browser(program.addr)?;
    browser.get(path, Coding::Plain)?;
    let before = std::fs::read_to_string(&log)?.len();
    browser.get(path, Coding::Plain)?;
    let after = std::fs::read_to_string(&log)?[before..].to_string();
    program.stop()?;
    let is_asked = |line: &&str| line.contains("LOG:  execute") || line.contains("LOG:  statement:");
    let is_frame = |line: &&str| {
        ["BEGIN", "begin", "COMMIT", "ROLLBACK"].iter().any(|w| line.contains(&format!("statement: {w}")))
    };
    let (asked, framed) = (after.lines().filter(is_asked).count(), after.lines().filter(is_frame).count());
    say::value("P9 statements of the first page", (asked - framed) as f64, "", Bound::Most(8.0));
    say::value("P9 its messages that open and close", framed as f64, "", Bound::None);
    Ok(())
}
