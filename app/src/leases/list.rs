//! `/leases`: those that run, start, end soon or are over, a page at a time.

use chrono::NaiveDate;
use domain::unit::natural;
use leptos::prelude::*;
use store::leases::{self, Counts, Cursor, Filter, LeaseLine, Listing};

use super::words::until_cell;
use crate::kernel::{Answer, Asked, Door, Landlord, Page, link_to};
use crate::ui::table::{figures, name, wide, words};
use crate::ui::words::{list, things};
use crate::ui::{Icon, Tabs, date, empty, link_button, next_page, page_head, table, tabs};

const PAGE_SIZE: u16 = 50;

/// The filters by their word in the address.
const FILTERS: [(&str, &str, Filter); 4] = [
    ("", "Running", Filter::Running),
    ("soon", "Ending soon", Filter::EndingSoon),
    ("starting", "Starting", Filter::Starting),
    ("ended", "Ended", Filter::Ended),
];

/// `GET /leases`
pub async fn show(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    visit.keeps_people()?;
    let word = asked.value("show").to_string();
    let filter = FILTERS.iter().find(|(w, ..)| *w == word).map_or(Filter::Running, |(_, _, filter)| *filter);
    let day = asked.value("after").parse::<NaiveDate>().ok();
    let after = day.zip(asked.value("after_id").parse().ok()).map(|(day, id)| Cursor { day, id });
    let mut tx = visit.enter().await?;
    let listing = Listing { filter, after, limit: PAGE_SIZE + 1 };
    let mut lines = leases::list(&mut tx, listing, visit.today()).await?;
    let counts = leases::counts(&mut tx, visit.today()).await?;
    let more = lines.len() > usize::from(PAGE_SIZE);
    lines.truncate(usize::from(PAGE_SIZE));
    if after.is_none() && !more && filter == Filter::Running {
        // All on one page: then in the order of the houses, as people look for them.
        lines.sort_by(|a, b| {
            natural(&a.property_name, &b.property_name).then_with(|| natural(&a.unit_name, &b.unit_name))
        });
    }
    Ok(Page::new(Door::Landlord, "Leases").draw(&visit, || {
        let add = link_button("/leases/new", "Add lease").icon(Icon::Plus);
        if counts == Counts::default() {
            let words =
                "A lease says who lives in a home, from when to when, and for what rent. Four short steps.";
            return view! { {page_head("Leases")} {empty("No leases yet", words, Some(add.primary()))} }
                .into_any();
        }
        let head = page_head("Leases").lead(lead(&counts)).action(add);
        let here = link_to("/leases").with("show", word.clone());
        let next = lines.last().filter(|_| more).map(|last| {
            let (day, id) = (order_day(filter, last).to_string(), last.id.to_string());
            here.clone().with("after", day).with("after_id", id).href()
        });
        let first = after.map(|_| here.href());
        let body = if lines.is_empty() { none(filter) } else { listed(&lines, visit.today()) };
        view! { {head} {choice(filter, &counts)} {body} {next_page("", first, next)} }.into_any()
    }))
}

fn order_day(filter: Filter, line: &LeaseLine) -> NaiveDate {
    match filter {
        Filter::Running | Filter::Starting => line.starts_on,
        Filter::EndingSoon | Filter::Ended => line.ends_on.unwrap_or(line.starts_on),
    }
}

fn lead(counts: &Counts) -> String {
    let running = things(counts.running, "lease runs", "leases run");
    match counts.ending_soon {
        0 => format!("{running}; none ends within two months."),
        1 => format!("{running}; one of them ends within two months."),
        n => format!("{running}; {n} of them end within two months."),
    }
}

fn choice(filter: Filter, counts: &Counts) -> Tabs {
    FILTERS.iter().fold(tabs("Which leases"), |tabs, (word, title, one)| {
        let count = match one {
            Filter::Running => counts.running,
            Filter::EndingSoon => counts.ending_soon,
            Filter::Starting => counts.starting,
            Filter::Ended => counts.ended,
        };
        tabs.counted(link_to("/leases").with("show", *word).href(), *title, count, *one == filter)
    })
}

fn none(filter: Filter) -> AnyView {
    let (title, words) = match filter {
        Filter::Running => {
            ("No lease runs today", "Those that start later or are over stand under their own word.")
        }
        Filter::EndingSoon => {
            ("No lease ends soon", "Leases stand here for the last two months before they end.")
        }
        Filter::Starting => {
            ("No lease starts later", "A lease that is written down ahead of its first day stands here.")
        }
        Filter::Ended => {
            ("No lease is over", "Leases stay here after their last day, with all that was agreed.")
        }
    };
    empty(title, words, None)
}

fn listed(lines: &[LeaseLine], today: NaiveDate) -> AnyView {
    let columns = [name("Home"), wide("Who"), wide("From"), words("Until"), figures("Rent a month")];
    let mut leases = table("Leases", columns);
    for lease in lines {
        let people = list(&lease.people);
        leases.row(|row| {
            row.link(&format!("/leases/{}", lease.id), &lease.home()).narrow(&people);
            row.text(&people).text(&date::column_day(lease.starts_on, today));
            until_cell(row, lease.starts_on, lease.ends_on, today);
            row.money(lease.rent);
        });
    }
    leases.view()
}
