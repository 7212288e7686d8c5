//! `/maintenance/{id}/edit`: title, kind, place and priority put right.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::TicketId;
use domain::ticket::{Facts, Priority};
use leptos::prelude::*;
use store::Error;
use store::tickets::{self, Ticket};

use crate::kernel::{Answer, Door, Form, Landlord, Notice, Page, Visit, see_other};
use crate::tickets::fields::{Tiles, place};
use crate::tickets::stale;
use crate::tickets::words::written;
use crate::ui::form::{form, select, text};
use crate::ui::page_head;

fn facts(ticket: &Ticket) -> Facts {
    Facts {
        title: ticket.title.clone(),
        category: ticket.category,
        place: ticket.place.clone(),
        priority: ticket.priority,
    }
}

/// `GET /maintenance/{id}/edit`
pub async fn edit(Landlord(visit): Landlord, Path(id): Path<TicketId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let mut typed = facts(&ticket).filled(ticket.version);
    typed.set("read", tx.now().to_rfc3339());
    Ok(draw(&visit, &ticket, &typed))
}

/// `POST /maintenance/{id}/edit`
pub async fn change(Landlord(visit): Landlord, Path(id): Path<TicketId>, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let read = Facts::read(&mut typed);
    let version = typed.value("version").parse().unwrap_or_default();
    let (Some(read), true) = (read, typed.is_sound()) else { return Ok(draw(&visit, &ticket, &typed)) };
    match tickets::change_facts(&mut tx, id, version, &read).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Stale) => {
            drop(tx);
            let sentence = stale::told(&visit, id, &typed).await?;
            typed.show_both(&facts(&ticket).filled(ticket.version), LABELS);
            typed.fail("", sentence);
            return Ok(draw(&visit, &ticket, &typed));
        }
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&format!("/maintenance/{id}"), Notice::new("The repair was changed.")))
}

/// Fields and their words, to name what differs when two people changed the same repair.
const LABELS: &[(&str, &str)] =
    &[("title", "Title"), ("category", "Kind"), ("place", "Place"), ("priority", "How soon")];

fn draw(visit: &Visit, ticket: &Ticket, typed: &Typed) -> Response {
    let title = format!("Change {}", ticket.number());
    Page::new(Door::Landlord, title.clone()).refused_if(!typed.is_sound()).draw(visit, || {
        let page = format!("/maintenance/{}", ticket.id);
        let priorities = Priority::ALL.into_iter().map(|p| (p.word(), p.title()));
        let fields = form(format!("{page}/edit"), typed)
            .hidden("version", typed.value("version"))
            .hidden("read", typed.value("read"))
            .with(text("title", "Title").max(120).hint("As lists and mails call it. The household sees it."))
            .with(Tiles)
            .row([place(), select("priority", "How soon", priorities)])
            .part(
                view! { <div><p class="label">"As it was reported"</p> {written(&ticket.description)}</div> }
                    .into_any(),
            )
            .submit("Save changes")
            .cancel(page.clone());
        view! { {page_head(title).crumbs(&[("/maintenance", "Repairs"), (&page, &ticket.title)])} {fields} }
            .into_any()
    })
}
