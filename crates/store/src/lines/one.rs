//! One line: what the bank showed, which file it stood in, what it was booked as, and how that came about.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{BankAccountId, BankLineId, ImportId, PropertyId, RuleId, TicketId};
use domain::ledger::DocumentKind;
use domain::{Cents, Period};
use uuid::Uuid;

use super::LineState;
use crate::{Result, Tx};

/// The file a line came from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The import.
    pub import: ImportId,
    /// Name of the file, as it was brought.
    pub file_name: String,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// First physical line of the record.
    pub line_no: i32,
    /// The record as it stands in the file.
    pub raw: String,
    /// When it was brought.
    pub added_at: DateTime<Utc>,
    /// By whom.
    pub added_by: Option<String>,
}

/// What a line was probably for, while it waits.
#[derive(Clone, Debug)]
pub struct Guessed {
    /// Category code.
    pub category: String,
    /// Property.
    pub property: Option<PropertyId>,
    /// Percent.
    pub confidence: i16,
    /// A sentence that says why.
    pub reason: String,
    /// The rule it comes from.
    pub rule: Option<RuleId>,
    /// The expense booked by hand that it probably is, by its origin.
    pub by_hand: Option<Uuid>,
}

/// A line as it stands.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: BankLineId,
    /// Its account.
    pub account: BankAccountId,
    /// Name of the account, with its last four digits.
    pub account_name: String,
    /// Day the bank booked it.
    pub posted_on: NaiveDate,
    /// Into the account is plus.
    pub amount: Cents,
    /// The bank's text.
    pub description: String,
    /// The other side, where the file names it.
    pub payee: Option<String>,
    /// Further words of the file.
    pub memo: Option<String>,
    /// Normalised.
    pub merchant: String,
    /// Where it stands.
    pub state: LineState,
    /// Changes with every decision.
    pub version: i32,
    /// What it was probably for.
    pub guess: Option<Guessed>,
    /// The line it may be a twin of, and what was answered.
    pub twin: Option<(BankLineId, Option<String>)>,
    /// The file.
    pub origin: Option<Origin>,
    /// What it was booked as, voided documents last.
    pub documents: Vec<Document>,
}

/// A document of a line.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its id.
    pub id: Uuid,
    /// Which kind.
    pub kind: DocumentKind,
    /// Category code.
    pub category: String,
    /// Its name.
    pub category_name: String,
    /// Schedule E line.
    pub tax_line: Option<i16>,
    /// Property.
    pub property: Option<PropertyId>,
    /// Its name.
    pub property_name: Option<String>,
    /// Signed like the line: into the account is plus.
    pub cash: Cents,
    /// The month it belongs to.
    pub period: Period,
    /// What a person noted.
    pub note: Option<String>,
    /// `starter`, `rule` or `person`.
    pub source: String,
    /// The rule, with its name.
    pub rule: Option<(RuleId, String)>,
    /// The person, by name.
    pub decided_by: Option<String>,
    /// Why.
    pub reason: String,
    /// Percent.
    pub confidence: Option<i16>,
    /// When it was written.
    pub recorded_at: DateTime<Utc>,
    /// When it was taken back.
    pub voided_at: Option<DateTime<Utc>>,
    /// The repair whose cost it is, with its title; only for those who may see it.
    pub repair: Option<(TicketId, String)>,
}

/// One line, in two statements.
///
/// # Errors
/// [`crate::Error::Missing`] when it is not there or not in reach.
pub async fn find(tx: &mut Tx, id: BankLineId) -> Result<Line> {
    let r = sqlx::query!(
        r#"select l.id, l.bank_account_id, a.name || coalesce(' …' || a.last_four, '') as "account_name!", l.posted_on, l.amount_cents,
             l.description, l.payee, l.memo, l.merchant, l.state, l.version, l.guess_category, l.guess_property, l.guess_confidence,
             l.guess_reason, l.guess_rule, l.guess_expense, l.twin_of, l.twin_answer, l.line_no, l.raw,
             i.id as "import_id?", i.file_name as "file_name?", i.sha256 as "sha256?", i.added_at as "added_at?", m.name as "added_by?"
           from bank_line l
           join bank_account a on a.portfolio_id = l.portfolio_id and a.id = l.bank_account_id
           left join import i on i.portfolio_id = l.portfolio_id and i.id = l.import_id
           left join member m on m.portfolio_id = i.portfolio_id and m.person_id = i.added_by
           where l.portfolio_id = app.portfolio_id() and l.id = $1"#,
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    let origin = match (r.import_id, r.file_name, r.sha256, r.added_at) {
        (Some(import), Some(file_name), Some(sha256), Some(added_at)) => Some(Origin {
            import: ImportId(import),
            file_name,
            sha256,
            line_no: r.line_no.unwrap_or_default(),
            raw: r.raw.unwrap_or_default(),
            added_at,
            added_by: r.added_by,
        }),
        _ => None,
    };
    let guess = r.guess_category.map(|category| Guessed {
        category,
        property: r.guess_property.map(PropertyId),
        confidence: r.guess_confidence.unwrap_or_default(),
        reason: r.guess_reason.unwrap_or_default(),
        rule: r.guess_rule.map(RuleId),
        by_hand: r.guess_expense,
    });
    Ok(Line {
        id,
        account: BankAccountId(r.bank_account_id),
        account_name: r.account_name,
        posted_on: r.posted_on,
        amount: Cents(r.amount_cents),
        description: r.description,
        payee: r.payee,
        memo: r.memo,
        merchant: r.merchant,
        state: LineState::from_word(&r.state).unwrap_or(LineState::Withdrawn),
        version: r.version,
        guess,
        twin: r.twin_of.map(|t| (BankLineId(t), r.twin_answer)),
        origin,
        documents: documents(tx, id).await?,
    })
}

async fn documents(tx: &mut Tx, line: BankLineId) -> Result<Vec<Document>> {
    let rows = sqlx::query!(
        r#"select d.id as "id!", d.kind as "kind!", d.category as "category!", c.name as category_name, c.tax_line, d.property_id,
             p.name as "property_name?", d.cash_cents as "cash!", d.period as "period!", d.note, d.source as "source!", d.rule_id,
             r.name as "rule_name?", m.name as "person?", d.reason as "reason!", d.confidence, d.recorded_at as "recorded_at!", d.voided_at,
             k.id as "ticket?", k.title as "ticket_title?"
           from document d
           join category c on c.portfolio_id = d.portfolio_id and c.code = d.category
           left join property p on p.portfolio_id = d.portfolio_id and p.id = d.property_id
           left join rule r on r.portfolio_id = d.portfolio_id and r.id = d.rule_id
           left join member m on m.portfolio_id = d.portfolio_id and m.person_id = d.decided_by
           left join ticket_cost t on t.portfolio_id = d.portfolio_id and t.expense_id = d.origin_id
           left join ticket k on k.portfolio_id = t.portfolio_id and k.id = t.ticket_id
           where d.portfolio_id = app.portfolio_id() and d.bank_line_id = $1
           order by d.voided_at nulls first, d.amount_cents desc, d.id limit 500"#,
        line.0
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Document {
            id: r.id,
            kind: DocumentKind::from_word(&r.kind).unwrap_or(DocumentKind::Movement),
            category: r.category,
            category_name: r.category_name,
            tax_line: r.tax_line,
            property: r.property_id.map(PropertyId),
            property_name: r.property_name,
            cash: Cents(r.cash),
            period: Period::of(r.period),
            note: r.note,
            source: r.source,
            rule: r.rule_id.map(RuleId).zip(r.rule_name),
            decided_by: r.person,
            reason: r.reason,
            confidence: r.confidence,
            recorded_at: r.recorded_at,
            voided_at: r.voided_at,
            repair: r.ticket.map(TicketId).zip(r.ticket_title),
        })
        .collect())
}

/// What was done to a line: when, by whom, in words. Newest first.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn history(tx: &mut Tx, id: BankLineId) -> Result<Vec<(DateTime<Utc>, String, String)>> {
    let rows = sqlx::query!(
        "select at, person_name, sentence from activity where portfolio_id = app.portfolio_id() and subject_id = $1
         order by at desc, id desc limit 100",
        id.0
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| (r.at, r.person_name, r.sentence)).collect())
}
