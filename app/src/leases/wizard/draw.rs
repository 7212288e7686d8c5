//! The first three pages of a new lease. Each carries what the others hold as hidden fields.

use axum::response::Response;
use domain::Typed;
use domain::lease::{PEOPLE_MAX, ordinal};
use leptos::prelude::*;
use store::leases::LeaseLine;
use store::tenants;
use store::units::{self, Unit};

use super::Step;
use crate::kernel::{Door, Page, Visit};
use crate::leases::conflict;
use crate::leases::people::{ROW_FIELDS, rows_of, with_people};
use crate::ui::form::{Field, Form, area, date, form, money, number, select};
use crate::ui::{Icon, button, date as days, empty, link_button, page_head, track};

/// Fields of the first two pages.
const PLAIN: [(Step, &str); 9] = [
    (Step::Home, "unit"),
    (Step::Terms, "starts_on"),
    (Step::Terms, "ends_on"),
    (Step::Terms, "rent"),
    (Step::Terms, "due_day"),
    (Step::Terms, "grace_days"),
    (Step::Terms, "late_fee"),
    (Step::Terms, "deposit"),
    (Step::Terms, "note"),
];

/// The form of a page, with everything the other pages hold.
pub(super) fn carrying<'t>(typed: &'t Typed, at: Step) -> Form<'t> {
    let mut carried = form("/leases/new", typed).hidden("step", at.word());
    for (step, name) in PLAIN {
        if step != at && !typed.value(name).is_empty() {
            carried = carried.hidden(name, typed.value(name));
        }
    }
    if at != Step::People {
        for row in 1..=PEOPLE_MAX {
            for field in ROW_FIELDS.map(|field| format!("{field}_{row}")) {
                let value = typed.value(&field).to_string();
                if !value.is_empty() {
                    carried = carried.hidden(field, value);
                }
            }
        }
        carried = carried.hidden("split", typed.value("split")).hidden("rows", rows_of(typed).to_string());
    }
    carried
}

/// The head of each page: where it stands in the four.
pub(super) fn head(title: &str, at: Step, unit: Option<&Unit>) -> AnyView {
    let home = unit.map(|u| format!("{}, {}", u.property_name, u.draft.name)).unwrap_or_default();
    let steps = Step::ALL.into_iter().zip(["Home", "Terms", "People", "Check"]);
    let order = |step: Step| Step::ALL.into_iter().position(|s| s == step);
    let line = steps.fold(track("A new lease"), |line, (step, word)| {
        let about = if step == Step::Home { home.clone() } else { String::new() };
        match order(step).cmp(&order(at)) {
            std::cmp::Ordering::Less => line.done(word, about),
            std::cmp::Ordering::Equal => line.here(word, about),
            std::cmp::Ordering::Greater => line.ahead(word, about),
        }
    });
    view! { {page_head(title).crumbs(&[("/leases", "Leases")])} <div class="steps">{line}</div> }.into_any()
}

fn on_and_back(form: Form<'_>) -> AnyView {
    form.action(button("Go on").primary().sends("go", "next"))
        .action(button("Back").sends("go", "back"))
        .cancel("/leases")
        .view()
}

/// Which home.
pub(super) fn home(visit: &Visit, homes: &[units::Choice], typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, "Add a lease").refused_if(!typed.is_sound());
    page.draw(visit, || {
        let head = head("Which home is let?", Step::Home, None);
        if homes.is_empty() {
            let words =
                "A lease is for a home in one of your properties. Add the property first, and a home in it.";
            let action = link_button("/properties", "Go to your properties").icon(Icon::Home).primary();
            return view! { {head} {empty("There is no home to let yet", words, Some(action))} }.into_any();
        }
        let today = visit.today();
        let mut field = select("unit", "Home", Vec::<(String, String)>::new()).blank("Choose a home");
        for group in homes.chunk_by(|a, b| a.property_name == b.property_name) {
            let options = group.iter().map(|home| {
                let words = match home.taken {
                    None => home.name.clone(),
                    Some(None) => format!("{}, let month to month", home.name),
                    Some(Some(last)) => format!("{}, let until {}", home.name, days::column_day(last, today)),
                };
                (home.id.to_string(), words)
            });
            field = field.options(group.first().map(|h| h.property_name.clone()), options);
        }
        let fields = carrying(typed, Step::Home)
            .with(field)
            .action(button("Go on").primary().sends("go", "next"))
            .cancel("/leases");
        view! { {head} {fields} }.into_any()
    })
}

/// The fields of terms, for a new lease and for new terms of an old one.
pub(in crate::leases) fn term_fields(form: Form<'_>) -> Form<'_> {
    let due = (1..=31u8).map(|day| (day.to_string(), format!("the {}", ordinal(day))));
    form.row([
        money("rent", "Rent a month"),
        select("due_day", "Due on", due).hint("In shorter months the last day stands in."),
    ])
    .row([
        number("grace_days", "Days of grace").optional().hint("Days after it is due that cost nothing."),
        money("late_fee", "Late fee").optional().hint("Proposed after the grace; you decide each time."),
    ])
    .row([money("deposit", "Deposit").optional().hint("Held for your tenants, not yours.")])
}

/// When, and on what terms.
pub(super) fn terms(visit: &Visit, unit: &Unit, typed: &Typed, way: Option<&LeaseLine>) -> Response {
    let page = Page::new(Door::Landlord, "Add a lease").refused_if(!typed.is_sound());
    page.draw(visit, || {
        let last: Field = date("ends_on", "Last day").optional();
        let fields = carrying(typed, Step::Terms).part(way.map(conflict::way)).row([
            date("starts_on", "First day"),
            last.hint("Leave it empty for a lease that runs from month to month."),
        ]);
        let fields = term_fields(fields)
            .with(area("note", "Note for yourself").optional().max(2_000).hint("Your tenants never see it."));
        view! { {head("From when, and on what terms?", Step::Terms, Some(unit))} {on_and_back(fields)} }
            .into_any()
    })
}

/// Who lives there.
pub(super) fn people(visit: &Visit, unit: &Unit, known: &[tenants::Choice], typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, "Add a lease").refused_if(!typed.is_sound());
    page.draw(visit, || {
        let fields = with_people(carrying(typed, Step::People), typed, known, &[]);
        let fields = fields
            .action(button("Go on").primary().sends("go", "next"))
            .action(button("Another person").icon(Icon::Plus).sends("go", "more"))
            .action(button("Back").sends("go", "back"))
            .cancel("/leases")
            .view();
        view! { {head("Who lives there?", Step::People, Some(unit))} <div class="people">{fields}</div> }
            .into_any()
    })
}
