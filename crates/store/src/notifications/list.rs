//! Somebody's own notifications.

use chrono::{DateTime, Utc};
use domain::id::{NotificationId, TicketId};

use crate::{Error, Result, Tx};

/// A notification, as its person reads it.
#[derive(Clone, Debug)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// About which repair.
    pub ticket: TicketId,
    /// What happened, in their words.
    pub sentence: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When they read it.
    pub read_at: Option<DateTime<Utc>>,
}

/// Where a page begins: after the last notification of the page before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Its moment.
    pub at: DateTime<Utc>,
    /// Its key.
    pub id: NotificationId,
}

/// The viewer's own notifications, newest first; at most `limit`, 1 to 200.
///
/// # Errors
/// [`Error::Forbidden`] for viewers who are nobody.
pub async fn list(tx: &mut Tx, after: Option<Cursor>, limit: u16) -> Result<Vec<Notification>> {
    let person = tx.viewer().person().ok_or(Error::Forbidden)?;
    let last = Cursor { at: tx.now() + chrono::Duration::days(1), id: NotificationId(uuid::Uuid::max()) };
    let from = after.unwrap_or(last);
    Ok(sqlx::query_as!(
        Notification,
        "select id, ticket_id as ticket, sentence, created_at, read_at from notification
         where portfolio_id = app.portfolio_id() and person_id = $1 and (created_at, id) < ($2, $3)
         order by created_at desc, id desc limit $4",
        person.0,
        from.at,
        from.id.0,
        i64::from(limit.clamp(1, 200))
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Marks one as read; answers which repair it is about.
///
/// # Errors
/// [`Error::Missing`] when it is not there or not theirs.
pub async fn open(tx: &mut Tx, id: NotificationId) -> Result<TicketId> {
    let now = tx.now();
    let ticket = sqlx::query_scalar!(
        "update notification set read_at = coalesce(read_at, $2) where portfolio_id = app.portfolio_id() and id = $1 returning ticket_id",
        id.0,
        now
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(TicketId(ticket))
}

/// Marks all of the viewer's as read; answers how many were not.
///
/// # Errors
/// [`Error::Forbidden`] for viewers who are nobody.
pub async fn read_all(tx: &mut Tx) -> Result<u64> {
    let (person, now) = (tx.viewer().person().ok_or(Error::Forbidden)?, tx.now());
    let done = sqlx::query!(
        "update notification set read_at = $2 where portfolio_id = app.portfolio_id() and person_id = $1 and read_at is null",
        person.0,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected())
}

/// Marks what they were told about one repair as read: they are looking at it. Nothing for whoever looks through a tenant's
/// eyes.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn read_of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<()> {
    let Some(person) = tx.viewer().person() else { return Ok(()) };
    let now = tx.now();
    sqlx::query!(
        "update notification set read_at = $3
         where portfolio_id = app.portfolio_id() and ticket_id = $1 and person_id = $2 and read_at is null",
        ticket.0,
        person.0,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
