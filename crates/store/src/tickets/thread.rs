//! The thread of a repair: what was said, noted and done, in the order of time. Notes are asked for by the landlord's side
//! alone, in a statement of their own: tenants have no grant on their table.

use chrono::{DateTime, Utc};
use domain::Viewer;
use domain::id::{PersonId, TicketId};
use domain::ticket::{Happened, Side, VisitStatus};
use uuid::Uuid;

use super::Visit;
use crate::{Result, Tx};

/// One entry of a thread.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// Its key.
    pub id: Uuid,
    /// Who.
    pub person: PersonId,
    /// As they were called then.
    pub name: String,
    /// For which side.
    pub side: Side,
    /// What it is.
    pub what: What,
}

/// What an entry is.
#[derive(Clone, Debug)]
pub enum What {
    /// A comment.
    Said(String),
    /// A note of the landlord's side.
    Noted(String),
    /// Something done.
    Done {
        /// What.
        what: Happened,
        /// Words before.
        before: Option<String>,
        /// Words after.
        after: Option<String>,
        /// The visit it is about.
        visit: Option<Visit>,
    },
}

/// The newest entries that the viewer may read, oldest first: at most `limit`, those before `before` where it is given.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn thread(
    tx: &mut Tx,
    id: TicketId,
    before: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let limit = limit.clamp(1, 500);
    let (at, key) = before.unzip();
    let mut entries = said_and_done(tx, id, at, key, limit).await?;
    if matches!(tx.viewer(), Viewer::Member(_)) {
        entries.extend(notes(tx, id, at, key, limit).await?);
    }
    entries.sort_by_key(|e| (e.at, e.id));
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(entries.split_off(entries.len().saturating_sub(most)))
}

async fn said_and_done(
    tx: &mut Tx,
    id: TicketId,
    at: Option<DateTime<Utc>>,
    key: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query!(
        r#"select e.at as "at!", e.id as "id!", e.person_id as "person_id!", e.person_name as "person_name!", e.side as "side!", e.body,
             e.kind, e.before, e.after, v.id as "visit?", v.starts_at as "starts_at?", v.ends_at as "ends_at?", v.who as "who?",
             v.status as "visit_status?", v.answer as "answer?", v.version as "visit_version?"
           from (
             (select created_at as at, id, person_id, person_name, side, body, null as kind, null as before, null as after, null::uuid as visit_id
                from ticket_comment where portfolio_id = app.portfolio_id() and ticket_id = $1
                 and ($2::timestamptz is null or (created_at, id) < ($2, $3)) order by created_at desc, id desc limit $4)
             union all
             (select at, id, person_id, person_name, side, null, kind, before, after, visit_id
                from ticket_event where portfolio_id = app.portfolio_id() and ticket_id = $1
                 and ($2::timestamptz is null or (at, id) < ($2, $3)) order by at desc, id desc limit $4)) e
           left join ticket_visit v on v.portfolio_id = app.portfolio_id() and v.id = e.visit_id"#,
        id.0,
        at,
        key,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            let visit = match (r.visit, r.starts_at, r.ends_at, r.who) {
                (Some(visit), Some(starts_at), Some(ends_at), Some(who)) => Some(Visit {
                    id: visit.into(),
                    ticket: id,
                    starts_at,
                    ends_at,
                    who,
                    status: r.visit_status.and_then(|s| s.parse().ok()).unwrap_or(VisitStatus::Cancelled),
                    answer: r.answer,
                    version: r.visit_version.unwrap_or_default(),
                }),
                _ => None,
            };
            let what = match (r.body, r.kind) {
                (Some(body), _) => What::Said(body),
                (None, kind) => {
                    let what = kind?.parse().ok()?;
                    What::Done { what, before: r.before, after: r.after, visit }
                }
            };
            Some(Entry {
                at: r.at,
                id: r.id,
                person: PersonId(r.person_id),
                name: r.person_name,
                side: Side::from_word(&r.side),
                what,
            })
        })
        .collect())
}

async fn notes(
    tx: &mut Tx,
    id: TicketId,
    at: Option<DateTime<Utc>>,
    key: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Entry>> {
    let rows = sqlx::query!(
        "select created_at, id, person_id, person_name, body from ticket_note
         where portfolio_id = app.portfolio_id() and ticket_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3))
         order by created_at desc, id desc limit $4",
        id.0,
        at,
        key,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Entry {
            at: r.created_at,
            id: r.id,
            person: PersonId(r.person_id),
            name: r.person_name,
            side: Side::Landlord,
            what: What::Noted(r.body),
        })
        .collect())
}

/// What was done by others since a moment, newest first, at most ten: for whoever changed something second.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn since(tx: &mut Tx, id: TicketId, moment: DateTime<Utc>) -> Result<Vec<Entry>> {
    let me = tx.viewer().person();
    let mut entries = said_and_done(tx, id, None, None, 20).await?;
    entries.retain(|e| e.at > moment && Some(e.person) != me && matches!(e.what, What::Done { .. }));
    entries.sort_by_key(|e| std::cmp::Reverse((e.at, e.id)));
    entries.truncate(10);
    Ok(entries)
}
