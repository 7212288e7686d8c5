//! The doors of one person: every portfolio they are a member or a tenant of. Going through another door gives the
//! session a new id.

use axum::extract::State;
use axum::response::Response;
use domain::id::PortfolioId;
use domain::{Typed, Viewer};
use leptos::prelude::*;
use store::doors::{self, Door as Side, MyDoor};

use super::entrance;
use crate::House;
use crate::kernel::{Answer, Door, Failure, Form, Page, Visit, go};
use crate::ui::form::{choices, form};
use crate::ui::{button, cover, press};

/// `GET /doors`
pub async fn show(visit: Visit) -> Answer {
    let mut tx = visit.house.db.enter(&Viewer::Person { person: visit.standing.person }).await?;
    let doors = doors::mine(&mut tx).await?;
    Ok(draw(&visit, &doors))
}

fn draw(visit: &Visit, doors: &[MyDoor]) -> Response {
    Page::new(Door::Cover, "Where to?").draw(visit, || {
        let out = press("/sign-out", button("Sign out").quiet());
        if doors.is_empty() {
            let words = "Nobody lets you in anywhere at the moment. Ask your landlord, or the owner of the portfolio, \
                         for an invitation.";
            return cover("No door is open to you", out).lead(words).view();
        }
        let typed = Typed::default();
        let mut question = choices("to", "Go to");
        for door in doors {
            question = question.choice(key(door), door.name.clone()).words(words(door));
        }
        let fields = form("/doors", &typed).with(question).part(button("Open").primary().wide());
        cover(format!("Where to, {}?", visit.standing.name), view! { {fields} {out} }.into_any()).view()
    })
}

/// What the form sends for a door.
fn key(door: &MyDoor) -> String {
    format!("{}/{}", door.door.word(), door.portfolio)
}

fn words(door: &MyDoor) -> String {
    match (door.door, door.is_demo) {
        (_, true) => "To look around in.".to_string(),
        (Side::Tenant, _) => "Your home.".to_string(),
        (Side::Landlord, _) => format!("As {}.", door.role.title().to_lowercase()),
    }
}

/// `POST /doors`
pub async fn choose(State(house): State<House>, visit: Visit, Form(typed): Form) -> Answer {
    let (door, portfolio) = typed.value("to").split_once('/').ok_or(Failure::Missing)?;
    let portfolio = portfolio.parse::<PortfolioId>().map_err(|_| Failure::Missing)?;
    let door = Side::from_word(door).ok_or(Failure::Missing)?;
    let mut tx = house.db.enter(&Viewer::Public).await?;
    let secret = entrance::turn(&mut tx, visit.standing.session_hash, (portfolio, door), None).await?;
    tx.commit().await?;
    let home = if door == Side::Tenant { "/portal" } else { "/" };
    Ok(entrance::give(&house, &secret, go(home)))
}
