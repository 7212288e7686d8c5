//! A line typed by a person: money that no file shows, or a record that could not be read.

use chrono::NaiveDate;
use domain::Cents;
use domain::bank::{NewLine, keys};
use domain::id::{BankAccountId, BankLineId, ImportId};

use crate::activity::{Entry, record};
use crate::db::fill;
use crate::desk::Desk;
use crate::ledger::{Books, LineChange, by_hand};
use crate::{Error, Result, Tx, accounts, imports};

/// Types a line by hand, for cash or an account without files. It waits in review with a guess.
///
/// # Errors
/// [`Error::Refused`] for an amount of zero; [`Error::Missing`] when the account is not in reach.
pub async fn by_hand(
    tx: &mut Tx,
    account: BankAccountId,
    day: NaiveDate,
    amount: Cents,
    words: &str,
) -> Result<BankLineId> {
    if amount.is_zero() {
        return Err(Error::refused("amount", "Write an amount: plus for received, minus for paid."));
    }
    let line = NewLine {
        line_no: 0,
        raw: String::new(),
        posted_on: day,
        amount,
        description: words.to_string(),
        payee: None,
        memo: None,
        source_id: None,
        balance: None,
    };
    add_one(tx, account, None, &line).await
}

/// Writes one line, open, with a guess. It is never taken for another one: whoever types it means it. Typed from a
/// file's record, it has the key that the file would give it, as long as that is free.
pub(crate) async fn add_one(
    tx: &mut Tx,
    account: BankAccountId,
    import: Option<ImportId>,
    line: &NewLine,
) -> Result<BankLineId> {
    imports::lock(tx, account).await?;
    let account = accounts::find(tx, account).await?;
    let id = BankLineId(tx.new_id());
    let mut key = keys(std::slice::from_ref(line)).first().map_or([0; 16], |k| k.0);
    if import.is_none() || is_taken(tx, account.id, key).await? {
        fill(&mut key);
    }
    let merchant = line.merchant();
    let guess = Desk::open(tx).await?.guess(account.id, &merchant, line.amount);
    let waiting =
        by_hand::guesses(tx, &[(account.id, line.posted_on, line.amount, &merchant)]).await?.pop().flatten();
    let (expense, guess) = waiting.map_or((None, guess), |(expense, guess)| (Some(expense), Some(guess)));
    let from_file = import.is_some();
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    sqlx::query!(
        "insert into bank_line (portfolio_id, id, bank_account_id, import_id, line_no, raw, posted_on, amount_cents, description, merchant,
           key, guess_category, guess_property, guess_confidence, guess_reason, guess_rule, recorded_at, guess_expense)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        portfolio,
        id.0,
        account.id.0,
        import.map(|i| i.0),
        from_file.then(|| i32::try_from(line.line_no).unwrap_or(i32::MAX)),
        from_file.then_some(line.raw.as_str()),
        line.posted_on,
        line.amount.0,
        line.description,
        merchant,
        key.as_slice(),
        guess.as_ref().map(|g| g.category.as_ref()),
        guess.as_ref().and_then(|g| g.property).map(|p| p.0),
        guess.as_ref().map(|g| i16::from(g.confidence)),
        guess.as_ref().map(|g| g.reason.as_str()),
        guess.as_ref().and_then(|g| g.source.rule()).map(|r| r.0),
        now,
        expense
    )
    .execute(tx.conn())
    .await?;
    let mut books = Books::default();
    books.line(account.id, LineChange::counted(1, line.amount));
    books.line(account.id, LineChange::waiting(1, line.amount));
    books.settle(tx).await?;
    let sentence =
        format!("Typed a line of {} on {}: {}.", line.amount, account.draft.name, line.description);
    record(tx, Entry::new("line.add", id, sentence).at(account.draft.property)).await?;
    Ok(id)
}

async fn is_taken(tx: &mut Tx, account: BankAccountId, key: [u8; 16]) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from bank_line where portfolio_id = app.portfolio_id() and bank_account_id = $1 and key = $2
             and state <> 'withdrawn') as "taken!""#,
        account.0,
        key.as_slice()
    )
    .fetch_one(tx.conn())
    .await?)
}
