//! `/maintenance/{id}/vendor`: who repairs it: one of the list, or somebody new by name and phone.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::{TicketId, VendorId};
use domain::vendor::VendorDraft;
use leptos::prelude::*;
use store::tickets::{self, Inside, Ticket};
use store::vendors::{self, Vendor};
use store::{Error, Tx};

use crate::kernel::{Answer, Door, Failure, Form, Landlord, Notice, Page, Visit, see_other};
use crate::tickets::stale;
use crate::ui::form::{form, phone, select, text};
use crate::ui::page_head;

async fn read(tx: &mut Tx, id: TicketId) -> Result<(Ticket, Inside, Vec<Vendor>), Failure> {
    let ticket = tickets::find(tx, id).await?;
    Ok((ticket, tickets::inside(tx, id).await?, vendors::list(tx, false).await?))
}

/// `GET /maintenance/{id}/vendor`
pub async fn edit(Landlord(visit): Landlord, Path(id): Path<TicketId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let (ticket, inside, all) = read(&mut tx, id).await?;
    let chosen = inside.vendor.map(|(id, ..)| id.to_string()).unwrap_or_default();
    let typed = Typed::filled([
        ("vendor", chosen),
        ("version", ticket.version.to_string()),
        ("read", tx.now().to_rfc3339()),
    ]);
    Ok(draw(&visit, &ticket, &all, &typed))
}

/// `POST /maintenance/{id}/vendor`
pub async fn choose(Landlord(visit): Landlord, Path(id): Path<TicketId>, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let (ticket, _, all) = read(&mut tx, id).await?;
    let version = typed.value("version").parse().unwrap_or_default();
    let vendor = match typed.value("name").trim().is_empty() {
        false => {
            let draft = VendorDraft::read(&mut typed);
            if !typed.is_sound() {
                return Ok(draw(&visit, &ticket, &all, &typed));
            }
            match vendors::add(&mut tx, &draft).await {
                Ok(id) => Some(id),
                Err(Error::Refused { field, message }) => {
                    typed.fail(field, message);
                    return Ok(draw(&visit, &ticket, &all, &typed));
                }
                Err(other) => return Err(other.into()),
            }
        }
        true if typed.value("vendor").is_empty() => None,
        true => typed.choice::<VendorId>("vendor", "a vendor of the list"),
    };
    if !typed.is_sound() {
        return Ok(draw(&visit, &ticket, &all, &typed));
    }
    match tickets::choose_vendor(&mut tx, id, version, vendor).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Stale) => {
            drop(tx);
            typed.fail("", stale::told(&visit, id, &typed).await?);
            typed.set("version", ticket.version.to_string());
            return Ok(draw(&visit, &ticket, &all, &typed));
        }
        Err(other) => return Err(other.into()),
    }
    let sentence =
        if vendor.is_some() { "It is written down who does it." } else { "Nobody is to do it now." };
    Ok(see_other(&format!("/maintenance/{id}"), Notice::new(sentence)))
}

fn draw(visit: &Visit, ticket: &Ticket, all: &[Vendor], typed: &Typed) -> Response {
    Page::new(Door::Landlord, "Who does it").refused_if(!typed.is_sound()).draw(visit, || {
        let page = format!("/maintenance/{}", ticket.id);
        let head = page_head("Who does it")
            .crumbs(&[("/maintenance", "Repairs"), (&page, &ticket.title)])
            .lead("The household is not told. They see who comes when you propose a visit.");
        let options = all.iter().map(|v| (v.id.to_string(), named(v)));
        let fields = form(format!("{page}/vendor"), typed)
            .hidden("version", typed.value("version"))
            .hidden("read", typed.value("read"))
            .with(select("vendor", "From your vendors", options).blank("Nobody yet").optional())
            .group(
                "Or somebody new",
                [
                    text("name", "Name").max(120).optional().complete("off"),
                    phone("phone", "Phone number").max(40).optional().complete("off"),
                    text("trade", "What they do").max(60).optional().placeholder("Plumbing"),
                ],
            )
            .submit("Save")
            .cancel(page.clone());
        view! { {head} {fields} }.into_any()
    })
}

/// `Kessler Heating, heating, 614-555-0117`.
fn named(vendor: &Vendor) -> String {
    let more = [&vendor.draft.trade, &vendor.draft.phone].into_iter().flatten();
    more.fold(vendor.draft.name.clone(), |words, more| format!("{words}, {more}"))
}
