//! Bank accounts, cards and wallets, with the running sums of their lines.

use chrono::NaiveDate;
use domain::Cents;
use domain::bank::{AccountDraft, BankKind};
use domain::id::{BankAccountId, PropertyId};

use crate::activity::{Entry, record};
use crate::ledger::opening;
use crate::{Error, Result, Tx};

/// An account with its sums.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: BankAccountId,
    /// What was said about it.
    pub draft: AccountDraft,
    /// Changes with every edit.
    pub version: i32,
    /// Put away: kept for the books, out of the lists.
    pub archived: bool,
    /// Sums of its lines.
    pub sums: Sums,
}

/// Sums of an account's lines, those withdrawn or merged left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many.
    pub lines: i64,
    /// Their sum; with the opening balance, the account's balance.
    pub cents: Cents,
    /// Lines that wait in review.
    pub open: i64,
    /// Received on those.
    pub open_in: Cents,
    /// Paid out on those, plus.
    pub open_out: Cents,
    /// What a file last said the balance was, and of which day.
    pub stated: Option<(Cents, NaiveDate)>,
}

impl Account {
    /// Opening balance plus every line.
    pub fn balance(&self) -> Cents {
        self.draft.opening + self.sums.cents
    }

    /// `Rental checking …4417`.
    pub fn title(&self) -> String {
        match &self.draft.last_four {
            Some(digits) => format!("{} …{digits}", self.draft.name),
            None => self.draft.name.clone(),
        }
    }
}

macro_rules! account {
    ($r:expr) => {
        Account {
            id: BankAccountId($r.id),
            draft: AccountDraft {
                name: $r.name,
                kind: $r.kind.parse().unwrap_or(BankKind::Checking),
                last_four: $r.last_four,
                property: $r.property_id.map(PropertyId),
                opening: Cents($r.opening_cents),
                opening_on: $r.opening_on,
            },
            version: $r.version,
            archived: $r.archived_at.is_some(),
            sums: Sums {
                lines: $r.lines,
                cents: Cents($r.lines_cents),
                open: $r.open_lines,
                open_in: Cents($r.open_in),
                open_out: Cents($r.open_out),
                stated: $r.stated_cents.map(Cents).zip($r.stated_on),
            },
        }
    };
}

/// Accounts in reach, by name; those put away only when asked for.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn list(tx: &mut Tx, with_archived: bool) -> Result<Vec<Account>> {
    let rows = sqlx::query!(
        r#"select a.id, a.name, a.kind, a.last_four, a.property_id, a.opening_cents, a.opening_on, a.version, a.archived_at,
             coalesce(t.lines, 0) as "lines!", coalesce(t.lines_cents, 0) as "lines_cents!", coalesce(t.open_lines, 0) as "open_lines!",
             coalesce(t.open_in_cents, 0) as "open_in!", coalesce(t.open_out_cents, 0) as "open_out!",
             t.stated_cents as "stated_cents?", t.stated_on
           from bank_account a left join bank_account_total t on t.portfolio_id = a.portfolio_id and t.bank_account_id = a.id
           where a.portfolio_id = app.portfolio_id() and ($1 or a.archived_at is null)
           order by a.archived_at is not null, lower(a.name), a.id limit 500"#,
        with_archived
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| account!(r)).collect())
}

/// One account.
///
/// # Errors
/// [`Error::Missing`] when it is not there or not in reach.
pub async fn find(tx: &mut Tx, id: BankAccountId) -> Result<Account> {
    let r = sqlx::query!(
        r#"select a.id, a.name, a.kind, a.last_four, a.property_id, a.opening_cents, a.opening_on, a.version, a.archived_at,
             coalesce(t.lines, 0) as "lines!", coalesce(t.lines_cents, 0) as "lines_cents!", coalesce(t.open_lines, 0) as "open_lines!",
             coalesce(t.open_in_cents, 0) as "open_in!", coalesce(t.open_out_cents, 0) as "open_out!",
             t.stated_cents as "stated_cents?", t.stated_on
           from bank_account a left join bank_account_total t on t.portfolio_id = a.portfolio_id and t.bank_account_id = a.id
           where a.portfolio_id = app.portfolio_id() and a.id = $1"#,
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(account!(r))
}

/// The account in use that has this name, whatever its capitals.
///
/// # Errors
/// [`Error::Missing`] when there is none in reach.
pub async fn named(tx: &mut Tx, name: &str) -> Result<BankAccountId> {
    let id = sqlx::query_scalar!(
        "select id from bank_account where portfolio_id = app.portfolio_id() and lower(name) = lower($1) and archived_at is null",
        name
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(BankAccountId(id))
}

/// Opens an account.
///
/// # Errors
/// [`Error::Refused`] when another account has this name; [`Error::Missing`] when the viewer may not open any, or the
/// property is not theirs.
pub async fn add(tx: &mut Tx, draft: &AccountDraft) -> Result<BankAccountId> {
    let (id, portfolio, now) = (BankAccountId(tx.new_id()), tx.portfolio()?.0, tx.now());
    sqlx::query!(
        "insert into bank_account (portfolio_id, id, name, kind, last_four, property_id, opening_cents, opening_on, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        portfolio,
        id.0,
        draft.name,
        draft.kind.word(),
        draft.last_four,
        draft.property.map(|p| p.0),
        draft.opening.0,
        draft.opening_on,
        now
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("bank_account_name", "name", SAME_NAME))?;
    sqlx::query!(
        "insert into bank_account_total (portfolio_id, bank_account_id) values ($1, $2)",
        portfolio,
        id.0
    )
    .execute(tx.conn())
    .await?;
    opening::mirror(tx, id).await?;
    opening::book(tx, id, 1, Cents::ZERO, draft.opening, draft.opening_on).await?;
    let entry = Entry::new("account.add", id, format!("Added the account {}.", draft.name));
    record(tx, entry.at(draft.property).after(draft)).await?;
    Ok(id)
}

/// Changes an account, if nobody else did since `version` was read.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Refused`] for a name in use; [`Error::Forbidden`] when a manager limited to
/// properties changes the opening balance; [`Error::Missing`].
pub async fn change(tx: &mut Tx, id: BankAccountId, version: i32, draft: &AccountDraft) -> Result<()> {
    let before = find(tx, id).await?;
    let done = sqlx::query!(
        "update bank_account set name = $3, kind = $4, last_four = $5, property_id = $6, opening_cents = $7, opening_on = $8,
           version = version + 1
         where portfolio_id = app.portfolio_id() and id = $1 and version = $2",
        id.0,
        version,
        draft.name,
        draft.kind.word(),
        draft.last_four,
        draft.property.map(|p| p.0),
        draft.opening.0,
        draft.opening_on
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("bank_account_name", "name", SAME_NAME))?;
    if done.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    if (before.draft.opening, before.draft.opening_on) != (draft.opening, draft.opening_on) {
        let limited = matches!(tx.viewer(), domain::Viewer::Member(m) if m.reach.is_some());
        if limited {
            return Err(Error::Forbidden);
        }
        opening::book(tx, id, version + 1, before.draft.opening, draft.opening, draft.opening_on).await?;
    }
    let entry = Entry::new("account.change", id, format!("Changed the account {}.", draft.name));
    record(tx, entry.at(draft.property).before(&before.draft).after(draft)).await?;
    Ok(())
}

/// Puts an account away, or brings it back. Its lines and books stay.
///
/// # Errors
/// [`Error::Refused`] while lines of it wait in review, or when its name is in use again; [`Error::Missing`].
pub async fn put_away(tx: &mut Tx, id: BankAccountId, away: bool) -> Result<()> {
    let account = find(tx, id).await?;
    if away && account.sums.open > 0 {
        return Err(Error::refused(
            "",
            "Lines of this account wait in review. Book them or set them aside first.",
        ));
    }
    let at = away.then(|| tx.now());
    sqlx::query!(
        "update bank_account set archived_at = $2, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        at
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("bank_account_name", "", SAME_NAME))?;
    let (kind, verb) =
        if away { ("account.put_away", "Put away") } else { ("account.bring_back", "Brought back") };
    let entry = Entry::new(kind, id, format!("{verb} the account {}.", account.draft.name));
    record(tx, entry.at(account.draft.property)).await?;
    Ok(())
}

const SAME_NAME: &str = "Another account has this name. Choose one that tells them apart.";
