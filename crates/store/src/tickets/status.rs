//! Steps from one status to another, and the household's word that it is fixed.

use domain::id::TicketId;
use domain::ticket::{Happened, Move, Side, Status};

use super::record::{Done, actor, happened, tenant};
use super::{Ticket, cancel_visit, hold, visits};
use crate::{Error, Result, Tx};

/// Takes a step, if nobody changed the repair since `version` was read. Returns the repair as it stands then.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Refused`] when the step leads nowhere from here; [`Error::Missing`];
/// [`Error::Looking`].
pub async fn change_status(tx: &mut Tx, id: TicketId, version: i32, step: Move) -> Result<Ticket> {
    let by = actor(tx).await?;
    let ticket = hold(tx, id).await?;
    if ticket.version != version {
        return Err(Error::Stale);
    }
    let now = tx.now();
    let to = ticket.stand().step(step, by.side, now).map_err(|sentence| Error::refused("", sentence))?;
    let closed = to.is_closed().then_some(now);
    if to.is_closed() && by.side == Side::Landlord {
        // Nobody comes any more for what is fixed or not needed.
        for visit in visits(tx, id).await?.into_iter().filter(|v| v.status.stands() && v.starts_at > now) {
            cancel_visit(tx, visit.id, visit.version).await?;
        }
    }
    match by.side {
        Side::Landlord => {
            let first = ticket.answered_at.or(Some(now).filter(|_| ticket.reporter == Side::Tenant));
            sqlx::query!(
                "update ticket set status = $2, closed_at = $3, confirmed_at = null, waits_since = null, answered_at = $4, changed_at = $5,
                   version = version + 1
                 where portfolio_id = app.portfolio_id() and id = $1",
                id.0,
                to.word(),
                closed,
                first,
                now
            )
            .execute(tx.conn())
            .await?;
        }
        Side::Tenant => {
            // What a household opens again waits for an answer; what it cancels waits for nothing.
            let waits = (to == Status::Open).then_some(now);
            sqlx::query!(
                "update ticket set status = $2, closed_at = $3, confirmed_at = null, waits_since = $4, changed_at = $5,
                   version = version + 1
                 where portfolio_id = app.portfolio_id() and id = $1",
                id.0,
                to.word(),
                closed,
                waits,
                now
            )
            .execute(tx.conn())
            .await?;
        }
    }
    let done = Done::new(Happened::Status).from(ticket.status.word()).to(to.word());
    let sentence = match (to, by.side) {
        (Status::Open, _) => "Opened again.",
        (Status::InProgress, _) => "Work began.",
        (Status::Completed, _) => "Marked as fixed.",
        (Status::Cancelled, _) => "Cancelled.",
    };
    happened(tx, &by, &ticket, done, sentence.into()).await?;
    super::find(tx, id).await
}

/// The household says that it is fixed, if nobody changed the repair since `version` was read.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Refused`] when it is not marked as fixed; [`Error::Missing`];
/// [`Error::Looking`]; [`Error::Forbidden`] for the landlord's side.
pub async fn confirm(tx: &mut Tx, id: TicketId, version: i32) -> Result<()> {
    tenant(tx)?;
    let by = actor(tx).await?;
    let ticket = hold(tx, id).await?;
    if ticket.confirmed_at.is_some() {
        return Ok(());
    }
    if ticket.version != version {
        return Err(Error::Stale);
    }
    if ticket.status != Status::Completed {
        return Err(Error::refused("", "Your landlord has not marked this as fixed yet."));
    }
    let now = tx.now();
    sqlx::query!(
        "update ticket set confirmed_at = $2, changed_at = $2, version = version + 1
         where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        now
    )
    .execute(tx.conn())
    .await?;
    let sentence = format!("{} says that it is fixed.", by.name);
    happened(tx, &by, &ticket, Done::new(Happened::Confirmed), sentence).await
}
