//! Somebody else was quicker: what they did, said to whoever came second.

use axum::response::Response;
use domain::Typed;
use domain::id::TicketId;
use store::tickets;

use crate::kernel::{Failure, Notice, Visit, see_other};
use crate::tickets::when::Clock;
use crate::tickets::words::{meanwhile, page_of};

/// The sentence that says what others did since the form was read. The form carries when that was.
///
/// # Errors
/// [`Failure::Broken`] when the database does not answer.
pub async fn told(visit: &Visit, id: TicketId, typed: &Typed) -> Result<String, Failure> {
    let read = typed.value("read").parse().unwrap_or_else(|_| visit.now() - chrono::Duration::hours(1));
    let mut tx = visit.enter().await?;
    let done = tickets::since(&mut tx, id, read).await?;
    Ok(meanwhile(&done, Clock::of(visit)))
}

/// Back to the repair, which stands there as it is now, with that sentence.
///
/// # Errors
/// [`Failure::Broken`] when the database does not answer.
pub async fn back(visit: &Visit, id: TicketId, typed: &Typed) -> Result<Response, Failure> {
    Ok(see_other(&page_of(visit, id), Notice::new(told(visit, id, typed).await?)))
}
