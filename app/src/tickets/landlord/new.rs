//! `/maintenance/new`: the landlord's side reports a repair of a home or of a part that all share, seen by the household or not.

use axum::response::Response;
use domain::Typed;
use domain::id::{PropertyId, TicketId, UnitId};
use domain::ticket::{Priority, Report};
use leptos::prelude::*;
use store::tickets::{self, NewTicket};
use store::units::{self, Choice};
use store::{Error, Tx, properties};

use crate::files::{Brought, OnTicket, choose};
use crate::kernel::{Answer, Asked, Door, Landlord, Page, Photos, Visit, see_other};
use crate::tickets::fields::{Tiles, description, place};
use crate::ui::form::{check, form, select, text};
use crate::ui::page_head;

/// Where a repair can be: homes and, for each house, what all share.
struct Places {
    homes: Vec<Choice>,
    houses: Vec<(PropertyId, String)>,
}

impl Places {
    async fn read(tx: &mut Tx, visit: &Visit) -> store::Result<Places> {
        let homes = units::choices(tx, visit.today()).await?;
        let houses = properties::list(tx, visit.today()).await?;
        Ok(Places { homes, houses: houses.into_iter().map(|p| (p.id, p.name)).collect() })
    }
}

/// `GET /maintenance/new?unit=…`
pub async fn blank(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let places = Places::read(&mut tx, &visit).await?;
    let mut typed = Typed::filled([
        ("id", tx.new_id().to_string()),
        ("priority", Priority::Normal.word().into()),
        ("seen", "1".into()),
    ]);
    if !asked.value("unit").is_empty() {
        typed.set("where", format!("unit:{}", asked.value("unit")));
    }
    Ok(draw(&visit, &places, &typed))
}

/// `POST /maintenance/new`
pub async fn report(Landlord(visit): Landlord, photos: Photos) -> Answer {
    visit.keeps_people()?;
    let Photos { mut typed, files, left_out, room } = photos;
    let read = Report::read_landlords(&mut typed);
    let mut tx = visit.enter().await?;
    let places = Places::read(&mut tx, &visit).await?;
    let at = whereabouts(&mut tx, &mut typed).await?;
    let id = typed.value("id").parse().unwrap_or_else(|_| TicketId(tx.new_id()));
    let (Some(read), Some((property, unit)), true) = (read, at, typed.is_sound()) else {
        return Ok(draw(&visit, &places, &typed));
    };
    drop(tx);
    let mut brought = Brought::take(&visit, Photos { typed: Typed::default(), files, left_out, room }).await;
    let new = NewTicket { id, property, unit, with_household: typed.checked("seen") && unit.is_some() };
    let mut tx = visit.enter().await?;
    let reported = match tickets::report(&mut tx, &new, &read, visit.today()).await {
        Ok(reported) => reported,
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            return Ok(draw(&visit, &places, &typed));
        }
        Err(other) => return Err(other.into()),
    };
    let on = OnTicket { ticket: reported.id, for_household: new.with_household };
    brought.keep(&visit.house, &mut tx, on).await?;
    tx.commit().await?;
    Ok(see_other(
        &format!("/maintenance/{}", reported.id),
        brought.notice(format!("“{}” was reported.", read.title)),
    ))
}

/// `unit:…` or `house:…`, as the list sends it; both have to be in reach.
async fn whereabouts(
    tx: &mut Tx,
    typed: &mut Typed,
) -> Result<Option<(PropertyId, Option<UnitId>)>, crate::kernel::Failure> {
    let chosen = typed.value("where").to_string();
    let found = match chosen.split_once(':') {
        Some(("unit", id)) => match id.parse::<UnitId>() {
            Ok(unit) => Some((units::find(tx, unit).await?.property, Some(unit))),
            Err(_) => None,
        },
        Some(("house", id)) => match id.parse::<PropertyId>() {
            Ok(house) => Some((properties::find(tx, house).await?.id, None)),
            Err(_) => None,
        },
        _ => None,
    };
    if found.is_none() {
        typed.fail("where", "Choose the home, or the house for a part that all share.");
    }
    Ok(found)
}

fn draw(visit: &Visit, places: &Places, typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, "Report a repair").refused_if(!typed.is_sound());
    page.draw(visit, || {
        let homes = places
            .homes
            .iter()
            .map(|h| (format!("unit:{}", h.id), format!("{}, {}", h.property_name, h.name)));
        let shared =
            places.houses.iter().map(|(id, name)| (format!("house:{id}"), format!("{name}, shared")));
        let priorities = Priority::ALL.into_iter().map(|p| (p.word(), p.title()));
        let fields = form("/maintenance/new", typed)
            .with_files()
            .hidden("id", typed.value("id"))
            .with(
                select("where", "Where", Vec::<(String, String)>::new())
                    .options(Some("Homes"), homes)
                    .options(Some("Parts that all share"), shared)
                    .blank("Choose a home or house"),
            )
            .with(
                check("seen", "The household sees it")
                    .hint("They follow it in their portal and are asked about visits. Only for homes."),
            )
            .with(Tiles)
            .row([place(), select("priority", "How soon", priorities)])
            .with(
                text("title", "Title")
                    .max(120)
                    .optional()
                    .hint("Without one it is called by the first sentence below."),
            )
            .with(description("What is wrong?"))
            .with(choose("Photos"))
            .submit("Report repair")
            .cancel("/maintenance");
        view! { {page_head("Report a repair").crumbs(&[("/maintenance", "Repairs")])} {fields} }.into_any()
    })
}
