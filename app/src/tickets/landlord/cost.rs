//! `/maintenance/{id}/costs/new`: writing a cost down, and taking one away.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::{CostId, TicketId};
use domain::ticket::CostDraft;
use leptos::prelude::*;
use store::tickets::{self, Ticket};
use store::vendors::{self, Vendor};
use store::{Error, Tx};

use super::costs::at_costs;
use crate::kernel::{Answer, Door, Failure, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{check, date, form, money, select, text};
use crate::ui::page_head;

/// `GET /maintenance/{id}/costs/new`
pub async fn blank(Landlord(visit): Landlord, Path(id): Path<TicketId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let vendor = tickets::inside(&mut tx, id).await?.vendor.map(|(id, ..)| id.to_string());
    let all = vendors::list(&mut tx, false).await?;
    let typed = Typed::filled([
        ("id", tx.new_id().to_string()),
        ("on", visit.today().to_string()),
        ("vendor", vendor.unwrap_or_default()),
    ]);
    Ok(draw(&visit, &ticket, &all, &typed))
}

/// `POST /maintenance/{id}/costs/new`
pub async fn add(Landlord(visit): Landlord, Path(id): Path<TicketId>, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let draft = CostDraft::read(&mut typed, visit.today());
    let key = typed.value("id").parse().unwrap_or_else(|_| CostId(tx.new_id()));
    let (Some(draft), true) = (draft, typed.is_sound()) else {
        let all = vendors::list(&mut tx, false).await?;
        return Ok(draw(&visit, &ticket, &all, &typed));
    };
    match tickets::add_cost(&mut tx, id, key, &draft).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            let all = vendors::list(&mut tx, false).await?;
            return Ok(draw(&visit, &ticket, &all, &typed));
        }
        Err(other) => return Err(other.into()),
    }
    let what = if draft.is_quote { "The quote" } else { "The cost" };
    Ok(see_other(&at_costs(id), Notice::new(format!("{what} of {} is written down.", draft.amount))))
}

fn draw(visit: &Visit, ticket: &Ticket, all: &[Vendor], typed: &Typed) -> Response {
    Page::new(Door::Landlord, "Add a cost").refused_if(!typed.is_sound()).draw(visit, || {
        let page = format!("/maintenance/{}", ticket.id);
        let head = page_head("Add a cost")
            .crumbs(&[("/maintenance", "Repairs"), (&page, &ticket.title)])
            .lead("Only your side sees costs. It is in the books once you make an expense of it.");
        let vendors = all.iter().map(|v| (v.id.to_string(), v.draft.name.clone()));
        let fields = form(format!("{page}/costs/new"), typed)
            .hidden("id", typed.value("id"))
            .with(text("what", "What for").max(120).complete("off").placeholder("Finding the fault"))
            .row([money("amount", "Amount"), date("on", "Day")])
            .with(select("vendor", "Who is paid", vendors).blank("Nobody of the list").optional())
            .with(check("quote", "It is a quote").hint("Said, and not spent yet."))
            .submit("Add cost")
            .cancel(at_costs(ticket.id));
        view! { {head} {fields} }.into_any()
    })
}

/// The cost of an address, which has to be one of this repair.
pub async fn of(tx: &mut Tx, ticket: TicketId, cost: CostId) -> Result<tickets::Cost, Failure> {
    let cost = tickets::find_cost(tx, cost).await?;
    if cost.ticket == ticket { Ok(cost) } else { Err(Failure::Missing) }
}

/// `POST /maintenance/{id}/costs/{cost}/remove`
pub async fn remove(
    Landlord(visit): Landlord,
    Path((id, cost)): Path<(TicketId, CostId)>,
    Form(typed): Form,
) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let what = of(&mut tx, id, cost).await?.what;
    match tickets::remove_cost(&mut tx, cost, typed.value("version").parse().unwrap_or_default()).await {
        Ok(()) => tx.commit().await?,
        Err(error) => return told(id, error),
    }
    let undo = format!("/maintenance/{id}/costs/{cost}/restore");
    Ok(see_other(&at_costs(id), Notice::new(format!("{what} was taken away.")).undo(undo)))
}

/// `POST /maintenance/{id}/costs/{cost}/restore`
pub async fn restore(Landlord(visit): Landlord, Path((id, cost)): Path<(TicketId, CostId)>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let what = of(&mut tx, id, cost).await?.what;
    match tickets::bring_cost_back(&mut tx, cost).await {
        Ok(()) => tx.commit().await?,
        Err(error) => return told(id, error),
    }
    Ok(see_other(&at_costs(id), Notice::new(format!("{what} is back."))))
}

/// Back to the costs with a sentence, for what has no form of its own.
pub fn told(id: TicketId, error: Error) -> Answer {
    let sentence = match error {
        Error::Stale => {
            "Somebody else changed this cost meanwhile. It stands below as it is now.".to_string()
        }
        Error::Refused { message, .. } => message.into_owned(),
        other => return Err(other.into()),
    };
    Ok(see_other(&at_costs(id), Notice::new(sentence)))
}
