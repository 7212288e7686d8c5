//! Where a repair stands, in words and signs; and the words of its timeline.

use domain::ticket::{Category, Happened, Priority, Status};
use leptos::prelude::*;
use store::tickets::{Entry, Line, Visit, What};

use super::when::{Clock, long};
use crate::kernel;
use crate::ui::{Icon, Status as Sign, Tone, status, tag};

/// The sign of a category.
pub fn category_icon(category: Category) -> Icon {
    match category {
        Category::Water => Icon::Drop,
        Category::Heating => Icon::Heat,
        Category::Electric => Icon::Bolt,
        Category::Appliance => Icon::Settings,
        Category::Door => Icon::Key,
        Category::Pest => Icon::Alert,
        Category::Structure => Icon::Home,
        Category::Outside => Icon::Building,
        Category::Other => Icon::Wrench,
    }
}

/// `Emergency`, `Urgent`, `Can wait`; nothing for what goes in its turn.
pub fn priority(priority: Priority) -> Option<AnyView> {
    let sign = match priority {
        Priority::Emergency | Priority::High => tag(Tone::Late, Icon::Alert, priority.title()),
        Priority::Normal => return None,
        Priority::Low => tag(Tone::Plain, Icon::Clock, priority.title()),
    };
    Some(view! { {sign} }.into_any())
}

/// Where it stands, as the landlord's list says it.
pub fn for_landlord(line: &Line, clock: Clock) -> Sign {
    match (line.status, line.waits_since, line.visit) {
        (Status::Completed, ..) if line.confirmed_at.is_some() => {
            status(Tone::Good, Icon::CheckCircle, "Fixed and confirmed")
        }
        (Status::Completed, ..) => status(Tone::Plain, Icon::Check, "Fixed"),
        (Status::Cancelled, ..) => status(Tone::Plain, Icon::Ban, "Cancelled"),
        (_, Some(since), _) => {
            status(Tone::Wait, Icon::Message, format!("Waits for you, {}", long(clock.now() - since)))
        }
        (_, None, Some((from, until, true))) => {
            status(Tone::Plain, Icon::Calendar, format!("Visit {}", clock.span(from, until)))
        }
        (_, None, Some((from, until, false))) => {
            status(Tone::Move, Icon::Calendar, format!("Asked about {}", clock.span(from, until)))
        }
        (Status::InProgress, ..) => status(Tone::Move, Icon::Wrench, "In progress"),
        (Status::Open, ..) => status(Tone::Plain, Icon::Hourglass, "Open"),
    }
}

/// Where it stands, as the household's list says it.
pub fn for_tenant(line: &Line, clock: Clock) -> Sign {
    match (line.status, line.visit) {
        (Status::Completed, _) if line.confirmed_at.is_some() => {
            status(Tone::Plain, Icon::CheckCircle, "Fixed")
        }
        (Status::Completed, _) => status(Tone::Wait, Icon::Question, "Fixed? Please say"),
        (Status::Cancelled, _) => status(Tone::Plain, Icon::Ban, "Cancelled"),
        (_, Some((from, until, false))) => {
            status(Tone::Wait, Icon::Calendar, format!("Does {} suit you?", clock.span(from, until)))
        }
        (_, Some((from, until, true))) => {
            status(Tone::Move, Icon::Calendar, format!("Visit {}", clock.span(from, until)))
        }
        (Status::InProgress, None) => status(Tone::Move, Icon::Wrench, "Somebody is at it"),
        (Status::Open, None) if line.waits_since.is_some() => {
            status(Tone::Plain, Icon::Sent, "Sent, not answered yet")
        }
        (Status::Open, None) => status(Tone::Plain, Icon::Message, "Answered"),
    }
}

/// One thing done: its sign, and what follows the name of whoever did it. Words that somebody wrote stand apart.
pub struct Told {
    pub icon: Icon,
    pub words: String,
    pub quote: Option<String>,
}

/// What an entry of the timeline says.
pub fn told(entry: &Entry, clock: Clock) -> Option<Told> {
    let What::Done { what, before, after, visit } = &entry.what else { return None };
    let (before, after) = (before.clone().unwrap_or_default(), after.clone().unwrap_or_default());
    let span = visit.as_ref().map(|v: &Visit| clock.span(v.starts_at, v.ends_at)).unwrap_or_default();
    let (icon, words, quote) = match what {
        Happened::Reported => (Icon::Sent, "reported it.".to_string(), None),
        Happened::Status => {
            let (icon, words) = to_status(after.parse().unwrap_or(Status::Open));
            (icon, words.to_string(), None)
        }
        Happened::Priority => (Icon::Alert, format!("made it {}.", to_priority(&after)), None),
        Happened::Facts if before == after => (Icon::Edit, "put place or kind right.".into(), None),
        Happened::Facts => (Icon::Edit, "called it".into(), Some(after)),
        Happened::Access => (Icon::Key, "said anew when somebody may come in.".into(), None),
        Happened::FilesAdded => (Icon::Camera, "added photos or documents.".into(), None),
        Happened::VisitProposed => (Icon::Calendar, format!("proposed a visit on {span}:"), Some(after)),
        Happened::VisitAccepted => (Icon::Calendar, format!("agreed to the visit on {span}."), None),
        Happened::VisitDeclined => (Icon::Calendar, format!("said that {span} does not suit:"), Some(after)),
        Happened::VisitCancelled => (Icon::Calendar, format!("took back the visit on {span}."), None),
        Happened::Confirmed => (Icon::CheckCircle, "said that it is fixed.".into(), None),
        Happened::Vendor if after.is_empty() => (Icon::Wrench, "took it back from".into(), Some(before)),
        Happened::Vendor => (Icon::Wrench, "gave it to".into(), Some(after)),
        Happened::CostAdded => (Icon::Receipt, "wrote down".into(), Some(after)),
        Happened::CostRemoved => (Icon::Receipt, "took away".into(), Some(after)),
        Happened::CostBooked => (Icon::Receipt, "booked".into(), Some(after)),
        Happened::CostUnbooked => (Icon::Receipt, "took out of the books:".into(), Some(after)),
    };
    Some(Told { icon, words, quote: quote.filter(|q| !q.is_empty()) })
}

fn to_status(to: Status) -> (Icon, &'static str) {
    match to {
        Status::Open => (Icon::Undo, "opened it again."),
        Status::InProgress => (Icon::Wrench, "began work."),
        Status::Completed => (Icon::Check, "marked it as fixed."),
        Status::Cancelled => (Icon::Ban, "cancelled it."),
    }
}

fn to_priority(word: &str) -> &'static str {
    match word.parse().unwrap_or_default() {
        Priority::Emergency => "an emergency",
        Priority::High => "urgent",
        Priority::Normal => "one that goes in its turn",
        Priority::Low => "one that can wait",
    }
}

/// What somebody else did while this person decided, for a notice or above a form: "Nia marked it as fixed, today 3:12 pm."
pub fn meanwhile(done: &[Entry], clock: Clock) -> String {
    let told: Vec<String> = done
        .iter()
        .rev()
        .filter_map(|entry| {
            let told = told(entry, clock)?;
            let quote = told.quote.map(|q| format!(" {q}.")).unwrap_or_default();
            Some(format!("{} {}{quote}", entry.name, told.words))
        })
        .collect();
    match told.is_empty() {
        true => "Somebody changed this repair while you were deciding. Look at it and decide again.".into(),
        false => format!("While you were deciding: {} Look at it and decide again.", told.join(" ")),
    }
}

/// Words that somebody wrote, set apart from the page around them, whatever way they run.
pub fn written(words: &str) -> AnyView {
    let lines: Vec<_> = words
        .split("\n\n")
        .filter(|p| !p.trim().is_empty())
        .map(|paragraph| view! { <p class="written" dir="auto">{paragraph.trim().to_string()}</p> })
        .collect();
    lines.into_any()
}

/// A name or a few words inside a sentence of ours.
pub fn apart(words: impl Into<String>) -> AnyView {
    view! { <bdi>{words.into()}</bdi> }.into_any()
}

/// The page of a repair behind the door of whoever visits.
pub fn page_of(visit: &kernel::Visit, id: domain::id::TicketId) -> String {
    match visit.role().is_some_and(|r| r.is_member()) {
        true => format!("/maintenance/{id}"),
        false => format!("/portal/repairs/{id}"),
    }
}
