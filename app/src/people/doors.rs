//! The doors of one person: every portfolio they are a member or a tenant of. Going through another door gives the
//! session a new id.

use axum::extract::State;
use axum::response::Response;
use domain::Viewer;
use domain::id::PortfolioId;
use leptos::prelude::*;
use store::doors::{self, Door as Side, MyDoor};

use super::entrance;
use crate::House;
use crate::kernel::{Answer, Door, Failure, Form, Page, Visit, go};
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
        let choices: Vec<_> = doors.iter().map(choice).collect();
        let list = view! { <ul class="points" role="list">{choices}</ul> {out} };
        cover(format!("Where to, {}?", visit.standing.name), list).view()
    })
}

fn choice(door: &MyDoor) -> AnyView {
    let words = match (door.door, door.is_demo) {
        (_, true) => "to look around in".to_string(),
        (Side::Tenant, _) => "your home".to_string(),
        (Side::Landlord, _) => format!("as {}", door.role.title().to_lowercase()),
    };
    view! {
        <li>
            <form method="post" action="/doors">
                <input type="hidden" name="portfolio" value=door.portfolio.to_string()/>
                <input type="hidden" name="door" value=door.door.word()/>
                {button(format!("{}, {words}", door.name)).wide()}
            </form>
        </li>
    }
    .into_any()
}

/// `POST /doors`
pub async fn choose(State(house): State<House>, visit: Visit, Form(typed): Form) -> Answer {
    let portfolio = typed.value("portfolio").parse::<PortfolioId>().map_err(|_| Failure::Missing)?;
    let door = Side::from_word(typed.value("door")).ok_or(Failure::Missing)?;
    let mut tx = house.db.enter(&Viewer::Public).await?;
    let secret = entrance::turn(&mut tx, visit.standing.session_hash, (portfolio, door), None).await?;
    tx.commit().await?;
    let home = if door == Side::Tenant { "/portal" } else { "/" };
    Ok(entrance::give(&house, &secret, go(home)))
}
