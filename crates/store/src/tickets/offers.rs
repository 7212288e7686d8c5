//! What a cost could be in the books: open bank lines of its amount, and the account it was probably paid from.

use chrono::{Days, NaiveDate};
use domain::Cents;
use domain::bank::waiting::WAITS_DAYS_MAX;
use domain::id::{BankAccountId, BankLineId, PropertyId};

use super::Cost;
use crate::{Result, Tx};

/// So many lines are offered.
const OFFERS_MAX: i64 = 5;

/// An open bank line of the cost's amount.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The line.
    pub line: BankLineId,
    /// Its account, with the last four digits.
    pub account: String,
    /// Its day.
    pub posted_on: NaiveDate,
    /// Normalised text.
    pub merchant: String,
    /// Paid out.
    pub amount: Cents,
    /// For [`super::book_line`].
    pub version: i32,
}

/// Open lines of exactly this amount within sixty days of the cost, the nearest first. A line that is probably another
/// expense booked by hand is not offered.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn offers(tx: &mut Tx, cost: &Cost) -> Result<Vec<Offer>> {
    let reach = Days::new(WAITS_DAYS_MAX.unsigned_abs());
    let rows = sqlx::query!(
        r#"select l.id, a.name || coalesce(' …' || a.last_four, '') as "account!", l.posted_on, l.merchant, l.version
           from bank_account a join bank_line l on l.portfolio_id = a.portfolio_id and l.bank_account_id = a.id
             and l.amount_cents = $1 and l.posted_on between $2 and $3
           where a.portfolio_id = app.portfolio_id() and l.state = 'open' and l.guess_expense is null
             and (l.twin_of is null or l.twin_answer is not null)
           order by abs(l.posted_on - $4::date), l.posted_on, l.id limit $5"#,
        -cost.amount.0,
        cost.on.checked_sub_days(reach).unwrap_or(cost.on),
        cost.on.checked_add_days(reach).unwrap_or(cost.on),
        cost.on,
        OFFERS_MAX
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Offer {
            line: BankLineId(r.id),
            account: r.account,
            posted_on: r.posted_on,
            merchant: r.merchant,
            amount: cost.amount,
            version: r.version,
        })
        .collect())
}

/// The account that a cost of this property was probably paid from, with its name: the one that something was booked on by
/// hand last, else the property's own, else the first checking account.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn default_account(tx: &mut Tx, property: PropertyId) -> Result<Option<(BankAccountId, String)>> {
    let row = sqlx::query!(
        r#"select a.id, a.name || coalesce(' …' || a.last_four, '') as "name!" from bank_account a
           where a.portfolio_id = app.portfolio_id() and a.archived_at is null
           order by a.id is not distinct from (select e.bank_account_id from expense e
               where e.portfolio_id = a.portfolio_id and e.origin_id = e.id and e.bank_line_id is null order by e.recorded_at desc limit 1) desc,
             a.property_id is not distinct from $1 desc, a.kind = 'checking' desc, a.property_id is null desc, lower(a.name), a.id
           limit 1"#,
        property.0
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| (BankAccountId(r.id), r.name)))
}
