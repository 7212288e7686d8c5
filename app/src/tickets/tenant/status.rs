//! What the household decides about a repair: cancel it, say that it is fixed, open it again.

use axum::extract::Path;
use domain::Typed;
use domain::id::{CommentId, TicketId};
use domain::ticket::{Move, TEXT_MAX, said};
use store::{Error, Tx, tickets};

use super::show::{Whole, draw};
use crate::kernel::{Answer, Failure, Form, Notice, Tenancy, Visit, see_other};
use crate::tickets::stale;

/// `POST /portal/repairs/{id}/status`
pub async fn change(Tenancy(visit): Tenancy, Path(id): Path<TicketId>, Form(mut typed): Form) -> Answer {
    let mut tx = visit.enter().await?;
    tickets::find(&mut tx, id).await?;
    let version = typed.value("version").parse().unwrap_or_default();
    let (done, sentence) = match typed.value("do") {
        "confirm" => (tickets::confirm(&mut tx, id, version).await, "Thank you. The repair is closed."),
        "cancel" => {
            let done = tickets::change_status(&mut tx, id, version, Move::Cancel).await;
            (done.map(|_| ()), "The repair was cancelled. You can open it again for 30 days.")
        }
        "reopen" => {
            // Words say what is still wrong; where the form asks for them they are needed.
            if typed.checked("words") {
                said(&mut typed, "words", "What is still wrong", TEXT_MAX);
            }
            if !typed.is_sound() {
                drop(tx);
                return Ok(draw(&visit, Whole::read(&visit, id, None).await?, &typed));
            }
            (reopen(&mut tx, id, version, &typed).await, "The repair is open again.")
        }
        _ => return Err(Failure::Bad("Say what is to be done with this repair.".into())),
    };
    match done {
        Ok(()) => tx.commit().await?,
        Err(Error::Stale) => {
            drop(tx);
            return quicker(&visit, id, typed).await;
        }
        Err(Error::Refused { message, .. }) => {
            return Ok(see_other(&format!("/portal/repairs/{id}"), Notice::new(message)));
        }
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&format!("/portal/repairs/{id}"), Notice::new(sentence)))
}

async fn reopen(tx: &mut Tx, id: TicketId, version: i32, typed: &Typed) -> store::Result<()> {
    tickets::change_status(tx, id, version, Move::Reopen).await?;
    let words = domain::form::clean(typed.value("words"));
    if !words.is_empty() {
        let key = CommentId(tx.new_id());
        tickets::say(tx, id, key, &words).await?;
    }
    Ok(())
}

/// Somebody was quicker: the page as it is now, what they did, and the words still in place.
async fn quicker(visit: &Visit, id: TicketId, mut typed: Typed) -> Answer {
    if typed.value("words").trim().is_empty() {
        return stale::back(visit, id, &typed).await;
    }
    let sentence = stale::told(visit, id, &typed).await?;
    typed.fail("words", sentence);
    Ok(draw(visit, Whole::read(visit, id, None).await?, &typed))
}
