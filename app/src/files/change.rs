//! Taking a file away, and bringing it back.

use axum::extract::Path;
use domain::Role;
use domain::id::{FileId, TicketId};
use store::{Error, files};

use crate::kernel::{Answer, Notice, Visit, see_other};

/// `POST /files/{id}/remove`
pub async fn remove(visit: Visit, Path(id): Path<FileId>) -> Answer {
    let mut tx = visit.enter().await?;
    let (ticket, entry) = files::remove(&mut tx, id).await?;
    tx.commit().await?;
    let undo = match is_tenant(&visit) {
        true => format!("/files/{id}/restore"),
        false => format!("/activity/{entry}/undo"),
    };
    Ok(see_other(&page(&visit, ticket), Notice::new("Removed.").undo(undo)))
}

/// `POST /files/{id}/restore`
pub async fn restore(visit: Visit, Path(id): Path<FileId>) -> Answer {
    let mut tx = visit.enter().await?;
    match files::bring_back(&mut tx, id).await {
        Ok(ticket) => {
            tx.commit().await?;
            Ok(see_other(&page(&visit, ticket), Notice::new("It is back.")))
        }
        Err(Error::Refused { message, .. }) => Ok(see_other("/", Notice::new(message))),
        Err(other) => Err(other.into()),
    }
}

fn is_tenant(visit: &Visit) -> bool {
    visit.role() == Some(Role::Tenant)
}

/// Where the repair is shown.
fn page(visit: &Visit, ticket: TicketId) -> String {
    if is_tenant(visit) { format!("/portal/repairs/{ticket}") } else { format!("/maintenance/{ticket}") }
}
