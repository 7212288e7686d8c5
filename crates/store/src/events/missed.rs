//! What somebody missed while their stream was away: read from the outbox as themselves, so that row-level security decides.

use std::sync::Arc;

use domain::id::EventId;
use uuid::Uuid;

use super::ACCESS;
use super::outbox::Here;
use super::place::Place;
use super::reader::Event;
use crate::{Db, Result, Tx};

/// More than this is not told one by one: the page loads anew.
const MISSED_MAX: i64 = 1_000;

/// Where somebody's stream was when it broke off.
#[derive(Clone, Debug)]
pub struct Since(Arc<Place>);

impl Since {
    /// Reads what a browser brings back; `None` when it is not of this house, or more than half a day old.
    pub fn open(db: &Db, sealed: &str) -> Option<Since> {
        db.outbox().open(sealed, db.now()).map(|place| Since(Arc::new(place)))
    }

    /// True when the stream had this already.
    pub fn had(&self, event: &Event) -> bool {
        self.0.has_read(event.xid)
    }

    /// True when it was further than this reader is: another process's reader was faster, or the database is an older copy.
    pub fn is_ahead_of(&self, here: &Here) -> bool {
        self.0.next > here.place.next
    }
}

/// Something missed: ids only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The event's id.
    pub id: EventId,
    /// A noun.
    pub topic: String,
    /// The row it is about.
    pub subject: Uuid,
}

/// What the viewer has missed from `since` to where the reader stands; `None` when it is more than can be told.
///
/// # Errors
/// [`crate::Error::Database`]; [`crate::Error::Missing`] for viewers who hear of nothing.
pub async fn missed(tx: &mut Tx, since: &Since, here: &Here) -> Result<Option<Vec<Missed>>> {
    let (from, to) = (&since.0, &here.place);
    let rows = sqlx::query!(
        r#"select id as "id!", topic as "topic!", subject_id as "subject!" from (
             (select id, xid, topic, subject_id from event
               where portfolio_id = app.portfolio_id() and xid >= $1::bigint::text::xid8 and xid < $3::bigint::text::xid8
                 and xid <> all ($4::bigint[]::text[]::xid8[]) and topic <> $5 order by xid, id limit $6)
             union all
             (select id, xid, topic, subject_id from event
               where portfolio_id = app.portfolio_id() and xid = any ($2::bigint[]::text[]::xid8[]) and xid < $3::bigint::text::xid8
                 and xid <> all ($4::bigint[]::text[]::xid8[]) and topic <> $5 order by xid, id limit $6)
             order by xid, id limit $6) e order by xid, id"#,
        from.next,
        &from.running,
        to.next,
        &to.running,
        ACCESS,
        MISSED_MAX + 1,
    )
    .fetch_all(tx.conn())
    .await?;
    if rows.len() > usize::try_from(MISSED_MAX).unwrap_or(usize::MAX) {
        return Ok(None);
    }
    Ok(Some(
        rows.into_iter().map(|r| Missed { id: EventId(r.id), topic: r.topic, subject: r.subject }).collect(),
    ))
}
