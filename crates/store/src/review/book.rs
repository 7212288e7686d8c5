//! Booking a line: as one thing, or in parts that come to it exactly.

use std::collections::{BTreeMap, HashSet};

use domain::id::{BankLineId, PersonId, PropertyId};
use domain::period::accounting;
use domain::{CategoryKind, Cents, Period};
use serde::Serialize;
use uuid::Uuid;

use super::line::{Held, hold};
use super::place::{origins, take_over};
use crate::activity::{Entry, record};
use crate::ledger::{Books, By, Live, Origin, Post, by_hand, post};
use crate::{Error, Result, Tx, categories, rules};

/// More parts than this belong into a rule or a spreadsheet.
const PARTS_MAX: usize = 40;

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Split {
    /// Code of the category.
    pub category: String,
    /// The property, where it belongs to one.
    pub property: Option<PropertyId>,
    /// Into the account is plus, like the line. A part may go the other way: a fee kept back from a payout.
    pub amount: Cents,
    /// The month it belongs to; by the rules of its category where nobody says so.
    pub period: Option<Period>,
    /// What somebody wants to remember.
    pub note: Option<String>,
}

/// Why it is booked like that.
pub(crate) struct Decision {
    pub kind: &'static str,
    pub reason: String,
    pub confidence: Option<u8>,
    pub by: By,
    /// [`Origin::Of`]: the line is the expense of this origin that was booked by hand. [`Origin::Own`]: it is booked for
    /// something that will look for it.
    pub origin: Origin,
}

/// Books a line in these parts. A line that is booked already is booked anew: what it was is reversed and stays visible.
///
/// # Errors
/// [`Error::Stale`] when somebody decided since `version` was read; [`Error::Refused`] when the parts do not come to the line
/// or name what is not there; [`Error::Forbidden`] when a part of it belongs to properties out of reach; [`Error::Missing`].
pub async fn book(tx: &mut Tx, id: BankLineId, version: i32, splits: &[Split]) -> Result<()> {
    let line = hold(tx, id, version).await?;
    by_person(tx, &line, splits, Origin::None).await
}

/// The same for a line that is the expense it was guessed to be, booked by hand before: that one is voided, and the line
/// stands for it.
///
/// # Errors
/// As [`book`]; and [`Error::Refused`] when no part is an expense, or that one waits no more.
pub async fn book_in_its_place(tx: &mut Tx, id: BankLineId, version: i32, splits: &[Split]) -> Result<()> {
    let line = hold(tx, id, version).await?;
    let origin = line.guess_expense.map_or(Origin::None, Origin::Of);
    by_person(tx, &line, splits, origin).await
}

async fn by_person(tx: &mut Tx, line: &Held, splits: &[Split], origin: Origin) -> Result<()> {
    let decision = Decision {
        kind: "line.book",
        reason: "Decided by hand.".into(),
        confidence: None,
        by: By::Person(person(tx)?),
        origin,
    };
    decide(tx, line, splits, &decision).await?;
    Ok(())
}

/// Books a line as it was guessed. One that was guessed to be an expense booked by hand takes its place.
///
/// # Errors
/// As [`book_in_its_place`]; and [`Error::Refused`] when there is no guess.
pub async fn accept(tx: &mut Tx, id: BankLineId, version: i32) -> Result<()> {
    let line = hold(tx, id, version).await?;
    let Some(category) = line.guess_category.clone() else {
        return Err(Error::refused("", "There is no suggestion to accept. Choose a category."));
    };
    let whole =
        Split { category, property: line.guess_property, amount: line.amount, period: None, note: None };
    let decision = Decision {
        kind: "line.accept",
        reason: format!("Suggestion accepted: {}", line.guess_reason.clone().unwrap_or_default()),
        confidence: line.guess_confidence,
        by: By::Person(person(tx)?),
        origin: line.guess_expense.map_or(Origin::None, Origin::Of),
    };
    decide(tx, &line, &[whole], &decision).await?;
    Ok(())
}

/// Whoever decides; a job decides nothing.
fn person(tx: &Tx) -> Result<PersonId> {
    tx.viewer().person().ok_or(Error::Forbidden)
}

/// Checks the parts, takes back what the line was, books them, and writes down what changed. Returns the documents, in the
/// order of the parts.
pub(crate) async fn decide(
    tx: &mut Tx,
    line: &Held,
    splits: &[Split],
    decision: &Decision,
) -> Result<Vec<Uuid>> {
    if line.state == "merged" {
        return Err(Error::refused(
            "",
            "This line is the same as another one. Separate the two before booking it.",
        ));
    }
    let kinds = check(tx, line.amount, splits).await?;
    let mut books = Books::default();
    let mut before = line.become_state(tx, "booked", &mut books).await?;
    let takes_over = take_over(tx, decision.origin, &kinds, &mut books).await?;
    let origins = origins(&before, &kinds, decision.origin);
    let replaced = |at: usize| match &takes_over {
        Some(waiting) if origins[at] == decision.origin => Some(waiting.id),
        _ => before.get(at).map(|d| d.id),
    };
    let posts: Vec<Post> = splits
        .iter()
        .zip(&kinds)
        .enumerate()
        .map(|(at, (split, kind))| Post {
            line: Some(line.id),
            account: line.account,
            kind: *kind,
            category: &split.category,
            property: split.property,
            who: &line.merchant,
            cash: split.amount,
            cash_on: line.posted_on,
            period: split.period.unwrap_or_else(|| accounting(&split.category, line.posted_on)),
            note: split.note.as_deref(),
            by: decision.by,
            reason: &decision.reason,
            confidence: decision.confidence,
            replaces: replaced(at),
            origin: origins[at],
        })
        .collect();
    let booked = post(tx, &posts, &mut books).await?;
    // What was booked by hand and this line does not stand for any more counts again.
    let restored = by_hand::restore(tx, &before, &mut books).await?;
    books.settle(tx).await?;
    for origin in restored {
        by_hand::offer(tx, origin).await?;
    }
    judge_rule(tx, line, splits).await?;
    before.extend(takes_over);
    tell(tx, line, splits, decision, before).await?;
    Ok(booked.into_iter().map(|(_, id)| id).collect())
}

/// The entry of the activity list, with what the line was before.
async fn tell(
    tx: &mut Tx,
    line: &Held,
    splits: &[Split],
    decision: &Decision,
    before: Vec<Live>,
) -> Result<()> {
    let old: Vec<Split> = before
        .into_iter()
        .map(|d| Split {
            category: d.category,
            property: d.property,
            amount: d.cash,
            period: Some(d.period),
            note: None,
        })
        .collect();
    let mut sentence = sentence(tx, line, splits, !old.is_empty()).await?;
    if matches!(decision.origin, Origin::Of(_)) {
        sentence.push_str(" It takes the place of the expense that was booked by hand.");
    }
    let only =
        splits.first().and_then(|s| s.property).filter(|p| splits.iter().all(|s| s.property == Some(*p)));
    let mut entry = Entry::new(decision.kind, line.id, sentence).at(only).after(&splits);
    if !old.is_empty() {
        entry = entry.before(&old);
    }
    record(tx, entry).await?;
    Ok(())
}

/// Parts that come to the line, on categories in use, with a property where the viewer needs one. Returns their kinds.
async fn check(tx: &mut Tx, amount: Cents, splits: &[Split]) -> Result<Vec<CategoryKind>> {
    if amount.is_zero() {
        return Err(Error::refused(
            "",
            "Nothing moved on this line, so there is nothing to book. Set it aside.",
        ));
    }
    if splits.is_empty() || splits.len() > PARTS_MAX {
        return Err(Error::refused("", format!("Book a line in one to {PARTS_MAX} parts.")));
    }
    if splits.iter().any(|s| s.amount.is_zero()) {
        return Err(Error::refused(
            "amount",
            "A part of nothing is no part. Remove it, or write its amount.",
        ));
    }
    let sum: Cents = splits.iter().map(|s| s.amount).sum();
    if sum != amount {
        let left = amount - sum;
        let sentence = format!("The parts come to {sum} and the line to {amount}: {left} are left to place.");
        return Err(Error::refused("amount", sentence));
    }
    if splits.iter().any(|s| s.note.as_ref().is_some_and(|n| n.chars().count() > 500)) {
        return Err(Error::refused("note", "Keep the note below 500 characters."));
    }
    let kinds = categories::kinds(tx).await?;
    let limited = rules::is_limited(tx);
    let mut found = Vec::with_capacity(splits.len());
    for split in splits {
        let Some(kind) = kinds.get(&split.category) else {
            return Err(Error::refused("category", "Choose a category for every part."));
        };
        if limited && split.property.is_none() {
            return Err(Error::refused("property", "Choose one of your properties for every part."));
        }
        found.push(*kind);
    }
    Ok(found)
}

/// A rule that proposed something else is told so.
async fn judge_rule(tx: &mut Tx, line: &Held, splits: &[Split]) -> Result<()> {
    let Some(rule) = line.guess_rule else { return Ok(()) };
    let agrees = splits.iter().all(|s| Some(&s.category) == line.guess_category.as_ref());
    if agrees {
        return Ok(());
    }
    rules::count_hits(tx, &BTreeMap::new(), &BTreeMap::from([(rule, 1)])).await
}

/// "Booked $48.88 of ACE HARDWARE as Supplies, Birch."
async fn sentence(tx: &mut Tx, line: &Held, splits: &[Split], again: bool) -> Result<String> {
    let codes: Vec<String> =
        splits.iter().map(|s| s.category.clone()).collect::<HashSet<_>>().into_iter().collect();
    let ids: Vec<uuid::Uuid> = splits.iter().filter_map(|s| s.property.map(|p| p.0)).collect();
    let rows = sqlx::query!(
        r#"select name as "name!" from category where portfolio_id = app.portfolio_id() and code = any($1)
           union all select name from property where portfolio_id = app.portfolio_id() and id = any($2)"#,
        &codes,
        &ids
    )
    .fetch_all(tx.conn())
    .await?;
    let verb = if again { "Booked anew" } else { "Booked" };
    let names: Vec<String> = rows.into_iter().map(|r| r.name).collect();
    Ok(match splits.len() {
        1 => format!("{verb} {} of {} as {}.", line.amount, line.merchant, names.join(", ")),
        parts => {
            format!("{verb} {} of {} in {parts} parts: {}.", line.amount, line.merchant, names.join(", "))
        }
    })
}
