//! What live streams take from somebody who writes as fast as they can.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::Utc;
use domain::id::{PersonId, PortfolioId};
use domain::viewer::Member;
use domain::{Role, Viewer};
use store::activity::{Entry, record};
use store::testing::TestHouse;
use store::{Db, events};
use uuid::Uuid;

use super::program::Program;
use super::say::{self, Bound};
use super::{ROUNDS, Result};

/// Who write at once, in portfolios of their own.
const WRITERS: usize = 8;
/// How long each time.
const WHILE: Duration = Duration::from_secs(3);

/// Commits a second with the program awake, its thousand streams and all, against those with it asleep, in turns.
pub async fn run(house: &TestHouse, program: &Program) -> Result<()> {
    let db = Db::connect(&house.url, 16, Arc::new(Utc::now)).await?;
    let (mut ratios, mut with, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        program.sleep(true)?;
        let off = commits(&db).await?;
        program.sleep(false)?;
        // It catches up with what it has slept through.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let teller = db.clone();
        let telling = tokio::spawn(async move { events::tell_others(&teller).await });
        let on = commits(&db).await?;
        telling.abort();
        tokio::time::sleep(Duration::from_secs(1)).await;
        if round > 0 {
            ratios.push(on / off);
            with.push(on);
            without.push(off);
        }
    }
    say::spread("P6 commits of a busy writer, streams off", without, "/s", Bound::None);
    say::spread("P6 commits of a busy writer, streams on", with, "/s", Bound::None);
    say::spread("P6 on, of off", ratios, "times", Bound::Least(0.97));
    Ok(())
}

async fn commits(db: &Db) -> Result<f64> {
    let (over, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let begun = Instant::now();
    let writers: Vec<_> = (0..WRITERS)
        .map(|n| {
            let (db, over, count) = (db.clone(), Arc::clone(&over), Arc::clone(&count));
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    write(&db, n).await.map_err(|e| e.to_string())?;
                    count.fetch_add(1, Ordering::Relaxed);
                }
                Ok::<_, String>(())
            })
        })
        .collect();
    tokio::time::sleep(WHILE).await;
    over.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await??;
    }
    Ok(count.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64())
}

/// One act of an owner: written down, and told to whoever has a page open there.
async fn write(db: &Db, number: usize) -> store::Result<()> {
    let id = |kind: u128| Uuid::from_u128((kind << 96) | 0x4000_8000_0000_0000_0000 | (number as u128 * 100));
    let (portfolio, person) = (PortfolioId(id(2)), PersonId(id(1)));
    let viewer = Viewer::Member(Member { portfolio, person, role: Role::Owner, reach: None });
    let mut tx = db.enter(&viewer).await?;
    let subject = tx.new_id();
    record(&mut tx, Entry::new("bench.write", subject, "Wrote something down.")).await?;
    tx.commit().await
}
