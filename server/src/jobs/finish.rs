//! Completing jobs that wrote nothing: as many at a time as have gathered while the last were being completed.

use super::holds::Holds;
use std::sync::Arc;
use std::time::Duration;
use store::Db;
use store::jobs::{self, Held};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Jobs in one transaction.
const BATCH_MAX: usize = 500;
/// Tries to write it down, a second apart; after them the holds run out and the jobs are done once more.
const TRIES_MAX: u32 = 5;

/// Where such jobs are handed in. The task ends when nobody can hand in any more.
pub fn start(db: Db, holds: Arc<Holds>) -> (mpsc::Sender<Held>, JoinHandle<()>) {
    let (sender, mut receiver) = mpsc::channel(2 * BATCH_MAX);
    let task = tokio::spawn(async move {
        let mut batch = Vec::new();
        while receiver.recv_many(&mut batch, BATCH_MAX).await > 0 {
            finish(&db, &batch).await;
            batch.drain(..).for_each(|held| holds.over(&held));
        }
    });
    (sender, task)
}

async fn finish(db: &Db, batch: &[Held]) {
    for _ in 0..TRIES_MAX {
        match jobs::finish(db, batch).await {
            Ok(done) if done < batch.len() => {
                tracing::warn!(
                    lost = batch.len() - done,
                    "jobs were done that another worker has taken over"
                );
                return;
            }
            Ok(_) => return,
            Err(error) => {
                tracing::warn!(%error, jobs = batch.len(), "jobs that are done could not be written down");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}
