//! A line held for a decision: nobody else decides about it until the transaction ends.

use chrono::NaiveDate;
use domain::Cents;
use domain::id::{BankAccountId, BankLineId, PropertyId, RuleId};
use uuid::Uuid;

use crate::ledger::{Books, LineChange, Live, by_hand, live_of_lines, void};
use crate::{Error, Result, Tx};

/// The line, locked.
pub(crate) struct Held {
    pub id: BankLineId,
    pub account: BankAccountId,
    pub posted_on: NaiveDate,
    pub amount: Cents,
    pub merchant: String,
    pub state: String,
    pub guess_category: Option<String>,
    pub guess_property: Option<PropertyId>,
    pub guess_confidence: Option<u8>,
    pub guess_reason: Option<String>,
    pub guess_rule: Option<RuleId>,
    /// The expense booked by hand that it probably is, by its origin.
    pub guess_expense: Option<Uuid>,
    pub twin_of: Option<BankLineId>,
}

/// Locks a line, if nobody decided about it since `version` was read.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Refused`] when its import was taken back; [`Error::Missing`].
pub(crate) async fn hold(tx: &mut Tx, id: BankLineId, version: i32) -> Result<Held> {
    let r = sqlx::query!(
        "select bank_account_id, posted_on, amount_cents, merchant, state, guess_category, guess_property, guess_confidence, guess_reason,
           guess_rule, guess_expense, twin_of, version
         from bank_line where portfolio_id = app.portfolio_id() and id = $1 for update",
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    if r.version != version {
        return Err(Error::Stale);
    }
    if r.state == "withdrawn" {
        return Err(Error::refused(
            "",
            "The import of this line was taken back. Bring the file again to book it.",
        ));
    }
    Ok(Held {
        id,
        account: BankAccountId(r.bank_account_id),
        posted_on: r.posted_on,
        amount: Cents(r.amount_cents),
        merchant: r.merchant,
        state: r.state,
        guess_category: r.guess_category,
        guess_property: r.guess_property.map(PropertyId),
        guess_confidence: r.guess_confidence.and_then(|c| u8::try_from(c).ok()),
        guess_reason: r.guess_reason,
        guess_rule: r.guess_rule.map(RuleId),
        guess_expense: r.guess_expense,
        twin_of: r.twin_of.map(BankLineId),
    })
}

impl Held {
    /// What it is booked as now; [`Error::Forbidden`] when a part of it belongs to properties out of reach.
    pub async fn documents(&self, tx: &mut Tx) -> Result<Vec<Live>> {
        if self.state != "booked" {
            return Ok(Vec::new());
        }
        let documents = live_of_lines(tx, &[self.id.0]).await?;
        if documents.iter().map(|d| d.cash).sum::<Cents>() != self.amount {
            return Err(Error::Forbidden);
        }
        Ok(documents)
    }

    /// Takes the line out of whatever it was: documents voided, sums as if it did not wait; then puts it into `state`.
    /// Returns the documents it was booked as. Unless it is booked anew, what was booked by hand before counts again.
    pub async fn become_state(&self, tx: &mut Tx, state: &str, books: &mut Books) -> Result<Vec<Live>> {
        let documents = self.documents(tx).await?;
        void(tx, &documents, books).await?;
        let counted = |state: &str| state != "merged";
        match (counted(&self.state), counted(state)) {
            (true, false) => books.line(self.account, LineChange::counted(-1, self.amount)),
            (false, true) => books.line(self.account, LineChange::counted(1, self.amount)),
            _ => {}
        }
        if self.state == "open" && state != "open" {
            books.line(self.account, LineChange::waiting(-1, self.amount));
        }
        if self.state != "open" && state == "open" {
            books.line(self.account, LineChange::waiting(1, self.amount));
        }
        sqlx::query!(
            "update bank_line set state = $2, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
            self.id.0,
            state
        )
        .execute(tx.conn())
        .await?;
        if state != "booked" {
            self.restore(tx, state, &documents, books).await?;
        }
        Ok(documents)
    }

    /// Lets what was booked by hand count again. The line itself, if it waits again, still says that it is the one, or gets
    /// another guess when that one has found its line meanwhile.
    async fn restore(&self, tx: &mut Tx, state: &str, gone: &[Live], books: &mut Books) -> Result<()> {
        let says = self.guess_expense.filter(|_| state == "open");
        for origin in by_hand::restore(tx, gone, books).await? {
            if says != Some(origin) {
                by_hand::offer(tx, origin).await?;
            }
        }
        if let Some(origin) = says
            && by_hand::hold(tx, origin).await?.is_none()
        {
            by_hand::release(tx, origin).await?;
        }
        Ok(())
    }
}
