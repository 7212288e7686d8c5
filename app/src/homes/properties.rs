//! The list of properties, and one of them.

use axum::extract::Path;
use chrono::Datelike;
use domain::Cents;
use domain::category::PROPERTY_TYPES;
use domain::id::PropertyId;
use leptos::prelude::*;
use store::properties::{self, Property, PropertyRow};
use store::units::UnitRow;

use crate::kernel::{Answer, Door, Landlord, Notice, Page, Visit, see_other};
use crate::ui::table::{figures, name, wide};
use crate::ui::words::things;
use crate::ui::{Icon, button, date, empty, facts, link_button, page_head, press, section, table};

/// `GET /properties`
pub async fn list(Landlord(visit): Landlord) -> Answer {
    let mut tx = visit.enter().await?;
    let rows = properties::list(&mut tx, visit.today()).await?;
    let may_add = visit.role().is_some_and(|r| r.keeps_people());
    Ok(Page::new(Door::Landlord, "Properties").draw(&visit, || {
        let add = link_button("/properties/new", "Add property").icon(Icon::Plus);
        if rows.is_empty() {
            let words = "A property is a building or house with its own column on Schedule E.";
            return view! { {page_head("Properties")} {empty("No properties yet", words, may_add.then(|| add.primary()))} }
                .into_any();
        }
        let head = page_head("Properties").lead(lead(&rows));
        let head = if may_add { head.action(add) } else { head };
        view! { {head} {listed(&rows)} }.into_any()
    }))
}

fn lead(rows: &[PropertyRow]) -> String {
    let (units, let_units) = rows.iter().fold((0, 0), |(u, l), r| (u + r.units, l + r.let_units));
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    format!(
        "{} with {}, {let_units} of them let.",
        things(count, "property", "properties"),
        things(units, "home", "homes")
    )
}

fn listed(rows: &[PropertyRow]) -> AnyView {
    let columns = [name("Property"), wide("Type"), figures("Homes"), figures("Let"), figures("Rent a month")];
    let mut list = table("Properties", columns);
    for p in rows {
        list.row(|row| {
            row.link(&format!("/properties/{}", p.id), &p.name).sub(&p.address);
            row.text(type_name(p.kind)).text(&p.units.to_string()).text(&p.let_units.to_string());
            row.money_or_dash(p.rent);
        });
    }
    let (units, let_units) = rows.iter().fold((0, 0), |(u, l), r| (u + r.units, l + r.let_units));
    list.total(|row| {
        row.text("All").none().text(&units.to_string()).text(&let_units.to_string());
        row.money(rows.iter().map(|r| r.rent).sum::<Cents>());
    });
    list.view()
}

/// `GET /properties/{id}`
pub async fn show(Landlord(visit): Landlord, Path(id): Path<PropertyId>) -> Answer {
    let mut tx = visit.enter().await?;
    let property = properties::find(&mut tx, id).await?;
    let homes = store::units::list(&mut tx, id, visit.today()).await?;
    let page = Page::new(Door::Landlord, property.draft.name.clone());
    Ok(page.draw(&visit, || body(&visit, &property, &homes)))
}

fn body(visit: &Visit, property: &Property, homes: &[UnitRow]) -> AnyView {
    let may = visit.role().is_some_and(|r| r.keeps_people());
    let id = property.id;
    let mut head = page_head(property.draft.name.clone())
        .crumbs(&[("/properties", "Properties")])
        .lead(property.draft.address());
    if may {
        head = head.action(link_button(format!("/properties/{id}/edit"), "Change").icon(Icon::Edit));
        let (path, word) =
            if property.archived { ("bring-back", "Bring back") } else { ("put-away", "Put away") };
        head = head.action(press(format!("/properties/{id}/{path}"), button(word).quiet()));
    }
    let homes = super::units::of_property(visit, id, homes);
    let money = money(visit, property);
    view! {
        {head}
        <div class="cols">{homes} <div>{section("tax", "For the tax form", tax_facts(property))} {money}</div></div>
    }
    .into_any()
}

/// Where the money of this property stands.
fn money(visit: &Visit, property: &Property) -> AnyView {
    let (id, year) = (property.id, visit.today().year());
    let list = [
        (format!("/reports/profit-and-loss?year={year}&property={id}"), "Profit and loss of this year"),
        (format!("/transactions?property={id}"), "Its transactions"),
        ("/tax".to_string(), "Schedule E"),
    ];
    let list: Vec<_> =
        list.into_iter().map(|(href, words)| view! { <li><a href=href>{words}</a></li> }).collect();
    section("money", "Its money", view! { <ul class="plain-list" role="list">{list}</ul> })
}

fn tax_facts(property: &Property) -> AnyView {
    let d = &property.draft;
    let unknown = || "Not said yet".to_string();
    facts([
        ("Type (line 1b)", format!("{}, {}", d.kind, type_name(d.kind))),
        ("Placed in service", d.placed_in_service.map_or_else(unknown, date::full_day)),
        ("Cost with land", d.cost.map_or_else(unknown, |c| c.to_string())),
        ("Land", d.land.map_or_else(unknown, |c| c.to_string())),
    ])
}

/// The name of a Schedule E property type.
pub fn type_name(kind: u8) -> &'static str {
    PROPERTY_TYPES.iter().find(|(number, _)| *number == kind).map_or("", |(_, name)| name)
}

/// `POST /properties/{id}/put-away`
pub async fn put_away(Landlord(visit): Landlord, Path(id): Path<PropertyId>) -> Answer {
    away(&visit, id, true).await
}

/// `POST /properties/{id}/bring-back`
pub async fn bring_back(Landlord(visit): Landlord, Path(id): Path<PropertyId>) -> Answer {
    away(&visit, id, false).await
}

async fn away(visit: &Visit, id: PropertyId, away: bool) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    match properties::put_away(&mut tx, id, away, visit.today()).await {
        Ok(()) => {}
        Err(store::Error::Refused { message, .. }) => {
            return Ok(see_other(&format!("/properties/{id}"), Notice::new(message)));
        }
        Err(other) => return Err(other.into()),
    }
    tx.commit().await?;
    let (sentence, back, place) = match away {
        true => ("The property was put away. Its books stay.", "bring-back", "/properties".to_string()),
        false => ("The property is back.", "put-away", format!("/properties/{id}")),
    };
    Ok(see_other(&place, Notice::new(sentence).undo(format!("/properties/{id}/{back}"))))
}
