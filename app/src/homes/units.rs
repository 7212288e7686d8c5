//! One home with its leases through time, and putting it away. The list of homes stands on their property's page.

use axum::extract::Path;
use chrono::NaiveDate;
use domain::id::{PropertyId, UnitId};
use leptos::prelude::*;
use store::Error;
use store::leases::{self, LeaseLine};
use store::units::{self, Unit, UnitRow};

use crate::kernel::{Answer, Door, Landlord, Notice, Page, Visit, see_other};
use crate::leases::{lead_of, until_cell};
use crate::ui::table::{figures, name, wide, words};
use crate::ui::words::list;
use crate::ui::{
    Icon, Tone, button, date, empty, link_button, page_head, press, section, section_linked, status, table,
};

/// The section of a property's page that lists its homes.
pub fn of_property(visit: &Visit, property: PropertyId, rows: &[UnitRow]) -> AnyView {
    let may = visit.role().is_some_and(|r| r.keeps_people());
    let add = format!("/properties/{property}/units/new");
    if rows.is_empty() {
        let words = "A home is what one lease is for: the whole house, or a unit in it.";
        let action = may.then(|| link_button(add, "Add home").icon(Icon::Plus).primary());
        return section("homes", "Homes", empty("No homes yet", words, action));
    }
    let body = view! { {listed(rows, visit.today(), may)} {put_away_ones(rows)} };
    match may {
        true => section_linked("homes", "Homes", (add, "Add home"), body),
        false => section("homes", "Homes", body),
    }
}

fn listed(rows: &[UnitRow], today: NaiveDate, may: bool) -> AnyView {
    let columns = [name("Home"), wide("Who lives there"), figures("Rent a month"), words("Until")];
    let mut homes = table("Homes", columns);
    for unit in rows.iter().filter(|u| !u.archived) {
        let who = match &unit.now {
            Some(lease) if may => list(&lease.people),
            Some(_) => "Let".to_string(),
            None => "Nobody".to_string(),
        };
        homes.row(|row| {
            row.link(&format!("/units/{}", unit.id), &unit.name).narrow(&who);
            row.text(&who);
            match &unit.now {
                Some(lease) => until_cell(row.money(lease.rent), lease.starts_on, lease.ends_on, today),
                None => {
                    let empty = status(Tone::Wait, Icon::Door, empty_words(unit, today));
                    let offer = format!("/leases/new?unit={}", unit.id);
                    let offer = may.then(|| view! { <span class="sub"><a href=offer>"Add lease"</a></span> });
                    row.dash().view(view! { {empty} {offer} });
                }
            }
            row.sub(&next_words(unit, today));
        });
    }
    homes.view()
}

/// `Empty since 1 November 2026`, or `Not let yet`.
fn empty_words(unit: &UnitRow, today: NaiveDate) -> String {
    match unit.left_on.and_then(|day| day.succ_opt()) {
        Some(since) => format!("Empty since {}", date::column_day(since, today)),
        None => "Not let yet".into(),
    }
}

fn next_words(unit: &UnitRow, today: NaiveDate) -> String {
    unit.next.map_or_else(String::new, |(_, on)| format!("next lease from {}", date::column_day(on, today)))
}

fn put_away_ones(rows: &[UnitRow]) -> Option<AnyView> {
    let away: Vec<&UnitRow> = rows.iter().filter(|u| u.archived).collect();
    let links: Vec<_> = away
        .iter()
        .enumerate()
        .map(|(i, unit)| {
            let comma = if i > 0 { ", " } else { "" };
            view! { {comma} <a href=format!("/units/{}", unit.id)>{unit.name.clone()}</a> }
        })
        .collect();
    (!away.is_empty()).then(|| view! { <p class="hint">"Put away: " {links}</p> }.into_any())
}

/// `GET /units/{id}`
pub async fn show(Landlord(visit): Landlord, Path(id): Path<UnitId>) -> Answer {
    let mut tx = visit.enter().await?;
    let unit = units::find(&mut tx, id).await?;
    let lines = leases::of_unit(&mut tx, id, visit.today()).await?;
    let title = format!("{}, {}", unit.property_name, unit.draft.name);
    Ok(Page::new(Door::Landlord, title).draw(&visit, || body(&visit, &unit, &lines)))
}

fn body(visit: &Visit, unit: &Unit, lines: &[LeaseLine]) -> AnyView {
    let (may, today, id) = (visit.role().is_some_and(|r| r.keeps_people()), visit.today(), unit.id);
    let property = format!("/properties/{}", unit.property);
    let mut head = page_head(unit.draft.name.clone())
        .crumbs(&[("/properties", "Properties"), (&property, &unit.property_name)])
        .lead(lead(unit, lines, may, today));
    let new = || link_button(format!("/leases/new?unit={id}"), "Add lease").icon(Icon::Plus);
    if may {
        if !unit.archived && !lines.is_empty() {
            head = head.action(new());
        }
        head = head.action(link_button(format!("/units/{id}/edit"), "Rename").icon(Icon::Edit));
        let (path, word) =
            if unit.archived { ("bring-back", "Bring back") } else { ("put-away", "Put away") };
        head = head.action(press(format!("/units/{id}/{path}"), button(word).quiet()));
    }
    let leases = match lines {
        [] => {
            let action = (may && !unit.archived).then(|| new().primary());
            empty(
                "No lease yet",
                "A lease says who lives here, from when to when, and for what rent.",
                action,
            )
        }
        lines => through_time(lines, may, today),
    };
    view! { {head} {section("leases", "Leases", leases)} }.into_any()
}

fn lead(unit: &Unit, lines: &[LeaseLine], may: bool, today: NaiveDate) -> String {
    if unit.archived {
        return "Put away: kept for the books, out of the lists.".into();
    }
    let runs = |l: &&LeaseLine| l.starts_on <= today && l.ends_on.is_none_or(|last| today <= last);
    match lines.iter().find(runs) {
        Some(lease) => lead_of(lease, may, today),
        None => match lines.iter().filter_map(|l| l.ends_on).filter(|last| *last < today).max() {
            Some(last) => format!("Empty since {}.", date::full_day(last.succ_opt().unwrap_or(last))),
            None => format!("{}. Not let yet.", unit.address),
        },
    }
}

fn through_time(lines: &[LeaseLine], may: bool, today: NaiveDate) -> AnyView {
    let who = if may { "Who" } else { "Home" };
    let mut list_of = table("Leases", [name("From"), words("Until"), wide(who), figures("Rent a month")]);
    for lease in lines {
        let people = if may { list(&lease.people) } else { lease.unit_name.clone() };
        let from = date::full_day(lease.starts_on);
        list_of.row(|row| {
            match may {
                true => row.link(&format!("/leases/{}", lease.id), &from).narrow(&people),
                false => row.text(&from),
            };
            until_cell(row, lease.starts_on, lease.ends_on, today);
            row.text(&people).money(lease.rent);
        });
    }
    list_of.view()
}

/// `POST /units/{id}/put-away`
pub async fn put_away(Landlord(visit): Landlord, Path(id): Path<UnitId>) -> Answer {
    away(&visit, id, true).await
}

/// `POST /units/{id}/bring-back`
pub async fn bring_back(Landlord(visit): Landlord, Path(id): Path<UnitId>) -> Answer {
    away(&visit, id, false).await
}

async fn away(visit: &Visit, id: UnitId, away: bool) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let unit = units::find(&mut tx, id).await?;
    match units::put_away(&mut tx, id, away, visit.today()).await {
        Ok(()) => {}
        Err(Error::Refused { message, .. }) => {
            return Ok(see_other(&format!("/units/{id}"), Notice::new(message)));
        }
        Err(other) => return Err(other.into()),
    }
    tx.commit().await?;
    let name = unit.draft.name;
    let (sentence, back, place) = match away {
        true => (
            format!("{name} was put away. Its leases stay written down."),
            "bring-back",
            format!("/properties/{}", unit.property),
        ),
        false => (format!("{name} is back."), "put-away", format!("/units/{id}")),
    };
    Ok(see_other(&place, Notice::new(sentence).undo(format!("/units/{id}/{back}"))))
}
