//! Sweeps the place where files lie, once a day in every portfolio: what was removed a month ago, and bytes that no row speaks
//! of, because somebody was interrupted between laying them there and saying so.

use super::work::{Ending, Trouble, Work};
use app::{Lying, Unshelved};
use chrono::Duration;
use domain::file::{file_at, place, small_place};
use domain::id::FileId;
use futures::TryStreamExt;
use std::collections::HashSet;
use store::files;

/// Files in one transaction.
const BATCH: u32 = 500;
/// Bytes without a row that are younger may be on their way to one. Whoever brings back an older database has so long to
/// notice, before what it does not know is gone.
const ORPHAN_AGE: Duration = Duration::days(2);

/// First bytes go, then rows, then the room they took: whoever is interrupted goes on the next day.
pub async fn run(work: Work) -> Ending {
    loop {
        let mut tx = work.enter().await?;
        let removed = files::removed(&mut tx, BATCH).await?;
        tx.commit().await?;
        for file in &removed {
            drop_both(&work, file.id).await?;
        }
        let mut tx = work.enter().await?;
        files::forget(&mut tx, &removed).await?;
        tx.commit().await?;
        if removed.len() < BATCH as usize {
            break;
        }
    }
    orphans(&work).await?;
    work.keep(work.enter().await?).await
}

async fn drop_both(work: &Work, file: FileId) -> Result<(), Trouble> {
    let portfolio = work.held.portfolio;
    for lies in [place(portfolio, file), small_place(portfolio, file)] {
        work.things.shelf.remove(&lies).await.map_err(away)?;
    }
    Ok(())
}

/// Looks at everything of this portfolio that lies there, some hundred at a time.
async fn orphans(work: &Work) -> Result<(), Trouble> {
    let mut all = work.things.shelf.list(&work.held.portfolio.to_string()).try_chunks(BATCH as usize);
    while let Some(lying) = all.try_next().await.map_err(|error| away(error.1))? {
        let mut tx = work.enter().await?;
        let before = tx.now() - ORPHAN_AGE;
        let old: Vec<Lying> = lying.into_iter().filter(|one| one.since < before).collect();
        let of = |one: &Lying| file_at(work.held.portfolio, &one.place);
        let ids: Vec<FileId> = old.iter().filter_map(of).collect();
        let kept: HashSet<FileId> = files::kept(&mut tx, &ids).await?.into_iter().collect();
        tx.commit().await?;
        // What does not bear a name of ours is not ours to remove.
        for one in old.iter().filter(|one| of(one).is_some_and(|file| !kept.contains(&file))) {
            tracing::info!(place = one.place, "bytes that no row speaks of are removed");
            work.things.shelf.remove(&one.place).await.map_err(away)?;
        }
    }
    Ok(())
}

fn away(error: Unshelved) -> Trouble {
    tracing::warn!(%error, "the place for files could not be used");
    Trouble::Again("The place for files did not answer.".to_owned())
}
