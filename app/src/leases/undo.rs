//! Taking things back: new terms, a change of people, a last day, a whole lease; and bringing that one back again.

use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use domain::form::read_day;
use domain::id::LeaseId;
use store::leases;
use store::{Error, Tx};

use super::amend::open;
use super::conflict;
use super::end::word_of;
use crate::kernel::{Answer, Failure, Landlord, Notice, Visit, see_other};

/// `POST /leases/{id}/terms/{from}/take-back`
pub async fn take_back_term(
    Landlord(visit): Landlord,
    Path((id, from)): Path<(LeaseId, NaiveDate)>,
) -> Answer {
    let record = open(&visit, id).await?;
    let mut tx = visit.enter().await?;
    let done = leases::take_back_term(&mut tx, id, record.version, from).await;
    told(tx, id, done, Notice::new("Taken back. The terms before go on.")).await
}

/// `POST /leases/{id}/people/take-back`
pub async fn take_back_people(Landlord(visit): Landlord, Path(id): Path<LeaseId>) -> Answer {
    let record = open(&visit, id).await?;
    let mut tx = visit.enter().await?;
    let done = leases::take_back_people(&mut tx, id, record.version).await;
    told(tx, id, done, Notice::new("Taken back. Whoever lived there before lives there still.")).await
}

/// `POST /leases/{id}/last-day/{day}`: `day` is a date, or `open` for month to month.
pub async fn last_day(Landlord(visit): Landlord, Path((id, day)): Path<(LeaseId, String)>) -> Answer {
    let day = match day.as_str() {
        "open" => None,
        day => Some(read_day(day).map_err(|_| Failure::Missing)?),
    };
    let record = open(&visit, id).await?;
    let mut tx = visit.enter().await?;
    let done = leases::end_on(&mut tx, id, record.version, day).await.map(|_| ());
    let again = format!("/leases/{id}/last-day/{}", word_of(record.lease.ends_on));
    told(tx, id, done, Notice::new("The last day is what it was.").undo(again)).await
}

/// `POST /leases/{id}/remove`
pub async fn remove(Landlord(visit): Landlord, Path(id): Path<LeaseId>) -> Answer {
    let record = open(&visit, id).await?;
    let mut tx = visit.enter().await?;
    leases::remove(&mut tx, id).await?;
    tx.commit().await?;
    let sentence = format!("The lease of {} was taken out.", record.home());
    Ok(see_other("/leases", Notice::new(sentence).undo(format!("/leases/{id}/restore"))))
}

/// `POST /leases/{id}/restore`
pub async fn restore(Landlord(visit): Landlord, Path(id): Path<LeaseId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let record = leases::find(&mut tx, id).await?;
    match leases::restore(&mut tx, id).await {
        Err(Error::Refused { message, .. }) => {
            drop(tx);
            let sentence = in_the_way(&visit, &record).await?.unwrap_or_else(|| message.to_string());
            Ok(see_other(&format!("/leases/{id}"), Notice::new(sentence)))
        }
        done => {
            let notice = Notice::new("The lease is back.").undo(format!("/leases/{id}/remove"));
            told(tx, id, done, notice).await
        }
    }
}

async fn in_the_way(visit: &Visit, record: &leases::LeaseRecord) -> Result<Option<String>, Failure> {
    let lease = &record.lease;
    let way = conflict::look(visit, record.unit, lease.starts_on, lease.ends_on, Some(record.id)).await?;
    Ok(way.as_ref().map(conflict::sentence))
}

/// Back to the lease: with what was done, or with why it was not.
async fn told(tx: Tx, id: LeaseId, done: store::Result<()>, notice: Notice) -> Result<Response, Failure> {
    let notice = match done {
        Ok(()) => {
            tx.commit().await?;
            notice
        }
        Err(Error::Refused { message, .. }) => Notice::new(message),
        Err(Error::Stale) => {
            Notice::new("Somebody else changed this lease in the same moment. Look at it and try again.")
        }
        Err(other) => return Err(other.into()),
    };
    Ok(see_other(&format!("/leases/{id}"), notice))
}
