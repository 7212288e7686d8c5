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

/// Books a cost by a bank line of exactly its amount, which is decided with it.
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
        reason: "Booked from the cost of a repair.".into(),
        confidence: None,
        by: By::Person(person),
        origin: Origin::Own,
    };
    let booked = decide(tx, &held, &[whole], &decision).await?;
    let expense = booked.first().copied().ok_or(Error::Missing)?;
    finish(tx, &cost, expense, format!("Booked {}, {}, by its bank line.", cost.what, cost.amount)).await
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
    let origin = sqlx::query_scalar!(
        "select origin_id from expense where portfolio_id = app.portfolio_id() and id = $1",
        booked.expense.0
    )
    .fetch_one(tx.conn())
    .await?
    .ok_or(Error::Missing)?;
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
