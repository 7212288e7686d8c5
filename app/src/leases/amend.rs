//! New terms from a day on: a higher rent, another due day. What held before stays written down.

use axum::extract::Path;
use axum::response::Response;
use chrono::{Months, NaiveDate};
use domain::Typed;
use domain::id::LeaseId;
use domain::lease::Term;
use domain::period::Period;
use leptos::prelude::*;
use store::Error;
use store::leases::{self, LeaseRecord};

use super::wizard::term_fields;
use super::{stale, tables};
use crate::kernel::{Answer, Door, Failure, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{date, form};
use crate::ui::{date as days, page_head, section};

/// `GET /leases/{id}/terms`
pub async fn ask(Landlord(visit): Landlord, Path(id): Path<LeaseId>) -> Answer {
    let record = open(&visit, id).await?;
    let lease = &record.lease;
    let mut typed = Typed::default();
    let day = next_month(visit.today()).filter(|day| lease.on(*day));
    typed.set("from_on", day.map(|d| d.to_string()).unwrap_or_default());
    if let Some(term) = lease.term_on(day.unwrap_or_else(|| lease.telling_day(visit.today()))) {
        term.fill(&mut typed);
    }
    typed.set("version", record.version.to_string());
    Ok(draw(&visit, &record, &typed))
}

/// A lease that can be changed: one that was taken out is missing here.
pub(super) async fn open(visit: &Visit, id: LeaseId) -> Result<LeaseRecord, Failure> {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let record = leases::find(&mut tx, id).await?;
    if record.removed { Err(Failure::Missing) } else { Ok(record) }
}

/// The first day of the second month from now: notice of a month is what most places ask.
fn next_month(today: NaiveDate) -> Option<NaiveDate> {
    Period::of(today).first().checked_add_months(Months::new(2))
}

/// `POST /leases/{id}/terms`
pub async fn amend(Landlord(visit): Landlord, Path(id): Path<LeaseId>, Form(mut typed): Form) -> Answer {
    let record = open(&visit, id).await?;
    let day = typed.date("from_on", "The day");
    let term = Term::read(&mut typed, day.unwrap_or(visit.today()));
    let version = typed.value("version").parse().unwrap_or_default();
    if !typed.is_sound() {
        return Ok(draw(&visit, &record, &typed));
    }
    let corrects = record.lease.terms.iter().any(|t| t.from_on == term.from_on);
    let mut tx = visit.enter().await?;
    match leases::amend(&mut tx, id, version, &term).await {
        Ok(()) => {
            tx.commit().await?;
            let from = days::full_day(term.from_on);
            let notice = match corrects {
                true => Notice::new(format!("The terms from {from} were put right.")),
                false => Notice::new(format!("From {from} the rent is {}.", term.rent))
                    .undo(format!("/leases/{id}/terms/{}/take-back", term.from_on)),
            };
            Ok(see_other(&format!("/leases/{id}"), notice))
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(draw(&visit, &record, &typed))
        }
        Err(Error::Stale) => {
            let record = stale::told(&visit, id, &mut typed).await?;
            Ok(draw(&visit, &record, &typed))
        }
        Err(other) => Err(other.into()),
    }
}

fn draw(visit: &Visit, record: &LeaseRecord, typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, "New terms").refused_if(!typed.is_sound());
    page.draw(visit, || {
        let (back, home) = (format!("/leases/{}", record.id), record.home());
        let head = page_head("New terms from a day on")
            .crumbs(&[("/leases", "Leases"), (&back, &home)])
            .lead("What holds before that day stays as it is. The same day again puts those terms right.");
        let fields =
            form(format!("{back}/terms"), typed).hidden("version", typed.value("version")).row([date(
                "from_on",
                "They hold from",
            )
            .from(record.lease.starts_on.to_string())
            .hint("Most leases and states ask for notice before a rent goes up.")]);
        let fields = term_fields(fields).submit("Save terms").cancel(back.clone());
        view! {
            {head} {fields}
            {section("history", "Terms through time", tables::terms(record, visit.today(), false))}
        }
        .into_any()
    })
}
