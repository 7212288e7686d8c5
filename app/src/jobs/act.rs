//! What owners do about work: check that it gets through, try again what has failed, discard it.

use axum::extract::Path;
use domain::id::JobId;
use store::Error;
use store::jobs::{self, NewJob};

use super::page::{PATH, found};
use crate::kernel::{Answer, Landlord, Notice, see_other};

/// `POST /settings/jobs/check`
pub async fn check(Landlord(visit): Landlord) -> Answer {
    visit.owns()?;
    let mut tx = visit.enter().await?;
    jobs::enqueue(&mut tx, NewJob::new("ping", &()).keyed("check")).await?;
    tx.commit().await?;
    Ok(see_other(PATH, Notice::new("A check is on its way. It stands under Done once it got through.")))
}

/// `POST /settings/jobs/{id}/retry`
pub async fn retry(Landlord(visit): Landlord, Path(id): Path<JobId>) -> Answer {
    let mut tx = visit.enter().await?;
    let what = found(&visit, &mut tx, id).await?;
    match jobs::retry(&mut tx, id, &what).await {
        Ok(()) => {}
        Err(Error::Missing) => return Ok(gone()),
        Err(Error::Refused { message, .. }) => return Ok(see_other(PATH, Notice::new(message))),
        Err(other) => return Err(other.into()),
    }
    tx.commit().await?;
    Ok(see_other(PATH, Notice::new(format!("{what} is tried again."))))
}

/// `POST /settings/jobs/{id}/discard`
pub async fn discard(Landlord(visit): Landlord, Path(id): Path<JobId>) -> Answer {
    let mut tx = visit.enter().await?;
    let what = found(&visit, &mut tx, id).await?;
    let entry = match jobs::discard(&mut tx, id, &what).await {
        Ok(entry) => entry,
        Err(Error::Missing) => return Ok(gone()),
        Err(other) => return Err(other.into()),
    };
    tx.commit().await?;
    let notice = Notice::new(format!("{what} is discarded.")).undo(format!("/activity/{entry}/undo"));
    Ok(see_other(PATH, notice))
}

/// Two people pressed at once, or it was tried again meanwhile.
fn gone() -> axum::response::Response {
    see_other(PATH, Notice::new("That is not among what has failed any more."))
}
