//! `/maintenance/{id}/visit`: proposing a visit that the household accepts or not, and taking one back.

use axum::extract::Path;
use axum::response::Response;
use chrono::Days;
use domain::Typed;
use domain::id::{TicketId, VisitId};
use domain::ticket::VisitDraft;
use leptos::prelude::*;
use store::tickets::{self, Ticket};
use store::{Error, Tx};

use crate::kernel::{Answer, Door, Failure, Form, Landlord, Notice, Page, Visit, see_other};
use crate::tickets::stale;
use crate::tickets::words::apart;
use crate::ui::form::{date, form, text, time};
use crate::ui::{Icon, note, page_head};

/// `GET /maintenance/{id}/visit`
pub async fn blank(Landlord(visit): Landlord, Path(id): Path<TicketId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let who = tickets::inside(&mut tx, id).await?.vendor.map(|(_, name, _)| name);
    let mut typed = Typed::filled([
        ("id", tx.new_id().to_string()),
        ("who", who.unwrap_or_else(|| visit.standing.name.clone())),
        ("day", (visit.today() + Days::new(1)).to_string()),
        ("from", "09:00".into()),
        ("to", "11:00".into()),
    ]);
    let before = tickets::visits(&mut tx, id).await?.into_iter().find(|v| v.status.stands());
    if let Some(before) = before {
        let (from, until) =
            (before.starts_at.with_timezone(&visit.zone()), before.ends_at.with_timezone(&visit.zone()));
        typed.set("who", before.who);
        typed.set("day", from.date_naive().to_string());
        typed.set("from", from.format("%H:%M").to_string());
        typed.set("to", until.format("%H:%M").to_string());
    }
    draw(&visit, &mut tx, &ticket, &typed).await
}

/// `POST /maintenance/{id}/visit`
pub async fn propose(Landlord(visit): Landlord, Path(id): Path<TicketId>, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let draft = VisitDraft::read(&mut typed, visit.zone(), visit.now());
    let key = typed.value("id").parse().unwrap_or_else(|_| VisitId(tx.new_id()));
    let (Some(draft), true) = (draft, typed.is_sound()) else {
        return draw(&visit, &mut tx, &ticket, &typed).await;
    };
    match tickets::propose_visit(&mut tx, id, key, &draft).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            return draw(&visit, &mut tx, &ticket, &typed).await;
        }
        Err(other) => return Err(other.into()),
    }
    let sentence = match ticket.lease {
        Some(_) => "Proposed. The household is asked whether it suits.",
        None => "The visit is written down.",
    };
    Ok(see_other(&format!("/maintenance/{id}"), Notice::new(sentence)))
}

async fn draw(visit: &Visit, tx: &mut Tx, ticket: &Ticket, typed: &Typed) -> Result<Response, Failure> {
    let vendors = store::vendors::list(tx, false).await?;
    Ok(Page::new(Door::Landlord, "Propose a visit").refused_if(!typed.is_sound()).draw(visit, || {
        let page = format!("/maintenance/{}", ticket.id);
        let mut head =
            page_head("Propose a visit").crumbs(&[("/maintenance", "Repairs"), (&page, &ticket.title)]);
        if ticket.lease.is_some() {
            head = head.lead("The household sees day, hours and who comes, and says whether it suits.");
        }
        let access = ticket
            .access
            .clone()
            .map(|words| note(Icon::Key, view! { "The household says: " {apart(words)} }.into_any()));
        let names = vendors.into_iter().map(|v| v.draft.name);
        let fields = form(format!("{page}/visit"), typed)
            .hidden("id", typed.value("id"))
            .with(text("who", "Who comes").max(120).suggest(names).complete("off"))
            .row([
                date("day", "Day").from(visit.today().to_string()),
                time("from", "From"),
                time("to", "Until"),
            ])
            .submit("Propose")
            .cancel(page.clone());
        view! { {head} {access} {fields} }.into_any()
    }))
}

/// `POST /maintenance/{id}/visits/{visit}/cancel`
pub async fn cancel(
    Landlord(visit): Landlord,
    Path((id, which)): Path<(TicketId, VisitId)>,
    Form(typed): Form,
) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    if tickets::find_visit(&mut tx, which).await?.ticket != id {
        return Err(Failure::Missing);
    }
    match tickets::cancel_visit(&mut tx, which, typed.value("version").parse().unwrap_or_default()).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Stale) => {
            drop(tx);
            return stale::back(&visit, id, &typed).await;
        }
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&format!("/maintenance/{id}"), Notice::new("The visit was taken back.")))
}
