//! The calendar: once a minute every portfolio gets what its own day asks for. Many processes may look; one plants.

use super::registry::LINES;
use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::Viewer;
use domain::id::PortfolioId;
use domain::job::Kind;
use std::collections::HashMap;
use std::time::Duration;
use store::{Db, Result, jobs};

/// How often the clock is looked at.
const ROUND: Duration = Duration::from_secs(60);

/// The newest period that is known to be planted.
type Known = HashMap<(PortfolioId, &'static str), NaiveDate>;

/// Plants for as long as it is polled.
pub async fn watch(db: Db) {
    let mut known = Known::new();
    loop {
        if let Err(error) = round(&db, &mut known).await {
            tracing::warn!(%error, "the calendar could not be looked at");
        }
        tokio::time::sleep(ROUND).await;
    }
}

/// One look at the clock of every portfolio.
async fn round(db: &Db, known: &mut Known) -> Result<()> {
    let kinds: Vec<Kind> = LINES.iter().map(|line| line.kind).filter(|kind| kind.every.is_some()).collect();
    for (portfolio, zone) in jobs::zones(db).await? {
        for kind in &kinds {
            // What goes wrong in one portfolio keeps no other from its day.
            if let Err(error) = plant(db, known, portfolio, zone, kind).await {
                tracing::warn!(%error, %portfolio, kind = kind.word, "the calendar could not be planted");
            }
        }
    }
    Ok(())
}

async fn plant(db: &Db, known: &mut Known, portfolio: PortfolioId, zone: Tz, kind: &Kind) -> Result<()> {
    let Some(schedule) = kind.every else { return Ok(()) };
    let period = schedule.period(db.now(), zone);
    if known.get(&(portfolio, kind.word)) == Some(&period) {
        return Ok(());
    }
    let mut tx = db.enter(&Viewer::Worker { portfolio }).await?;
    jobs::plant(&mut tx, kind.word, &period.to_string()).await?;
    tx.commit().await?;
    known.insert((portfolio, kind.word), period);
    Ok(())
}
