//! Adding and changing a property. The same page answers a form that cannot be accepted, with everything typed in place.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::category::PROPERTY_TYPES;
use domain::id::PropertyId;
use domain::property::PropertyDraft;
use leptos::prelude::*;
use store::Error;
use store::properties;

use crate::kernel::{Answer, Door, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{date, form, money, select, text};
use crate::ui::page_head;

/// `GET /properties/new`
pub async fn blank(Landlord(visit): Landlord) -> Answer {
    visit.keeps_people()?;
    Ok(draw(&visit, None, "Add a property", &Typed::default()))
}

/// `POST /properties/new`
pub async fn add(Landlord(visit): Landlord, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let draft = PropertyDraft::read(&mut typed);
    if !typed.is_sound() {
        return Ok(draw(&visit, None, "Add a property", &typed));
    }
    let mut tx = visit.enter().await?;
    match properties::add(&mut tx, &draft).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(see_other(&format!("/properties/{id}"), Notice::new(format!("{} was added.", draft.name))))
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(draw(&visit, None, "Add a property", &typed))
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /properties/{id}/edit`
pub async fn edit(Landlord(visit): Landlord, Path(id): Path<PropertyId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let property = properties::find(&mut tx, id).await?;
    let title = format!("Change {}", property.draft.name);
    Ok(draw(&visit, Some(id), &title, &property.draft.filled(property.version)))
}

/// `POST /properties/{id}/edit`
pub async fn change(Landlord(visit): Landlord, Path(id): Path<PropertyId>, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let current = properties::find(&mut tx, id).await?;
    let title = format!("Change {}", current.draft.name);
    let draft = PropertyDraft::read(&mut typed);
    let version = typed.value("version").parse().unwrap_or_default();
    if !typed.is_sound() {
        return Ok(draw(&visit, Some(id), &title, &typed));
    }
    match properties::change(&mut tx, id, version, &draft).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(see_other(&format!("/properties/{id}"), Notice::new(format!("{} was changed.", draft.name))))
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(draw(&visit, Some(id), &title, &typed))
        }
        Err(Error::Stale) => {
            typed.show_both(&current.draft.filled(current.version), LABELS);
            Ok(draw(&visit, Some(id), &title, &typed))
        }
        Err(other) => Err(other.into()),
    }
}

/// Fields and their words, to name what differs when two people changed the same property.
const LABELS: &[(&str, &str)] = &[
    ("name", "Name"),
    ("street", "Street"),
    ("city", "City"),
    ("state", "State"),
    ("zip", "ZIP code"),
    ("kind", "Type of property"),
    ("placed_in_service", "Placed in service"),
    ("cost", "Cost with land"),
    ("land", "Land"),
];

fn draw(visit: &Visit, id: Option<PropertyId>, title: &str, typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, title).refused_if(!typed.is_sound());
    page.draw(visit, || {
        let crumbs = page_head(title).crumbs(&[("/properties", "Properties")]);
        view! { {crumbs} {fields(id, typed)} }.into_any()
    })
}

fn fields(id: Option<PropertyId>, typed: &Typed) -> AnyView {
    let (action, word, back) = match id {
        Some(id) => (format!("/properties/{id}/edit"), "Save changes", format!("/properties/{id}")),
        None => ("/properties/new".into(), "Add property", "/properties".into()),
    };
    let kinds = PROPERTY_TYPES.iter().map(|(number, name)| (number.to_string(), format!("{number}, {name}")));
    form(action, typed)
        .hidden("version", typed.value("version"))
        .with(text("street", "Street").placeholder("14 Birch Street").max(120).complete("address-line1"))
        .row([
            text("city", "City").max(80).complete("address-level2"),
            text("state", "State").max(40).complete("address-level1"),
            text("zip", "ZIP code").max(12).complete("postal-code"),
        ])
        .with(
            text("name", "Name")
                .optional()
                .max(80)
                .hint("What you call it. Without one it is called by its street."),
        )
        .with(select("kind", "Type of property", kinds).hint("As Schedule E counts them on line 1b."))
        .group(
            "For depreciation, now or later",
            [
                date("placed_in_service", "Placed in service").optional(),
                money("cost", "Cost with land").optional(),
                money("land", "Land").optional(),
            ],
        )
        .submit(word)
        .cancel(back)
        .view()
}
