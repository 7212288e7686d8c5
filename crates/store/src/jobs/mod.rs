//! Work that a request does not wait for. A use-case enqueues it in its own transaction; a worker takes it, holds it by a
//! random id for a while, and completes it inside the transaction of what it did: the effect is kept exactly once, because
//! whoever lost the hold cannot commit.

mod change;
mod cron;
mod list;
mod queue;
mod sweep;

use chrono::{DateTime, Utc};
use domain::event::Audience;
use domain::id::{JobId, PortfolioId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::events::announce;
use crate::{Error, Result, Tx};

pub use change::{bring_back, discard, retry};
pub use cron::{Planted, plant, planted, zones};
pub use list::{Counts, Cursor, JobRow, JobState, Shown, counts, find, list, running};
pub use queue::{Amount, amounts, claim, extend, finish, give_back};
pub use sweep::{forget_letters, sweep, to_sweep};

/// What pages that show work are told of.
const TOPIC: &str = "job";

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
/// already, that one will do; a worker holds it until the end of the transaction, so that nobody takes it before all that it
/// shall find is there, and it is done at the earlier of both moments.
///
/// # Errors
/// [`Error::Forbidden`] outside a portfolio; [`Error::Missing`] for a payload that is no JSON.
pub async fn enqueue(tx: &mut Tx, job: NewJob) -> Result<()> {
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let (id, by) = (job.id.unwrap_or_else(|| tx.new_id()), tx.viewer().person().map(|p| p.0));
    if let (domain::Viewer::Worker { .. }, Some(key)) = (tx.viewer(), &job.key) {
        let key = key.clone();
        sqlx::query!(
            "insert into job (portfolio_id, id, kind, payload, key, run_at, created_by, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (portfolio_id, kind, key) where state = 'waiting' and key is not null
               do update set run_at = least(job.run_at, excluded.run_at)",
            portfolio,
            id,
            job.kind,
            job.payload.ok_or(Error::Missing)?,
            key,
            job.run_at.unwrap_or(now),
            by,
            now
        )
        .execute(tx.conn())
        .await?;
        tx.will_wake_workers();
        return Ok(());
    }
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
    let done = sqlx::query_scalar!(
        r#"update job set state = 'done', hold = null, held_by = null, held_until = null, ended_at = $4, failure = null
            where portfolio_id = $1 and id = $2 and hold = $3 returning progress_total is not null as "was_shown!""#,
        held.portfolio.0,
        held.id.0,
        held.hold,
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    // Nobody watches the others: pages hear only of work that showed how far it was.
    if done.ok_or(Error::Stale)? {
        tell(tx, held.id).await?;
    }
    Ok(())
}

/// What became of a job whose try has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// It is tried again.
    Waits,
    /// It is left to people.
    Dead,
    /// Another one with its key waits by now and does its work.
    Replaced,
}

/// Writes down why a try failed, in words for owners; it is tried again at that moment, or never.
///
/// # Errors
/// [`Error::Stale`] when the hold was lost, so that the job is somebody else's.
pub async fn fail(tx: &mut Tx, held: &Held, why: &str, again_at: Option<DateTime<Utc>>) -> Result<Failed> {
    let now = tx.now();
    let why: String = why.chars().take(500).collect();
    let state = sqlx::query_scalar!(
        "update job set hold = null, held_by = null, held_until = null, failure = $4, run_at = coalesce($5, run_at),
                state = n.state, ended_at = case when n.state = 'waiting' then null else $6::timestamptz end,
                progress_done = null, progress_total = null
           from (select case when $5::timestamptz is null then 'dead'
                             when exists (select from job w join job me on me.portfolio_id = $1 and me.id = $2
                                  where w.portfolio_id = $1 and w.kind = me.kind and w.key = me.key and w.state = 'waiting')
                             then 'discarded' else 'waiting' end as state) n
          where portfolio_id = $1 and id = $2 and hold = $3 returning job.state",
        held.portfolio.0,
        held.id.0,
        held.hold,
        why,
        again_at,
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    match state.ok_or(Error::Stale)?.as_str() {
        "waiting" => Ok(Failed::Waits),
        "discarded" => Ok(Failed::Replaced),
        _ => {
            tell(tx, held.id).await?;
            Ok(Failed::Dead)
        }
    }
}

/// Shows how far a job is: so many of so many.
///
/// # Errors
/// [`Error::Stale`] when the hold was lost.
pub async fn progress(tx: &mut Tx, held: &Held, done: u32, total: u32) -> Result<()> {
    let whole = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let shown = sqlx::query!(
        "update job set progress_done = $4, progress_total = $5 where portfolio_id = $1 and id = $2 and hold = $3",
        held.portfolio.0,
        held.id.0,
        held.hold,
        whole(done.min(total)),
        whole(total)
    )
    .execute(tx.conn())
    .await?;
    if shown.rows_affected() == 1 { tell(tx, held.id).await } else { Err(Error::Stale) }
}

/// Lets open pages ask again.
async fn tell(tx: &mut Tx, id: JobId) -> Result<()> {
    announce(tx, TOPIC, id, Audience::Members(None)).await
}
