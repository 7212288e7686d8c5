//! Taking a file away, and bringing it back while its bytes are still there.

use chrono::Duration;
use domain::Viewer;
use domain::id::{ActivityId, FileId, TicketId};

use super::{read, tell};
use crate::activity::Entry;
use crate::tickets;
use crate::{Error, Result, Tx};

/// For so long a removed file can be brought back.
pub(super) const BACK: Duration = Duration::days(30);

/// Takes a file away: the landlord's side any, tenants their own. Answers the repair it hung on, and the entry that can be
/// taken back.
///
/// # Errors
/// [`Error::Missing`] when it is not there or not the viewer's to take away; [`Error::Looking`].
pub async fn remove(tx: &mut Tx, id: FileId) -> Result<(TicketId, ActivityId)> {
    let (_, file) = read(tx, id).await?;
    let (now, person) = (tx.now(), acting(tx)?);
    let done = sqlx::query!(
        "update file set removed_at = $2, removed_by = $3
          where portfolio_id = app.portfolio_id() and id = $1 and removed_at is null",
        id.0,
        now,
        person
    )
    .execute(tx.conn())
    .await?;
    // What others of the household have added can be seen, and is not this tenant's to take away.
    if done.rows_affected() == 0 {
        return Err(Error::Missing);
    }
    let ticket = tickets::find(tx, file.ticket).await?;
    let sentence = format!("{} {}: Removed {}.", ticket.number(), ticket.title, file.name);
    let entry = tell(tx, &ticket, file.lease.is_some(), Entry::new("file.remove", id, sentence)).await?;
    Ok((ticket.id, entry))
}

/// Brings a removed file back, within a month: the landlord's side any, tenants what they have removed themselves. Answers
/// the repair it hangs on again.
///
/// # Errors
/// [`Error::Missing`] when it is not there any more or not the viewer's to bring back; [`Error::Refused`] when the same one
/// was added again meanwhile; [`Error::Looking`].
pub async fn bring_back(tx: &mut Tx, id: FileId) -> Result<TicketId> {
    let (since, me) = (tx.now() - BACK, acting(tx)?);
    let removed_by = matches!(tx.viewer(), Viewer::Tenant(_)).then_some(me);
    let back = sqlx::query!(
        "update file set removed_at = null, removed_by = null
          where portfolio_id = app.portfolio_id() and id = $1 and removed_at > $2 and ($3::uuid is null or removed_by = $3)
         returning ticket_id, lease_id, name",
        id.0,
        since,
        removed_by
    )
    .fetch_one(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("file_once", "", "The same file was added again meanwhile."))?;
    let ticket = tickets::find(tx, TicketId(back.ticket_id)).await?;
    let sentence = format!("{} {}: Brought {} back.", ticket.number(), ticket.title, back.name);
    tell(tx, &ticket, back.lease_id.is_some(), Entry::new("file.bring_back", id, sentence)).await?;
    Ok(ticket.id)
}

fn acting(tx: &Tx) -> Result<uuid::Uuid> {
    match tx.viewer() {
        Viewer::Member(member) => Ok(member.person.0),
        Viewer::Tenant(tenant) => tenant.person.map(|p| p.0).ok_or(Error::Looking),
        _ => Err(Error::Missing),
    }
}
