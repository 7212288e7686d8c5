//! What a tenant says about a repair, with photos.

use axum::extract::Path;
use domain::Typed;
use domain::id::{CommentId, TicketId};
use domain::ticket::{Move, TEXT_MAX, said};
use leptos::prelude::*;
use store::{Error, tickets};

use super::show::{Whole, draw};
use crate::files::{Brought, OnTicket, choose};
use crate::kernel::{Answer, Photos, Tenancy, Visit, link_to, see_other};
use crate::tickets::draft::Kept;
use crate::ui::form::{Control, WITH_FILES, area, summary};
use crate::ui::{Icon, button, link_button};

/// An empty form, with an id for what will be said.
pub fn blank(visit: &Visit) -> Typed {
    Typed::filled([("id", store::files::new_id(visit.db()).to_string())])
}

/// The form below the thread. On a closed repair it says how to go on, and keeps what was typed.
pub fn form(visit: &Visit, whole: &Whole, typed: &Typed) -> AnyView {
    let ticket = &whole.ticket;
    let words = area("say", "Write about it");
    let files = choose("Photos");
    let summary = summary(typed, &[words.slots("r"), files.slots("r")].concat(), WITH_FILES);
    let (words, files) = (words.draw(typed, "r"), files.draw(typed, "r"));
    let reopens = ticket.stand().may_reopen(visit.now());
    let send = match (ticket.status.is_closed(), reopens) {
        (false, _) => button("Send").primary().sends("do", "send"),
        (true, true) => button("Open again and send").sends("do", "reopen").icon(Icon::Undo),
        // Too late to open it again: what was typed goes into a new report.
        (true, false) => {
            let anew = link_to("/portal/repairs/new")
                .with("category", ticket.category.word())
                .with("place", ticket.place.clone())
                .with("description", typed.value("say").chars().take(1_500).collect::<String>());
            link_button(anew.href(), "Report it anew").icon(Icon::Plus)
        }
    };
    let draft = visit.standing.viewer.person().map(|p| format!("say {} {p}", ticket.id));
    view! {
        <form class="reply" id="reply" method="post" action=format!("/portal/repairs/{}/say", ticket.id)
            enctype="multipart/form-data" data-draft=draft novalidate>
            {summary}
            <input type="hidden" name="id" value=typed.value("id").to_string()/>
            {words}
            <details class="attach"><summary>"Add photos"</summary> {files}</details>
            <div class="actions">{send}</div>
            <p class="hint" data-draft-said="" role="status"></p>
        </form>
    }
    .into_any()
}

/// `POST /portal/repairs/{id}/say`
pub async fn say(Tenancy(visit): Tenancy, Path(id): Path<TicketId>, kept: Kept, photos: Photos) -> Answer {
    let Photos { mut typed, files, left_out, room } = photos;
    let only_files = !files.is_empty() && typed.value("say").trim().is_empty();
    let words = if only_files { None } else { Some(said(&mut typed, "say", "Your message", TEXT_MAX)) };
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
        match tickets::change_status(&mut tx, id, ticket.version, Move::Reopen).await {
            Ok(_) => {}
            Err(Error::Refused { message, .. }) => {
                typed.fail("say", message);
                drop(tx);
                return Ok(draw(&visit, Whole::read(&visit, id, None).await?, &typed));
            }
            Err(other) => return Err(other.into()),
        }
    }
    let done = match &words {
        Some(words) => tickets::say(&mut tx, id, key, words).await,
        None if brought.is_empty() => Ok(true),
        None => tickets::show_files(&mut tx, id).await.map(|()| true),
    };
    match done {
        // Where it had arrived before, its photos had too, and are not kept twice.
        Ok(_) => brought.keep(&visit.house, &mut tx, OnTicket { ticket: id, for_household: true }).await?,
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            drop(tx);
            return Ok(draw(&visit, Whole::read(&visit, id, None).await?, &typed));
        }
        Err(other) => return Err(other.into()),
    }
    tx.commit().await?;
    Ok(kept.answer(see_other(&format!("/portal/repairs/{id}#reply"), brought.notice("Sent."))))
}
