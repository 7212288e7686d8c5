//! The money an account held before its first line.

use chrono::NaiveDate;
use domain::id::BankAccountId;
use domain::ledger::{Account, sides};
use domain::{Cents, Period};

use super::accounts::Needed;
use crate::{Result, Tx};

/// Makes the account's mirror in the ledger.
pub(crate) async fn mirror(tx: &mut Tx, id: BankAccountId) -> Result<()> {
    let mut needed = Needed::default();
    needed.bank(id);
    needed.write(tx).await
}

/// Books the difference between two opening balances, as of the day that was said, or today. `version` is the account's:
/// a number that no earlier change of it has.
pub(crate) async fn book(
    tx: &mut Tx,
    id: BankAccountId,
    version: i32,
    before: Cents,
    after: Cents,
    day: Option<NaiveDate>,
) -> Result<()> {
    let mut needed = Needed::default();
    let (bank, other) = (needed.bank(id), needed.take(Account::of_opening()));
    let Some((debit, credit, amount)) = sides(after - before, bank, other) else { return Ok(()) };
    needed.write(tx).await?;
    let (portfolio, transfer, now) = (tx.portfolio()?.0, tx.new_id(), tx.now());
    let (day, person) = (day.unwrap_or_else(|| tx.today()), tx.viewer().person().map(|p| p.0));
    let leg = i16::try_from(version).unwrap_or(i16::MAX);
    sqlx::query!(
        "insert into transfer (portfolio_id, id, debit_id, credit_id, amount_cents, cause, cause_id, leg, cash_on, period,
           recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, 'opening', $6, $7, $8, $9, $10, $11)",
        portfolio,
        transfer,
        debit,
        credit,
        amount.0,
        id.0,
        leg,
        day,
        Period::of(day).first(),
        person,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
