//! P2: a file of 5,000 lines into an account that holds ever more; the same file again; the same file twice at once.

use std::time::Instant;

use chrono::{Days, NaiveDate, Utc};
use domain::id::BankAccountId;

use super::Result;
use super::say::{self, Bound, Spread};
use super::statement::{Statement, YEARS_5};
use super::world::{Site, World};

/// Rows there are, and in how many files they come.
const SIZES: [(usize, usize); 3] = [(10_000, 1), (100_000, 1), (1_000_000, 9)];
const ROWS: usize = 5_000;
const PROPERTIES: usize = 10;
const RULES: usize = 50;
const ROUNDS: usize = 7;

/// Grows an account step by step and measures at each.
pub async fn run() -> Result<()> {
    let world = World::new(PROPERTIES, 1, RULES).await?;
    let account = world.accounts[0];
    let today = Utc::now().date_naive();
    let (mut there, mut points) = (0, Vec::new());
    for (size, files) in SIZES {
        world.hurry(true).await?;
        let site = world.open().await?;
        for part in 0..files {
            let rows = (size - there) / files;
            let file = Statement {
                seed: (size + part) as u64,
                rows,
                properties: PROPERTIES,
                last: today,
                days: YEARS_5,
            };
            site.import(account, &file.bytes(0).0).await?;
        }
        there = size;
        site.settle().await?;
        site.close().await;
        world.hurry(false).await?;
        let rounds = rounds(&world, account, size, today).await?;
        points.push((size, Spread::of(rounds.clone()).median));
        let line = format!("P2 {ROWS} lines onto {size}");
        say::spread(&line, rounds.into_iter().map(|s| s * 1000.0).collect(), "ms", Bound::None);
        if size == 100_000 {
            again(&world, account, today).await?;
            at_once(&world, account, today).await?;
        }
    }
    say::value("P2 exponent of the cost of a line", exponent(&points), "", Bound::Most(0.05));
    Ok(())
}

fn month(seed: u64, today: NaiveDate) -> Vec<u8> {
    let last = today - Days::new(1);
    Statement { seed: 77_000 + seed, rows: ROWS, properties: PROPERTIES, last, days: 30 }.bytes(0).0
}

/// Seconds of importing a month's file: small accounts are cloned for every round, the large one takes a new file each
/// time, by which it grows by half a percent.
async fn rounds(world: &World, account: BankAccountId, size: usize, today: NaiveDate) -> Result<Vec<f64>> {
    let mut seconds = Vec::new();
    let mut kept: Option<Site> = None;
    for round in 0..=ROUNDS as u64 {
        let site = match kept.take() {
            Some(site) => site,
            None if size < 1_000_000 => world.clone_as("bench_size").await?,
            None => world.open().await?,
        };
        let begun = Instant::now();
        let outcome = site.import(account, &month(round, today)).await?;
        // Among a million lines, a new one is now and then the very same as one of them.
        assert_eq!(outcome.new + outcome.twins + outcome.known, ROWS, "{outcome:?}");
        assert!(outcome.known <= ROWS / 1000, "{outcome:?}");
        if round > 0 {
            seconds.push(begun.elapsed().as_secs_f64());
        }
        if size < 1_000_000 {
            site.remove().await?;
        } else {
            kept = Some(site);
        }
    }
    if let Some(site) = kept {
        site.close().await;
    }
    Ok(seconds)
}

/// The second time nothing is new, and that is known quickly.
async fn again(world: &World, account: BankAccountId, today: NaiveDate) -> Result<()> {
    let mut ratios = Vec::new();
    for round in 0..=ROUNDS as u64 {
        let site = world.clone_as("bench_size").await?;
        let file = month(round, today);
        let begun = Instant::now();
        site.import(account, &file).await?;
        let first = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        let outcome = site.import(account, &file).await?;
        assert_eq!(outcome.known, ROWS, "{outcome:?}");
        if round > 0 {
            ratios.push(first / begun.elapsed().as_secs_f64());
        }
        site.remove().await?;
    }
    say::spread("P2 the same file again, first / second", ratios, "times", Bound::Least(2.0));
    Ok(())
}

/// Two uploads of one file at once are that file once.
async fn at_once(world: &World, account: BankAccountId, today: NaiveDate) -> Result<()> {
    let site = world.clone_as("bench_size").await?;
    let lines = "select count(*) from bank_line";
    let before = site.count(lines).await?;
    let (mut wrong, mut expected) = (0, before);
    for round in 0..ROUNDS as u64 {
        let file = month(round, today);
        let (one, two) = tokio::join!(site.import(account, &file), site.import(account, &file));
        let (one, two) = (one?, two?);
        expected += ROWS as i64;
        let (new, known) = (one.new + one.twins + two.new + two.twins, one.known + two.known);
        wrong += new.abs_diff(ROWS) + known.abs_diff(ROWS);
    }
    wrong += usize::try_from(site.count(lines).await?.abs_diff(expected))?;
    say::value("P2 rows doubled or lost by two uploads at once", wrong as f64, "rows", Bound::Most(0.0));
    site.settle().await?;
    let broken = store::check::books(&site.db, world.owner.portfolio).await?;
    assert!(broken.is_empty(), "{broken:?}");
    site.remove().await
}

/// Slope of log(seconds) over log(rows): 0 where size does not matter.
fn exponent(points: &[(usize, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(rows, s)| ((*rows as f64).ln(), s.ln())).collect();
    let count = logs.len() as f64;
    let (mean_x, mean_y) =
        (logs.iter().map(|p| p.0).sum::<f64>() / count, logs.iter().map(|p| p.1).sum::<f64>() / count);
    let above: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    above / logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum::<f64>()
}
