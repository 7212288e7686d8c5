//! The last day of a lease: earlier, later, or none at all.

use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use domain::Typed;
use domain::id::LeaseId;
use leptos::prelude::*;
use store::Error;
use store::leases::{self, LeaseLine, LeaseRecord};

use super::amend::open;
use super::words::sentence;
use super::{conflict, stale};
use crate::kernel::{Answer, Door, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{date, form};
use crate::ui::{date as days, page_head};

/// `GET /leases/{id}/end`
pub async fn ask(Landlord(visit): Landlord, Path(id): Path<LeaseId>) -> Answer {
    let record = open(&visit, id).await?;
    let last = record.lease.ends_on.map(|d| d.to_string()).unwrap_or_default();
    let typed = Typed::filled([("ends_on", last), ("version", record.version.to_string())]);
    Ok(draw(&visit, &record, &typed, None))
}

/// `POST /leases/{id}/end`
pub async fn end(Landlord(visit): Landlord, Path(id): Path<LeaseId>, Form(mut typed): Form) -> Answer {
    let record = open(&visit, id).await?;
    let ends_on = typed.optional_date("ends_on", "The last day");
    let version = typed.value("version").parse().unwrap_or_default();
    if !typed.is_sound() {
        return Ok(draw(&visit, &record, &typed, None));
    }
    let mut tx = visit.enter().await?;
    match leases::end_on(&mut tx, id, version, ends_on).await {
        Ok(before) => {
            tx.commit().await?;
            let words = match ends_on {
                Some(day) => format!("The last day is {}.", days::full_day(day)),
                None => "The lease runs from month to month.".to_string(),
            };
            let undo = format!("/leases/{id}/last-day/{}", word_of(before));
            Ok(see_other(&format!("/leases/{id}"), Notice::new(words).undo(undo)))
        }
        Err(Error::Refused { field, message }) => {
            drop(tx);
            let lease = &record.lease;
            let way = match ends_on.is_none_or(|day| day >= lease.starts_on) {
                true => conflict::look(&visit, record.unit, lease.starts_on, ends_on, Some(id)).await?,
                false => None,
            };
            let message = way.as_ref().map_or_else(|| message.to_string(), conflict::sentence);
            typed.fail(field, message);
            Ok(draw(&visit, &record, &typed, way.as_ref()))
        }
        Err(Error::Stale) => {
            let record = stale::told(&visit, id, &mut typed).await?;
            Ok(draw(&visit, &record, &typed, None))
        }
        Err(other) => Err(other.into()),
    }
}

/// A last day in an address: itself, or `open`.
pub(super) fn word_of(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "open".into(), |day| day.to_string())
}

fn draw(visit: &Visit, record: &LeaseRecord, typed: &Typed, way: Option<&LeaseLine>) -> Response {
    let page = Page::new(Door::Landlord, "Last day").refused_if(!typed.is_sound());
    page.draw(visit, || {
        let (back, home, lease) = (format!("/leases/{}", record.id), record.home(), &record.lease);
        let day = lease.telling_day(visit.today());
        let names: Vec<String> = lease.members_on(day).into_iter().map(|m| m.name.clone()).collect();
        let rent = lease.term_on(day).map(|t| t.rent).unwrap_or_default();
        let head = page_head("When does it end?")
            .crumbs(&[("/leases", "Leases"), (&back, &home)])
            .lead(sentence(&names, lease.starts_on, lease.ends_on, rent, visit.today()));
        let fields = form(format!("{back}/end"), typed)
            .hidden("version", typed.value("version"))
            .part(way.map(conflict::way))
            .with(
                date("ends_on", "Last day")
                    .optional()
                    .from(lease.starts_on.to_string())
                    .hint("Leave it empty to let the lease run from month to month."),
            )
            .submit("Save last day")
            .cancel(back.clone());
        view! { {head} {fields} }.into_any()
    })
}
