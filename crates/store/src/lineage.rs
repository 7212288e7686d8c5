//! From any figure back to its source, in one statement: the documents behind it, who or what decided each, and the very
//! record of the very file it came from.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{BankLineId, ImportId, TicketId};
use domain::{Cents, Period};
use uuid::Uuid;

use crate::reports::Figure;
use crate::{Result, Tx};

/// One document of a figure, with its source.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Trace {
    /// `expense` or `income`.
    pub document: String,
    /// Its id.
    pub id: Uuid,
    /// The day money moved.
    pub cash_on: NaiveDate,
    /// The month it belongs to.
    pub period: Period,
    /// Code of the category.
    pub category: String,
    /// Property's name, where it has one.
    pub property: Option<String>,
    /// Plus: received for income, spent for expense.
    pub amount: Cents,
    /// `starter`, `rule` or `person`.
    pub source: String,
    /// The rule's name, or the person's.
    pub decided_by: Option<String>,
    /// Why.
    pub reason: String,
    /// When it was decided.
    pub recorded_at: DateTime<Utc>,
    /// The line.
    pub line: Option<BankLineId>,
    /// The bank's text.
    pub description: Option<String>,
    /// The account's name.
    pub account: String,
    /// The import; none for a line typed by hand.
    pub import: Option<ImportId>,
    /// As the file was called.
    pub file_name: Option<String>,
    /// Hash of the file, in hexadecimal letters.
    pub sha256: Option<String>,
    /// First physical line of the record in the file.
    pub line_no: Option<i32>,
    /// The record as it stands there.
    pub raw: Option<String>,
    /// The repair whose cost it is; only for those who may see it.
    pub repair: Option<TicketId>,
}

/// The documents of a figure with their sources, by day: at most `limit`, those behind `after`.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn trace(
    tx: &mut Tx,
    figure: &Figure,
    after: Option<(NaiveDate, Uuid)>,
    limit: i64,
) -> Result<Vec<Trace>> {
    let (any_property, property) = match figure.property {
        None => (true, None),
        Some(one) => (false, one.map(|p| p.0)),
    };
    let (day, id) = after.unzip();
    let rows = sqlx::query!(
        r#"select d.kind as "kind!", d.id as "id!", d.cash_on as "cash_on!", d.period as "period!", d.category as "category!",
             p.name as "property?", d.amount_cents as "amount!", d.source as "source!", coalesce(r.name, m.name) as decided_by,
             d.reason as "reason!", d.recorded_at as "recorded_at!", d.bank_line_id, l.description as "description?",
             a.name as account, l.import_id as "import_id?", i.file_name as "file_name?", encode(i.sha256, 'hex') as sha256,
             l.line_no as "line_no?", l.raw as "raw?", t.ticket_id as "ticket?"
           from document d
           join category c on c.portfolio_id = d.portfolio_id and c.code = d.category
           join bank_account a on a.portfolio_id = d.portfolio_id and a.id = d.bank_account_id
           left join property p on p.portfolio_id = d.portfolio_id and p.id = d.property_id
           left join rule r on r.portfolio_id = d.portfolio_id and r.id = d.rule_id
           left join member m on m.portfolio_id = d.portfolio_id and m.person_id = d.decided_by
           left join bank_line l on l.portfolio_id = d.portfolio_id and l.id = d.bank_line_id
           left join import i on i.portfolio_id = l.portfolio_id and i.id = l.import_id
           left join ticket_cost t on t.portfolio_id = d.portfolio_id and t.expense_id = d.origin_id
           where d.portfolio_id = app.portfolio_id() and d.voided_at is null and d.kind <> 'movement'
             and (case when $1 = 'cash' then d.cash_on else d.period end) between $2 and $3
             and ($4 or d.property_id is not distinct from $5)
             and ($6::text is null or d.category = $6) and ($7::smallint is null or c.tax_line = $7)
             and ($8::date is null or (d.cash_on, d.id) > ($8, $9))
           order by d.cash_on, d.id limit $10"#,
        figure.reading.word(),
        figure.from.first(),
        figure.to.last(),
        any_property,
        property,
        figure.category.as_deref(),
        figure.tax_line.map(i16::from),
        day,
        id,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Trace {
            document: r.kind,
            id: r.id,
            cash_on: r.cash_on,
            period: Period::of(r.period),
            category: r.category,
            property: r.property,
            amount: Cents(r.amount),
            source: r.source,
            decided_by: r.decided_by,
            reason: r.reason,
            recorded_at: r.recorded_at,
            line: r.bank_line_id.map(BankLineId),
            description: r.description,
            account: r.account,
            import: r.import_id.map(ImportId),
            file_name: r.file_name,
            sha256: r.sha256,
            line_no: r.line_no,
            raw: r.raw,
            repair: r.ticket.map(TicketId),
        })
        .collect())
}
