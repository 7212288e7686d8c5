//! Schedule E line 2: days let at a fair price and days used privately, as a person confirms them.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::PropertyId;
use leptos::prelude::*;
use store::{properties, reports};

use super::form::months;
use crate::kernel::{Answer, Door, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{form, number};
use crate::ui::page_head;

/// `GET /tax/{year}/days/{property}`
pub async fn edit(Landlord(visit): Landlord, Path((year, id)): Path<(i32, PropertyId)>) -> Answer {
    let (from, to) = months(year)?;
    let mut tx = visit.enter().await?;
    let property = properties::find(&mut tx, id).await?;
    let known = reports::confirmed_days(&mut tx, year).await?;
    let whole_year = (to.last() - from.first()).num_days() + 1;
    let days = known
        .iter()
        .find(|(p, _, _)| *p == id)
        .map_or((whole_year.to_string(), "0".to_string()), |(_, fair, own)| {
            (fair.to_string(), own.to_string())
        });
    let typed = Typed::filled([("fair", days.0), ("personal", days.1)]);
    Ok(draw(&visit, year, &property.draft.name, id, &typed))
}

/// `POST /tax/{year}/days/{property}`
pub async fn save(
    Landlord(visit): Landlord,
    Path((year, id)): Path<(i32, PropertyId)>,
    Form(mut typed): Form,
) -> Answer {
    let (from, to) = months(year)?;
    let most = (to.last() - from.first()).num_days() + 1;
    let mut tx = visit.enter().await?;
    let property = properties::find(&mut tx, id).await?;
    let fair = typed.number("fair", "Days let at a fair price", 0, most);
    let personal = typed.number("personal", "Days used privately", 0, most);
    if typed.is_sound() && fair + personal > most {
        typed.fail("personal", format!("Together that is more than the {most} days of {year}."));
    }
    if !typed.is_sound() {
        return Ok(draw(&visit, year, &property.draft.name, id, &typed));
    }
    let short = |days: i64| i16::try_from(days).unwrap_or_default();
    reports::confirm_days(&mut tx, id, year, short(fair), short(personal)).await?;
    tx.commit().await?;
    Ok(see_other(
        &format!("/tax/{year}"),
        Notice::new(format!("The days of {} are confirmed.", property.draft.name)),
    ))
}

fn draw(visit: &Visit, year: i32, name: &str, id: PropertyId, typed: &Typed) -> Response {
    let title = format!("Rental days of {name}, {year}");
    let tax = format!("/tax/{year}");
    Page::new(Door::Landlord, title.clone()).refused_if(!typed.is_sound()).draw(visit, || {
        let head = page_head(title.clone())
            .crumbs(&[(tax.as_str(), "Schedule E")])
            .lead("Line 2 of the form. Days it stood empty but was offered for rent are not private days.");
        let fields = form(format!("/tax/{year}/days/{id}"), typed)
            .row([number("fair", "Days let at a fair price"), number("personal", "Days used privately")])
            .submit("Confirm days")
            .cancel(tax.clone());
        view! { {head} {fields} }.into_any()
    })
}
