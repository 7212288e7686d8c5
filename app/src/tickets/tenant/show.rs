//! `/portal/repairs/{id}`: one repair for the household: where it stands, the thread, what they are asked, and what they can do.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::TicketId;
use domain::ticket::{Move, Side, Status, VisitStatus};
use leptos::prelude::*;
use store::files::{self, FileRow};
use store::notifications;
use store::tenancy::{self, Contacts};
use store::tickets::{self, Entry, Ticket, Visit as Coming};

use super::say;
use crate::kernel::{Answer, Asked, Door, Failure, Page, Tenancy, Visit};
use crate::portal::emergency;
use crate::tickets::draft::SCRIPT;
use crate::tickets::landlord::show::read_before;
use crate::tickets::standing::{stations, topic};
use crate::tickets::thread::{ENTRIES, Thread};
use crate::tickets::when::Clock;
use crate::tickets::words::{apart, priority};
use crate::ui::form::{Control, area};
use crate::ui::{Icon, button, facts, link_button, page_head, section};

/// Everything the page shows.
pub struct Whole {
    pub ticket: Ticket,
    pub visits: Vec<Coming>,
    pub entries: Vec<Entry>,
    pub more: bool,
    pub files: Vec<FileRow>,
    pub call: Contacts,
    /// When it was read.
    pub read: chrono::DateTime<chrono::Utc>,
}

impl Whole {
    /// Reads it.
    ///
    /// # Errors
    /// [`Failure::Missing`] when it is not there or not of the viewer's household.
    pub async fn read(
        visit: &Visit,
        id: TicketId,
        before: Option<(chrono::DateTime<chrono::Utc>, uuid::Uuid)>,
    ) -> Result<Whole, Failure> {
        let mut tx = visit.enter().await?;
        let ticket = tickets::find(&mut tx, id).await?;
        let visits = tickets::visits(&mut tx, id).await?;
        let mut entries = tickets::thread(&mut tx, id, before, ENTRIES + 1).await?;
        let more = i64::try_from(entries.len()).is_ok_and(|n| n > ENTRIES);
        if more {
            entries.remove(0);
        }
        let files = files::of_ticket(&mut tx, id).await?;
        let call = tenancy::contacts(&mut tx).await?;
        let read = tx.now();
        // Whoever looks at it has read what they were told about it.
        notifications::read_of_ticket(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Whole { ticket, visits, entries, more, files, call, read })
    }
}

/// `GET /portal/repairs/{id}`
pub async fn show(Tenancy(visit): Tenancy, Path(id): Path<TicketId>, Asked(asked): Asked) -> Answer {
    let whole = Whole::read(&visit, id, read_before(asked.value("before"))).await?;
    let typed = say::blank(&visit);
    Ok(draw(&visit, whole, &typed))
}

/// The page with what was typed below the thread.
pub fn draw(visit: &Visit, whole: Whole, typed: &Typed) -> Response {
    let page = Page::new(Door::Tenant, whole.ticket.title.clone()).refused_if(!typed.is_sound());
    page.with_live().with_script(SCRIPT).draw(visit, || {
        let clock = Clock::of(visit);
        let head = head(&whole, clock);
        let asked = asked(&whole, clock, typed);
        let about = about(visit, &whole);
        let reply = say::form(visit, &whole, typed);
        let call = emergency(&whole.call);
        let Whole { ticket, entries, files, more, .. } = whole;
        let thread = Thread { ticket: &ticket, entries, files, more, access: None }.view(visit);
        view! {
            <div id="head" data-live=topic(ticket.id)>{head}</div>
            <div id="asked" data-live=topic(ticket.id)>{asked}</div>
            <div class="spread talking">
                <div class="leaf">{section("talk", "What was said and done", view! { {thread} {reply} })}</div>
                <div class="leaf" id="about" data-live=topic(ticket.id)>{about}</div>
            </div>
            {call}
        }
        .into_any()
    })
}

fn head(whole: &Whole, clock: Clock) -> AnyView {
    let ticket = &whole.ticket;
    let tag = priority(ticket.priority);
    let (place, number) = (apart(ticket.place.clone()), ticket.number());
    let lead = view! { {tag} " " {place} ", reported " {clock.moment(ticket.created_at)} ", " {number} };
    let head =
        page_head(ticket.title.clone()).crumbs(&[("/portal/repairs", "Repairs")]).lead(lead.into_any());
    view! { {head} {stations(ticket, &whole.visits, clock, "you are asked")} }.into_any()
}

/// What the household is asked: whether a visit suits, whether it is fixed.
fn asked(whole: &Whole, clock: Clock, typed: &Typed) -> Option<AnyView> {
    let ticket = &whole.ticket;
    if ticket.status == Status::Completed
        && ticket.confirmed_at.is_none()
        && ticket.stand().may_reopen(clock.now())
    {
        return Some(is_it_fixed(whole, typed));
    }
    let coming = whole.visits.iter().find(|v| v.status.stands() && v.ends_at > clock.now());
    let visit = coming.filter(|_| !ticket.status.is_closed())?;
    Some(does_it_suit(whole, visit, clock, typed))
}

fn does_it_suit(whole: &Whole, visit: &Coming, clock: Clock, typed: &Typed) -> AnyView {
    let span = clock.span(visit.starts_at, visit.ends_at);
    let action = format!("/portal/repairs/{}/visits/{}", whole.ticket.id, visit.id);
    let accepted = visit.status == VisitStatus::Accepted;
    let title = if accepted { format!("Visit on {span}") } else { format!("Does {span} suit you?") };
    let words = area("words", "When would suit you?").rows(2).max(500);
    let accept = (!accepted).then(|| {
        view! {
            <form method="post" action=action.clone()>
                <input type="hidden" name="version" value=visit.version.to_string()/>
                <input type="hidden" name="read" value=whole.read.to_rfc3339()/>
                {button("It suits me").primary().icon(Icon::Check).sends("do", "accept")}
            </form>
        }
    });
    let open = typed.error("words").is_some();
    let decline = view! {
        <details class="ask-back" open=open>
            <summary>{if accepted { "It does not suit me any more" } else { "It does not suit me" }}</summary>
            <form method="post" action=action.clone()>
                <input type="hidden" name="version" value=visit.version.to_string()/>
                <input type="hidden" name="read" value=whole.read.to_rfc3339()/>
                {words.draw(typed, "v")}
                {button("Ask for another time").sends("do", "decline")}
            </form>
        </details>
    };
    view! {
        <section class="ask" aria-labelledby="ask">
            <h2 id="ask">{title}</h2>
            <p>{apart(visit.who.clone())} " comes." {accepted.then_some(" You have agreed.")}</p>
            {accept} {decline}
        </section>
    }
    .into_any()
}

fn is_it_fixed(whole: &Whole, typed: &Typed) -> AnyView {
    let action = format!("/portal/repairs/{}/status", whole.ticket.id);
    let version = whole.ticket.version.to_string();
    let read = whole.read.to_rfc3339();
    let hidden = || {
        view! {
            <input type="hidden" name="version" value=version.clone()/>
            <input type="hidden" name="read" value=read.clone()/>
        }
    };
    let words = area("words", "What is still wrong?").rows(2);
    let open = typed.error("words").is_some();
    view! {
        <section class="ask" aria-labelledby="ask">
            <h2 id="ask">"Is it fixed?"</h2>
            <p>"Your landlord’s side says that it is. You can open it again for 30 days."</p>
            <form method="post" action=action.clone()>
                {hidden()} {button("Yes, it is fixed").primary().icon(Icon::Check).sends("do", "confirm")}
            </form>
            <details class="ask-back" open=open>
                <summary>"No, not yet"</summary>
                <form method="post" action=action.clone()>
                    {hidden()} {words.draw(typed, "o")}
                    {button("Open it again").icon(Icon::Undo).sends("do", "reopen")}
                </form>
            </details>
        </section>
    }
    .into_any()
}

/// How to get in, and what else can be done.
fn about(visit: &Visit, whole: &Whole) -> AnyView {
    let ticket = &whole.ticket;
    let id = ticket.id;
    let key =
        if ticket.may_enter { "With the key when nobody is home" } else { "Only while somebody is home" };
    let when = ticket.access.clone().unwrap_or_else(|| "Not said".into());
    let access = facts([("When", apart(when)), ("How", key.into_any())]);
    let change = (!ticket.status.is_closed())
        .then(|| link_button(format!("/portal/repairs/{id}/access"), "Change").icon(Icon::Key).view());
    let steps = ticket.stand().steps(Side::Tenant, visit.now());
    let step = |word: &'static str, icon: Icon, step: Move| {
        steps.contains(&step).then(|| {
            view! {
                <form method="post" action=format!("/portal/repairs/{id}/status")>
                    <input type="hidden" name="version" value=ticket.version.to_string()/>
                    <input type="hidden" name="read" value=whole.read.to_rfc3339()/>
                    {button(word).quiet().icon(icon).sends("do", step.word())}
                </form>
            }
        })
    };
    // While the page asks whether it is fixed, opening it again stands there.
    let asks = ticket.status == Status::Completed && ticket.confirmed_at.is_none();
    let again = (!asks).then(|| step("Open it again", Icon::Undo, Move::Reopen)).flatten();
    let cancel = step("Not needed any more", Icon::Ban, Move::Cancel);
    let body = view! { {access} <div class="actions">{change} {again} {cancel}</div> };
    section("access", "How to get in", body)
}
