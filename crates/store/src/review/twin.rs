//! "Is this the same?": until somebody answers, both lines count.

use domain::id::BankLineId;

use super::line::hold;
use crate::activity::{Entry, record};
use crate::ledger::Books;
use crate::{Error, Result, Tx};

/// Answers whether a line is the same money as the one it looks like. The same: it counts no more, and is known when its
/// file comes again. Not the same: both count, and nobody is asked again. [`super::reopen`] takes "the same" back.
///
/// # Errors
/// [`Error::Stale`] when somebody decided since `version` was read; [`Error::Refused`] when nothing was asked about it;
/// [`Error::Forbidden`] when a part of it belongs to properties out of reach; [`Error::Missing`].
pub async fn answer_twin(tx: &mut Tx, id: BankLineId, version: i32, same: bool) -> Result<()> {
    let line = hold(tx, id, version).await?;
    let Some(other) = line.twin_of.filter(|_| line.state != "merged") else {
        return Err(Error::refused("", "This line looks like no other line, so there is nothing to answer."));
    };
    let mut books = Books::default();
    if same {
        // The other one must still count, or the money would be in neither.
        let stands = sqlx::query_scalar!(
            r#"select state in ('open', 'booked', 'set_aside') as "stands!" from bank_line
               where portfolio_id = app.portfolio_id() and id = $1 for update"#,
            other.0
        )
        .fetch_one(tx.conn())
        .await?;
        if !stands {
            return Err(Error::refused(
                "",
                "The other line does not count any more, so this one has to stay.",
            ));
        }
        line.become_state(tx, "merged", &mut books).await?;
    } else {
        sqlx::query!(
            "update bank_line set version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
            id.0
        )
        .execute(tx.conn())
        .await?;
    }
    sqlx::query!(
        "update bank_line set twin_answer = $2 where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        if same { "same" } else { "two" }
    )
    .execute(tx.conn())
    .await?;
    books.settle(tx).await?;
    let word = if same { "the same as" } else { "not the same as" };
    let sentence = format!("Said that {} of {} is {word} another line.", line.amount, line.merchant);
    record(tx, Entry::new("line.twin", id, sentence)).await?;
    Ok(())
}
