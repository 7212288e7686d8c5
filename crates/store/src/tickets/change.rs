//! What can be put right about a repair, when somebody may come in, and who repairs it.

use domain::id::{TicketId, VendorId};
use domain::ticket::{Access, Facts, Happened, Side};

use super::record::{Actor, Done, actor, happened, landlord, tenant};
use super::{Ticket, hold, inside};
use crate::{Error, Result, Tx, vendors};

async fn held(tx: &mut Tx, id: TicketId, version: i32) -> Result<(Actor, Ticket)> {
    let by = actor(tx).await?;
    let ticket = hold(tx, id).await?;
    if ticket.version == version { Ok((by, ticket)) } else { Err(Error::Stale) }
}

/// The landlord's side puts title, place, category or priority right, if nobody changed the repair since `version` was read.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Missing`].
pub async fn change_facts(tx: &mut Tx, id: TicketId, version: i32, facts: &Facts) -> Result<()> {
    landlord(tx)?;
    let (by, ticket) = held(tx, id, version).await?;
    let more = facts.priority != ticket.priority;
    let words =
        (facts.title != ticket.title) || facts.place != ticket.place || facts.category != ticket.category;
    if !more && !words {
        return Ok(());
    }
    let now = tx.now();
    let first = ticket.answered_at.or(Some(now).filter(|_| ticket.reporter == Side::Tenant));
    sqlx::query!(
        "update ticket set title = $2, category = $3, place = $4, priority = $5, answered_at = $6, changed_at = $7, version = version + 1
         where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        facts.title,
        facts.category.word(),
        facts.place,
        facts.priority.word(),
        first,
        now
    )
    .execute(tx.conn())
    .await?;
    if more {
        let done = Done::new(Happened::Priority).from(ticket.priority.word()).to(facts.priority.word());
        let sentence = format!("From {} to {}.", ticket.priority.title(), facts.priority.title());
        happened(tx, &by, &ticket, done, sentence).await?;
    }
    if words {
        let done = Done::new(Happened::Facts).from(ticket.title.clone()).to(facts.title.clone());
        happened(tx, &by, &ticket, done, format!("Put right: {}.", facts.title)).await?;
    }
    Ok(())
}

/// The household says anew when somebody may come in. Without a number the one that was given stays.
///
/// # Errors
/// [`Error::Stale`] when somebody changed the repair since `version` was read; [`Error::Missing`]; [`Error::Looking`];
/// [`Error::Forbidden`] for the landlord's side.
pub async fn change_access(tx: &mut Tx, id: TicketId, version: i32, access: &Access) -> Result<()> {
    tenant(tx)?;
    let (by, ticket) = held(tx, id, version).await?;
    let now = tx.now();
    match &access.phone {
        Some(phone) => {
            sqlx::query!(
                "update ticket set access = $2, may_enter = $3, phone = $4, changed_at = $5, version = version + 1
                 where portfolio_id = app.portfolio_id() and id = $1",
                id.0,
                access.when,
                access.may_enter,
                phone,
                now
            )
            .execute(tx.conn())
            .await?;
        }
        None => {
            sqlx::query!(
                "update ticket set access = $2, may_enter = $3, changed_at = $4, version = version + 1
                 where portfolio_id = app.portfolio_id() and id = $1",
                id.0,
                access.when,
                access.may_enter,
                now
            )
            .execute(tx.conn())
            .await?;
        }
    }
    let sentence = format!("{} changed when somebody may come in.", by.name);
    happened(tx, &by, &ticket, Done::new(Happened::Access), sentence).await
}

/// The landlord's side says who repairs it, or that nobody does yet. The household is not told.
///
/// # Errors
/// [`Error::Stale`] when somebody changed the repair since `version` was read; [`Error::Missing`].
pub async fn choose_vendor(tx: &mut Tx, id: TicketId, version: i32, vendor: Option<VendorId>) -> Result<()> {
    landlord(tx)?;
    let (by, ticket) = held(tx, id, version).await?;
    let before = inside(tx, id).await?.vendor;
    if before.as_ref().map(|(old, ..)| *old) == vendor {
        return Ok(());
    }
    let name = match vendor {
        Some(vendor) => Some(vendors::find(tx, vendor).await?.draft.name),
        None => None,
    };
    // The household, who may read when it was changed, is not to see that anything was.
    sqlx::query!(
        "update ticket set vendor_id = $2, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        vendor.map(|v| v.0)
    )
    .execute(tx.conn())
    .await?;
    let sentence = match &name {
        Some(name) => format!("{name} is to do it."),
        None => "Nobody is to do it any more.".to_string(),
    };
    let mut done = Done::new(Happened::Vendor);
    (done.before, done.after) = (before.map(|(_, name, _)| name), name);
    happened(tx, &by, &ticket, done, sentence).await
}
