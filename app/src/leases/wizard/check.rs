//! The last page of a new lease: all of it in plain words, with the first rents worked out, before it is kept.

use axum::response::Response;
use domain::Typed;
use domain::lease::{Lease, LeaseDraft, PersonDraft, Who};
use domain::period::Period;
use leptos::prelude::*;
use store::tenants::Choice;
use store::units::Unit;

use super::Step;
use super::draw::{carrying, head};
use crate::kernel::{Door, Page, Visit};
use crate::ui::words::list;
use crate::ui::{Icon, button, date, facts, leaders, section};

/// Draws it.
pub(super) fn page(
    visit: &Visit,
    unit: &Unit,
    known: &[Choice],
    draft: &LeaseDraft,
    typed: &Typed,
) -> Response {
    Page::new(Door::Landlord, "Add a lease").draw(visit, || {
        let fields = carrying(typed, Step::Check)
            .action(button("Save the lease").primary().icon(Icon::Check).sends("go", "save"))
            .action(button("Back").sends("go", "back"))
            .cancel("/leases");
        view! {
            {head("Is this what is agreed?", Step::Check, Some(unit))}
            <p class="lead">{lead(unit, known, draft)}</p>
            <div class="cols">
                {section("agreed", "What is agreed", agreed(known, draft))}
                {section("rents", "What falls due first", first_rents(draft))}
            </div>
            {fields}
        }
        .into_any()
    })
}

fn name<'a>(person: &'a PersonDraft, known: &'a [Choice]) -> &'a str {
    match &person.who {
        Who::New(draft) => &draft.name,
        Who::Known(id) => known.iter().find(|t| t.id == *id).map_or("Somebody", |t| &t.name),
    }
}

fn lead(unit: &Unit, known: &[Choice], draft: &LeaseDraft) -> String {
    let names: Vec<String> = draft.people.iter().map(|p| name(p, known).to_string()).collect();
    let verb = if names.len() > 1 { "live" } else { "lives" };
    let until = match draft.ends_on {
        Some(last) => format!("until {}", date::full_day(last)),
        None => "from month to month".into(),
    };
    let from = date::full_day(draft.starts_on);
    let place = format!("{}, {} ({})", unit.property_name, unit.draft.name, unit.address);
    format!("{} {verb} in {place} from {from}, {until}.", list(&names))
}

fn agreed(known: &[Choice], draft: &LeaseDraft) -> AnyView {
    let shares: Vec<String> =
        draft.people.iter().map(|p| format!("{} {}", name(p, known), p.share)).collect();
    let new: Vec<String> = draft
        .people
        .iter()
        .filter(|p| matches!(p.who, Who::New(_)))
        .map(|p| name(p, known).to_string())
        .collect();
    let mut rows = vec![
        ("Rent", draft.term.rent_sentence()),
        ("When late", draft.term.late_sentence()),
        ("Deposit", draft.term.deposit_sentence()),
        ("Shares", format!("{}.", list(&shares))),
    ];
    if !new.is_empty() {
        let verb = if new.len() > 1 { "are" } else { "is" };
        rows.push((
            "New",
            format!("{} {verb} added to your tenants, without access to the portal yet.", list(&new)),
        ));
    }
    if let Some(note) = &draft.note {
        rows.push(("Your note", note.clone()));
    }
    facts(rows)
}

/// The first two rents, and the last where it is for a part of its month.
fn first_rents(draft: &LeaseDraft) -> AnyView {
    let lease = Lease {
        starts_on: draft.starts_on,
        ends_on: draft.ends_on,
        terms: vec![draft.term.clone()],
        members: Vec::new(),
    };
    let first = Period::of(draft.starts_on);
    let mut months = vec![first, first.next()];
    if let Some(last) = draft.ends_on.map(Period::of) {
        months.retain(|month| *month <= last);
        let (days, of) = lease.days_of(last);
        if days < of && !months.contains(&last) {
            months.push(last);
        }
    }
    let mut sum = leaders().label("Rents");
    for due in months.into_iter().filter_map(|month| lease.due_in(month)) {
        let (days, of) = lease.days_of(due.period);
        let part = if days < of { format!("{days} of {of} days, ") } else { String::new() };
        let note = format!("{part}due {}", date::full_day(due.on));
        sum = sum.noted(format!("Rent for {}", due.period), note, due.rent.to_string());
    }
    let words = "A month that the lease holds for a part of is charged by its days.";
    view! { {sum} <p class="after">{words}</p> }.into_any()
}
