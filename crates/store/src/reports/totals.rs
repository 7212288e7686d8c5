//! Sums per month, property and category.

use std::str::FromStr;

use chrono::NaiveDate;
use domain::id::PropertyId;
use domain::{CategoryKind, Cents, Period};

use crate::{Result, Tx};

/// Which day decides the month of money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// The day it moved. Schedule E is filed this way by almost every landlord.
    #[default]
    Cash,
    /// The month it belongs to.
    Accrual,
}

impl Reading {
    /// The word in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Reading::Cash => "cash",
            Reading::Accrual => "accrual",
        }
    }
}

impl FromStr for Reading {
    type Err = ();
    fn from_str(text: &str) -> Result<Reading, ()> {
        [Reading::Cash, Reading::Accrual].into_iter().find(|r| r.word() == text).ok_or(())
    }
}

/// One sum. Income counts what was received, expense what was spent; both plus.
#[derive(Clone, Debug)]
pub struct TotalRow {
    /// Month.
    pub month: Period,
    /// Property; `None` for money of no single property.
    pub property: Option<PropertyId>,
    /// Category code.
    pub category: String,
    /// Its name.
    pub category_name: String,
    /// How it enters the books.
    pub kind: CategoryKind,
    /// Schedule E line.
    pub tax_line: Option<u8>,
    /// The sum.
    pub amount: Cents,
    /// Documents in it.
    pub entries: i64,
}

/// The sums of all months from `from` to `to`, both included, in reach of the viewer.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn totals(tx: &mut Tx, reading: Reading, from: Period, to: Period) -> Result<Vec<TotalRow>> {
    let rows = sqlx::query!(
        r#"select t.month, nullif(t.property_id, '00000000-0000-0000-0000-000000000000') as property_id, t.category,
             c.name, c.kind, c.tax_line, t.amount_cents, t.entries
           from month_total t
           join category c on c.portfolio_id = t.portfolio_id and c.code = t.category
           where t.portfolio_id = app.portfolio_id() and t.reading = $1 and t.month between $2 and $3 and t.entries > 0
           order by c.sort, c.code, t.month"#,
        reading.word(),
        from.first(),
        to.first()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| TotalRow {
            month: Period::of(r.month),
            property: r.property_id.map(PropertyId),
            category: r.category,
            category_name: r.name,
            kind: CategoryKind::from_word(&r.kind).unwrap_or(CategoryKind::Personal),
            tax_line: r.tax_line.and_then(|l| u8::try_from(l).ok()),
            amount: Cents(r.amount_cents),
            entries: r.entries,
        })
        .collect())
}

/// What was received and spent in a month, over all properties in reach; transfers and private money left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthSum {
    /// Month.
    pub month: Period,
    /// Income.
    pub received: Cents,
    /// Expenses, plus.
    pub spent: Cents,
}

/// The sums of each month from `from` to `to`, both included, that has anything in the books.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn months(tx: &mut Tx, reading: Reading, from: Period, to: Period) -> Result<Vec<MonthSum>> {
    let rows = sqlx::query!(
        r#"select t.month, coalesce(sum(t.amount_cents) filter (where c.kind = 'income'), 0)::bigint as "received!",
             coalesce(sum(t.amount_cents) filter (where c.kind = 'expense'), 0)::bigint as "spent!"
           from month_total t
           join category c on c.portfolio_id = t.portfolio_id and c.code = t.category
           where t.portfolio_id = app.portfolio_id() and t.reading = $1 and t.month between $2 and $3 and t.entries > 0
           group by t.month order by t.month"#,
        reading.word(),
        from.first(),
        to.first()
    )
    .fetch_all(tx.conn())
    .await?;
    let sum = |month, received, spent| MonthSum { month, received: Cents(received), spent: Cents(spent) };
    Ok(rows.into_iter().map(|r| sum(Period::of(r.month), r.received, r.spent)).collect())
}

/// First and last month with anything in the books.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn years(tx: &mut Tx) -> Result<Option<(NaiveDate, NaiveDate)>> {
    let row = sqlx::query!(
        "select min(month) as first, max(month) as last from month_total where portfolio_id = app.portfolio_id() and reading = 'cash'"
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(row.first.zip(row.last))
}
