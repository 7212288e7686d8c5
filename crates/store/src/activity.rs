//! What was done, by whom: one entry per change, in the transaction that made it.

use domain::id::{ActivityId, PropertyId};
use serde::Serialize;
use uuid::Uuid;

use crate::{Result, Tx};

/// One thing done. Nothing secret may stand in it: every member reads it, tenants' matters only those who keep people.
#[derive(Debug, Default)]
pub struct Entry {
    /// Noun and verb: `lease.add`, `import.undo`.
    pub kind: &'static str,
    /// The row it was done to.
    pub subject: Uuid,
    /// The property it concerns, so that limited managers see it.
    pub property: Option<PropertyId>,
    /// About tenants: bookkeepers do not see it.
    pub about_people: bool,
    /// For people: "Added Birch Street."
    pub sentence: String,
    /// Values before, where something was changed or removed.
    pub before: Option<serde_json::Value>,
    /// Values after.
    pub after: Option<serde_json::Value>,
}

impl Entry {
    /// An entry about a row.
    pub fn new(kind: &'static str, subject: impl Into<Uuid>, sentence: impl Into<String>) -> Entry {
        Entry { kind, subject: subject.into(), sentence: sentence.into(), ..Entry::default() }
    }

    /// It concerns this property.
    pub fn at(mut self, property: impl Into<Option<PropertyId>>) -> Entry {
        self.property = property.into();
        self
    }

    /// It is about tenants.
    pub fn about_people(mut self) -> Entry {
        self.about_people = true;
        self
    }

    /// With the values before.
    pub fn before(mut self, values: &impl Serialize) -> Entry {
        self.before = serde_json::to_value(values).ok();
        self
    }

    /// With the values after.
    pub fn after(mut self, values: &impl Serialize) -> Entry {
        self.after = serde_json::to_value(values).ok();
        self
    }
}

/// Writes an entry in the viewer's name.
///
/// # Errors
/// [`crate::Error::Forbidden`] for viewers outside a portfolio.
pub async fn record(tx: &mut Tx, entry: Entry) -> Result<ActivityId> {
    let (id, portfolio, now) = (tx.new_id(), tx.portfolio()?.0, tx.now());
    let person = tx.viewer().person().map(|p| p.0);
    let name = if person.is_some() { "" } else { "Duplex" };
    let sentence: String = entry.sentence.chars().take(400).collect();
    sqlx::query!(
        "insert into activity (portfolio_id, id, at, person_id, person_name, kind, subject_id, property_id, about_people, sentence, before, after)
         values ($1, $2, $3, $4, coalesce((select name from person where id = $4), $5), $6, $7, $8, $9, $10, $11, $12)",
        portfolio,
        id,
        now,
        person,
        name,
        entry.kind,
        entry.subject,
        entry.property.map(|p| p.0),
        entry.about_people,
        sentence,
        entry.before,
        entry.after,
    )
    .execute(tx.conn())
    .await?;
    Ok(ActivityId(id))
}
