//! A rule that was made, changed or ended meets the lines that wait.

use std::collections::BTreeMap;

use domain::Cents;
use domain::id::{BankAccountId, BankLineId, RuleId};
use domain::period::accounting;
use domain::rules::Guess;
use uuid::Uuid;

use super::{count_hits, find};
use crate::activity::{Entry, record};
use crate::desk::{self, Desk};
use crate::ledger::{Books, LineChange, Origin, Post, post};
use crate::review::move_lines;
use crate::{Result, Tx};

/// So many waiting lines meet a rule at once.
const LINES_MAX: i64 = 20_000;

/// What a rule did to the lines that wait.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Applied {
    /// Lines whose suggestion changed.
    pub guessed: usize,
    /// Lines that were booked, for [`crate::review::take_back`].
    pub booked: Vec<BankLineId>,
}

/// Looks again at every waiting line that a rule meets or has proposed something for. What the rules are sure of is
/// booked; of all others the suggestion is renewed. Lines that somebody decides about at this moment are left to them.
///
/// # Errors
/// [`crate::Error::Missing`] when the rule is not there or not in reach.
pub async fn apply(tx: &mut Tx, id: RuleId) -> Result<Applied> {
    let rule = find(tx, id).await?;
    let desk = Desk::open(tx).await?;
    let rows = sqlx::query!(
        "select id, bank_account_id, posted_on, amount_cents, merchant, guess_rule, twin_of is not null and twin_answer is null as asks
         from bank_line where portfolio_id = app.portfolio_id() and state = 'open' and guess_expense is null
           and (guess_rule = $1 or position(' ' || $2 || ' ' in ' ' || merchant || ' ') > 0)
         order by id limit $3 for update skip locked",
        id.0,
        rule.draft.pattern,
        LINES_MAX
    )
    .fetch_all(tx.conn())
    .await?;
    let lines: Vec<Line> = rows
        .into_iter()
        .map(|r| Line {
            id: BankLineId(r.id),
            account: BankAccountId(r.bank_account_id),
            posted_on: r.posted_on,
            amount: Cents(r.amount_cents),
            guess: desk.guess(BankAccountId(r.bank_account_id), &r.merchant, Cents(r.amount_cents)),
            merchant: r.merchant,
            had: r.guess_rule.map(RuleId),
            asks: r.asks.unwrap_or(false),
        })
        .collect();
    write_guesses(tx, &lines).await?;
    let booked = book(tx, &desk, &lines).await?;
    // A rule counts a line once, when it comes to it.
    let newly = lines.iter().filter(|l| l.guess.as_ref().and_then(|g| g.source.rule()) != l.had);
    count_hits(tx, &desk::hits(newly.filter_map(|l| l.guess.as_ref())), &BTreeMap::new()).await?;
    if !booked.is_empty() {
        let sentence = format!("The rule “{}” booked {} lines that waited.", rule.draft.name, booked.len());
        record(tx, Entry::new("rule.apply", id, sentence).at(rule.draft.property).after(&booked)).await?;
    }
    Ok(Applied { guessed: lines.len(), booked })
}

struct Line {
    id: BankLineId,
    account: BankAccountId,
    posted_on: chrono::NaiveDate,
    amount: Cents,
    merchant: String,
    guess: Option<Guess>,
    had: Option<RuleId>,
    asks: bool,
}

async fn write_guesses(tx: &mut Tx, lines: &[Line]) -> Result<()> {
    let ids: Vec<Uuid> = lines.iter().map(|l| l.id.0).collect();
    let categories: Vec<Option<&str>> =
        lines.iter().map(|l| l.guess.as_ref().map(|g| g.category.as_ref())).collect();
    let properties: Vec<Option<Uuid>> =
        lines.iter().map(|l| l.guess.as_ref().and_then(|g| g.property.map(|p| p.0))).collect();
    let confidences: Vec<Option<i16>> =
        lines.iter().map(|l| l.guess.as_ref().map(|g| i16::from(g.confidence))).collect();
    let reasons: Vec<Option<&str>> =
        lines.iter().map(|l| l.guess.as_ref().map(|g| g.reason.as_str())).collect();
    let rules: Vec<Option<Uuid>> =
        lines.iter().map(|l| l.guess.as_ref().and_then(|g| g.source.rule().map(|r| r.0))).collect();
    // The version stays: a new suggestion does not make anybody's open form stale.
    sqlx::query!(
        "update bank_line l set guess_category = u.category, guess_property = u.property, guess_confidence = u.confidence,
           guess_reason = u.reason, guess_rule = u.rule
         from unnest($1::uuid[], $2::text[], $3::uuid[], $4::smallint[], $5::text[], $6::uuid[])
           as u(id, category, property, confidence, reason, rule)
         where l.portfolio_id = app.portfolio_id() and l.id = u.id",
        &ids,
        &categories as _,
        &properties as _,
        &confidences as _,
        &reasons as _,
        &rules as _
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn book(tx: &mut Tx, desk: &Desk, lines: &[Line]) -> Result<Vec<BankLineId>> {
    let mut books = Books::default();
    let mut ids = Vec::new();
    let mut posts: Vec<Post> = Vec::new();
    for line in lines.iter().filter(|l| !l.asks && !l.amount.is_zero()) {
        let Some((guess, kind)) =
            line.guess.as_ref().filter(|g| g.books_itself).and_then(|g| Some((g, desk.kind(&g.category)?)))
        else {
            continue;
        };
        ids.push(line.id.0);
        books.line(line.account, LineChange::waiting(-1, line.amount));
        posts.push(Post {
            line: Some(line.id),
            account: line.account,
            kind,
            category: &guess.category,
            property: guess.property,
            who: &line.merchant,
            cash: line.amount,
            cash_on: line.posted_on,
            period: accounting(&guess.category, line.posted_on),
            note: None,
            by: desk::by(guess.source),
            reason: &guess.reason,
            confidence: Some(guess.confidence),
            replaces: None,
            origin: Origin::None,
        });
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    move_lines(tx, &ids, "booked").await?;
    post(tx, &posts, &mut books).await?;
    books.settle(tx).await?;
    Ok(ids.into_iter().map(BankLineId).collect())
}
