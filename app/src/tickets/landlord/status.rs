//! Steps of a repair, one press each.

use axum::extract::Path;
use domain::id::TicketId;
use domain::ticket::{Move, Status};
use store::{Error, tickets};

use crate::kernel::{Answer, Failure, Form, Landlord, Notice, see_other};
use crate::tickets::stale;

/// `POST /maintenance/{id}/status`
pub async fn change(Landlord(visit): Landlord, Path(id): Path<TicketId>, Form(typed): Form) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    tickets::find(&mut tx, id).await?;
    let step: Move =
        typed.value("do").parse().map_err(|()| Failure::Bad("Choose what to do with this repair.".into()))?;
    let version = typed.value("version").parse().unwrap_or_default();
    let page = format!("/maintenance/{id}");
    let ticket = match tickets::change_status(&mut tx, id, version, step).await {
        Ok(ticket) => ticket,
        Err(Error::Stale) => {
            drop(tx);
            return stale::back(&visit, id, &typed).await;
        }
        Err(Error::Refused { message, .. }) => return Ok(see_other(&page, Notice::new(message))),
        Err(other) => return Err(other.into()),
    };
    tx.commit().await?;
    let notice = match ticket.status {
        Status::Open => Notice::new("The repair is open again."),
        Status::InProgress => Notice::new("Work on it has begun."),
        Status::Completed if ticket.lease.is_some() => {
            Notice::new("Marked as fixed. The household is asked whether it is.")
                .undo(format!("{page}/reopen"))
        }
        Status::Completed => Notice::new("Marked as fixed.").undo(format!("{page}/reopen")),
        Status::Cancelled => Notice::new("The repair was cancelled.").undo(format!("{page}/reopen")),
    };
    Ok(see_other(&page, notice))
}

/// `POST /maintenance/{id}/reopen`: takes back that it was closed.
pub async fn reopen(Landlord(visit): Landlord, Path(id): Path<TicketId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let page = format!("/maintenance/{id}");
    match tickets::change_status(&mut tx, id, ticket.version, Move::Reopen).await {
        Ok(_) => tx.commit().await?,
        Err(Error::Refused { message, .. }) => return Ok(see_other(&page, Notice::new(message))),
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&page, Notice::new("The repair is open again.")))
}
