//! A cost becomes an expense: by its bank line where that is there, else by hand; and out of the books again.

use domain::id::{BankAccountId, BankLineId, CostId, PersonId, PropertyId};
use domain::ticket::Happened;
use domain::{CategoryKind, Cents};
use uuid::Uuid;

use super::costs::{Cost, hold_cost};
use super::hold;
use super::record::{Done, actor, happened};
use crate::ledger::by_hand::{self, ByHand};
use crate::ledger::{Books, By, Origin, void};
use crate::review::{Decision, Split, decide, hold as hold_line};
use crate::{Error, Result, Tx, categories, lines, review};

/// What a cost is booked as.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Code of a category that is spent on the rental.
    pub category: String,
}

impl Default for Chosen {
    /// Repairs, line 14 of Schedule E.
    fn default() -> Chosen {
        Chosen { category: "repairs".into() }
    }
}

/// Why a document says it was booked from a cost.
const REASON: &str = "Booked from the cost of a repair.";

/// Books a cost by a bank line of exactly its amount, which is decided with it; one that is in the books already as an expense
/// of the same property is only said to be this cost, and counts once.
///
/// # Errors
/// [`Error::Stale`] when cost or line changed since they were read; [`Error::Refused`] when the cost is booked, the line
/// is of another amount or does not wait, or the category is none of the rental's; [`Error::Missing`].
pub async fn book_line(
    tx: &mut Tx,
    id: CostId,
    version: i32,
    line: (BankLineId, i32),
    chosen: &Chosen,
) -> Result<()> {
    let (cost, person, property) = begin(tx, id, version, chosen).await?;
    let held = hold_line(tx, line.0, line.1).await?;
    if held.amount == -cost.amount && held.state == "booked" {
        let expense = adopt(tx, line.0, &cost, property).await?;
        let sentence = format!("{}, {}, is the bank line that was booked already.", cost.what, cost.amount);
        return finish(tx, &cost, expense, sentence).await;
    }
    if held.amount != -cost.amount || held.state != "open" {
        return Err(Error::refused(
            "line",
            "This bank line is of another amount, or was decided. Choose another.",
        ));
    }
    let whole = Split {
        category: chosen.category.clone(),
        property: Some(property),
        amount: held.amount,
        period: None,
        note: Some(cost.what.clone()),
    };
    let decision = Decision {
        kind: "line.book",
        reason: REASON.into(),
        confidence: None,
        by: By::Person(person),
        origin: Origin::Own,
    };
    let booked = decide(tx, &held, &[whole], &decision).await?;
    let expense = booked.first().copied().ok_or(Error::Missing)?;
    finish(tx, &cost, expense, format!("Booked {}, {}, by its bank line.", cost.what, cost.amount)).await
}

/// The expense that a booked line is, said to be of a cost from now on.
async fn adopt(tx: &mut Tx, line: BankLineId, cost: &Cost, property: PropertyId) -> Result<Uuid> {
    let id = sqlx::query_scalar!(
        "update expense set origin_id = id where portfolio_id = app.portfolio_id() and bank_line_id = $1 and voided_at is null
           and amount_cents = $2 and property_id = $3 and origin_id is null returning id",
        line.0,
        cost.amount.0,
        property.0
    )
    .fetch_optional(tx.conn())
    .await?;
    id.ok_or_else(|| {
        Error::refused(
            "line",
            "This bank line was booked as something else. Choose another, or decide it anew first.",
        )
    })
}

/// Books a cost on this account before its bank line is there. The line that comes later is told to be this expense.
///
/// # Errors
/// [`Error::Stale`] when the cost changed since it was read; [`Error::Refused`] when it is booked or the category is none of
/// the rental's; [`Error::Missing`].
pub async fn book_by_hand(
    tx: &mut Tx,
    id: CostId,
    version: i32,
    account: BankAccountId,
    chosen: &Chosen,
) -> Result<()> {
    // A file of this account that comes at the same moment waits for us, or we for it: one of both sees the other.
    crate::imports::lock(tx, account).await?;
    let (cost, by, property) = begin(tx, id, version, chosen).await?;
    let who = cost.vendor.as_ref().map_or(cost.what.as_str(), |(_, name)| name.as_str());
    let new = ByHand {
        account,
        category: &chosen.category,
        property: Some(property),
        who,
        amount: cost.amount,
        on: cost.on,
        note: Some(&cost.what),
        by,
        reason: "Booked by hand from the cost of a repair.",
        after: None,
    };
    let mut books = Books::default();
    let expense = by_hand::book(tx, &new, &mut books).await?;
    books.settle(tx).await?;
    by_hand::offer(tx, expense).await?;
    finish(tx, &cost, expense, format!("Booked {}, {}, by hand.", cost.what, cost.amount)).await
}

async fn begin(
    tx: &mut Tx,
    id: CostId,
    version: i32,
    chosen: &Chosen,
) -> Result<(Cost, PersonId, PropertyId)> {
    let person = tx.viewer().person().ok_or(Error::Forbidden)?;
    let cost = hold_cost(tx, id, version).await?;
    if cost.removed_at.is_some() {
        return Err(Error::Missing);
    }
    if cost.booked.is_some() {
        return Err(Error::refused("", "This cost is in the books already."));
    }
    // What was decided otherwise may count where the viewer cannot look.
    let counts =
        sqlx::query_scalar!(r#"select app.cost_counts($1) as "counts!""#, id.0).fetch_one(tx.conn()).await?;
    if counts {
        return Err(Error::refused(
            "",
            "This cost counts in the books of a property that is not yours to see. Ask the owner.",
        ));
    }
    if categories::kinds(tx).await?.get(&chosen.category) != Some(&CategoryKind::Expense) {
        return Err(Error::refused("category", "Choose a category that is spent on the rental."));
    }
    let property = super::find(tx, cost.ticket).await?.property;
    Ok((cost, person, property))
}

async fn finish(tx: &mut Tx, cost: &Cost, expense: Uuid, sentence: String) -> Result<()> {
    sqlx::query!(
        "update ticket_cost set expense_id = $2, is_quote = false, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        cost.id.0,
        expense
    )
    .execute(tx.conn())
    .await?;
    let by = actor(tx).await?;
    let ticket = hold(tx, cost.ticket).await?;
    let words = format!("{}, {}", cost.what, cost.amount);
    happened(tx, &by, &ticket, Done::new(Happened::CostBooked).to(words), sentence).await
}

/// Takes a cost out of the books: what was booked by hand is voided; a bank line waits in review again.
///
/// # Errors
/// [`Error::Stale`] when the cost changed since it was read; [`Error::Refused`] when it is not in the books;
/// [`Error::Forbidden`] when a part of its line belongs to properties out of reach; [`Error::Missing`].
pub async fn unbook(tx: &mut Tx, id: CostId, version: i32) -> Result<()> {
    let cost = hold_cost(tx, id, version).await?;
    let Some(booked) = &cost.booked else {
        return Err(Error::refused("", "This cost is not in the books."));
    };
    let expense = sqlx::query!(
        "select origin_id, reason from expense where portfolio_id = app.portfolio_id() and id = $1",
        booked.expense.0
    )
    .fetch_one(tx.conn())
    .await?;
    let origin = expense.origin_id.ok_or(Error::Missing)?;
    if booked.line.is_some() && origin == booked.expense.0 && expense.reason != REASON {
        // It was booked before anybody said what for, and goes on counting.
        sqlx::query!(
            "update expense set origin_id = null where portfolio_id = app.portfolio_id() and id = $1",
            origin
        )
        .execute(tx.conn())
        .await?;
        return out_of_the_books(tx, &cost).await;
    }
    // The line waits again; where it stood for what was booked by hand, that counts again, and is taken out next.
    if let Some((line, ..)) = booked.line {
        let line = lines::find(tx, line).await?;
        review::reopen(tx, line.id, line.version).await?;
    }
    if let Some(waiting) = by_hand::hold(tx, origin).await? {
        let mut books = Books::default();
        void(tx, std::slice::from_ref(&waiting), &mut books).await?;
        books.settle(tx).await?;
        by_hand::release(tx, origin).await?;
    }
    out_of_the_books(tx, &cost).await
}

async fn out_of_the_books(tx: &mut Tx, cost: &Cost) -> Result<()> {
    sqlx::query!(
        "update ticket_cost set expense_id = null, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        cost.id.0
    )
    .execute(tx.conn())
    .await?;
    let by = actor(tx).await?;
    let ticket = hold(tx, cost.ticket).await?;
    let words = format!("{}, {}", cost.what, cost.amount);
    let sentence = format!("Took {words} out of the books.");
    happened(tx, &by, &ticket, Done::new(Happened::CostUnbooked).to(words), sentence).await
}

/// The sum of what was spent, and of what was quoted and not spent.
pub fn sums(costs: &[Cost]) -> (Cents, Cents) {
    let sum = |quoted: bool| costs.iter().filter(|c| c.is_quote == quoted).map(|c| c.amount).sum();
    (sum(false), sum(true))
}
