//! The thread of a repair, drawn for either side: what was said, kept and done, with the photos where they came in.

use std::collections::VecDeque;

use domain::id::PersonId;
use domain::ticket::Side;
use leptos::prelude::*;
use store::files::FileRow;
use store::tickets::{Entry, Ticket, What};

use super::standing::topic;
use super::when::Clock;
use super::words::{apart, page_of, told, written};
use crate::files::photos;
use crate::kernel::Visit;
use crate::ui::{Icon, Tone, icon, status};

/// Entries of one page of a thread.
pub const ENTRIES: i64 = 150;

/// All that a thread shows.
pub struct Thread<'a> {
    pub ticket: &'a Ticket,
    pub entries: Vec<Entry>,
    pub files: Vec<FileRow>,
    /// There are earlier entries than these.
    pub more: bool,
    /// When somebody may come in, as the report said it.
    pub access: Option<AnyView>,
}

impl Thread<'_> {
    /// The thread, oldest first, in a region that lives.
    pub fn view(self, visit: &Visit) -> AnyView {
        let clock = Clock::of(visit);
        let side = if visit.role().is_some_and(|r| r.is_member()) { Side::Landlord } else { Side::Tenant };
        let me = visit.standing.viewer.person().map(|person| (person, side));
        let mut files: VecDeque<FileRow> = self.files.into();
        let page = page_of(visit, self.ticket.id);
        let earlier = self.entries.first().filter(|_| self.more).map(|first| {
            let href = format!("{page}?before={}_{}", first.at.to_rfc3339(), first.id);
            view! { <p class="earlier"><a href=href>"Earlier"</a></p> }
        });
        let begin = (!self.more).then(|| {
            let own = came_with(&mut files, self.ticket.reported_by, self.entries.get(1).map(|e| e.at));
            report(visit, self.ticket, clock, own, self.access)
        });
        let mut items: Vec<AnyView> = Vec::new();
        for (at, one) in self.entries.iter().enumerate() {
            let until = self.entries.get(at + 1).map(|next| next.at);
            items.extend(entry(one, clock, me));
            // Photos stand behind what was last done before they came.
            let came: Vec<FileRow> = took(&mut files, until);
            items.extend(brought(visit, clock, came));
        }
        view! {
            {earlier}
            <ol class="talk" id="thread" data-live=topic(self.ticket.id) aria-label="Thread, oldest first">{begin} {items}</ol>
        }
        .into_any()
    }
}

/// Files that came before this moment, all without one.
fn took(files: &mut VecDeque<FileRow>, until: Option<chrono::DateTime<chrono::Utc>>) -> Vec<FileRow> {
    let mut came = Vec::new();
    while files.front().is_some_and(|f| until.is_none_or(|at| f.added_at < at)) {
        came.extend(files.pop_front());
    }
    came
}

/// Files of the reporter that came before anything else was said or done: those of the report itself.
fn came_with(
    files: &mut VecDeque<FileRow>,
    reporter: PersonId,
    until: Option<chrono::DateTime<chrono::Utc>>,
) -> Vec<FileRow> {
    let (own, others): (Vec<FileRow>, Vec<FileRow>) =
        took(files, until).into_iter().partition(|f: &FileRow| f.added_by == reporter);
    for file in others.into_iter().rev() {
        files.push_front(file);
    }
    own
}

/// The report opens the thread.
fn report(
    visit: &Visit,
    ticket: &Ticket,
    clock: Clock,
    files: Vec<FileRow>,
    access: Option<AnyView>,
) -> AnyView {
    let shown = (!files.is_empty()).then(|| photos(visit, &files));
    let access = access.map(|words| view! { <p class="muted t-2">{words}</p> });
    view! {
        <li>
            <p class="by"><b>{apart(ticket.reporter_name.clone())}</b> " " {clock.moment(ticket.created_at)}</p>
            <div class="said">{written(&ticket.description)} {shown} {access}</div>
        </li>
    }
    .into_any()
}

fn entry(entry: &Entry, clock: Clock, me: Option<(PersonId, Side)>) -> Option<AnyView> {
    let at = clock.moment(entry.at);
    let name = entry.name.clone();
    match &entry.what {
        What::Said(words) => Some(
            view! {
                <li><p class="by"><b>{apart(name)}</b> " " {at}</p> <div class="said">{written(words)}</div></li>
            }
            .into_any(),
        ),
        What::Noted(words) => Some(
            view! {
                <li class="inside">
                    <p class="by"><b>{apart(name)}</b> " " {at}</p>
                    <div class="said">
                        <p class="only">{status(Tone::Wait, Icon::Lock, "Only your side sees this")}</p>
                        {written(words)}
                    </div>
                </li>
            }
            .into_any(),
        ),
        // The report itself stands above.
        What::Done { what: domain::ticket::Happened::Reported, .. } => None,
        What::Done { .. } => {
            let told = told(entry, clock)?;
            let who = if me == Some((entry.person, entry.side)) { "You".to_string() } else { name };
            let quote = told.quote.map(|q| view! { " " {apart(q)} });
            Some(
                view! {
                    <li class="event">
                        <p class="by">{at}</p>
                        <p class="said">{icon(told.icon)} <span>{apart(who)} " " {told.words} {quote}</span></p>
                    </li>
                }
                .into_any(),
            )
        }
    }
}

/// Photos that came together, under the name of whoever brought the first.
fn brought(visit: &Visit, clock: Clock, files: Vec<FileRow>) -> Option<AnyView> {
    let first = files.first()?;
    let (name, at) = (first.added_by_name.clone(), clock.moment(first.added_at));
    let inside = first.lease.is_none() && first.side == Side::Landlord;
    let class = inside.then_some("inside");
    Some(
        view! {
            <li class=class>
                <p class="by"><b>{apart(name)}</b> " " {at}</p>
                <div class="said">{photos(visit, &files)}</div>
            </li>
        }
        .into_any(),
    )
}
