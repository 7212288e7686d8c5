//! `/activity`: everything that was done, newest first, a page at a time.

use chrono::{DateTime, NaiveDate};
use domain::id::ActivityId;
use leptos::prelude::*;
use store::activity::{self, Activity, Cursor, Listing};
use uuid::Uuid;

use super::undo::can_take_back;
use crate::kernel::{Answer, Asked, Door, Landlord, Page, Visit, link_to};
use crate::ui::table::{kind, name};
use crate::ui::{Icon, button, date, empty, link_button, page_head, pager, press, table};

/// Entries on one page.
const ROWS: u16 = 50;

/// `GET /activity?before=…&about=…`
pub async fn show(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    let after = read_cursor(asked.value("before"));
    let subject = asked.value("about").parse::<Uuid>().ok();
    let mut tx = visit.enter().await?;
    // One more than fits tells whether there is an older page.
    let mut entries = activity::list(&mut tx, Listing { subject, after, limit: ROWS + 1 }).await?;
    let has_older = entries.len() > usize::from(ROWS);
    entries.truncate(usize::from(ROWS));
    let here = link_to("/activity").with("about", subject.map(|s| s.to_string()).unwrap_or_default());
    let older = entries.last().filter(|_| has_older).map(|e| here.clone().with("before", cursor(e)).href());
    let newest = after.map(|_| here.href());
    Ok(Page::new(Door::Landlord, "Activity").live_on("*").draw(&visit, || {
        let head = page_head("Activity")
            .lead("What was done, newest first. Most of it can be taken back for 30 days.");
        let head = match subject {
            Some(_) => head.action(link_button("/activity", "Show everything").icon(Icon::X)),
            None => head,
        };
        if entries.is_empty() {
            let words = "Every change to homes, people and books is written down here, with the old values.";
            return view! { {head} {empty("Nothing was done yet", words, None)} }.into_any();
        }
        view! { {head} {listed(&visit, &entries)} {pager(span(&visit, &entries), newest, older)} }.into_any()
    }))
}

fn listed(visit: &Visit, entries: &[Activity]) -> AnyView {
    let columns =
        [kind("When", "date nowrap"), name("What"), kind("Who", "state who"), kind("Undo", "do").unseen()];
    let mut list = table("What was done", columns).folds().class("table plain folds");
    for entry in entries {
        list.row(|row| {
            row.view(date::moment(entry.at, visit.now(), visit.zone()));
            row.link(&format!("/activity/{}", entry.id), &entry.sentence);
            row.text(&entry.person_name);
            if let Some(at) = entry.undone_at {
                row.text("Taken back").sub(&day_of(visit, at));
            } else if can_take_back(entry, visit.now(), visit.role()) {
                row.view(press(
                    format!("/activity/{}/undo", entry.id),
                    button("Undo").small().quiet().icon(Icon::Undo),
                ));
            } else {
                row.none();
            }
        });
    }
    list.view()
}

fn span(visit: &Visit, entries: &[Activity]) -> String {
    let day = |e: &Activity| date::full_day(local_day(visit, e));
    match (entries.last().map(day), entries.first().map(day)) {
        (Some(first), Some(last)) if first == last => first,
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => String::new(),
    }
}

fn local_day(visit: &Visit, entry: &Activity) -> NaiveDate {
    entry.at.with_timezone(&visit.zone()).date_naive()
}

fn day_of(visit: &Visit, at: DateTime<chrono::Utc>) -> String {
    date::column_day(at.with_timezone(&visit.zone()).date_naive(), visit.today())
}

/// Where the next page begins, as an address carries it.
fn cursor(entry: &Activity) -> String {
    format!("{}_{}", entry.at.timestamp_micros(), entry.id)
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('_')?;
    Some(Cursor {
        at: DateTime::from_timestamp_micros(at.parse().ok()?)?,
        id: id.parse::<ActivityId>().ok()?,
    })
}
