//! The rows themselves, ten thousand a statement.

use chrono::NaiveDate;
use domain::bank::{NewLine, Unreadable};
use domain::id::{BankAccountId, BankLineId, ImportId};
use domain::rules::Guess;
use uuid::Uuid;

use super::Seen;
use crate::{Result, Tx};

/// Enough to forget the round trip, few enough to stay small in memory.
const ROWS_A_STATEMENT: usize = 10_000;

/// A line about to be written.
pub(super) struct Fresh<'a> {
    pub id: BankLineId,
    pub line: &'a NewLine,
    pub seen: &'a Seen,
    pub guess: Option<Guess>,
    /// The expense booked by hand that it probably is.
    pub guess_expense: Option<Uuid>,
    pub twin_of: Option<BankLineId>,
    pub state: &'static str,
}

pub(super) async fn write_lines(
    tx: &mut Tx,
    account: BankAccountId,
    import: ImportId,
    fresh: &[Fresh<'_>],
    on_rows: &mut (impl FnMut(usize) + Send),
) -> Result<()> {
    let mut written = 0;
    for chunk in fresh.chunks(ROWS_A_STATEMENT) {
        write_chunk(tx, account, import, chunk).await?;
        written += chunk.len();
        on_rows(written);
    }
    Ok(())
}

async fn write_chunk(
    tx: &mut Tx,
    account: BankAccountId,
    import: ImportId,
    rows: &[Fresh<'_>],
) -> Result<()> {
    fn column<'a, T>(rows: &'a [Fresh<'a>], pick: impl Fn(&'a Fresh<'a>) -> T) -> Vec<T> {
        rows.iter().map(pick).collect()
    }
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let ids: Vec<Uuid> = column(rows, |f| f.id.0);
    let numbers: Vec<i32> = column(rows, |f| i32::try_from(f.line.line_no).unwrap_or(i32::MAX));
    let raws: Vec<&str> = column(rows, |f| f.line.raw.as_str());
    let days: Vec<NaiveDate> = column(rows, |f| f.line.posted_on);
    let amounts: Vec<i64> = column(rows, |f| f.line.amount.0);
    let descriptions: Vec<&str> = column(rows, |f| f.line.description.as_str());
    let payees: Vec<Option<&str>> = column(rows, |f| f.line.payee.as_deref());
    let memos: Vec<Option<&str>> = column(rows, |f| f.line.memo.as_deref());
    let merchants: Vec<&str> = column(rows, |f| f.seen.merchant.as_str());
    let sources: Vec<Option<&str>> = column(rows, |f| f.line.source_id.as_deref());
    let balances: Vec<Option<i64>> = column(rows, |f| f.line.balance.map(|b| b.0));
    let keys: Vec<&[u8]> = column(rows, |f| f.seen.key.0.as_slice());
    let states: Vec<&str> = column(rows, |f| f.state);
    let twins: Vec<Option<Uuid>> = column(rows, |f| f.twin_of.map(|t| t.0));
    let categories: Vec<Option<&str>> = column(rows, |f| f.guess.as_ref().map(|g| g.category.as_ref()));
    let properties: Vec<Option<Uuid>> =
        column(rows, |f| f.guess.as_ref().and_then(|g| g.property.map(|p| p.0)));
    let confidences: Vec<Option<i16>> = column(rows, |f| f.guess.as_ref().map(|g| i16::from(g.confidence)));
    let reasons: Vec<Option<&str>> = column(rows, |f| f.guess.as_ref().map(|g| g.reason.as_str()));
    let rules: Vec<Option<Uuid>> =
        column(rows, |f| f.guess.as_ref().and_then(|g| g.source.rule().map(|r| r.0)));
    let expenses: Vec<Option<Uuid>> = column(rows, |f| f.guess_expense);
    sqlx::query!(
        "insert into bank_line (portfolio_id, bank_account_id, import_id, recorded_at, id, line_no, raw, posted_on, amount_cents, description,
           payee, memo, merchant, source_id, balance_cents, key, state, twin_of, guess_category, guess_property, guess_confidence,
           guess_reason, guess_rule, guess_expense)
         select $1, $2, $3, $4, u.* from unnest($5::uuid[], $6::int[], $7::text[], $8::date[], $9::bigint[], $10::text[], $11::text[],
           $12::text[], $13::text[], $14::text[], $15::bigint[], $16::bytea[], $17::text[], $18::uuid[], $19::text[], $20::uuid[],
           $21::smallint[], $22::text[], $23::uuid[], $24::uuid[]) as u",
        portfolio,
        account.0,
        import.0,
        now,
        &ids,
        &numbers,
        &raws as _,
        &days,
        &amounts,
        &descriptions as _,
        &payees as _,
        &memos as _,
        &merchants as _,
        &sources as _,
        &balances as _,
        &keys as _,
        &states as _,
        &twins as _,
        &categories as _,
        &properties as _,
        &confidences as _,
        &reasons as _,
        &rules as _,
        &expenses as _
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Keeps records nobody could read, but for those that an import still standing already keeps. Returns how many the
/// file has.
pub(super) async fn write_unreadable(
    tx: &mut Tx,
    account: BankAccountId,
    import: ImportId,
    records: &[Unreadable],
) -> Result<usize> {
    let portfolio = tx.portfolio()?.0;
    let numbers: Vec<i32> = records.iter().map(|r| i32::try_from(r.line_no).unwrap_or(i32::MAX)).collect();
    let raws: Vec<&str> = records.iter().map(|r| r.raw.as_str()).collect();
    let reasons: Vec<&str> = records.iter().map(|r| r.reason.as_str()).collect();
    if records.is_empty() {
        return Ok(0);
    }
    sqlx::query!(
        "insert into unreadable_line (portfolio_id, import_id, bank_account_id, line_no, raw, reason)
         select $1, $2, $3, u.line_no, u.raw, u.reason from unnest($4::int[], $5::text[], $6::text[]) as u(line_no, raw, reason)
         where not exists (select 1 from unreadable_line o join import i on i.portfolio_id = o.portfolio_id and i.id = o.import_id
           where o.portfolio_id = $1 and o.bank_account_id = $3 and o.line_no = u.line_no and o.raw = u.raw and i.state = 'done')
         on conflict do nothing",
        portfolio,
        import.0,
        account.0,
        &numbers,
        &raws as _,
        &reasons as _
    )
    .execute(tx.conn())
    .await?;
    Ok(records.len())
}
