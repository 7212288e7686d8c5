//! `/portal/repairs`: the household's repairs, open ones first, where each stands in words.

use leptos::prelude::*;
use store::tenancy::{self, Contacts};
use store::tickets::{self, Line, Own};

use crate::kernel::{Answer, Door, Failure, Page, Tenancy, Visit};
use crate::portal::emergency;
use crate::tickets::when::Clock;
use crate::tickets::words::{for_tenant, priority};
use crate::ui::words::things;
use crate::ui::{Icon, empty, icon, link_button, page_head, section};

/// `GET /portal/repairs`
pub async fn show(Tenancy(visit): Tenancy) -> Answer {
    let mut tx = visit.enter().await?;
    let own = tickets::own(&mut tx).await?;
    let call = tenancy::contacts(&mut tx).await?;
    let lives = lives_here(&visit);
    Ok(Page::new(Door::Tenant, "Repairs").with_live().draw(&visit, || body(&visit, &own, &call, lives)))
}

/// Somebody who lives somewhere today can report something there.
pub fn lives_here(visit: &Visit) -> bool {
    matches!(&visit.standing.viewer, domain::Viewer::Tenant(t) if !t.living.is_empty())
}

/// What the tenant's home says of repairs: those that are open, and the way to report one.
pub struct AtHome {
    open: Vec<Line>,
    lives: bool,
}

/// So many are shown on the home page.
const AT_HOME: usize = 3;

/// Reads it; nothing for somebody who lives nowhere today.
///
/// # Errors
/// [`Failure::Broken`] when the database does not answer.
pub async fn at_home(visit: &Visit) -> Result<AtHome, Failure> {
    let lives = lives_here(visit);
    let open = match lives {
        true => tickets::own_open(&mut visit.enter().await?).await?,
        false => Vec::new(),
    };
    Ok(AtHome { open, lives })
}

impl AtHome {
    /// As a section that keeps up with what happens.
    pub fn view(&self, visit: &Visit) -> Option<AnyView> {
        let few = &self.open[..self.open.len().min(AT_HOME)];
        let list = match few {
            [] => view! { <p class="muted">"Nothing is open."</p> }.into_any(),
            few => lines(visit, few),
        };
        let report = link_button("/portal/repairs/new", "Report a repair").icon(Icon::Plus);
        self.lives.then(|| {
            view! {
                <section aria-labelledby="repairs-title">
                    <div class="head"><h2 id="repairs-title">"Repairs"</h2> <a href="/portal/repairs">"All of them"</a></div>
                    <div id="repairs" data-live="ticket">{list}</div>
                    <div class="actions">{report}</div>
                </section>
            }
            .into_any()
        })
    }
}

fn body(visit: &Visit, own: &Own, call: &Contacts, lives: bool) -> AnyView {
    let report = link_button("/portal/repairs/new", "Report a repair").primary().wide().icon(Icon::Plus);
    let nothing = own.open.is_empty() && own.closed.is_empty();
    let list = match (nothing, lives) {
        (true, true) => {
            let words = "Something drips, is cold, or does not close? Report it here, with a photo if you like. You see at once what is done about it.";
            empty("Nothing to repair", words, None)
        }
        (true, false) => {
            let words =
                "Repairs belong to the home you live in. You live in none of this landlord’s homes today.";
            empty("No home here today", words, None)
        }
        (false, _) => {
            let closed =
                (!own.closed.is_empty()).then(|| section("closed", "Done", lines(visit, &own.closed)));
            let open = match own.open.is_empty() {
                true => view! { <p class="muted">"Nothing is open."</p> }.into_any(),
                false => lines(visit, &own.open),
            };
            view! { {section("open", "Open", open)} {closed} }.into_any()
        }
    };
    let lead = i64::try_from(own.open.len())
        .map_or_else(|_| String::new(), |n| format!("{} open.", things(n, "repair is", "repairs are")));
    let mut head = page_head("Repairs");
    if !own.open.is_empty() {
        head = head.lead(lead);
    }
    let report = lives.then(|| report.view());
    view! {
        {head}
        {report}
        <div id="repairs" class="leaf" data-live="ticket">{list}</div>
        {emergency(call)}
    }
    .into_any()
}

fn lines(visit: &Visit, lines: &[Line]) -> AnyView {
    let clock = Clock::of(visit);
    let items: Vec<_> = lines.iter().map(|line| item(line, clock)).collect();
    view! { <ul class="repairs">{items}</ul> }.into_any()
}

fn item(line: &Line, clock: Clock) -> AnyView {
    let href = format!("/portal/repairs/{}", line.id);
    let mark = icon(crate::tickets::words::category_icon(line.category));
    let title = line.title.clone();
    let place = line.place.clone();
    view! {
        <li>
            {mark}
            <div>
                <h3><a href=href dir="auto">{title}</a> " " {priority(line.priority)}</h3>
                <p>{for_tenant(line, clock)}</p>
                <p class="sub"><bdi>{place}</bdi> ", reported " {clock.moment(line.created_at)}</p>
            </div>
        </li>
    }
    .into_any()
}
