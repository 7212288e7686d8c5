//! Records nobody could read: typed by hand or discarded, never lost.

use chrono::NaiveDate;
use domain::Cents;
use domain::bank::NewLine;
use domain::id::{BankAccountId, BankLineId, ImportId};

use crate::activity::{Entry, record};
use crate::{Error, Result, Tx, lines};

/// An unreadable record that waits.
#[derive(Clone, Debug)]
pub struct Left {
    /// Its import.
    pub import: ImportId,
    /// The account it belongs to.
    pub account: BankAccountId,
    /// First physical line of the record.
    pub line_no: i32,
    /// As it stands in the file.
    pub raw: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Records that wait, of one import or of all.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn left(tx: &mut Tx, import: Option<ImportId>, limit: i64) -> Result<Vec<Left>> {
    let rows = sqlx::query!(
        "select import_id, bank_account_id, line_no, raw, reason from unreadable_line
         where portfolio_id = app.portfolio_id() and settled is null and ($1::uuid is null or import_id = $1)
         order by import_id desc, line_no limit $2",
        import.map(|i| i.0),
        limit.clamp(1, 1000)
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Left {
            import: ImportId(r.import_id),
            account: BankAccountId(r.bank_account_id),
            line_no: r.line_no,
            raw: r.raw,
            reason: r.reason,
        })
        .collect())
}

/// Types what a record should have said: it becomes a line that waits in review and still names its file and line.
///
/// # Errors
/// [`Error::Missing`] when it is not there or was settled already.
pub async fn type_in(
    tx: &mut Tx,
    import: ImportId,
    line_no: i32,
    day: NaiveDate,
    amount: Cents,
    words: &str,
) -> Result<BankLineId> {
    let r = sqlx::query!(
        "select bank_account_id, raw from unreadable_line
         where portfolio_id = app.portfolio_id() and import_id = $1 and line_no = $2 and settled is null",
        import.0,
        line_no
    )
    .fetch_one(tx.conn())
    .await?;
    let line = NewLine {
        line_no: u32::try_from(line_no).unwrap_or(0),
        raw: r.raw,
        posted_on: day,
        amount,
        description: words.to_string(),
        payee: None,
        memo: None,
        source_id: None,
        balance: None,
    };
    let id = lines::add_one(tx, BankAccountId(r.bank_account_id), Some(import), &line).await?;
    settle(tx, import, line_no, "typed", Some(id)).await?;
    Ok(id)
}

/// Says that a record is nothing to keep books on.
///
/// # Errors
/// [`Error::Missing`] when it is not there or was settled already.
pub async fn discard(tx: &mut Tx, import: ImportId, line_no: i32) -> Result<()> {
    settle(tx, import, line_no, "discarded", None).await?;
    let sentence = format!("Discarded line {line_no} of a file, which could not be read.");
    record(tx, Entry::new("import.discard", import, sentence)).await?;
    Ok(())
}

async fn settle(
    tx: &mut Tx,
    import: ImportId,
    line_no: i32,
    how: &str,
    line: Option<BankLineId>,
) -> Result<()> {
    let (now, person) = (tx.now(), tx.viewer().person().map(|p| p.0));
    let done = sqlx::query!(
        "update unreadable_line set settled = $3, settled_by = $4, settled_at = $5, bank_line_id = $6
         where portfolio_id = app.portfolio_id() and import_id = $1 and line_no = $2 and settled is null",
        import.0,
        line_no,
        how,
        person,
        now,
        line.map(|l| l.0)
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 { Err(Error::Missing) } else { Ok(()) }
}
