//! What was done, by whom: one entry per change, in the transaction that made it. /activity lists the entries and
//! undoes what can be undone.

use chrono::{DateTime, Utc};
use domain::Viewer;
use domain::id::{ActivityId, PropertyId};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::events::{self, Audience};
use crate::{Error, Result, Tx};

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
    pub before: Option<Value>,
    /// Values after.
    pub after: Option<Value>,
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

/// Writes an entry in the viewer's name; a worker's entries are Duplex's own.
///
/// # Errors
/// [`Error::Forbidden`] for viewers outside a portfolio.
pub async fn record(tx: &mut Tx, entry: Entry) -> Result<ActivityId> {
    let (id, portfolio, now) = (tx.new_id(), tx.portfolio()?.0, tx.now());
    let person = tx.viewer().person().map(|p| p.0);
    // Everybody may read their own name; a worker has none, and no right to look for it.
    let name = match person {
        Some(person) => {
            sqlx::query_scalar!("select name from person where id = $1", person).fetch_one(tx.conn()).await?
        }
        None => "Duplex".to_string(),
    };
    // Whatever is written down, open pages hear of: "lease.add" as "lease". What tenants do themselves is told by its use-case,
    // to the household it concerns.
    if !matches!(tx.viewer(), Viewer::Tenant(_)) {
        let noun = entry.kind.split('.').next().unwrap_or(entry.kind);
        let tell = if entry.about_people { Audience::Keepers } else { Audience::Members };
        events::announce(tx, noun, entry.subject, tell(entry.property)).await?;
    }
    let sentence: String = entry.sentence.chars().take(400).collect();
    sqlx::query!(
        "insert into activity (portfolio_id, id, at, person_id, person_name, kind, subject_id, property_id, about_people, sentence, before, after)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
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

/// An entry as it was written down.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Its key.
    pub id: ActivityId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, where it was a person.
    pub person: Option<Uuid>,
    /// As they were called then.
    pub person_name: String,
    /// Noun and verb with a dot between.
    pub kind: String,
    /// The row it is about.
    pub subject: Uuid,
    /// Its property.
    pub property: Option<Uuid>,
    /// What was done.
    pub sentence: String,
    /// Old values.
    pub before: Option<Value>,
    /// New values.
    pub after: Option<Value>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
    /// The request that did it, as the log names it; absent for what no request has asked for.
    pub request: Option<Uuid>,
}

/// Where a page of entries begins: after the last one of the page before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Its moment.
    pub at: DateTime<Utc>,
    /// Its key.
    pub id: ActivityId,
}

/// Which entries a page shows.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    /// Only about this row.
    pub subject: Option<Uuid>,
    /// Only older than this one.
    pub after: Option<Cursor>,
    /// At most this many; 1 to 200.
    pub limit: u16,
}

/// Entries the viewer may see, newest first.
///
/// # Errors
/// [`Error::Forbidden`] outside a portfolio.
pub async fn list(tx: &mut Tx, listing: Listing) -> Result<Vec<Activity>> {
    let portfolio = tx.portfolio()?;
    // Older than anything that was ever written stands for "from the newest".
    let start = Cursor { at: tx.now() + chrono::Duration::days(1), id: ActivityId(Uuid::max()) };
    let from = listing.after.unwrap_or(start);
    let limit = i64::from(listing.limit.clamp(1, 200));
    let Some(subject) = listing.subject else {
        return Ok(sqlx::query_as!(
            Activity,
            r#"select id, at, person_id as person, person_name, kind, subject_id as subject, property_id as property,
                      sentence, before, after, undone_at, request_id as request
                 from activity where portfolio_id = $1 and (at, id) < ($2, $3) order by at desc, id desc limit $4"#,
            portfolio.0,
            from.at,
            from.id.0,
            limit,
        )
        .fetch_all(tx.conn())
        .await?);
    };
    Ok(sqlx::query_as!(
        Activity,
        r#"select id, at, person_id as person, person_name, kind, subject_id as subject, property_id as property,
                  sentence, before, after, undone_at, request_id as request
             from activity where portfolio_id = $1 and subject_id = $5 and (at, id) < ($2, $3)
            order by at desc, id desc limit $4"#,
        portfolio.0,
        from.at,
        from.id.0,
        limit,
        subject,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// One entry.
///
/// # Errors
/// [`Error::Missing`] when it is not there or not the viewer's to see.
pub async fn read(tx: &mut Tx, id: ActivityId) -> Result<Activity> {
    let portfolio = tx.portfolio()?;
    Ok(sqlx::query_as!(
        Activity,
        r#"select id, at, person_id as person, person_name, kind, subject_id as subject, property_id as property,
                  sentence, before, after, undone_at, request_id as request
             from activity where portfolio_id = $1 and id = $2"#,
        portfolio.0,
        id.0,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Marks an entry as undone, once. The caller puts the old values back in the same transaction, and records that.
///
/// # Errors
/// [`Error::Missing`] when it is not there, or was undone already.
pub async fn mark_undone(tx: &mut Tx, id: ActivityId) -> Result<()> {
    let (portfolio, now) = (tx.portfolio()?, tx.now());
    let marked = sqlx::query!(
        "update activity set undone_at = $1 where portfolio_id = $2 and id = $3 and undone_at is null",
        now,
        portfolio.0,
        id.0,
    )
    .execute(tx.conn())
    .await?;
    if marked.rows_affected() == 1 { Ok(()) } else { Err(Error::Missing) }
}
