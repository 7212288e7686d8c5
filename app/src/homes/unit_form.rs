//! Adding a home to a property, and renaming one.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::{PropertyId, UnitId};
use domain::unit::UnitDraft;
use leptos::prelude::*;
use store::units::{self, Unit};
use store::{Error, properties};

use crate::kernel::{Answer, Door, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{form, text};
use crate::ui::page_head;

/// The property type of Schedule E that is one home.
const SINGLE_FAMILY: u8 = 1;

/// `GET /properties/{id}/units/new`
pub async fn blank(Landlord(visit): Landlord, Path(id): Path<PropertyId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let property = properties::find(&mut tx, id).await?;
    let mut typed = Typed::default();
    if property.draft.kind == SINGLE_FAMILY {
        // Most often the house is the home.
        typed.set("name", "House");
    }
    Ok(draw_new(&visit, id, &property.draft.name, &typed))
}

/// `POST /properties/{id}/units/new`
pub async fn add(Landlord(visit): Landlord, Path(id): Path<PropertyId>, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let property = properties::find(&mut tx, id).await?;
    let draft = UnitDraft::read(&mut typed);
    if !typed.is_sound() {
        return Ok(draw_new(&visit, id, &property.draft.name, &typed));
    }
    match units::add(&mut tx, id, &draft).await {
        Ok(_) => {
            tx.commit().await?;
            let sentence = format!("{} was added to {}.", draft.name, property.draft.name);
            Ok(see_other(&format!("/properties/{id}"), Notice::new(sentence)))
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(draw_new(&visit, id, &property.draft.name, &typed))
        }
        Err(other) => Err(other.into()),
    }
}

fn draw_new(visit: &Visit, id: PropertyId, property: &str, typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, "Add a home").refused_if(!typed.is_sound());
    page.draw(visit, || {
        let back = format!("/properties/{id}");
        let head = page_head("Add a home").crumbs(&[("/properties", "Properties"), (&back, property)]);
        let fields = form(format!("{back}/units/new"), typed)
            .with(name_field())
            .submit("Add home")
            .cancel(back.clone());
        view! { {head} {fields} }.into_any()
    })
}

fn name_field() -> crate::ui::form::Field {
    text("name", "Name").max(60).hint("What you call it: Unit 1, Upstairs, or House when it is one home.")
}

/// `GET /units/{id}/edit`
pub async fn edit(Landlord(visit): Landlord, Path(id): Path<UnitId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let unit = units::find(&mut tx, id).await?;
    Ok(draw_edit(&visit, &unit, &unit.draft.filled(unit.version)))
}

/// `POST /units/{id}/edit`
pub async fn change(Landlord(visit): Landlord, Path(id): Path<UnitId>, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let unit = units::find(&mut tx, id).await?;
    let draft = UnitDraft::read(&mut typed);
    let version = typed.value("version").parse().unwrap_or_default();
    if !typed.is_sound() {
        return Ok(draw_edit(&visit, &unit, &typed));
    }
    match units::change(&mut tx, id, version, &draft).await {
        Ok(()) => {
            tx.commit().await?;
            let sentence = format!("{} is called {} now.", unit.draft.name, draft.name);
            Ok(see_other(&format!("/units/{id}"), Notice::new(sentence)))
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(draw_edit(&visit, &unit, &typed))
        }
        Err(Error::Stale) => {
            typed.show_both(&unit.draft.filled(unit.version), &[("name", "Name")]);
            Ok(draw_edit(&visit, &unit, &typed))
        }
        Err(other) => Err(other.into()),
    }
}

fn draw_edit(visit: &Visit, unit: &Unit, typed: &Typed) -> Response {
    let title = format!("Rename {}", unit.draft.name);
    let page = Page::new(Door::Landlord, title.clone()).refused_if(!typed.is_sound());
    page.draw(visit, || {
        let (property, back) = (format!("/properties/{}", unit.property), format!("/units/{}", unit.id));
        let head = page_head(title.clone()).crumbs(&[
            ("/properties", "Properties"),
            (&property, &unit.property_name),
            (&back, &unit.draft.name),
        ]);
        let fields = form(format!("{back}/edit"), typed)
            .hidden("version", typed.value("version"))
            .with(name_field())
            .submit("Save name")
            .cancel(back.clone());
        view! { {head} {fields} }.into_any()
    })
}
