//! Rules: what to do with lines of a merchant, what that would have meant, and what it means for what waits.

mod apply;
mod hits;

use chrono::{DateTime, Utc};
use domain::Cents;
use domain::id::{BankAccountId, BankLineId, PropertyId, RuleId};
use domain::rules::{Direction, Matcher, Rule, RuleDraft};

use crate::activity::{Entry, record};
use crate::{Error, Result, Tx};

pub use apply::{Applied, apply};
pub(crate) use hits::{count as count_hits, is_limited};

/// A rule in the list.
#[derive(Clone, Debug)]
pub struct RuleRow {
    /// Its id.
    pub id: RuleId,
    /// What it says.
    pub draft: RuleDraft,
    /// Name of its category.
    pub category_name: String,
    /// Name of its property.
    pub property_name: Option<String>,
    /// Lines it has decided or suggested.
    pub hits: i64,
    /// Times somebody decided otherwise.
    pub overrides: i64,
    /// Changes with every edit.
    pub version: i32,
    /// Who made it.
    pub created_by: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
}

struct Row {
    id: uuid::Uuid,
    name: String,
    pattern: String,
    direction: String,
    bank_account_id: Option<uuid::Uuid>,
    min_cents: Option<i64>,
    max_cents: Option<i64>,
    category: String,
    property_id: Option<uuid::Uuid>,
    priority: i16,
    confidence: i16,
    hits: i64,
    overrides: i64,
    version: i32,
    created_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    category_name: String,
    property_name: Option<String>,
    created_by: Option<String>,
}

impl From<Row> for RuleRow {
    fn from(r: Row) -> RuleRow {
        RuleRow {
            id: RuleId(r.id),
            draft: RuleDraft {
                name: r.name,
                pattern: r.pattern,
                direction: Direction::from_word(&r.direction),
                account: r.bank_account_id.map(BankAccountId),
                least: r.min_cents.map(Cents),
                most: r.max_cents.map(Cents),
                category: r.category,
                property: r.property_id.map(PropertyId),
                priority: r.priority,
                confidence: u8::try_from(r.confidence).unwrap_or(1),
            },
            category_name: r.category_name,
            property_name: r.property_name,
            hits: r.hits,
            overrides: r.overrides,
            version: r.version,
            created_by: r.created_by,
            created_at: r.created_at,
            ended_at: r.ended_at,
        }
    }
}

/// Rules in force, the first asked first; at most 2,000.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn list(tx: &mut Tx) -> Result<Vec<RuleRow>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select r.id, r.name, r.pattern, r.direction, r.bank_account_id, r.min_cents, r.max_cents, r.category, r.property_id, r.priority,
             r.confidence, r.hits, r.overrides, r.version, r.created_at, r.ended_at, c.name as category_name, p.name as "property_name?",
             m.name as "created_by?"
           from rule r
           join category c on c.portfolio_id = r.portfolio_id and c.code = r.category
           left join property p on p.portfolio_id = r.portfolio_id and p.id = r.property_id
           left join member m on m.portfolio_id = r.portfolio_id and m.person_id = r.created_by
           where r.portfolio_id = app.portfolio_id() and r.ended_at is null
           order by r.priority desc, r.name, r.id limit 2000"#
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(RuleRow::from).collect())
}

/// One rule, ended or not.
///
/// # Errors
/// [`Error::Missing`].
pub async fn find(tx: &mut Tx, id: RuleId) -> Result<RuleRow> {
    let row = sqlx::query_as!(
        Row,
        r#"select r.id, r.name, r.pattern, r.direction, r.bank_account_id, r.min_cents, r.max_cents, r.category, r.property_id, r.priority,
             r.confidence, r.hits, r.overrides, r.version, r.created_at, r.ended_at, c.name as category_name, p.name as "property_name?",
             m.name as "created_by?"
           from rule r
           join category c on c.portfolio_id = r.portfolio_id and c.code = r.category
           left join property p on p.portfolio_id = r.portfolio_id and p.id = r.property_id
           left join member m on m.portfolio_id = r.portfolio_id and m.person_id = r.created_by
           where r.portfolio_id = app.portfolio_id() and r.id = $1"#,
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(row.into())
}

/// Everything needed to guess: the rules in force, as the matcher takes them.
///
/// # Errors
/// [`Error::Refused`] when there are too many rules; [`Error::Database`].
pub async fn matcher(tx: &mut Tx) -> Result<Matcher> {
    let rules = list(tx).await?.into_iter().map(|r| Rule {
        id: r.id,
        name: r.draft.name,
        pattern: r.draft.pattern,
        direction: r.draft.direction,
        account: r.draft.account,
        least: r.draft.least,
        most: r.draft.most,
        category: r.draft.category,
        property: r.draft.property,
        priority: r.draft.priority,
        confidence: r.draft.confidence,
    });
    Matcher::new(rules.collect()).map_err(|sentence| Error::refused("", sentence))
}

/// Adds a rule.
///
/// # Errors
/// [`Error::Missing`] for a category, property or account that is not there or not in reach.
pub async fn add(tx: &mut Tx, draft: &RuleDraft) -> Result<RuleId> {
    let (id, portfolio, now) = (RuleId(tx.new_id()), tx.portfolio()?.0, tx.now());
    let person = tx.viewer().person().map(|p| p.0);
    sqlx::query!(
        "insert into rule (portfolio_id, id, name, pattern, direction, bank_account_id, min_cents, max_cents, category, property_id,
           priority, confidence, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        portfolio,
        id.0,
        draft.name,
        draft.pattern,
        draft.direction.word(),
        draft.account.map(|a| a.0),
        draft.least.map(|c| c.0),
        draft.most.map(|c| c.0),
        draft.category,
        draft.property.map(|p| p.0),
        draft.priority,
        i16::from(draft.confidence),
        person,
        now
    )
    .execute(tx.conn())
    .await?;
    let entry = Entry::new("rule.add", id.0, format!("Made the rule “{}”.", draft.name));
    record(tx, entry.at(draft.property).after(draft)).await?;
    Ok(id)
}

/// Changes a rule, if nobody else did since `version` was read. What it booked stays booked.
///
/// # Errors
/// [`Error::Stale`], [`Error::Missing`].
pub async fn change(tx: &mut Tx, id: RuleId, version: i32, draft: &RuleDraft) -> Result<()> {
    let before = find(tx, id).await?;
    let done = sqlx::query!(
        "update rule set name = $3, pattern = $4, direction = $5, bank_account_id = $6, min_cents = $7, max_cents = $8, category = $9,
           property_id = $10, priority = $11, confidence = $12, version = version + 1
         where portfolio_id = app.portfolio_id() and id = $1 and version = $2 and ended_at is null",
        id.0,
        version,
        draft.name,
        draft.pattern,
        draft.direction.word(),
        draft.account.map(|a| a.0),
        draft.least.map(|c| c.0),
        draft.most.map(|c| c.0),
        draft.category,
        draft.property.map(|p| p.0),
        draft.priority,
        i16::from(draft.confidence)
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    let entry = Entry::new("rule.change", id.0, format!("Changed the rule “{}”.", draft.name));
    record(tx, entry.at(draft.property).before(&before.draft).after(draft)).await?;
    Ok(())
}

/// Ends a rule, or takes that back. What it booked stays booked.
///
/// # Errors
/// [`Error::Missing`].
pub async fn end(tx: &mut Tx, id: RuleId, ended: bool) -> Result<()> {
    let rule = find(tx, id).await?;
    let at = ended.then(|| tx.now());
    sqlx::query!(
        "update rule set ended_at = $2, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        at
    )
    .execute(tx.conn())
    .await?;
    let (kind, verb) = if ended { ("rule.end", "Ended") } else { ("rule.bring_back", "Brought back") };
    let entry = Entry::new(kind, id.0, format!("{verb} the rule “{}”.", rule.draft.name));
    record(tx, entry.at(rule.draft.property)).await?;
    Ok(())
}

/// What a rule would have met.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Lines that wait and would get it.
    pub open: i64,
    /// Booked lines that it agrees with.
    pub agree: i64,
    /// Booked lines that were decided otherwise; they stay as they are.
    pub differ: i64,
    /// The first of the open ones.
    pub examples: Vec<(BankLineId, String, Cents)>,
}

/// What a rule would have met in the whole history within reach.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn preview(tx: &mut Tx, draft: &RuleDraft) -> Result<Preview> {
    let rows = sqlx::query!(
        r#"with met as (
             select l.id, l.state, l.description, l.amount_cents, l.posted_on,
               exists (select 1 from document d where d.portfolio_id = l.portfolio_id and d.bank_line_id = l.id and d.voided_at is null
                 and d.category = $6 and ($7::uuid is null or d.property_id = $7)) as agrees
             from bank_line l
             where l.portfolio_id = app.portfolio_id() and l.state in ('open', 'booked')
               and position(' ' || $1 || ' ' in ' ' || l.merchant || ' ') > 0
               and ($2 = 'any' or ($2 = 'in') = (l.amount_cents > 0))
               and ($3::uuid is null or l.bank_account_id = $3)
               and ($4::bigint is null or abs(l.amount_cents) >= $4) and ($5::bigint is null or abs(l.amount_cents) <= $5))
           select count(*) filter (where state = 'open') as "open!", count(*) filter (where state = 'booked' and agrees) as "agree!",
             count(*) filter (where state = 'booked' and not agrees) as "differ!",
             (select json_agg(json_build_array(e.id, e.description, e.amount_cents)) from
               (select id, description, amount_cents from met where state = 'open' order by posted_on desc limit 5) e) as examples
           from met"#,
        draft.pattern,
        draft.direction.word(),
        draft.account.map(|a| a.0),
        draft.least.map(|c| c.0),
        draft.most.map(|c| c.0),
        draft.category,
        draft.property.map(|p| p.0)
    )
    .fetch_one(tx.conn())
    .await?;
    let examples: Vec<(uuid::Uuid, String, i64)> =
        rows.examples.and_then(|json| serde_json::from_value(json).ok()).unwrap_or_default();
    let examples =
        examples.into_iter().map(|(id, words, cents)| (BankLineId(id), words, Cents(cents))).collect();
    Ok(Preview { open: rows.open, agree: rows.agree, differ: rows.differ, examples })
}
