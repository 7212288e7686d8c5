//! Somebody moves in or out, or the shares change, from a day on.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::{LeaseId, TenantId};
use domain::lease::{Share, equally, read_people};
use leptos::prelude::*;
use store::Error;
use store::leases::{self, LeaseRecord};
use store::tenants::Choice;

use super::amend::open;
use super::people::{check_addresses, known, one_more, with_people};
use super::wizard::same;
use super::{stale, tables};
use crate::kernel::{Answer, Door, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{date, form};
use crate::ui::{Icon, button, date as days, page_head, section};

/// `GET /leases/{id}/people`
pub async fn ask(Landlord(visit): Landlord, Path(id): Path<LeaseId>) -> Answer {
    let record = open(&visit, id).await?;
    let members = record.lease.members_on(last_day(&record, &visit));
    let mut typed = Typed::filled([("version", record.version.to_string())]);
    for (row, member) in (1..).zip(&members) {
        typed.set(&format!("who_{row}"), member.tenant.to_string());
        typed.set(&format!("share_{row}"), member.share.plain());
    }
    typed.set("rows", (members.len() + 1).to_string());
    let shares: Vec<Share> = members.iter().map(|m| m.share).collect();
    typed.set("split", if same(shares.clone(), equally(shares.len())) { "equal" } else { "own" });
    shown(&visit, &record, &typed).await
}

/// The day whose members a change begins with: after everything that is written down.
fn last_day(record: &LeaseRecord, visit: &Visit) -> chrono::NaiveDate {
    let latest = record.lease.members.iter().map(|m| m.from_on).max();
    latest.unwrap_or(record.lease.starts_on).max(record.lease.telling_day(visit.today()))
}

/// `POST /leases/{id}/people`
pub async fn change(Landlord(visit): Landlord, Path(id): Path<LeaseId>, Form(mut typed): Form) -> Answer {
    let record = open(&visit, id).await?;
    if typed.value("go") == "more" {
        one_more(&mut typed);
        return shown(&visit, &record, &typed).await;
    }
    let day = typed.date("from_on", "The day");
    let people = read_people(&mut typed);
    let mut tx = visit.enter().await?;
    check_addresses(&mut tx, &mut typed, &people).await?;
    let version = typed.value("version").parse().unwrap_or_default();
    let Some(day) = day.filter(|_| typed.is_sound()) else {
        return shown(&visit, &record, &typed).await;
    };
    match leases::change_people(&mut tx, id, version, day, &people).await {
        Ok(()) => {
            tx.commit().await?;
            let words = format!("Who lives there changes on {}.", days::full_day(day));
            let undo = format!("/leases/{id}/people/take-back");
            Ok(see_other(&format!("/leases/{id}"), Notice::new(words).undo(undo)))
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            shown(&visit, &record, &typed).await
        }
        Err(Error::Stale) => {
            let record = stale::told(&visit, id, &mut typed).await?;
            shown(&visit, &record, &typed).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn shown(visit: &Visit, record: &LeaseRecord, typed: &Typed) -> Answer {
    let mut tx = visit.enter().await?;
    let known = known(&mut tx, typed, visit.today()).await?;
    Ok(draw(visit, record, &known, typed))
}

fn draw(visit: &Visit, record: &LeaseRecord, known: &[Choice], typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, "Somebody moves").refused_if(!typed.is_sound());
    page.draw(visit, || {
        let (back, home, lease) = (format!("/leases/{}", record.id), record.home(), &record.lease);
        let staying: Vec<(TenantId, String)> =
            lease.members_on(last_day(record, visit)).into_iter().map(|m| (m.tenant, m.name.clone())).collect();
        let head = page_head("Who lives there from a day on?")
            .crumbs(&[("/leases", "Leases"), (&back, &home)])
            .lead("Tick whoever moves out, and name whoever moves in. When nobody stays, end the lease instead.");
        let fields = form(format!("{back}/people"), typed).hidden("version", typed.value("version")).with(
            date("from_on", "From this day on")
                .from(lease.starts_on.to_string())
                .hint("Whoever moves out stays until the day before."),
        );
        let fields = with_people(fields, typed, known, &staying)
            .submit("Save change")
            .action(button("Another person").icon(Icon::Plus).sends("go", "more"))
            .cancel(back.clone());
        view! {
            {head} <div class="people">{fields}</div>
            {section("everybody", "People through time", tables::people(lease, visit.today()))}
        }
        .into_any()
    })
}
