//! Booked documents: changing one part of a line without touching the others. Nothing is overwritten: the old document is
//! voided and reversed, a new one stands for it and names it.

use domain::id::{BankLineId, PropertyId};
use domain::ledger::DocumentKind;
use domain::{Cents, Period};
use uuid::Uuid;

use crate::ledger::{By, Origin};
use crate::review::{Decision, Split, decide, hold};
use crate::{Error, Result, Tx};

/// A document that counts.
#[derive(Clone, Debug)]
pub struct Document {
    /// Which kind.
    pub kind: DocumentKind,
    /// Its id.
    pub id: Uuid,
    /// The line it was booked from.
    pub line: BankLineId,
    /// Code of the category.
    pub category: String,
    /// The property.
    pub property: Option<PropertyId>,
    /// Into the account is plus.
    pub cash: Cents,
    /// The month it belongs to.
    pub period: Period,
    /// What somebody noted.
    pub note: Option<String>,
    /// Changes when it is voided.
    pub version: i32,
}

/// What somebody wants it to be instead. The amount stays: parts of a line are sized together, with
/// [`crate::review::book`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Code of the category.
    pub category: String,
    /// The property.
    pub property: Option<PropertyId>,
    /// The month it belongs to.
    pub period: Period,
    /// What somebody wants to remember.
    pub note: Option<String>,
}

/// One document that counts.
///
/// # Errors
/// [`Error::Missing`] when it is not there, was voided, or is not in reach.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Document> {
    let line = sqlx::query_scalar!(
        r#"select bank_line_id as "line!" from document
           where portfolio_id = app.portfolio_id() and id = $1 and voided_at is null and bank_line_id is not null"#,
        id
    )
    .fetch_one(tx.conn())
    .await?;
    let all = of_line(tx, BankLineId(line)).await?;
    all.into_iter().find(|d| d.id == id).ok_or(Error::Missing)
}

/// The documents of a line that count, in the order in which they were booked.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn of_line(tx: &mut Tx, line: BankLineId) -> Result<Vec<Document>> {
    let rows = sqlx::query!(
        r#"select kind as "kind!", id as "id!", category as "category!", property_id, cash_cents as "cash!", period as "period!", note,
             version as "version!"
           from document where portfolio_id = app.portfolio_id() and bank_line_id = $1 and voided_at is null order by id"#,
        line.0
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Document {
            kind: DocumentKind::from_word(&r.kind).unwrap_or(DocumentKind::Movement),
            id: r.id,
            line,
            category: r.category,
            property: r.property_id.map(PropertyId),
            cash: Cents(r.cash),
            period: Period::of(r.period),
            note: r.note,
            version: r.version,
        })
        .collect())
}

/// Makes a document something else, if nobody changed its line since `line_version` was read. Returns the line.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Refused`] for a category that is not in use; [`Error::Forbidden`] when another
/// part of the line belongs to properties out of reach; [`Error::Missing`].
pub async fn edit(tx: &mut Tx, id: Uuid, line_version: i32, edit: &Edit) -> Result<BankLineId> {
    let person = tx.viewer().person().ok_or(Error::Forbidden)?;
    let line = find(tx, id).await?.line;
    let held = hold(tx, line, line_version).await?;
    let splits: Vec<Split> = of_line(tx, line)
        .await?
        .into_iter()
        .map(|d| match d.id == id {
            true => Split {
                category: edit.category.clone(),
                property: edit.property,
                amount: d.cash,
                period: Some(edit.period),
                note: edit.note.clone(),
            },
            false => Split {
                category: d.category,
                property: d.property,
                amount: d.cash,
                period: Some(d.period),
                note: d.note,
            },
        })
        .collect();
    let decision = Decision {
        kind: "document.change",
        reason: "Changed by hand.".into(),
        confidence: None,
        by: By::Person(person),
        origin: Origin::None,
    };
    decide(tx, &held, &splits, &decision).await?;
    Ok(line)
}
