//! Expenses booked by hand, before their bank line is there. The line that comes later stands for one of them: that one is
//! voided and the line booked in the same transaction, so the money counts once. When the decision about the line is taken
//! back, what was booked by hand counts again.

use chrono::{Days, NaiveDate};
use domain::bank::waiting::{Paid, WAITS_CONFIDENCE, WAITS_DAYS_MAX, pair};
use domain::id::{BankAccountId, BankLineId, PersonId, PropertyId};
use domain::ledger::DocumentKind;
use domain::period::accounting;
use domain::rules::{Guess, Source};
use domain::{CategoryKind, Cents, Period};
use uuid::Uuid;

use super::books::Books;
use super::post::{By, Origin, Post, post};
use super::void::Live;
use crate::desk::Desk;
use crate::{Error, Result, Tx};

/// So many are compared with the lines of one file.
const WAITING_MAX: i64 = 10_000;
/// So many open lines of one amount are looked at.
const LINES_MAX: i64 = 100;

/// An expense about to be booked without a line.
#[derive(Clone, Debug)]
pub(crate) struct ByHand<'a> {
    pub account: BankAccountId,
    pub category: &'a str,
    pub property: Option<PropertyId>,
    pub who: &'a str,
    /// Above zero.
    pub amount: Cents,
    pub on: NaiveDate,
    pub note: Option<&'a str>,
    pub by: PersonId,
    pub reason: &'a str,
    /// The document whose place it takes, and the origin of both.
    pub after: Option<(Uuid, Uuid)>,
}

/// Books it; returns its id.
///
/// # Errors
/// [`Error::Missing`] when account, category or property are not there or not the viewer's to book on.
pub(crate) async fn book(tx: &mut Tx, new: &ByHand<'_>, books: &mut Books) -> Result<Uuid> {
    let entry = Post {
        line: None,
        account: new.account,
        kind: CategoryKind::Expense,
        category: new.category,
        property: new.property,
        who: new.who,
        cash: -new.amount,
        cash_on: new.on,
        period: accounting(new.category, new.on),
        note: new.note,
        by: By::Person(new.by),
        reason: new.reason,
        confidence: None,
        replaces: new.after.map(|(before, _)| before),
        origin: new.after.map_or(Origin::Own, |(_, origin)| Origin::Of(origin)),
    };
    let booked = post(tx, &[entry], books).await?;
    booked.first().map(|(_, id)| *id).ok_or(Error::Missing)
}

/// The one of this origin that counts and waits for its line, locked; none when there is none in reach.
pub(crate) async fn hold(tx: &mut Tx, origin: Uuid) -> Result<Option<Live>> {
    let row = sqlx::query!(
        "select id, category, property_id, amount_cents, cash_on, period from expense
         where portfolio_id = app.portfolio_id() and origin_id = $1 and bank_line_id is null and voided_at is null for update",
        origin
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| Live {
        kind: DocumentKind::Expense,
        id: r.id,
        line: None,
        category: r.category,
        property: r.property_id.map(PropertyId),
        cash: Cents(-r.amount_cents),
        cash_on: r.cash_on,
        period: Period::of(r.period),
        origin: Some(origin),
    }))
}

/// Lets what was booked by hand count again, where one of these documents stood for it. Call it when they were voided and
/// nothing takes their place. Returns the origins.
pub(crate) async fn restore(tx: &mut Tx, voided: &[Live], books: &mut Books) -> Result<Vec<Uuid>> {
    let mut restored = Vec::new();
    for gone in voided {
        let Some(origin) = gone.origin else { continue };
        let first = sqlx::query!(
            r#"select bank_account_id, category, property_id, merchant, amount_cents, cash_on, note, decided_by as "decided_by!", reason
               from expense o where portfolio_id = app.portfolio_id() and id = $1 and bank_line_id is null and decided_by is not null
                 and not exists (select 1 from expense n where n.portfolio_id = o.portfolio_id and n.origin_id = o.id
                                  and n.voided_at is null)"#,
            origin
        )
        .fetch_optional(tx.conn())
        .await?;
        let Some(first) = first else { continue };
        let again = ByHand {
            account: BankAccountId(first.bank_account_id),
            category: &first.category,
            property: first.property_id.map(PropertyId),
            who: &first.merchant,
            amount: Cents(first.amount_cents),
            on: first.cash_on,
            note: first.note.as_deref(),
            by: PersonId(first.decided_by),
            reason: &first.reason,
            after: Some((gone.id, origin)),
        };
        book(tx, &again, books).await?;
        restored.push(origin);
    }
    Ok(restored)
}

/// A line, as far as this looks at it: its account, day, amount and normalised text.
pub(crate) type Seen<'a> = (BankAccountId, NaiveDate, Cents, &'a str);

/// Which of the expenses that wait each of these lines probably is, with the guess that says so.
pub(crate) async fn guesses(tx: &mut Tx, lines: &[Seen<'_>]) -> Result<Vec<Option<(Uuid, Guess)>>> {
    let spent: Vec<i64> = lines.iter().filter(|l| l.2.0 < 0).map(|l| -l.2.0).collect();
    let days = || lines.iter().map(|l| l.1);
    let (Some(first), Some(last), false) = (days().min(), days().max(), spent.is_empty()) else {
        return Ok(vec![None; lines.len()]);
    };
    let reach = Days::new(WAITS_DAYS_MAX.unsigned_abs());
    let rows = sqlx::query!(
        r#"select e.origin_id as "origin!", e.bank_account_id, e.amount_cents, e.cash_on, e.merchant, e.category, e.property_id
           from expense e
           where e.portfolio_id = app.portfolio_id() and e.bank_line_id is null and e.voided_at is null
             and e.amount_cents = any($1) and e.cash_on between $2 and $3
             and not exists (select 1 from bank_line l where l.portfolio_id = e.portfolio_id and l.guess_expense = e.origin_id
                              and l.state = 'open')
           order by e.cash_on, e.id limit $4"#,
        &spent,
        first.checked_sub_days(reach).unwrap_or(first),
        last.checked_add_days(reach).unwrap_or(last),
        WAITING_MAX
    )
    .fetch_all(tx.conn())
    .await?;
    if rows.is_empty() {
        return Ok(vec![None; lines.len()]);
    }
    let payees: Vec<String> = rows.iter().map(|r| domain::bank::normalize(&r.merchant)).collect();
    let expenses: Vec<Paid> = rows
        .iter()
        .zip(&payees)
        .map(|(r, payee)| Paid {
            account: BankAccountId(r.bank_account_id),
            on: r.cash_on,
            amount: Cents(r.amount_cents),
            payee,
        })
        .collect();
    let paid: Vec<Paid> = lines
        .iter()
        .map(|(account, on, amount, payee)| Paid { account: *account, on: *on, amount: -*amount, payee })
        .collect();
    let found = pair(&paid, &expenses).into_iter().map(|at| {
        let r = &rows[at?];
        let guess = Guess {
            category: r.category.clone().into(),
            property: r.property_id.map(PropertyId),
            confidence: WAITS_CONFIDENCE,
            reason: format!(
                "Probably the {} to {} that was booked by hand on {}. Accepted, this line takes its place.",
                Cents(r.amount_cents),
                r.merchant,
                r.cash_on.format("%-d %B %Y")
            ),
            source: Source::Starter,
            books_itself: false,
        };
        Some((r.origin, guess))
    });
    Ok(found.collect())
}

/// Lines that wait, as rows of the two functions below.
struct Open {
    id: Uuid,
    bank_account_id: Uuid,
    posted_on: NaiveDate,
    amount_cents: i64,
    merchant: String,
}

impl Open {
    fn seen(&self) -> Seen<'_> {
        (BankAccountId(self.bank_account_id), self.posted_on, Cents(self.amount_cents), &self.merchant)
    }
}

/// Waiting lines that were guessed to be this expense are guessed anew, because it waits no more.
pub(crate) async fn release(tx: &mut Tx, origin: Uuid) -> Result<()> {
    let lines = sqlx::query_as!(
        Open,
        "select id, bank_account_id, posted_on, amount_cents, merchant from bank_line
         where portfolio_id = app.portfolio_id() and guess_expense = $1 and state = 'open' for update",
        origin
    )
    .fetch_all(tx.conn())
    .await?;
    let desk = Desk::open(tx).await?;
    for line in &lines {
        let guess = desk.guess(BankAccountId(line.bank_account_id), &line.merchant, Cents(line.amount_cents));
        write_guess(tx, BankLineId(line.id), None, guess.as_ref()).await?;
    }
    Ok(())
}

/// Looks for a waiting line that this expense, which counts again, may be; skips those somebody is at.
pub(crate) async fn offer(tx: &mut Tx, origin: Uuid) -> Result<()> {
    let Some(waits) = hold(tx, origin).await? else { return Ok(()) };
    let reach = Days::new(WAITS_DAYS_MAX.unsigned_abs());
    let lines = sqlx::query_as!(
        Open,
        "select l.id, l.bank_account_id, l.posted_on, l.amount_cents, l.merchant
         from bank_account a join bank_line l on l.portfolio_id = a.portfolio_id and l.bank_account_id = a.id
           and l.amount_cents = $1 and l.posted_on between $2 and $3
         where a.portfolio_id = app.portfolio_id() and l.state = 'open' and l.guess_expense is null
         order by l.posted_on, l.id limit $4 for update of l skip locked",
        waits.cash.0,
        waits.cash_on.checked_sub_days(reach).unwrap_or(waits.cash_on),
        waits.cash_on.checked_add_days(reach).unwrap_or(waits.cash_on),
        LINES_MAX
    )
    .fetch_all(tx.conn())
    .await?;
    let seen: Vec<Seen> = lines.iter().map(Open::seen).collect();
    let found = guesses(tx, &seen).await?;
    for (line, guess) in lines.iter().zip(&found) {
        if let Some((it, guess)) = guess.as_ref().filter(|(it, _)| *it == origin) {
            write_guess(tx, BankLineId(line.id), Some(*it), Some(guess)).await?;
        }
    }
    Ok(())
}

async fn write_guess(
    tx: &mut Tx,
    line: BankLineId,
    expense: Option<Uuid>,
    guess: Option<&Guess>,
) -> Result<()> {
    // The version stays: a new suggestion does not make anybody's open form stale.
    sqlx::query!(
        "update bank_line set guess_expense = $2, guess_category = $3, guess_property = $4, guess_confidence = $5, guess_reason = $6,
           guess_rule = $7
         where portfolio_id = app.portfolio_id() and id = $1",
        line.0,
        expense,
        guess.map(|g| g.category.as_ref()),
        guess.and_then(|g| g.property).map(|p| p.0),
        guess.map(|g| i16::from(g.confidence)),
        guess.map(|g| g.reason.as_str()),
        guess.and_then(|g| g.source.rule()).map(|r| r.0)
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
