//! `/leases/{id}`: what is agreed today, who lives there, the next rent, and all that was before.

use axum::extract::Path;
use chrono::NaiveDate;
use domain::id::LeaseId;
use domain::lease::{Lease, State, last_change};
use leptos::prelude::*;
use store::leases::{self, LeaseRecord};

use super::tables;
use super::words::{sentence, standing};
use crate::kernel::{Answer, Door, Landlord, Page, Visit};
use crate::ui::{Icon, button, date, facts, link_button, note, page_head, press, section, section_linked};

/// `GET /leases/{id}`
pub async fn show(Landlord(visit): Landlord, Path(id): Path<LeaseId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let record = leases::find(&mut tx, id).await?;
    Ok(Page::new(Door::Landlord, record.home()).draw(&visit, || body(&visit, &record)))
}

fn body(visit: &Visit, record: &LeaseRecord) -> AnyView {
    let (today, lease) = (visit.today(), &record.lease);
    if record.removed {
        return removed(record);
    }
    let day = lease.telling_day(today);
    let now = view! {
        <div class="cols">
            {section("terms", "What is agreed", agreed(lease, day, today))}
            {section_linked(
                "people",
                "Who lives there",
                (format!("/leases/{}/people", record.id), "Somebody moves"),
                tables::people_on(lease, day, true),
            )}
        </div>
    };
    view! {
        {head(record, today)}
        {now}
        {section_linked(
            "history",
            "Terms through time",
            (format!("/leases/{}/terms", record.id), "New terms"),
            tables::terms(record, today, true),
        )}
        {people_through_time(record, today)}
        {own_note(record)}
        {mistake(record)}
    }
    .into_any()
}

fn head(record: &LeaseRecord, today: NaiveDate) -> AnyView {
    let (id, lease) = (record.id, &record.lease);
    let day = lease.telling_day(today);
    let names: Vec<String> = lease.members_on(day).into_iter().map(|m| m.name.clone()).collect();
    let rent = lease.term_on(day).map(|t| t.rent).unwrap_or_default();
    let property = format!("/properties/{}", record.property);
    let unit = format!("/units/{}", record.unit);
    let ended = lease.state(today) == State::Ended;
    let end = if ended { "Change last day" } else { "End or extend" };
    let mut head = page_head(record.home())
        .crumbs(&[("/leases", "Leases"), (&property, &record.property_name), (&unit, &record.unit_name)])
        .lead(sentence(&names, lease.starts_on, lease.ends_on, rent, today))
        .action(link_button(format!("/leases/{id}/end"), end).icon(Icon::Calendar));
    if lease.ends_on.is_some() {
        let renew = link_button(format!("/leases/new?renew={id}"), "Renew").icon(Icon::Sign);
        head = head.action(renew);
    }
    head.view()
}

fn agreed(lease: &Lease, day: NaiveDate, today: NaiveDate) -> AnyView {
    let term = lease.term_on(day).map(tables::term_sentences);
    let next = lease.next_due(today).map(|due| {
        let (days, of) = lease.days_of(due.period);
        let part = if days < of { format!(", for {days} of {of} days") } else { String::new() };
        format!("{}, {} for {}{part}", date::full_day(due.on), due.rent, due.period)
    });
    let until = lease.ends_on.map_or_else(|| "Month to month".to_string(), date::full_day);
    let state = standing(lease.starts_on, lease.ends_on, today).map(|s| view! { <p>{s}</p> });
    let last = if lease.state(today) == State::Ended { "Nothing more falls due" } else { "Not known" };
    view! {
        <div class="prose">{state} {term}</div>
        {facts([
            ("First day", date::full_day(lease.starts_on)),
            ("Last day", until),
            ("Next rent", next.unwrap_or_else(|| last.to_string())),
        ])}
    }
    .into_any()
}

fn people_through_time(record: &LeaseRecord, today: NaiveDate) -> Option<AnyView> {
    let day = last_change(&record.lease)?;
    let back = format!("/leases/{}/people/take-back", record.id);
    let words = format!("Take the change of {} back", date::full_day(day));
    let body = view! {
        {tables::people(&record.lease, today)}
        <div class="actions">{press(back, button(words).quiet().icon(Icon::Undo))}</div>
    };
    Some(section("everybody", "People through time", body))
}

fn own_note(record: &LeaseRecord) -> AnyView {
    let words =
        record.note.clone().unwrap_or_else(|| "Nothing noted. Tenants never see what stands here.".into());
    let change = (format!("/leases/{}/note", record.id), "Change");
    section_linked("note", "Your note", change, view! { <p class="prose kept">{words}</p> })
}

fn mistake(record: &LeaseRecord) -> AnyView {
    let remove = press(format!("/leases/{}/remove", record.id), button("Take this lease out").danger());
    let words = "A lease that should never have been written down can be taken out. Its tenants stop seeing the home at \
                 once; it can be brought back.";
    section("mistake", "Written down by mistake?", view! { <p class="after">{words}</p> {remove} })
}

fn removed(record: &LeaseRecord) -> AnyView {
    let head = page_head(record.home())
        .crumbs(&[("/leases", "Leases")])
        .lead("This lease was taken out as a mistake. It counts nowhere, and its tenants do not see it.")
        .action(press(format!("/leases/{}/restore", record.id), button("Bring it back").primary()));
    let lease = &record.lease;
    let words = format!("It ran from {}.", date::full_day(lease.starts_on));
    view! { {head} {note(Icon::Info, words)} }.into_any()
}
