//! What needs the landlord, most urgent first; or the first steps of an empty portfolio.

use chrono::NaiveDate;
use leptos::prelude::*;
use store::reports::Today;

use crate::ui::words::things;
use crate::ui::{Icon, Need, Tone, date, link_button, need, needs};

/// The things that wait.
pub fn list(today: &Today, day: NaiveDate) -> Vec<Need> {
    let mut list = Vec::new();
    for (id, home, last) in &today.ending {
        let href = format!("/leases/{id}");
        list.push(
            need(Tone::Wait, Icon::Sign, href.clone(), format!("Lease ends {}", date::distance(*last, day)))
                .words(format!("{home}. Nothing follows it yet."))
                .fact(date::full_day(*last), "last day")
                .action(link_button(href, "Open lease")),
        );
    }
    if today.open_lines > 0 {
        list.push(
            need(
                Tone::Plain,
                Icon::Question,
                "/review",
                format!("{} to review", things(today.open_lines, "bank line", "bank lines")),
            )
            .words("They are not in the books yet.")
            .fact(format!("{} out", today.open_out), format!("{} received", today.open_in))
            .action(link_button("/review", "Review lines").primary()),
        );
    }
    list
}

/// The list as a view; nothing when nothing waits.
pub fn view(list: Vec<Need>) -> Option<AnyView> {
    (!list.is_empty()).then(|| needs("What needs you", list))
}

/// The first steps, those that are done ticked. Homes and leases are steps of those who keep people.
pub fn first_steps(today: &Today, any_books: bool, keeps_people: bool) -> AnyView {
    let steps = [
        (
            today.properties > 0,
            Icon::Home,
            "/properties/new",
            "Add your first property",
            "Its address and what kind it is on the tax form.",
            "Add property",
        ),
        (
            today.accounts.iter().any(|account| account.newest.is_some()),
            Icon::Bank,
            "/imports/new",
            "Bring a file from your bank",
            "CSV, OFX or QFX. Nothing is booked until you say so.",
            "Import a file",
        ),
        (
            any_books,
            Icon::Question,
            "/review",
            "Say what the money was for",
            "What a rule is sure of is booked by itself.",
            "Review lines",
        ),
        (
            today.let_units > 0,
            Icon::Sign,
            "/leases/new",
            "Write down a lease",
            "Then invite the people who live there to their portal.",
            "Add lease",
        ),
    ];
    let own = |href: &str| keeps_people || !matches!(href, "/properties/new" | "/leases/new");
    let steps: Vec<_> = steps.into_iter().filter(|(_, _, href, ..)| own(href)).collect();
    let next = steps.iter().position(|(done, ..)| !done);
    let list = steps.iter().enumerate().map(|(i, (done, icon, href, title, words, action))| {
        let mark = if *done { Icon::CheckCircle } else { *icon };
        let step = need(Tone::Plain, mark, *href, *title).words(*words);
        match (done, Some(i) == next) {
            (true, _) => step.fact("Done", ""),
            (false, true) => step.action(link_button(*href, *action).primary()),
            (false, false) => step.action(link_button(*href, *action)),
        }
    });
    needs("First steps", list)
}
