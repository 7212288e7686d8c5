//! What a cost could be in the books: bank lines of its amount, and the account it was probably paid from.

use chrono::NaiveDate;
use domain::Cents;
use domain::bank::waiting::WAITS_DAYS_MAX;
use domain::id::{BankAccountId, BankLineId, PropertyId};

use super::Cost;
use crate::{Result, Tx};

/// So many lines are offered.
const OFFERS_MAX: i64 = 5;

/// A bank line of the cost's amount: open, or booked already as an expense of the same property that belongs to no repair.
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
    /// It is in the books: booking the cost by hand would count it twice.
    pub is_booked: bool,
    /// For [`super::book_line`].
    pub version: i32,
}

/// Lines of exactly this amount within sixty days of a cost, open ones first, then the nearest; for each of these costs of
/// repairs in one property, in their order. A line that is probably another expense booked by hand is not offered.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn offers(tx: &mut Tx, property: PropertyId, costs: &[&Cost]) -> Result<Vec<Vec<Offer>>> {
    let mut found = vec![Vec::new(); costs.len()];
    if costs.is_empty() {
        return Ok(found);
    }
    let amounts: Vec<i64> = costs.iter().map(|cost| cost.amount.0).collect();
    let days: Vec<NaiveDate> = costs.iter().map(|cost| cost.on).collect();
    let rows = sqlx::query!(
        r#"select q.at as "at!", l.id as "id!", l.account as "account!", l.posted_on as "posted_on!", l.merchant as "merchant!",
             l.version as "version!", l.state = 'booked' as "is_booked!"
           from unnest($1::bigint[], $2::date[]) with ordinality as q (amount, day, at)
           cross join lateral (
             select l.id, a.name || coalesce(' …' || a.last_four, '') as account, l.posted_on, l.merchant, l.version, l.state
             from bank_account a join bank_line l on l.portfolio_id = a.portfolio_id and l.bank_account_id = a.id
               and l.amount_cents = -q.amount and l.posted_on between q.day - $5::integer and q.day + $5::integer
             where a.portfolio_id = app.portfolio_id() and (l.twin_of is null or l.twin_answer is not null)
               and (l.state = 'open' and l.guess_expense is null
                    or l.state = 'booked' and exists (select from expense e where e.portfolio_id = l.portfolio_id and e.bank_line_id = l.id
                         and e.voided_at is null and e.amount_cents = q.amount and e.property_id = $3 and e.origin_id is null))
             order by l.state = 'booked', abs(l.posted_on - q.day), l.posted_on, l.id limit $4) l
           order by q.at, l.state = 'booked', abs(l.posted_on - q.day), l.posted_on, l.id"#,
        &amounts,
        &days,
        property.0,
        OFFERS_MAX,
        i32::try_from(WAITS_DAYS_MAX).unwrap_or(60)
    )
    .fetch_all(tx.conn())
    .await?;
    for r in rows {
        let at = usize::try_from(r.at - 1).unwrap_or_default();
        let (Some(cost), Some(list)) = (costs.get(at), found.get_mut(at)) else { continue };
        list.push(Offer {
            line: BankLineId(r.id),
            account: r.account,
            posted_on: r.posted_on,
            merchant: r.merchant,
            amount: cost.amount,
            is_booked: r.is_booked,
            version: r.version,
        });
    }
    Ok(found)
}

/// The account that a cost of this property was paid from, with its name, where that is clear: the one that something was
/// booked on by hand last, else the property's own, else the only one there is.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn default_account(tx: &mut Tx, property: PropertyId) -> Result<Option<(BankAccountId, String)>> {
    let rows = sqlx::query!(
        r#"select a.id, a.name || coalesce(' …' || a.last_four, '') as "name!",
             a.property_id is not distinct from $1 or a.id is not distinct from (select e.bank_account_id from expense e
               where e.portfolio_id = a.portfolio_id and e.origin_id = e.id and e.bank_line_id is null order by e.recorded_at desc limit 1)
               as "is_likely!"
           from bank_account a
           where a.portfolio_id = app.portfolio_id() and a.archived_at is null
           order by a.id is not distinct from (select e.bank_account_id from expense e
               where e.portfolio_id = a.portfolio_id and e.origin_id = e.id and e.bank_line_id is null order by e.recorded_at desc limit 1) desc,
             a.property_id is not distinct from $1 desc, lower(a.name), a.id
           limit 2"#,
        property.0
    )
    .fetch_all(tx.conn())
    .await?;
    let is_only = rows.len() == 1;
    let first = rows.into_iter().next().filter(|row| row.is_likely || is_only);
    Ok(first.map(|row| (BankAccountId(row.id), row.name)))
}
