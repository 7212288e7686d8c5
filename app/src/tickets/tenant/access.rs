//! `/portal/repairs/{id}/access`: saying anew when somebody may come in.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::TicketId;
use domain::ticket::Access;
use leptos::prelude::*;
use store::Error;
use store::tickets::{self, Ticket};

use crate::kernel::{Answer, Door, Form, Notice, Page, Tenancy, Visit, see_other};
use crate::tickets::stale;
use crate::ui::form::{area, check, form, phone};
use crate::ui::page_head;

fn stored(ticket: &Ticket) -> Typed {
    let access = Access { when: ticket.access.clone(), may_enter: ticket.may_enter, phone: None };
    access.filled(ticket.version)
}

/// `GET /portal/repairs/{id}/access`
pub async fn edit(Tenancy(visit): Tenancy, Path(id): Path<TicketId>) -> Answer {
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let mut typed = stored(&ticket);
    typed.set("read", tx.now().to_rfc3339());
    Ok(draw(&visit, &ticket, &typed))
}

/// `POST /portal/repairs/{id}/access`
pub async fn change(Tenancy(visit): Tenancy, Path(id): Path<TicketId>, Form(mut typed): Form) -> Answer {
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let access = Access::read(&mut typed);
    if !typed.is_sound() {
        return Ok(draw(&visit, &ticket, &typed));
    }
    let version = typed.value("version").parse().unwrap_or_default();
    match tickets::change_access(&mut tx, id, version, &access).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Stale) => {
            drop(tx);
            let sentence = stale::told(&visit, id, &typed).await?;
            typed.show_both(&stored(&ticket), &[("access", "When somebody may come in")]);
            typed.fail("", sentence);
            return Ok(draw(&visit, &ticket, &typed));
        }
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&format!("/portal/repairs/{id}"), Notice::new("They know it now.")))
}

fn draw(visit: &Visit, ticket: &Ticket, typed: &Typed) -> Response {
    Page::new(Door::Tenant, "How to get in").refused_if(!typed.is_sound()).draw(visit, || {
        let page = format!("/portal/repairs/{}", ticket.id);
        let head =
            page_head("How to get in").crumbs(&[("/portal/repairs", "Repairs"), (&page, &ticket.title)]);
        let fields = form(format!("{page}/access"), typed)
            .hidden("version", typed.value("version"))
            .hidden("read", typed.value("read"))
            .with(area("access", "When may somebody come in?").rows(3).max(500).optional())
            .with(check("may_enter", "They may come in with the key when nobody is home"))
            .with(
                phone("phone", "Number to call you back")
                    .max(40)
                    .optional()
                    .hint("Empty: the number you gave stays. Only your landlord’s side sees it."),
            )
            .submit("Save")
            .cancel(page.clone());
        view! { {head} {fields} }.into_any()
    })
}
