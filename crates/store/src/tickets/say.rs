//! What is said about a repair: comments that both sides read, and notes that the landlord's side keeps to itself.

use domain::id::{CommentId, TicketId};
use domain::ticket::{Happened, Side};

use super::record::{Actor, Done, actor, happened, landlord, tell, touch};
use super::{Ticket, hold};
use crate::notifications::{Tell, tell_of};
use crate::{Error, Result, Tx};

/// A conversation longer than this belongs on the phone.
const COMMENTS_MAX: i64 = 2_000;

/// Says something that both sides read. The id is made with the form: sent twice, it is said once. Returns whether it was
/// said now.
///
/// # Errors
/// [`Error::Refused`] when the repair is closed, with what to do instead; [`Error::Missing`]; [`Error::Looking`].
pub async fn say(tx: &mut Tx, ticket: TicketId, id: CommentId, words: &str) -> Result<bool> {
    let by = actor(tx).await?;
    let ticket = hold(tx, ticket).await?;
    // Sent twice it is said once; sent again with other words, those are said too.
    let id = match said_before(tx, &by, id, ticket.id).await? {
        Some(before) if before == words => return Ok(false),
        Some(_) => CommentId(tx.new_id()),
        None => id,
    };
    still_open(tx, &ticket)?;
    room(tx, &ticket).await?;
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    sqlx::query!(
        "insert into ticket_comment (portfolio_id, id, ticket_id, property_id, lease_id, person_id, person_name, side, body, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        portfolio,
        id.0,
        ticket.id.0,
        ticket.property.0,
        ticket.lease.map(|l| l.0),
        by.person.0,
        by.name,
        by.side.word(),
        words,
        now
    )
    .execute(tx.conn())
    .await
    .map_err(taken)?;
    touch(tx, &ticket, by.side, true).await?;
    tell_of(tx, Tell { ticket: ticket.id, cause: id.0, is_comment: true }).await?;
    let sentence = match by.side {
        Side::Tenant => format!("{} wrote.", by.name),
        Side::Landlord => "Wrote to the household.".to_string(),
    };
    tell(tx, &ticket, "ticket.say", sentence, true).await?;
    Ok(true)
}

/// Keeps a note that only the landlord's side reads, on open and closed repairs alike. Returns whether it was kept now.
///
/// # Errors
/// [`Error::Missing`] when the repair is not there or the viewer is not of that side.
pub async fn note(tx: &mut Tx, ticket: TicketId, id: CommentId, words: &str) -> Result<bool> {
    landlord(tx)?;
    let by = actor(tx).await?;
    let ticket = hold(tx, ticket).await?;
    room_for_notes(tx, &ticket).await?;
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let done = sqlx::query!(
        "insert into ticket_note (portfolio_id, id, ticket_id, property_id, person_id, person_name, body, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        portfolio,
        id.0,
        ticket.id.0,
        ticket.property.0,
        by.person.0,
        by.name,
        words,
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    tell(tx, &ticket, "ticket.note", "Kept a note.".into(), false).await?;
    Ok(true)
}

/// Photos or documents that come without a word: both sides are told, like of something said. Call it in the transaction that
/// keeps them, where it kept any.
///
/// # Errors
/// [`Error::Refused`] when the repair is closed, with what to do instead; [`Error::Missing`]; [`Error::Looking`].
pub async fn show_files(tx: &mut Tx, ticket: TicketId) -> Result<()> {
    let by = actor(tx).await?;
    let ticket = hold(tx, ticket).await?;
    still_open(tx, &ticket)?;
    touch(tx, &ticket, by.side, true).await?;
    happened(tx, &by, &ticket, Done::new(Happened::FilesAdded), "Added photos or documents.".into()).await
}

/// Refuses when the repair is closed, and says how to go on.
fn still_open(tx: &Tx, ticket: &Ticket) -> Result<()> {
    if !ticket.status.is_closed() {
        return Ok(());
    }
    Err(Error::refused(
        "say",
        match ticket.stand().may_reopen(tx.now()) {
            true => "This repair is closed. Open it again to say this; your words stay here.",
            false => "This repair was closed more than 30 days ago. Report it anew; your words stay here.",
        },
    ))
}

/// What a comment with this id says, when the same person has written it here before.
async fn said_before(tx: &mut Tx, by: &Actor, id: CommentId, ticket: TicketId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select body from ticket_comment where portfolio_id = app.portfolio_id() and id = $1 and ticket_id = $2 and person_id = $3",
        id.0,
        ticket.0,
        by.person.0
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Refuses when the thread is full.
async fn room(tx: &mut Tx, ticket: &Ticket) -> Result<()> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from ticket_comment where portfolio_id = app.portfolio_id() and ticket_id = $1"#,
        ticket.id.0
    )
    .fetch_one(tx.conn())
    .await?;
    if count < COMMENTS_MAX { Ok(()) } else { Err(full()) }
}

/// The same for notes, which tenants may not even count: a statement of its own.
async fn room_for_notes(tx: &mut Tx, ticket: &Ticket) -> Result<()> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from ticket_note where portfolio_id = app.portfolio_id() and ticket_id = $1"#,
        ticket.id.0
    )
    .fetch_one(tx.conn())
    .await?;
    if count < COMMENTS_MAX { Ok(()) } else { Err(full()) }
}

fn full() -> Error {
    Error::refused("say", "Very much has been said here already. Call each other, or report a new repair.")
}

/// An id that somebody else's comment has.
fn taken(error: sqlx::Error) -> Error {
    Error::from(error).explain("ticket_comment_pkey", "say", "This was sent from an old page. Send it again.")
}
