//! What a repair costs: quotes and what was spent, and where in the books it is. For the landlord's side alone.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Cents;
use domain::id::{BankAccountId, BankLineId, CostId, ExpenseId, TicketId, VendorId};
use domain::ticket::{CostDraft, Happened};

use super::hold;
use super::record::{Done, actor, happened, landlord};
use crate::{Error, Result, Tx};

/// More costs than this are a building site.
const COSTS_MAX: i64 = 200;

/// A cost as it stands.
#[derive(Clone, Debug)]
pub struct Cost {
    /// Its id.
    pub id: CostId,
    /// Of which repair.
    pub ticket: TicketId,
    /// What for.
    pub what: String,
    /// Who is paid.
    pub vendor: Option<(VendorId, String)>,
    /// How much.
    pub amount: Cents,
    /// The day it was spent, or quoted.
    pub on: NaiveDate,
    /// Only said, not spent yet.
    pub is_quote: bool,
    /// Where it is in the books.
    pub booked: Option<Booked>,
    /// It was in the books, and somebody decided otherwise there.
    pub was_booked: bool,
    /// Taken away.
    pub removed_at: Option<DateTime<Utc>>,
    /// Changes with everything done to it.
    pub version: i32,
}

/// The expense that a cost is in the books as.
#[derive(Clone, Debug)]
pub struct Booked {
    /// The document that counts.
    pub expense: ExpenseId,
    /// Its account, with the last four digits.
    pub account: (BankAccountId, String),
    /// Name of its category.
    pub category: String,
    /// Schedule E line.
    pub tax_line: Option<i16>,
    /// The year it counts in.
    pub year: i16,
    /// What counts; a part of the line's amount where that was split.
    pub amount: Cents,
    /// The bank line: its day and amount; none while it waits for one.
    pub line: Option<(BankLineId, NaiveDate, Cents)>,
    /// Who decided: `starter`, `rule` or `person`.
    pub source: String,
}

macro_rules! cost {
    ($r:expr) => {{
        let line = match ($r.line, $r.line_on, $r.line_cents) {
            (Some(line), Some(on), Some(cents)) => Some((BankLineId(line), on, Cents(cents.abs()))),
            _ => None,
        };
        let booked =
            match ($r.expense, $r.account_id, $r.account, $r.category, $r.year, $r.booked_cents, $r.source) {
                (
                    Some(expense),
                    Some(id),
                    Some(account),
                    Some(category),
                    Some(year),
                    Some(cents),
                    Some(source),
                ) => Some(Booked {
                    expense: ExpenseId(expense),
                    account: (BankAccountId(id), account),
                    category,
                    tax_line: $r.tax_line,
                    year,
                    amount: Cents(cents),
                    line,
                    source,
                }),
                _ => None,
            };
        Cost {
            id: CostId($r.id),
            ticket: TicketId($r.ticket_id),
            what: $r.what,
            vendor: $r.vendor_id.map(VendorId).zip($r.vendor),
            amount: Cents($r.amount_cents),
            on: $r.incurred_on,
            is_quote: $r.is_quote,
            was_booked: $r.origin.is_some() && booked.is_none(),
            booked,
            removed_at: $r.removed_at,
            version: $r.version,
        }
    }};
}

/// Costs of a repair that were not taken away, by day.
///
/// # Errors
/// [`Error::Missing`] for whoever is not of the landlord's side.
pub async fn costs(tx: &mut Tx, ticket: TicketId) -> Result<Vec<Cost>> {
    landlord(tx)?;
    let rows = sqlx::query!(
        r#"select c.id, c.ticket_id, c.what, c.vendor_id, v.name as "vendor?", c.amount_cents, c.incurred_on, c.is_quote, c.expense_id as origin,
             c.removed_at, c.version, e.id as "expense?", e.bank_account_id as "account_id?", a.name || coalesce(' …' || a.last_four, '') as account,
             k.name as "category?", k.tax_line as "tax_line?", e.tax_year as "year?", e.amount_cents as "booked_cents?", e.source as "source?",
             l.id as "line?", l.posted_on as "line_on?", l.amount_cents as "line_cents?"
           from ticket_cost c
           left join vendor v on v.portfolio_id = c.portfolio_id and v.id = c.vendor_id
           left join expense e on e.portfolio_id = c.portfolio_id and e.origin_id = c.expense_id and e.voided_at is null
           left join bank_account a on a.portfolio_id = e.portfolio_id and a.id = e.bank_account_id
           left join category k on k.portfolio_id = e.portfolio_id and k.code = e.category
           left join bank_line l on l.portfolio_id = e.portfolio_id and l.id = e.bank_line_id
           where c.portfolio_id = app.portfolio_id() and c.ticket_id = $1 and c.removed_at is null
           order by c.is_quote, c.incurred_on, c.id limit 500"#,
        ticket.0
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| cost!(r)).collect())
}

/// One cost, taken away or not.
///
/// # Errors
/// [`Error::Missing`] when it is not there, not in reach, or the viewer is not of the landlord's side.
pub async fn find_cost(tx: &mut Tx, id: CostId) -> Result<Cost> {
    landlord(tx)?;
    let r = sqlx::query!(
        r#"select c.id, c.ticket_id, c.what, c.vendor_id, v.name as "vendor?", c.amount_cents, c.incurred_on, c.is_quote, c.expense_id as origin,
             c.removed_at, c.version, e.id as "expense?", e.bank_account_id as "account_id?", a.name || coalesce(' …' || a.last_four, '') as account,
             k.name as "category?", k.tax_line as "tax_line?", e.tax_year as "year?", e.amount_cents as "booked_cents?", e.source as "source?",
             l.id as "line?", l.posted_on as "line_on?", l.amount_cents as "line_cents?"
           from ticket_cost c
           left join vendor v on v.portfolio_id = c.portfolio_id and v.id = c.vendor_id
           left join expense e on e.portfolio_id = c.portfolio_id and e.origin_id = c.expense_id and e.voided_at is null
           left join bank_account a on a.portfolio_id = e.portfolio_id and a.id = e.bank_account_id
           left join category k on k.portfolio_id = e.portfolio_id and k.code = e.category
           left join bank_line l on l.portfolio_id = e.portfolio_id and l.id = e.bank_line_id
           where c.portfolio_id = app.portfolio_id() and c.id = $1 order by e.id limit 1"#,
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(cost!(r))
}

/// The same, held until the end of the transaction, if nobody changed it since `version` was read.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Missing`].
pub(super) async fn hold_cost(tx: &mut Tx, id: CostId, version: i32) -> Result<Cost> {
    landlord(tx)?;
    let now = sqlx::query_scalar!(
        "select version from ticket_cost where portfolio_id = app.portfolio_id() and id = $1 for update",
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    if now != version {
        return Err(Error::Stale);
    }
    find_cost(tx, id).await
}

/// Writes a cost down. The id is made with the form: sent twice, it is one. Closed repairs take costs too, because bills come
/// late.
///
/// # Errors
/// [`Error::Refused`] when there are very many; [`Error::Missing`] when repair or vendor are not in reach.
pub async fn add_cost(tx: &mut Tx, ticket: TicketId, id: CostId, draft: &CostDraft) -> Result<()> {
    landlord(tx)?;
    let by = actor(tx).await?;
    let ticket = hold(tx, ticket).await?;
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from ticket_cost where portfolio_id = app.portfolio_id() and ticket_id = $1"#,
        ticket.id.0
    )
    .fetch_one(tx.conn())
    .await?;
    if count >= COSTS_MAX {
        return Err(Error::refused("", "Very many costs stand here already. Report a new repair for more."));
    }
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let done = sqlx::query!(
        "insert into ticket_cost (portfolio_id, id, ticket_id, property_id, what, vendor_id, amount_cents, incurred_on, is_quote, created_by,
           created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing",
        portfolio,
        id.0,
        ticket.id.0,
        ticket.property.0,
        draft.what,
        draft.vendor.map(|v| v.0),
        draft.amount.0,
        draft.on,
        draft.is_quote,
        by.person.0,
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    let words = format!("{}, {}{}", draft.what, draft.amount, if draft.is_quote { ", quoted" } else { "" });
    let done = Done::new(Happened::CostAdded).to(words.clone());
    happened(tx, &by, &ticket, done, format!("Wrote down {words}.")).await
}

/// Takes a cost away that is not in the books.
///
/// # Errors
/// [`Error::Refused`] while it is in the books; [`Error::Stale`]; [`Error::Missing`].
pub async fn remove_cost(tx: &mut Tx, id: CostId, version: i32) -> Result<()> {
    let cost = hold_cost(tx, id, version).await?;
    if cost.booked.is_some() {
        return Err(Error::refused("", "This cost is in the books. Take it out of them first."));
    }
    put_away(tx, &cost, true).await
}

/// Brings a cost back that was taken away; one that stands there already is left as it is.
///
/// # Errors
/// [`Error::Missing`].
pub async fn bring_cost_back(tx: &mut Tx, id: CostId) -> Result<()> {
    let version = find_cost(tx, id).await?.version;
    let cost = hold_cost(tx, id, version).await?;
    if cost.removed_at.is_none() {
        return Ok(());
    }
    put_away(tx, &cost, false).await
}

async fn put_away(tx: &mut Tx, cost: &Cost, away: bool) -> Result<()> {
    let by = actor(tx).await?;
    let ticket = hold(tx, cost.ticket).await?;
    let at = away.then(|| tx.now());
    sqlx::query!(
        "update ticket_cost set removed_at = $2, expense_id = null, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        cost.id.0,
        at
    )
    .execute(tx.conn())
    .await?;
    let words = format!("{}, {}", cost.what, cost.amount);
    let (what, verb) = match away {
        true => (Happened::CostRemoved, "Took away"),
        false => (Happened::CostAdded, "Brought back"),
    };
    happened(tx, &by, &ticket, Done::new(what).to(words.clone()), format!("{verb} {words}.")).await
}
