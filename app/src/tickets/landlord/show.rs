//! `/maintenance/{id}`: one repair: where it stands, the thread with the landlord's own notes, the facts, the costs and where
//! they are in the books.

use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::Typed;
use domain::id::TicketId;
use domain::tenant::first_name;
use domain::ticket::{Move, Side};
use leptos::prelude::*;
use store::files::{self, FileRow};
use store::notifications;
use store::tickets::{self, Cost, Entry, Inside, Offer, Ticket, Visit as Coming};
use uuid::Uuid;

use super::{costs, facts, say};
use crate::kernel::{Answer, Asked, Door, Failure, Landlord, Page, Visit, link_to};
use crate::tickets::draft::SCRIPT;
use crate::tickets::standing::{stations, topic};
use crate::tickets::thread::{ENTRIES, Thread};
use crate::tickets::when::Clock;
use crate::tickets::words::{apart, priority};
use crate::ui::{Icon, PageHead, button, date, link_button, page_head, with_aside};

/// Everything the page shows.
pub struct Whole {
    pub ticket: Ticket,
    pub inside: Inside,
    pub household: Vec<String>,
    pub visits: Vec<Coming>,
    pub entries: Vec<Entry>,
    pub more: bool,
    pub files: Vec<FileRow>,
    pub costs: Vec<(Cost, Vec<Offer>)>,
    /// Set when the page was read; forms carry it, so that whoever comes second is told what happened since.
    pub read: DateTime<Utc>,
}

impl Whole {
    /// Reads it.
    ///
    /// # Errors
    /// [`Failure::Missing`] when it is not there or not in reach.
    pub async fn read(
        visit: &Visit,
        id: TicketId,
        before: Option<(DateTime<Utc>, Uuid)>,
    ) -> Result<Whole, Failure> {
        let mut tx = visit.enter().await?;
        let ticket = tickets::find(&mut tx, id).await?;
        let inside = tickets::inside(&mut tx, id).await?;
        let household = match ticket.lease {
            Some(lease) => tickets::household(&mut tx, lease, visit.today()).await?,
            None => Vec::new(),
        };
        let visits = tickets::visits(&mut tx, id).await?;
        let mut entries = tickets::thread(&mut tx, id, before, ENTRIES + 1).await?;
        let more = i64::try_from(entries.len()).is_ok_and(|n| n > ENTRIES);
        if more {
            entries.remove(0);
        }
        let files = files::of_ticket(&mut tx, id).await?;
        let costs = tickets::costs(&mut tx, id).await?;
        let unbooked: Vec<&Cost> = costs.iter().filter(|cost| cost.booked.is_none()).collect();
        let mut offers = tickets::offers(&mut tx, ticket.property, &unbooked).await?.into_iter();
        let mut with =
            |cost: &Cost| cost.booked.is_none().then(|| offers.next()).flatten().unwrap_or_default();
        let offered: Vec<Vec<Offer>> = costs.iter().map(&mut with).collect();
        let costs = costs.into_iter().zip(offered).collect();
        let read = tx.now();
        // Whoever looks at it has read what they were told about it.
        notifications::read_of_ticket(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Whole { ticket, inside, household, visits, entries, more, files, costs, read })
    }
}

/// A place in the thread, as an address carries it.
pub fn read_before(text: &str) -> Option<(DateTime<Utc>, Uuid)> {
    // The plus of a zone arrives as a blank.
    let (at, id) = text.split_once('_')?;
    Some((at.replace(' ', "+").parse().ok()?, id.parse().ok()?))
}

/// `GET /maintenance/{id}`
pub async fn show(Landlord(visit): Landlord, Path(id): Path<TicketId>, Asked(asked): Asked) -> Answer {
    visit.keeps_people()?;
    let whole = Whole::read(&visit, id, read_before(asked.value("before"))).await?;
    let typed = say::blank(&visit);
    Ok(draw(&visit, whole, &typed))
}

/// The page with what was typed below the thread.
pub fn draw(visit: &Visit, whole: Whole, typed: &Typed) -> Response {
    let title = format!("{}, {}", whole.ticket.number(), whole.ticket.title);
    let page = Page::new(Door::Landlord, title).refused_if(!typed.is_sound());
    page.with_live().with_script(SCRIPT).draw(visit, || {
        let clock = Clock::of(visit);
        let head = view! { <div id="head" data-live=topic(whole.ticket.id)>{head(visit, &whole)} {track(&whole, clock)}</div> };
        let facts = view! { <div id="facts" data-live=topic(whole.ticket.id)>{facts::view(visit, &whole)}</div> };
        let reply = say::form(visit, &whole, typed);
        let costs = costs::view(visit, &whole);
        let access = whole.ticket.access.clone().map(|words| view! { "May be entered: " {apart(words)} }.into_any());
        let Whole { ticket, entries, files, more, .. } = whole;
        let thread = Thread { ticket: &ticket, entries, files, more, access }.view(visit);
        view! { {head} {with_aside(view! { {thread} {reply} }.into_any(), "about", "Facts", facts.into_any())} {costs} }.into_any()
    })
}

fn track(whole: &Whole, clock: Clock) -> AnyView {
    let asked =
        whole.household.first().map(|name| format!("{} is asked", first_name(name))).unwrap_or_default();
    stations(&whole.ticket, &whole.visits, clock, &asked)
}

fn head(visit: &Visit, whole: &Whole) -> PageHead {
    let ticket = &whole.ticket;
    let local = ticket.created_at.with_timezone(&visit.zone()).date_naive();
    let since = date::day_time(local, format!("since {}", date::long_day(local)));
    let who = match whole.household.first() {
        Some(name) => name.clone(),
        None if ticket.lease.is_some() => ticket.reporter_name.clone(),
        None => "only your side sees it".into(),
    };
    let tag = priority(ticket.priority);
    let home = ticket.home();
    let number = ticket.number();
    let lead = view! { {tag} " " {apart(home)} ", " {apart(who)} ", " {number} ", " {since} };
    let mut head =
        page_head(ticket.title.clone()).crumbs(&[("/maintenance", "Repairs")]).lead(lead.into_any());
    head = head
        .action(link_button(format!("/maintenance/{}/edit", ticket.id), "Change").quiet().icon(Icon::Edit));
    if !ticket.status.is_closed() {
        let stands = whole.visits.iter().any(|v| v.status.stands() && v.ends_at > visit.now());
        let word = if stands { "Change visit" } else { "Propose a visit" };
        head =
            head.action(link_button(format!("/maintenance/{}/visit", ticket.id), word).icon(Icon::Calendar));
    }
    head.action(steps(visit, whole))
}

/// The steps that lead on from here.
fn steps(visit: &Visit, whole: &Whole) -> AnyView {
    let ticket = &whole.ticket;
    let buttons: Vec<_> = ticket
        .stand()
        .steps(Side::Landlord, visit.now())
        .into_iter()
        .map(|step| {
            let (word, icon) = match step {
                Move::Start => ("Start work", Icon::Wrench),
                Move::Complete => ("Mark fixed", Icon::Check),
                Move::Cancel => ("Cancel repair", Icon::Ban),
                Move::Reopen => ("Open again", Icon::Undo),
            };
            let made = button(word).icon(icon).sends("do", step.word());
            if step == Move::Cancel { made.quiet() } else { made }.view()
        })
        .collect();
    let action = format!("/maintenance/{}/status", ticket.id);
    view! {
        <form class="steps" method="post" action=action>
            <input type="hidden" name="version" value=ticket.version.to_string()/>
            <input type="hidden" name="read" value=whole.read.to_rfc3339()/>
            {buttons}
        </form>
    }
    .into_any()
}

/// The page of the repair, at its end, where one writes.
pub fn at_reply(id: TicketId) -> String {
    format!("{}#reply", link_to(format!("/maintenance/{id}")).href())
}
