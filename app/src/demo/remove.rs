//! Removing the demo: typed confirmation, because it cannot come back.

use axum::extract::State;
use axum::response::Response;
use domain::Typed;
use leptos::prelude::*;
use store::demo;

use crate::House;
use crate::files::drop_all;
use crate::kernel::{Answer, Door, Failure, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{form, text};
use crate::ui::{button, page_head};

/// `GET /settings/demo`
pub async fn ask(Landlord(visit): Landlord) -> Answer {
    only_demo(&visit)?;
    Ok(draw(&visit, &Typed::default()))
}

/// `POST /settings/demo`
pub async fn remove(State(_): State<House>, Landlord(visit): Landlord, Form(mut typed): Form) -> Answer {
    only_demo(&visit)?;
    let name = visit.place()?.name.clone();
    if typed.value("name").trim() != name {
        typed.fail("name", format!("Write “{name}” to remove it."));
        return Ok(draw(&visit, &typed));
    }
    let portfolio = visit.standing.viewer.portfolio().ok_or(Failure::Missing)?;
    drop_all(&visit.house.shelf, portfolio).await.map_err(|error| Failure::Broken(error.to_string()))?;
    let mut tx = visit.enter().await?;
    demo::remove(&mut tx).await?;
    tx.commit().await?;
    Ok(see_other("/doors", Notice::new(format!("{name} was removed."))))
}

fn only_demo(visit: &Visit) -> Result<(), Failure> {
    visit.owns()?;
    if visit.place()?.is_demo { Ok(()) } else { Err(Failure::Missing) }
}

fn draw(visit: &Visit, typed: &Typed) -> Response {
    Page::new(Door::Landlord, "Remove the demo").refused_if(!typed.is_sound()).draw(visit, || {
        let name = visit.place().map(|p| p.name.clone()).unwrap_or_default();
        let head = page_head("Remove the demo portfolio")
            .crumbs(&[("/settings", "Settings")])
            .lead("Everything in it goes: properties, people, bank lines and books. Your own portfolio is not touched.");
        let fields = form("/settings/demo", typed)
            .with(text("name", format!("Write “{name}” to go on")).max(120).complete("off"))
            .action(button("Remove the demo").danger())
            .cancel("/");
        view! { {head} {fields} }.into_any()
    })
}
