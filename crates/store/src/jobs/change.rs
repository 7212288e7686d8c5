//! What people do about work that has failed: try it again, or say that it need not be done.

use domain::id::{ActivityId, JobId};

use super::tell;
use crate::activity::{Entry, record};
use crate::{Error, Result, Tx};

/// Lets a dead job wait again, as if it had never been tried. `what` names it in the log. For owners.
///
/// # Errors
/// [`Error::Missing`] when it is not dead; [`Error::Refused`] when another one with its key waits already.
pub async fn retry(tx: &mut Tx, id: JobId, what: &str) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update job set state = 'waiting', tries = 0, failure = null, ended_at = null, run_at = $2
          where portfolio_id = app.portfolio_id() and id = $1 and state = 'dead'",
        id.0,
        now
    )
    .execute(tx.conn())
    .await
    .map_err(|e| {
        Error::from(e).explain("job_key", "", "The same work waits already, so this one can be discarded.")
    })?;
    if done.rows_affected() == 0 {
        return Err(Error::Missing);
    }
    tx.will_wake_workers();
    record(tx, Entry::new("job.retry", id, format!("Tried again: {what}.")).about_people()).await?;
    Ok(())
}

/// Says that a dead job need not be done. Its words for the log are returned as an entry that can be taken back. For owners.
///
/// # Errors
/// [`Error::Missing`] when it is not dead.
pub async fn discard(tx: &mut Tx, id: JobId, what: &str) -> Result<ActivityId> {
    let now = tx.now();
    let done = sqlx::query!(
        "update job set state = 'discarded', ended_at = $2
          where portfolio_id = app.portfolio_id() and id = $1 and state = 'dead'",
        id.0,
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Missing);
    }
    record(tx, Entry::new("job.discard", id, format!("Discarded: {what}.")).about_people()).await
}

/// Takes a [`discard`] back: it stands among what has failed again.
///
/// # Errors
/// [`Error::Missing`] when it is not discarded, or was forgotten since.
pub async fn bring_back(tx: &mut Tx, id: JobId) -> Result<()> {
    let done = sqlx::query!(
        "update job set state = 'dead' where portfolio_id = app.portfolio_id() and id = $1 and state = 'discarded'",
        id.0
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Missing);
    }
    tell(tx, id).await
}
