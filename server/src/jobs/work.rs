//! One job in somebody's hands: what it is handed, and what it answers.

use super::things::Things;
use domain::Viewer;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::jobs::{self, Held};
use store::{Db, Error, Tx};

/// How often progress is written down, at most.
const SHOW_EVERY: Duration = Duration::from_secs(1);

/// What a job answers.
pub type Ending = Result<Done, Trouble>;

/// How a job ended well.
pub enum Done {
    /// It was completed in the transaction of what it wrote: [`Work::keep`].
    Kept,
    /// It wrote nothing. Such jobs are completed together, and once more after a crash.
    Nothing,
}

/// Why a try failed, in a sentence for the owner of the portfolio.
#[derive(Debug)]
pub enum Trouble {
    /// Later it may work.
    Again(String),
    /// No further try would help.
    ForGood(String),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Trouble {
        match error {
            Error::Database(cause) => {
                tracing::warn!(%cause, "a job could not reach the database");
                Trouble::Again("The database did not answer.".to_owned())
            }
            // Whoever changed it will not do so again and again.
            Error::Stale => Trouble::Again(error.to_string()),
            other => Trouble::ForGood(other.to_string()),
        }
    }
}

/// A job and what it is done with.
pub struct Work {
    /// What was asked for.
    pub held: Held,
    /// Mail and the like.
    pub things: Arc<Things>,
    db: Db,
    shown: Mutex<Option<Instant>>,
}

impl Work {
    /// Work that is about to begin.
    pub fn new(db: Db, things: Arc<Things>, held: Held) -> Work {
        Work { held, things, db, shown: Mutex::new(None) }
    }

    /// Opens a transaction as the worker of the job's portfolio.
    pub async fn enter(&self) -> store::Result<Tx> {
        self.db.enter(&Viewer::Worker { portfolio: self.held.portfolio }).await
    }

    /// Completes the job in the transaction of what it wrote, and keeps both. Fails when somebody else holds it by now:
    /// then nothing of it is kept.
    pub async fn keep(&self, mut tx: Tx) -> Ending {
        jobs::complete(&mut tx, &self.held).await?;
        tx.commit().await?;
        Ok(Done::Kept)
    }

    /// Shows how far it is, at most once a second; for work that people wait for.
    pub async fn show(&self, done: u32, total: u32) -> store::Result<()> {
        if !self.is_time_to_show() {
            return Ok(());
        }
        let mut tx = self.enter().await?;
        jobs::progress(&mut tx, &self.held, done, total).await?;
        tx.commit().await
    }

    fn is_time_to_show(&self) -> bool {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = shown.is_none_or(|at| at.elapsed() >= SHOW_EVERY);
        if is_time {
            *shown = Some(Instant::now());
        }
        is_time
    }
}
