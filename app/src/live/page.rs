//! `GET /settings/live`, for owners: how soon changes reach the pages that others have open.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::Delivery;
use crate::kernel::{Answer, Door, Landlord, Page, Visit};
use crate::people::settings_tabs;
use crate::ui::date::moment;
use crate::ui::table::{figures, name, wide, words};
use crate::ui::words::things;
use crate::ui::{empty, page_head, table};

/// Only owners, and only what happened in their portfolio.
pub async fn show(Landlord(visit): Landlord) -> Answer {
    visit.owns()?;
    let (open, last) = visit.house.deliveries.of(visit.place()?.portfolio);
    Ok(Page::new(Door::Landlord, "Live pages").draw(&visit, || body(&visit, open, &last)))
}

fn body(visit: &Visit, open: usize, last: &[Arc<Delivery>]) -> AnyView {
    let pages = things(i64::try_from(open).unwrap_or(i64::MAX), "browser has", "browsers have");
    let lead = format!(
        "{pages} a page of this portfolio open and hears of changes as they happen. Whoever has none sees them with the \
         next page they open."
    );
    let told = if last.is_empty() {
        let sentence = "Nothing was told since this program was started. Changes appear here while somebody has a page open.";
        empty("No changes yet", sentence, None)
    } else {
        listed(visit, last)
    };
    view! { {page_head("Settings")} {settings_tabs(visit, "/settings/live")} <p>{lead}</p> {told} }.into_any()
}

fn listed(visit: &Visit, last: &[Arc<Delivery>]) -> AnyView {
    let columns =
        [name("What changed"), words("When"), wide("Where it was done"), figures("Told to"), figures("Took")];
    let mut rows = table("What was told last", columns);
    let (now, zone) = (visit.now(), visit.standing.zone);
    for delivery in last {
        rows.row(|row| {
            row.text(noun(&delivery.topic));
            row.view(moment(delivery.at, now, zone).into_any());
            row.text(if delivery.own { "In this program" } else { "In another one" });
            row.text(&things(i64::try_from(delivery.targets).unwrap_or(i64::MAX), "browser", "browsers"));
            match delivery.slowest() {
                Some(took) => row.text(&milliseconds(took)),
                None => row.dash(),
            };
        });
    }
    rows.view()
}

/// A topic as people call it.
fn noun(topic: &str) -> &str {
    match topic {
        "ticket" => "A repair",
        "notice" => "A notification",
        "job" => "A job",
        "import" => "An import",
        "account" => "A bank account",
        "line" | "review" => "A bank line",
        "lease" => "A lease",
        "tenant" => "A tenant",
        "property" => "A property",
        "unit" => "A home",
        "rule" => "A rule",
        "category" => "A category",
        "member" | "invitation" => "A member",
        _ => "Something else",
    }
}

/// In whole milliseconds, or tenths of one below ten.
fn milliseconds(took: Duration) -> String {
    match took.as_micros() {
        us if us < 10_000 => format!("{}.{} ms", us / 1_000, us % 1_000 / 100),
        us => format!("{} ms", us / 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_times_have_tenths() {
        assert_eq!(milliseconds(Duration::from_micros(940)), "0.9 ms");
        assert_eq!(milliseconds(Duration::from_micros(3_470)), "3.4 ms");
        assert_eq!(milliseconds(Duration::from_millis(120)), "120 ms");
    }
}
