//! Tidying up, once a day in every portfolio: work that was done, what open pages and people were told, and texts that
//! nobody may read any more.

use super::work::{Ending, Work};
use store::{events, jobs, notifications};

/// Rows in one transaction.
const BATCH: u32 = 2000;

/// Removes old jobs and events a batch at a time and shows how many of the jobs are gone, then forgets old letters in the
/// transaction that completes it.
pub async fn run(work: Work) -> Ending {
    let mut tx = work.enter().await?;
    let (mut swept, old) = (0, jobs::to_sweep(&mut tx).await?);
    tx.commit().await?;
    loop {
        let mut tx = work.enter().await?;
        let (gone, told) = (jobs::sweep(&mut tx, BATCH).await?, events::sweep(&mut tx, BATCH).await?);
        let noted = notifications::sweep(&mut tx, BATCH).await?;
        if [gone, told, noted].contains(&BATCH) {
            tx.commit().await?;
            swept += gone;
            work.show(swept, old.max(swept)).await?;
            continue;
        }
        jobs::forget_letters(&mut tx).await?;
        return work.keep(tx).await;
    }
}
