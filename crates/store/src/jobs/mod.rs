//! Work that a request does not wait for. A use-case enqueues it in its own transaction; a worker takes it, holds it by a
//! random id for a while, and completes it inside the transaction of what it did: the effect is kept exactly once, because
//! whoever lost the hold cannot commit.

use chrono::{DateTime, Utc};
use domain::id::{JobId, PortfolioId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::{Error, Result, Tx};

/// Work to be done. Its payload holds ids and choices, never what people wrote.
#[derive(Clone, Debug)]
pub struct NewJob {
    kind: &'static str,
    payload: Option<Value>,
    key: Option<String>,
    run_at: Option<DateTime<Utc>>,
    id: Option<Uuid>,
}

impl NewJob {
    /// Work of a kind that the registry of workers knows, to be done at once.
    pub fn new(kind: &'static str, payload: &impl Serialize) -> NewJob {
        // What cannot be written as JSON is refused when it is enqueued.
        NewJob { kind, payload: serde_json::to_value(payload).ok(), key: None, run_at: None, id: None }
    }

    /// At most one job of this kind and key waits in a portfolio: 1 to 120 characters.
    pub fn keyed(mut self, key: impl Into<String>) -> NewJob {
        self.key = Some(key.into());
        self
    }

    /// Not before this moment.
    pub fn at(mut self, moment: DateTime<Utc>) -> NewJob {
        self.run_at = Some(moment);
        self
    }

    /// Under the id of the row that it is about, so that one is found by the other.
    pub(crate) fn named(mut self, id: Uuid) -> NewJob {
        self.id = Some(id);
        self
    }
}

/// Enqueues work in the viewer's portfolio, with whatever else the transaction does. Where one of the same key waits
/// already, that one will do.
///
/// # Errors
/// [`Error::Forbidden`] outside a portfolio; [`Error::Missing`] for a payload that is no JSON.
pub async fn enqueue(tx: &mut Tx, job: NewJob) -> Result<()> {
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let (id, by) = (job.id.unwrap_or_else(|| tx.new_id()), tx.viewer().person().map(|p| p.0));
    // Without a target, so that it needs no right to read what waits.
    sqlx::query!(
        "insert into job (portfolio_id, id, kind, payload, key, run_at, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        portfolio,
        id,
        job.kind,
        job.payload.ok_or(Error::Missing)?,
        job.key,
        job.run_at.unwrap_or(now),
        by,
        now
    )
    .execute(tx.conn())
    .await?;
    tx.will_wake_workers();
    Ok(())
}

/// A job that a worker has taken, and the hold it has it by.
#[derive(Clone, Debug)]
pub struct Held {
    /// Whose work it is.
    pub portfolio: PortfolioId,
    /// Its id.
    pub id: JobId,
    /// Which kind of work.
    pub kind: String,
    /// This try included.
    pub tries: u16,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    pub(crate) hold: Uuid,
    pub(crate) payload: Value,
}

impl Held {
    /// What was asked for.
    ///
    /// # Errors
    /// [`Error::Missing`] when it has another shape, such as one of an older program.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_value(self.payload.clone()).map_err(|_| Error::Missing)
    }
}

/// Completes a job inside the transaction of its effect, which is the job's worker's.
///
/// # Errors
/// [`Error::Stale`] when the hold was lost: the transaction must not be committed then.
pub async fn complete(tx: &mut Tx, held: &Held) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update job set state = 'done', hold = null, held_by = null, held_until = null, ended_at = $4, failure = null
          where portfolio_id = $1 and id = $2 and hold = $3",
        held.portfolio.0,
        held.id.0,
        held.hold,
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::Stale) }
}
