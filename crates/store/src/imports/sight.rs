//! Rows of a file against the lines of the account: new, known, or possibly the same money. One statement, whatever the
//! size of either.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use domain::Cents;
use domain::bank::{DAYS_APART_MAX, Key, Known, NewLine, Sight, keys, sight as compare};
use domain::id::{BankAccountId, BankLineId};

use crate::{Result, Tx};

/// What a row is, compared with the lines there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Not seen before.
    New,
    /// This very line is there.
    Known(BankLineId),
    /// New, but looks like this line.
    Twin(BankLineId),
}

/// A row of a file, looked at.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What it is.
    pub class: Class,
    /// Its key.
    pub key: Key,
    /// Normalised text.
    pub merchant: String,
}

/// A word that changes whenever lines of the account come, go or are decided about: what was compared with it before is
/// old then.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn stamp(tx: &mut Tx, account: BankAccountId) -> Result<String> {
    let stamp = sqlx::query_scalar!(
        r#"select concat_ws(' ', t.lines, t.lines_cents, t.open_lines, (select max(greatest(i.done_at, i.undone_at)) from import i
             where i.portfolio_id = app.portfolio_id() and i.bank_account_id = $1)) as "stamp!"
           from bank_account_total t where t.portfolio_id = app.portfolio_id() and t.bank_account_id = $1"#,
        account.0
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(stamp.unwrap_or_default())
}

struct Old {
    id: BankLineId,
    key: Key,
    posted_on: NaiveDate,
    amount: Cents,
    merchant: String,
    counts: bool,
}

/// Looks at all rows of one file, in their order.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn sight(tx: &mut Tx, account: BankAccountId, lines: &[NewLine]) -> Result<Vec<Seen>> {
    let merchants: Vec<String> = lines.iter().map(NewLine::merchant).collect();
    let keys = keys(lines);
    let old = around(tx, account, lines).await?;
    let new_rows: Vec<Known> = lines
        .iter()
        .zip(&keys)
        .zip(&merchants)
        .map(|((line, key), merchant)| Known {
            key: *key,
            posted_on: line.posted_on,
            amount: line.amount,
            merchant,
            counts: true,
        })
        .collect();
    let old_rows: Vec<Known> = old
        .iter()
        .map(|o| Known {
            key: o.key,
            posted_on: o.posted_on,
            amount: o.amount,
            merchant: &o.merchant,
            counts: o.counts,
        })
        .collect();
    let classes: Vec<Class> = compare(&new_rows, &old_rows)
        .into_iter()
        .map(|sight| match sight {
            Sight::New => Class::New,
            Sight::Known(at) => Class::Known(old[at].id),
            Sight::Twin(at) => Class::Twin(old[at].id),
        })
        .collect();
    Ok(classes
        .into_iter()
        .zip(keys)
        .zip(merchants)
        .map(|((class, key), merchant)| Seen { class, key, merchant })
        .collect())
}

/// Lines of the account that have an amount of the file and stand near the days on which the file has it. Keys hold day
/// and amount, so a line that is known is among them.
async fn around(tx: &mut Tx, account: BankAccountId, lines: &[NewLine]) -> Result<Vec<Old>> {
    let mut spans: HashMap<i64, (NaiveDate, NaiveDate)> = HashMap::new();
    for line in lines {
        let span = spans.entry(line.amount.0).or_insert((line.posted_on, line.posted_on));
        span.0 = span.0.min(line.posted_on);
        span.1 = span.1.max(line.posted_on);
    }
    let reach = Days::new(DAYS_APART_MAX.unsigned_abs());
    let cents: Vec<i64> = spans.keys().copied().collect();
    let first: Vec<NaiveDate> = spans.values().map(|s| s.0.checked_sub_days(reach).unwrap_or(s.0)).collect();
    let last: Vec<NaiveDate> = spans.values().map(|s| s.1.checked_add_days(reach).unwrap_or(s.1)).collect();
    let rows = sqlx::query!(
        "select l.id, l.key, l.posted_on, l.amount_cents, l.merchant, l.state
         from unnest($2::bigint[], $3::date[], $4::date[]) as n(cents, first, last)
         join bank_line l on l.portfolio_id = app.portfolio_id() and l.bank_account_id = $1 and l.amount_cents = n.cents
           and l.posted_on between n.first and n.last
         where l.state <> 'withdrawn'",
        account.0,
        &cents,
        &first,
        &last
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some(Old {
                id: BankLineId(r.id),
                key: Key::from_bytes(&r.key)?,
                posted_on: r.posted_on,
                amount: Cents(r.amount_cents),
                merchant: r.merchant,
                counts: r.state != "merged",
            })
        })
        .collect())
}
