//! Writing an import: lines, guesses, what rules are sure of, unreadable records and sums, whole or not at all.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::Cents;
use domain::bank::{NewLine, Unreadable};
use domain::id::{BankAccountId, BankLineId, ImportId};
use domain::period::accounting;

use super::write::{Fresh, write_lines, write_unreadable};
use super::{Class, Seen, State, find, lock, not_now, sight};
use crate::accounts::Account;
use crate::activity::{Entry, record};
use crate::desk::{self, Desk};
use crate::ids::ascending;
use crate::ledger::{Books, LineChange, Origin, Post, by_hand, post};
use crate::{Result, Tx, accounts, rules};

/// What was read in the file.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Readable rows, in the order of the file.
    pub lines: Vec<NewLine>,
    /// Records nobody could read.
    pub unreadable: Vec<Unreadable>,
    /// Balance the file states at its end, and of which day.
    pub closing: Option<(Cents, NaiveDate)>,
}

/// What became of the rows of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Outcome {
    /// Readable rows.
    pub rows: usize,
    /// Written as new, possible twins not counted.
    pub new: usize,
    /// There already.
    pub known: usize,
    /// Written, but perhaps the same money as a line that was there.
    pub twins: usize,
    /// Could not be read; kept for somebody to type or discard.
    pub unreadable: usize,
    /// Booked by rules.
    pub booked: usize,
}

impl Outcome {
    /// "12 new, 3 known, 1 possible twin, 2 unreadable".
    pub fn words(&self) -> String {
        let twins = if self.twins == 1 { "possible twin" } else { "possible twins" };
        let mut words = format!("{} new, {} known", self.new, self.known);
        for (count, what) in [(self.twins, twins), (self.unreadable, "unreadable")] {
            if count > 0 {
                words.push_str(&format!(", {count} {what}"));
            }
        }
        words
    }
}

/// Writes an import. `on_rows` hears how many rows are written, for [`super::report`] in another transaction.
///
/// The second of two commits of one import waits for the first and answers what it did.
///
/// # Errors
/// [`crate::Error::Refused`] when a question is open, the file was refused, or the import was taken back;
/// [`crate::Error::Missing`].
pub async fn commit(
    tx: &mut Tx,
    id: ImportId,
    batch: &Batch,
    mut on_rows: impl FnMut(usize) + Send,
) -> Result<Outcome> {
    let account = find(tx, id).await?.account;
    lock(tx, account).await?;
    let import = find(tx, id).await?;
    match import.state {
        State::Preview | State::Running => {}
        State::Done => return Ok(import.outcome),
        other => return Err(not_now(other)),
    }
    let account = accounts::find(tx, account).await?;
    let seen = sight(tx, account.id, &batch.lines).await?;
    let desk = Desk::open(tx).await?;
    let mut fresh = unseen(tx, &desk, account.id, &batch.lines, &seen);
    recognize(tx, account.id, &mut fresh).await?;
    let mut books = Books::default();
    write_lines(tx, account.id, id, &fresh, &mut on_rows).await?;
    for line in &fresh {
        books.line(account.id, LineChange::counted(1, line.line.amount));
        if line.state == "open" {
            books.line(account.id, LineChange::waiting(1, line.line.amount));
        }
    }
    let booked = book(tx, &desk, account.id, &fresh, &mut books).await?;
    let unreadable = write_unreadable(tx, account.id, id, &batch.unreadable).await?;
    books.settle(tx).await?;
    let hits = desk::hits(fresh.iter().filter_map(|f| f.guess.as_ref()));
    rules::count_hits(tx, &hits, &BTreeMap::new()).await?;
    let twins = fresh.iter().filter(|f| f.twin_of.is_some()).count();
    let outcome = Outcome {
        rows: seen.len(),
        new: fresh.len() - twins,
        known: seen.len() - fresh.len(),
        twins,
        unreadable,
        booked,
    };
    finish(tx, id, &account, batch.closing, outcome).await?;
    let sentence = format!("Imported {} into {}: {}.", import.file_name, account.draft.name, outcome.words());
    record(tx, Entry::new("import.done", id, sentence).at(account.draft.property).after(&outcome)).await?;
    Ok(outcome)
}

async fn finish(
    tx: &mut Tx,
    id: ImportId,
    account: &Account,
    closing: Option<(Cents, NaiveDate)>,
    outcome: Outcome,
) -> Result<()> {
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let now = tx.now();
    sqlx::query!(
        "update import set state = 'done', done_at = $2, rows_read = $3, rows_new = $4, rows_known = $5, rows_twin = $6,
           rows_unreadable = $7, rows_booked = $8, rows_written = $3
         where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        now,
        number(outcome.rows),
        number(outcome.new),
        number(outcome.known),
        number(outcome.twins),
        number(outcome.unreadable),
        number(outcome.booked)
    )
    .execute(tx.conn())
    .await?;
    if let Some((balance, day)) = closing {
        sqlx::query!(
            "update bank_account_total set stated_cents = $2, stated_on = $3
             where portfolio_id = app.portfolio_id() and bank_account_id = $1 and (stated_on is null or stated_on <= $3)",
            account.id.0,
            balance.0,
            day
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// Rows that are not there yet, each with its id, its guess and where it will stand.
fn unseen<'a>(
    tx: &Tx,
    desk: &Desk,
    account: BankAccountId,
    lines: &'a [NewLine],
    seen: &'a [Seen],
) -> Vec<Fresh<'a>> {
    let wanted = seen.iter().filter(|s| !matches!(s.class, Class::Known(_))).count();
    let mut ids = ascending(tx, wanted).into_iter();
    let mut fresh = Vec::with_capacity(wanted);
    for (line, seen) in lines.iter().zip(seen) {
        let twin_of = match seen.class {
            Class::Known(_) => continue,
            Class::New => None,
            Class::Twin(old) => Some(old),
        };
        let Some(id) = ids.next() else { break };
        let guess = desk.guess(account, &seen.merchant, line.amount);
        // What may be there already is not booked before somebody has said that it is not.
        let books = guess.as_ref().is_some_and(|g| g.books_itself) && twin_of.is_none();
        let state = match () {
            // Nothing moved: there is nothing to ask and nothing to book.
            () if line.amount.is_zero() => "set_aside",
            () if books => "booked",
            () => "open",
        };
        fresh.push(Fresh { id: BankLineId(id), line, seen, guess, guess_expense: None, twin_of, state });
    }
    fresh
}

/// Lines that are probably expenses booked by hand say so instead of anything else, and wait for a person even where a rule
/// would book them: the same money must not count twice.
async fn recognize(tx: &mut Tx, account: BankAccountId, fresh: &mut [Fresh<'_>]) -> Result<()> {
    let lines: Vec<by_hand::Seen> =
        fresh.iter().map(|f| (account, f.line.posted_on, f.line.amount, f.seen.merchant.as_str())).collect();
    let found = by_hand::guesses(tx, &lines).await?;
    for (line, found) in fresh.iter_mut().zip(found) {
        let Some((expense, guess)) = found.filter(|_| line.state != "set_aside") else { continue };
        (line.guess, line.guess_expense, line.state) = (Some(guess), Some(expense), "open");
    }
    Ok(())
}

/// Books what rules are sure of; returns how many lines.
async fn book(
    tx: &mut Tx,
    desk: &Desk,
    account: BankAccountId,
    fresh: &[Fresh<'_>],
    books: &mut Books,
) -> Result<usize> {
    let sure = fresh.iter().filter(|f| f.state == "booked");
    let posts: Vec<Post> = sure
        .filter_map(|f| {
            let guess = f.guess.as_ref()?;
            Some(Post {
                line: Some(f.id),
                account,
                kind: desk.kind(&guess.category)?,
                category: &guess.category,
                property: guess.property,
                who: &f.seen.merchant,
                cash: f.line.amount,
                cash_on: f.line.posted_on,
                period: accounting(&guess.category, f.line.posted_on),
                note: None,
                by: desk::by(guess.source),
                reason: &guess.reason,
                confidence: Some(guess.confidence),
                replaces: None,
                origin: Origin::None,
            })
        })
        .collect();
    post(tx, &posts, books).await?;
    Ok(posts.len())
}
