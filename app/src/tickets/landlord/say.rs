//! Answering below the thread, keeping a note there, and photos with either.

use axum::extract::Path;
use domain::Typed;
use domain::id::{CommentId, TicketId};
use domain::tenant::first_name;
use domain::ticket::{Move, TEXT_MAX, said};
use leptos::prelude::*;
use store::{Error, tickets};

use super::show::{Whole, at_reply, draw};
use crate::files::{Brought, OnTicket, choose};
use crate::kernel::{Answer, Landlord, Photos, Visit, see_other};
use crate::tickets::draft::Kept;
use crate::ui::form::{Control, WITH_FILES, area, summary};
use crate::ui::{Icon, button};

/// An empty form, with an id for what will be said.
pub fn blank(visit: &Visit) -> Typed {
    Typed::filled([("id", store::files::new_id(visit.db()).to_string())])
}

/// The form below the thread. On a closed repair it says how to go on, and keeps what was typed.
pub fn form(visit: &Visit, whole: &Whole, typed: &Typed) -> AnyView {
    let ticket = &whole.ticket;
    let to = whole.household.first().map(|name| first_name(name).to_string());
    let label = match &to {
        Some(name) => format!("Answer {name}"),
        None if ticket.lease.is_some() => "Answer".into(),
        None => "Write about it".into(),
    };
    let words = area("say", label);
    let files = choose("Photos");
    let summary = summary(typed, &[words.slots("r"), files.slots("r")].concat(), WITH_FILES);
    let (words, files) = (words.draw(typed, "r"), files.draw(typed, "r"));
    let note = button("Keep as note").icon(Icon::Lock).sends("do", "note");
    let send = match ticket.status.is_closed() {
        false => Some(button("Send").primary().sends("do", "send").view()),
        true if ticket.stand().may_reopen(visit.now()) => {
            Some(button("Open again and send").sends("do", "reopen").icon(Icon::Undo).view())
        }
        true => None,
    };
    let draft = visit.standing.viewer.person().map(|p| format!("say {} {p}", ticket.id));
    view! {
        <form class="reply" id="reply" method="post" action=format!("/maintenance/{}/say", ticket.id)
            enctype="multipart/form-data" data-draft=draft novalidate>
            {summary}
            <input type="hidden" name="id" value=typed.value("id").to_string()/>
            {words}
            <details class="attach"><summary>"Add photos or documents"</summary> {files}</details>
            <div class="actions">{send} {note}</div>
            <p class="hint" data-draft-said="" role="status"></p>
        </form>
    }
    .into_any()
}

/// `POST /maintenance/{id}/say`
pub async fn say(Landlord(visit): Landlord, Path(id): Path<TicketId>, kept: Kept, photos: Photos) -> Answer {
    visit.keeps_people()?;
    let Photos { mut typed, files, left_out, room } = photos;
    let is_note = typed.value("do") == "note";
    let label = if is_note { "The note" } else { "Your answer" };
    // Photos alone say enough.
    let only_files = !files.is_empty() && typed.value("say").trim().is_empty();
    let words = if only_files { None } else { Some(said(&mut typed, "say", label, TEXT_MAX)) };
    if !typed.is_sound() {
        return Ok(draw(&visit, Whole::read(&visit, id, None).await?, &typed));
    }
    // Before its photos are opened: whoever may not see it brings nothing.
    tickets::find(&mut visit.enter().await?, id).await?;
    let mut brought = Brought::take(&visit, Photos { typed: Typed::default(), files, left_out, room }).await;
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let key = typed.value("id").parse().unwrap_or_else(|_| CommentId(tx.new_id()));
    if typed.value("do") == "reopen" && ticket.status.is_closed() {
        tickets::change_status(&mut tx, id, ticket.version, Move::Reopen).await?;
    }
    let done = match (&words, is_note) {
        (Some(words), true) => tickets::note(&mut tx, id, key, words).await,
        (Some(words), false) => tickets::say(&mut tx, id, key, words).await,
        (None, false) if !brought.is_empty() => tickets::show_files(&mut tx, id).await.map(|()| true),
        (None, _) => Ok(true),
    };
    match done {
        // Where it had arrived before, its photos had too, and are not kept twice.
        Ok(_) => {
            brought.keep(&visit.house, &mut tx, OnTicket { ticket: id, for_household: !is_note }).await?
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            drop(tx);
            return Ok(draw(&visit, Whole::read(&visit, id, None).await?, &typed));
        }
        Err(other) => return Err(other.into()),
    }
    tx.commit().await?;
    let sentence = if is_note { "Kept as a note. Only your side sees it." } else { "Sent." };
    Ok(kept.answer(see_other(&at_reply(id), brought.notice(sentence))))
}
