//! Taking documents back: they stay, marked, and every transfer of theirs is met by one the other way. Same day and same
//! month, so that the figures are as if it had never been; a statement of an earlier moment still shows it.

use chrono::NaiveDate;
use domain::id::PropertyId;
use domain::ledger::DocumentKind;
use domain::{Cents, Period};
use uuid::Uuid;

use super::books::Books;
use crate::ids::ascending;
use crate::{Error, Result, Tx};

/// A document that counts.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    pub kind: DocumentKind,
    pub id: Uuid,
    /// None for what was booked by hand.
    pub line: Option<Uuid>,
    pub category: String,
    pub property: Option<PropertyId>,
    /// Into the account is plus.
    pub cash: Cents,
    pub cash_on: NaiveDate,
    pub period: Period,
    /// By which whatever it was booked for finds it.
    pub origin: Option<Uuid>,
}

/// Documents that count and were booked from these lines. Whoever is about to void them holds the lines' locks.
pub(crate) async fn live_of_lines(tx: &mut Tx, lines: &[Uuid]) -> Result<Vec<Live>> {
    let rows = sqlx::query!(
        r#"select kind as "kind!", id as "id!", bank_line_id, category as "category!",
             property_id, cash_cents as "cash!", cash_on as "cash_on!", period as "period!", origin_id
           from document where portfolio_id = app.portfolio_id() and bank_line_id = any($1) and voided_at is null order by id"#,
        lines
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some(Live {
                kind: DocumentKind::from_word(&r.kind)?,
                id: r.id,
                line: r.bank_line_id,
                category: r.category,
                property: r.property_id.map(PropertyId),
                cash: Cents(r.cash),
                cash_on: r.cash_on,
                period: Period::of(r.period),
                origin: r.origin_id,
            })
        })
        .collect())
}

/// Voids documents and reverses what they booked.
///
/// # Errors
/// [`Error::Stale`] when somebody voided one of them meanwhile.
pub(crate) async fn void(tx: &mut Tx, documents: &[Live], books: &mut Books) -> Result<()> {
    if documents.is_empty() {
        return Ok(());
    }
    for kind in DocumentKind::ALL {
        let ids: Vec<Uuid> = documents.iter().filter(|d| d.kind == kind).map(|d| d.id).collect();
        if !ids.is_empty() && mark(tx, kind, &ids).await? != ids.len() {
            return Err(Error::Stale);
        }
    }
    let ids: Vec<Uuid> = documents.iter().map(|d| d.id).collect();
    let reversals = ascending(tx, ids.len());
    let (portfolio, now, person) = (tx.portfolio()?.0, tx.now(), tx.viewer().person().map(|p| p.0));
    let done = sqlx::query!(
        "insert into transfer (portfolio_id, id, debit_id, credit_id, amount_cents, cause, cause_id, leg, property_id, cash_on, period,
           reverses, recorded_by, recorded_at)
         select $1, n.id, t.credit_id, t.debit_id, t.amount_cents, t.cause, t.cause_id, 1, t.property_id, t.cash_on, t.period, t.id, $2, $3
         from unnest($4::uuid[], $5::uuid[]) as n(doc, id)
         join transfer t on t.portfolio_id = $1 and t.cause_id = n.doc and t.leg = 0",
        portfolio,
        person,
        now,
        &ids,
        &reversals
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() != ids.len() as u64 {
        return Err(Error::Stale);
    }
    for d in documents {
        books.month(-1, &d.category, d.property, d.cash_on, d.period, d.kind.flip(d.cash));
    }
    Ok(())
}

/// Marks documents of one table as voided; says how many were not yet.
async fn mark(tx: &mut Tx, kind: DocumentKind, ids: &[Uuid]) -> Result<usize> {
    let now = tx.now();
    let done = match kind {
        DocumentKind::Expense => {
            sqlx::query!(
                "update expense set voided_at = $2, version = version + 1
                 where portfolio_id = app.portfolio_id() and id = any($1) and voided_at is null",
                ids,
                now
            )
            .execute(tx.conn())
            .await?
        }
        DocumentKind::Income => {
            sqlx::query!(
                "update income set voided_at = $2, version = version + 1
                 where portfolio_id = app.portfolio_id() and id = any($1) and voided_at is null",
                ids,
                now
            )
            .execute(tx.conn())
            .await?
        }
        DocumentKind::Movement => {
            sqlx::query!(
                "update movement set voided_at = $2, version = version + 1
                 where portfolio_id = app.portfolio_id() and id = any($1) and voided_at is null",
                ids,
                now
            )
            .execute(tx.conn())
            .await?
        }
    };
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}
