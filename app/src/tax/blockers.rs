//! What still stands between the books and a form that can be filed.

use domain::id::PropertyId;
use domain::schedule_e::{Column, Line18};
use leptos::prelude::*;
use store::reports::Blockers;

use crate::ui::words::things;
use crate::ui::{Icon, Need, Tone, link_button, need, needs};

/// The list, most money first.
pub fn list(year: i32, columns: &[Column], missing: &Blockers, days: &[(PropertyId, i32, i32)]) -> Vec<Need> {
    let mut list = Vec::new();
    if missing.open_lines > 0 {
        list.push(
            need(
                Tone::Wait,
                Icon::Question,
                "/review",
                format!("{} no tax line", things(missing.open_lines, "bank line has", "bank lines have")),
            )
            .words("They wait in review.")
            .fact(format!("{} out", missing.open_out), format!("{} received", missing.open_in))
            .action(link_button("/review", "Review lines")),
        );
    }
    if missing.without_property > 0 {
        let href = format!("/reports/profit-and-loss?year={year}&property=none");
        list.push(
            need(
                Tone::Wait,
                Icon::Home,
                href.clone(),
                format!("{} no property", things(missing.without_property, "entry has", "entries have")),
            )
            .words("Only what belongs to a property can stand in a column.")
            .fact(missing.without_property_net.to_string(), "net")
            .action(link_button(href, "See them")),
        );
    }
    if missing.unsplit > 0 {
        let href = "/transactions?category=mortgage".to_string();
        let count = things(missing.unsplit, "mortgage payment is", "mortgage payments are");
        list.push(
            need(Tone::Wait, Icon::Split, href.clone(), format!("{count} not split"))
                .words("One holds interest, principal and escrow. Only its interest counts, on line 12; your lender’s Form 1098 says how much.")
                .fact(missing.unsplit_sum.abs().to_string(), "paid")
                .action(link_button(href, "See them")),
        );
    }
    if missing.unreadable > 0 {
        list.push(
            need(
                Tone::Wait,
                Icon::Alert,
                "/imports",
                format!(
                    "{} could not be read",
                    things(missing.unreadable, "line of a file", "lines of files")
                ),
            )
            .words("Type them by hand or discard them.")
            .action(link_button("/imports", "See imports")),
        );
    }
    list.extend(of_columns(year, columns, days));
    list
}

/// What single columns miss: a basis, confirmed days.
fn of_columns(year: i32, columns: &[Column], days: &[(PropertyId, i32, i32)]) -> Vec<Need> {
    let mut list = Vec::new();
    for column in columns.iter().filter(|c| c.line18 == Line18::Open) {
        let href = format!("/properties/{}/edit", column.property);
        list.push(
            need(
                Tone::Wait,
                Icon::Hourglass,
                href.clone(),
                format!("{} has no depreciation basis", column.name),
            )
            .words("The cost, the land’s part of it or the day placed in service is missing.")
            .fact("Line 18", "")
            .action(link_button(href, "Add the basis")),
        );
    }
    for column in columns.iter().filter(|c| !days.iter().any(|(p, _, _)| *p == c.property)) {
        let href = format!("/tax/{year}/days/{}", column.property);
        list.push(
            need(
                Tone::Wait,
                Icon::Calendar,
                href.clone(),
                format!("Rental days of {} are not confirmed", column.name),
            )
            .words("Say how many days it was let at a fair price, and how many used privately.")
            .fact("Line 2", "")
            .action(link_button(href, "Confirm days")),
        );
    }
    list
}

/// As a view; nothing when nothing blocks.
pub fn view(list: Vec<Need>) -> Option<AnyView> {
    (!list.is_empty()).then(|| needs("What blocks the form", list))
}
