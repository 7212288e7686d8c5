//! `/maintenance`: the triage list, what is pressing first, narrowed down, page by page; and how quickly repairs go.

use chrono::{DateTime, Utc};
use domain::Typed;
use domain::ticket::{Priority, Status};
use leptos::prelude::*;
use store::properties;
use store::tickets::{self, Age, Counts, Cursor, Filter, Line, Pace, Shown};

use crate::kernel::{Answer, Asked, Door, Landlord, Link, Page, Visit, link_to};
use crate::tickets::when::{Clock, long};
use crate::tickets::words::{for_landlord, priority};
use crate::ui::form::select;
use crate::ui::table::{figures, kind, name, wide, words};
use crate::ui::words::things;
use crate::ui::{Icon, empty, filters, link_button, next_page, page_head, section, table, tabs};

/// Repairs on a page.
const LINES: i64 = 50;

/// All that the page shows.
struct List {
    filter: Filter,
    asked: Typed,
    lines: Vec<Line>,
    counts: Counts,
    pace: Vec<Pace>,
    properties: Vec<(String, String)>,
    more: bool,
}

/// `GET /maintenance?show=…&priority=…&property=…&age=…`
pub async fn show(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    visit.keeps_people()?;
    let filter = read(&asked);
    let mut tx = visit.enter().await?;
    let mut lines = tickets::triage(&mut tx, &filter, read_cursor(asked.value("after")), LINES + 1).await?;
    let more = i64::try_from(lines.len()).is_ok_and(|n| n > LINES);
    lines.truncate(usize::try_from(LINES).unwrap_or(usize::MAX));
    let counts = tickets::counts(&mut tx, &filter).await?;
    let pace = tickets::pace(&mut tx).await?;
    let homes = properties::list(&mut tx, visit.today()).await?;
    let properties = homes.into_iter().map(|p| (p.id.to_string(), p.name)).collect();
    let list = List { filter, asked, lines, counts, pace, properties, more };
    Ok(Page::new(Door::Landlord, "Repairs").with_live().draw(&visit, || list.view(&visit)))
}

fn read(asked: &Typed) -> Filter {
    let shown = match asked.value("show") {
        "waiting" => Shown::Waiting,
        word => word.parse::<Status>().map_or(Shown::Going, Shown::Only),
    };
    let age = asked.value("age").parse::<i64>().ok();
    Filter {
        shown,
        priority: asked.value("priority").parse().ok(),
        property: asked.value("property").parse().ok(),
        age: age.and_then(|days| Age::ALL.into_iter().find(|a| a.days() == days)),
    }
}

fn word(shown: Shown) -> &'static str {
    match shown {
        Shown::Going => "",
        Shown::Waiting => "waiting",
        Shown::Only(status) => status.word(),
    }
}

/// A place in the list, as an address carries it.
fn write_cursor(line: &Line) -> String {
    format!("{}_{}_{}", line.priority.word(), line.created_at.to_rfc3339(), line.id)
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let mut parts = text.splitn(3, '_');
    let priority = parts.next()?.parse().ok()?;
    let created_at: DateTime<Utc> = parts.next()?.parse().ok()?;
    Some(Cursor { priority, created_at, id: parts.next()?.parse().ok()? })
}

impl List {
    fn view(&self, visit: &Visit) -> AnyView {
        let report = link_button("/maintenance/new", "Report a repair").icon(Icon::Plus);
        let vendors = link_button("/vendors", "Vendors").quiet().icon(Icon::Users);
        let nothing_yet = self.counts == Counts::default() && self.is_whole();
        if nothing_yet {
            let words = "What tenants report in their portal stands here at once. You can write down what you see yourself.";
            let none = empty("No repairs yet", words, Some(report.primary()));
            return view! { {page_head("Repairs").action(vendors)} <div id="repairs" data-live="ticket">{none}</div> }.into_any();
        }
        let head = page_head("Repairs").lead(self.lead()).action(vendors).action(report);
        view! {
            {head}
            {self.tabs()}
            {self.narrow()}
            <div id="repairs" data-live="ticket">{self.lines(visit)}</div>
            {self.pages()}
            {self.pace()}
        }
        .into_any()
    }

    /// Nothing is narrowed down.
    fn is_whole(&self) -> bool {
        let f = &self.filter;
        f.priority.is_none() && f.property.is_none() && f.age.is_none()
    }

    fn lead(&self) -> String {
        match (self.counts.going, self.counts.waiting) {
            (0, _) => "Nothing is open.".into(),
            (going, 0) => format!(
                "{}, and nobody waits for an answer.",
                things(going, "repair is open", "repairs are open")
            ),
            (going, waiting) => format!(
                "{}; {} for your answer.",
                things(going, "repair is open", "repairs are open"),
                things(waiting, "one waits", "wait")
            ),
        }
    }

    fn here(&self, shown: Shown) -> Link {
        link_to("/maintenance")
            .with("show", word(shown))
            .with("priority", self.filter.priority.map(Priority::word).unwrap_or_default())
            .with("property", self.filter.property.map(|p| p.to_string()).unwrap_or_default())
            .with("age", self.filter.age.map(|a| a.days().to_string()).unwrap_or_default())
    }

    fn tabs(&self) -> AnyView {
        let c = &self.counts;
        let all = [
            (Shown::Going, "Going on", c.going),
            (Shown::Waiting, "Wait for you", c.waiting),
            (Shown::Only(Status::Open), "Open", c.open),
            (Shown::Only(Status::InProgress), "In progress", c.in_progress),
            (Shown::Only(Status::Completed), "Fixed", c.completed),
            (Shown::Only(Status::Cancelled), "Cancelled", c.cancelled),
        ];
        let tabs = all.into_iter().fold(tabs("Which repairs"), |tabs, (shown, title, count)| {
            tabs.counted(self.here(shown).href(), title, count, shown == self.filter.shown)
        });
        view! { <div id="tabs" data-live="ticket">{tabs}</div> }.into_any()
    }

    fn narrow(&self) -> AnyView {
        let priorities = Priority::ALL.into_iter().map(|p| (p.word(), p.title()));
        let ages =
            Age::ALL.into_iter().map(|a| (a.days().to_string(), format!("{} days and more", a.days())));
        let mut typed = Typed::default();
        for name in ["priority", "property", "age"] {
            typed.set(name, self.asked.value(name));
        }
        let fields = [
            select("priority", "Priority", priorities).blank("Any").optional(),
            select("property", "Property", self.properties.iter().cloned()).blank("All").optional(),
            select("age", "Reported", ages).blank("At any time").optional(),
        ];
        let cleared =
            (!self.is_whole()).then(|| link_to("/maintenance").with("show", word(self.filter.shown)).href());
        filters(link_to("/maintenance").with("show", word(self.filter.shown)).href(), &typed, fields, cleared)
    }

    fn lines(&self, visit: &Visit) -> AnyView {
        if self.lines.is_empty() {
            let words = "Choose another tab, or ask for less at once.";
            let all = link_button("/maintenance", "Show all that is going on");
            return empty("No repair is like that", words, Some(all)).into_any();
        }
        let clock = Clock::of(visit);
        let columns = [
            name("Repair"),
            kind("Where", "wide"),
            kind("Stands", "state"),
            kind("Reported", "date nowrap wide"),
        ];
        let mut list = table("Repairs", columns);
        for line in &self.lines {
            list.row(|row| {
                let href = format!("/maintenance/{}", line.id);
                let title = line.title.clone();
                let tag = priority(line.priority);
                row.view(view! { <a href=href dir="auto">{title}</a> " " {tag} }.into_any());
                row.sub(&format!("{}, {}", line.number(), line.category.title())).narrow(&line.home());
                row.text(&line.home()).sub(&line.place);
                row.status(&for_landlord(line, clock));
                row.view(view! { {clock.moment(line.created_at)} }.into_any()).sub(&who(line));
            });
        }
        list.view()
    }

    fn pages(&self) -> AnyView {
        let here = self.here(self.filter.shown);
        let next = self
            .lines
            .last()
            .filter(|_| self.more)
            .map(|l| here.clone().with("after", write_cursor(l)).href());
        let first = (!self.asked.value("after").is_empty()).then(|| here.href());
        let order = match self.filter.shown {
            Shown::Going | Shown::Waiting => "The most pressing first, then the oldest",
            Shown::Only(_) => "The newest first",
        };
        next_page(order, first, next)
    }

    /// Medians of the last twelve months.
    fn pace(&self) -> Option<AnyView> {
        if self.pace.is_empty() {
            return None;
        }
        let columns =
            [name("Property"), figures("Reports"), words("First answer after"), wide("Fixed after")];
        let mut list = table("How quickly repairs go", columns);
        for pace in &self.pace {
            list.row(|row| {
                row.link(&format!("/properties/{}", pace.property), &pace.property_name);
                row.text(&pace.reports.to_string());
                match pace.answer {
                    Some(span) => row.text(&long(span)),
                    None => row.dash(),
                };
                match pace.close {
                    Some(span) => row.text(&long(span)),
                    None => row.dash(),
                };
            });
        }
        let words = view! { {list} <p class="after">"The middle one of all that tenants reported within twelve months."</p> };
        Some(section("pace", "How quickly repairs go", words))
    }
}

/// Whoever reported it; a repair no household sees says so.
fn who(line: &Line) -> String {
    match line.is_seen {
        true => line.reporter_name.clone(),
        false => format!("{}, only your side", line.reporter_name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_its_address() {
        let at = DateTime::from_timestamp_nanos(1_795_176_000_123_456_000);
        let id = domain::id::TicketId(uuid::Uuid::from_u128(7));
        let text = format!("high_{}_{id}", at.to_rfc3339());
        let there = Cursor { priority: Priority::High, created_at: at, id };
        assert_eq!(read_cursor(&text), Some(there));
        assert_eq!(read_cursor("high_x"), None);
    }

    #[test]
    fn what_is_not_known_is_not_asked() {
        let asked =
            Typed::filled([("show", "magic".into()), ("age", "8".into()), ("priority", "low".into())]);
        let filter = read(&asked);
        assert_eq!((filter.shown, filter.age, filter.priority), (Shown::Going, None, Some(Priority::Low)));
    }
}
