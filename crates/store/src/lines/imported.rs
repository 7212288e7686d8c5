//! The lines that one file brought, in its order.

use chrono::NaiveDate;
use domain::Cents;
use domain::id::{BankLineId, ImportId};

use super::LineState;
use crate::{Result, Tx};

/// A line of a file that was imported.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Its id.
    pub id: BankLineId,
    /// First physical line of the record.
    pub line_no: i32,
    /// The record as it stands in the file.
    pub raw: String,
    /// Day the bank booked it.
    pub posted_on: NaiveDate,
    /// Into the account is plus.
    pub amount: Cents,
    /// The bank's text.
    pub description: String,
    /// Where it stands.
    pub state: LineState,
    /// Somebody should say whether it is the same money as another line.
    pub asks_twin: bool,
}

/// At most `limit` lines of an import, those behind line `after`; only such that still ask whether they are twins, where
/// `twins` says so.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn imported(
    tx: &mut Tx,
    import: ImportId,
    twins: bool,
    after: i32,
    limit: i64,
) -> Result<Vec<Imported>> {
    let rows = sqlx::query!(
        r#"select id, line_no as "line_no!", coalesce(raw, '') as "raw!", posted_on, amount_cents, description, state,
             (twin_of is not null and twin_answer is null) as "asks_twin!"
           from bank_line
           where portfolio_id = app.portfolio_id() and import_id = $1 and line_no > $2
             and (not $3 or (twin_of is not null and twin_answer is null))
           order by line_no, id limit $4"#,
        import.0,
        after,
        twins,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Imported {
            id: BankLineId(r.id),
            line_no: r.line_no,
            raw: r.raw,
            posted_on: r.posted_on,
            amount: Cents(r.amount_cents),
            description: r.description,
            state: LineState::from_word(&r.state).unwrap_or(LineState::Withdrawn),
            asks_twin: r.asks_twin,
        })
        .collect())
}
