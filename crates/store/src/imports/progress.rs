//! How far a running import is, and what becomes of one whose program was killed.

use domain::id::ImportId;

use super::{State, find, not_now};
use crate::{Result, Tx};

/// Marks an import as being written, in a transaction of its own, so that its page can show it.
///
/// # Errors
/// [`crate::Error::Refused`] when it is not at its preview; [`crate::Error::Missing`].
pub async fn start(tx: &mut Tx, id: ImportId) -> Result<()> {
    let done = sqlx::query!(
        "update import set state = 'running', rows_written = 0
         where portfolio_id = app.portfolio_id() and id = $1 and state = 'preview'",
        id.0
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(not_now(find(tx, id).await?.state));
    }
    Ok(())
}

/// Notes how many rows are written, in a transaction of its own.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn report(tx: &mut Tx, id: ImportId, rows: usize) -> Result<()> {
    let rows = i32::try_from(rows).unwrap_or(i32::MAX);
    sqlx::query!(
        "update import set rows_written = $2 where portfolio_id = app.portfolio_id() and id = $1 and state = 'running'",
        id.0,
        rows
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Puts imports back to their preview that say they run while nobody writes their account: the program was killed, and its
/// transaction left nothing behind. Returns how many. Called at start and before an import's page answers "running".
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn recover(tx: &mut Tx) -> Result<u64> {
    let done = sqlx::query!(
        "update import i set state = 'preview', rows_written = 0
         where i.portfolio_id = app.portfolio_id() and i.state = $1
           and pg_try_advisory_xact_lock(hashtextextended('lines of ' || i.bank_account_id, 0))",
        State::Running.word()
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected())
}
