//! The documents behind one figure: each names the line it came from and who decided.

use chrono::NaiveDate;
use domain::id::{BankLineId, PropertyId};
use domain::{Cents, Period};
use uuid::Uuid;

use super::totals::Reading;
use crate::{Result, Tx};

/// Which figure.
#[derive(Clone, Debug)]
pub struct Figure {
    /// How months are counted.
    pub reading: Reading,
    /// First month.
    pub from: Period,
    /// Last month.
    pub to: Period,
    /// `None`: of all properties. `Some(None)`: of no single property.
    pub property: Option<Option<PropertyId>>,
    /// One category, or all of the tax line.
    pub category: Option<String>,
    /// One line of Schedule E.
    pub tax_line: Option<u8>,
}

/// One document of a figure.
#[derive(Clone, Debug)]
pub struct Entry {
    /// `expense` or `income`.
    pub document: String,
    /// Its id.
    pub id: Uuid,
    /// The day money moved.
    pub cash_on: NaiveDate,
    /// The month it belongs to.
    pub period: Period,
    /// Merchant or payer.
    pub who: String,
    /// Property's name, "" for none.
    pub property: String,
    /// Category's name.
    pub category: String,
    /// Plus: received for income, spent for expense.
    pub amount: Cents,
    /// The line it was booked from.
    pub bank_line: Option<BankLineId>,
    /// Why it is there: a rule's reason or a person's name.
    pub reason: String,
}

/// The entries of a figure by day, at most `limit`, those before `before` when it is given.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn entries(
    tx: &mut Tx,
    figure: &Figure,
    after: Option<(NaiveDate, Uuid)>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let (any_property, property) = match figure.property {
        None => (true, None),
        Some(one) => (false, one.map(|p| p.0)),
    };
    let (day, id) = after.unzip();
    let rows = sqlx::query!(
        r#"with docs as (
             select 'expense' as document, id, cash_on, period, merchant as who, property_id, category, amount_cents, bank_line_id, reason
             from expense where portfolio_id = app.portfolio_id() and voided_at is null
             union all
             select 'income', id, cash_on, period, payer, property_id, category, amount_cents, bank_line_id, reason
             from income where portfolio_id = app.portfolio_id() and voided_at is null)
           select d.document as "document!", d.id as "id!", d.cash_on as "cash_on!", d.period as "period!", d.who as "who!",
             p.name as "property?", c.name as "category!", d.amount_cents as "amount!", d.bank_line_id, d.reason as "reason!"
           from docs d
           join category c on c.portfolio_id = app.portfolio_id() and c.code = d.category
           left join property p on p.portfolio_id = app.portfolio_id() and p.id = d.property_id
           where (case when $1 = 'cash' then d.cash_on else d.period end) between $2 and $3
             and ($4 or d.property_id is not distinct from $5)
             and ($6::text is null or d.category = $6) and ($7::smallint is null or c.tax_line = $7)
             and ($8::date is null or (d.cash_on, d.id) > ($8, $9))
           order by d.cash_on, d.id limit $10"#,
        figure.reading.word(),
        figure.from.first(),
        figure.to.last(),
        any_property,
        property,
        figure.category.as_deref(),
        figure.tax_line.map(i16::from),
        day,
        id,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Entry {
            document: r.document,
            id: r.id,
            cash_on: r.cash_on,
            period: Period::of(r.period),
            who: r.who,
            property: r.property.unwrap_or_default(),
            category: r.category,
            amount: Cents(r.amount),
            bank_line: r.bank_line_id.map(BankLineId),
            reason: r.reason,
        })
        .collect())
}
