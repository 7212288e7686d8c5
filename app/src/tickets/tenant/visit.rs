//! The household's answer to a visit.

use axum::extract::Path;
use domain::form::clean;
use domain::id::{TicketId, VisitId};
use store::{Error, tickets};

use super::show::{Whole, draw};
use crate::kernel::{Answer, Failure, Form, Notice, Tenancy, see_other};
use crate::tickets::stale;

/// `POST /portal/repairs/{id}/visits/{visit}`
pub async fn answer(
    Tenancy(visit): Tenancy,
    Path((id, which)): Path<(TicketId, VisitId)>,
    Form(mut typed): Form,
) -> Answer {
    let mut tx = visit.enter().await?;
    if tickets::find_visit(&mut tx, which).await?.ticket != id {
        return Err(Failure::Missing);
    }
    let suits = match typed.value("do") {
        "accept" => true,
        "decline" => false,
        _ => return Err(Failure::Bad("Say whether the visit suits you.".into())),
    };
    let words = Some(clean(typed.value("words"))).filter(|w| !w.is_empty() && !suits);
    if words.as_ref().is_some_and(|w| w.chars().count() > 500) {
        typed.fail("words", "This is longer than 500 characters. Shorten it.");
    }
    let version = typed.value("version").parse().unwrap_or_default();
    let done = match typed.is_sound() {
        true => tickets::answer_visit(&mut tx, which, version, suits, words.as_deref()).await,
        false => Ok(()),
    };
    match done {
        Ok(()) if typed.is_sound() => tx.commit().await?,
        Ok(()) => {}
        Err(Error::Stale) => {
            drop(tx);
            typed.fail("words", stale::told(&visit, id, &typed).await?);
        }
        Err(Error::Refused { field, message }) => {
            drop(tx);
            typed.fail(if field.is_empty() { "words" } else { field }, message);
        }
        Err(other) => return Err(other.into()),
    }
    if !typed.is_sound() {
        return Ok(draw(&visit, Whole::read(&visit, id, None).await?, &typed));
    }
    let sentence = match suits {
        true => "Agreed. They know it now.",
        false => "They know that it does not suit you, and will propose another time.",
    };
    Ok(see_other(&format!("/portal/repairs/{id}"), Notice::new(sentence)))
}
