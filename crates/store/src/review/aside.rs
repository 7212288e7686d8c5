//! Setting a line aside, and taking any decision about a line back.

use domain::id::BankLineId;

use super::line::hold;
use crate::activity::{Entry, record};
use crate::ledger::Books;
use crate::{Error, Result, Tx};

/// Says that a line needs no booking. It still counts towards the account's balance.
///
/// # Errors
/// [`Error::Stale`] when somebody decided since `version` was read; [`Error::Refused`] when it does not wait;
/// [`Error::Missing`].
pub async fn set_aside(tx: &mut Tx, id: BankLineId, version: i32) -> Result<()> {
    let line = hold(tx, id, version).await?;
    if line.state != "open" {
        return Err(Error::refused(
            "",
            "This line does not wait any more. Take back what was decided about it first.",
        ));
    }
    let mut books = Books::default();
    line.become_state(tx, "set_aside", &mut books).await?;
    books.settle(tx).await?;
    let sentence = format!("Set {} of {} aside.", line.amount, line.merchant);
    record(tx, Entry::new("line.set_aside", id, sentence)).await?;
    Ok(())
}

/// Takes back what was decided about a line: booked, set aside, or said to be the same as another. It waits again.
///
/// # Errors
/// [`Error::Stale`] when somebody decided since `version` was read; [`Error::Forbidden`] when a part of it belongs to
/// properties out of reach; [`Error::Refused`] when it waits already; [`Error::Missing`].
pub async fn reopen(tx: &mut Tx, id: BankLineId, version: i32) -> Result<()> {
    let line = hold(tx, id, version).await?;
    if line.state == "open" {
        return Err(Error::refused("", "This line waits already."));
    }
    let mut books = Books::default();
    line.become_state(tx, "open", &mut books).await?;
    if line.state == "merged" {
        sqlx::query!(
            "update bank_line set twin_answer = null where portfolio_id = app.portfolio_id() and id = $1",
            id.0
        )
        .execute(tx.conn())
        .await?;
    }
    books.settle(tx).await?;
    let sentence = format!("Took back what was decided about {} of {}.", line.amount, line.merchant);
    record(tx, Entry::new("line.reopen", id, sentence)).await?;
    Ok(())
}
