//! P1: a file of 100,000 lines, 5,000 of which an earlier file has brought, 50 rules; from its bytes to the books.

use std::time::Instant;

use app::imports::Content;
use chrono::Utc;
use domain::rules::Subject;
use store::imports::{self, Class};
use store::rules;

use super::limit::Written;
use super::peer::{Found, Peer};
use super::say::{self, Bound};
use super::statement::{Statement, TRADES, YEARS_5, merchant};
use super::world::{Site, World};
use super::{ROUNDS, Result};

const ROWS: usize = 100_000;
const KNOWN: usize = 5_000;
const PROPERTIES: usize = 10;
const RULES: usize = 50;

/// Measures against COPY and against pandas, in turns.
pub async fn run() -> Result<()> {
    let world = World::new(PROPERTIES, 1, RULES).await?;
    let last = Utc::now().date_naive();
    let file = Statement { seed: 1, rows: ROWS, properties: PROPERTIES, last, days: YEARS_5 };
    let (whole, earlier) = file.bytes(KNOWN);
    let site = world.open().await?;
    site.import(world.accounts[0], &earlier).await?;
    site.settle().await?;
    site.close().await;
    against_copy(&world, &whole).await?;
    against_pandas(&world, &whole, &earlier).await
}

async fn against_copy(world: &World, file: &[u8]) -> Result<()> {
    let (mut ours, mut ratios, mut rows) = (Vec::new(), Vec::new(), 0);
    for round in 0..=ROUNDS {
        let site = world.clone_as("bench_ours").await?;
        let begun = Instant::now();
        let outcome = site.import(world.accounts[0], file).await?;
        let seconds = begun.elapsed().as_secs_f64();
        assert_eq!((outcome.new + outcome.twins, outcome.known), (ROWS - KNOWN, KNOWN), "{outcome:?}");
        if round == 0 {
            site.settle().await?;
            let wrong = store::check::books(&site.db, world.owner.portfolio).await?;
            assert!(wrong.is_empty(), "{wrong:?}");
        }
        let written = Written::out_of(&site.database).await?;
        site.remove().await?;
        let site = world.clone_as("bench_copy").await?;
        let (limit, copied) = written.copy_into(&site.database).await?;
        site.remove().await?;
        rows = copied;
        // The first round warms both up.
        if round > 0 {
            ours.push(seconds);
            ratios.push(limit / seconds);
        }
    }
    let rate: Vec<f64> = ours.iter().map(|s| ROWS as f64 / s).collect();
    say::spread("P1 lines a second, from bytes to books", rate, "1/s", Bound::None);
    say::spread(&format!("P1 against COPY of its {rows} rows"), ratios, "times", Bound::Least(0.70));
    Ok(())
}

async fn against_pandas(world: &World, file: &[u8], earlier: &[u8]) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("duplex-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let patterns: Vec<String> =
        (0..RULES).map(|at| merchant(at / TRADES.len(), at % TRADES.len()).to_uppercase()).collect();
    let Some(mut peer) = Peer::start(&folder, earlier, file, &patterns)? else {
        say::skipped("P1 against pandas", "no Python with pandas");
        return Ok(());
    };
    let site = world.clone_as("bench_ours").await?;
    let id = site.take(world.accounts[0], file).await?;
    let (mut seconds, mut ratios) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let begun = Instant::now();
        let ours = think(&site, id).await?;
        let taken = begun.elapsed().as_secs_f64();
        let (theirs_took, theirs) = peer.turn()?;
        assert_eq!(ours, theirs, "both find the same");
        if round > 0 {
            seconds.push(taken * 1000.0);
            ratios.push(theirs_took / taken);
        }
    }
    say::spread("P1 reading, dedup and rules", seconds, "ms", Bound::None);
    say::spread("P1 the same against pandas", ratios, "times", Bound::Least(1.0));
    site.remove().await?;
    Ok(std::fs::remove_dir_all(&folder)?)
}

/// What an import does before it writes: reads the kept file, compares its lines with the account's, asks the rules.
async fn think(site: &Site, id: domain::id::ImportId) -> Result<Found> {
    let looked = site.intake().look(id).await?;
    let Content::Lines(reading) = looked.file else { return Err("the file was not read".into()) };
    let mut tx = site.intake().enter().await?;
    let account = looked.account.id;
    let seen = imports::sight(&mut tx, account, &reading.lines).await?;
    let matcher = rules::matcher(&mut tx).await?;
    let mut found = Found { new: 0, ruled: 0 };
    for (line, seen) in reading.lines.iter().zip(&seen).filter(|(_, s)| !matches!(s.class, Class::Known(_))) {
        found.new += 1;
        let subject = Subject { merchant: &seen.merchant, amount: line.amount, account };
        found.ruled += usize::from(matcher.guess(&subject).is_some_and(|g| g.source.rule().is_some()));
    }
    Ok(found)
}
