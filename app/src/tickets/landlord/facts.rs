//! The facts beside the thread: who repairs it, how to reach them, when, how to get in, and who sees all this.

use domain::tenant::{call_link, first_name};
use domain::ticket::{Side, VisitStatus};
use leptos::prelude::*;

use super::show::Whole;
use crate::kernel::Visit;
use crate::tickets::when::{Clock, long};
use crate::tickets::words::{apart, written};
use crate::ui::words::list;
use crate::ui::{button, facts};

/// The list of facts.
pub fn view(visit: &Visit, whole: &Whole) -> AnyView {
    let clock = Clock::of(visit);
    let mut rows = vendor(whole);
    rows.push(("Visit", coming(whole, clock)));
    rows.extend(access(whole));
    if let Some(phone) = &whole.inside.phone {
        let (to, phone) = (call_link(phone), phone.clone());
        let call = view! { <a class="nowrap" href=to>{phone}</a> };
        rows.push(("Call back", call.into_any()));
    }
    let ticket = &whole.ticket;
    rows.push(("About", view! { {ticket.category.title()} ", " {apart(ticket.place.clone())} }.into_any()));
    if ticket.reporter == Side::Tenant {
        let words = match ticket.answered_at {
            Some(at) => format!("after {}", long(at - ticket.created_at)),
            None => format!("none yet, for {}", long(clock.now() - ticket.created_at)),
        };
        rows.push(("First answer", words.into_any()));
    }
    if let Some(at) = ticket.closed_at {
        rows.push(("Closed", format!("after {}", long(at - ticket.created_at)).into_any()));
    }
    rows.push(("Sees this", sees(whole).into_any()));
    facts(rows)
}

fn vendor(whole: &Whole) -> Vec<(&'static str, AnyView)> {
    let href = format!("/maintenance/{}/vendor", whole.ticket.id);
    let Some((id, name, phone)) = &whole.inside.vendor else {
        return vec![("Vendor", view! { <a href=href>"Choose who does it"</a> }.into_any())];
    };
    let to = format!("/vendors/{id}/edit");
    let named = view! { <a href=to>{apart(name.clone())}</a> " " <a class="t-2" href=href>"Change"</a> };
    let mut rows = vec![("Vendor", named.into_any())];
    if let Some(phone) = phone.clone() {
        let to = call_link(&phone);
        let call = view! { <a class="nowrap" href=to>{phone}</a> };
        rows.push(("Phone", call.into_any()));
    }
    rows
}

/// The visit that stands, or what was said to the last one.
fn coming(whole: &Whole, clock: Clock) -> AnyView {
    let Some(visit) = whole.visits.first() else { return "None proposed".into_any() };
    let span = clock.span(visit.starts_at, visit.ends_at);
    let who = apart(visit.who.clone());
    match visit.status {
        VisitStatus::Accepted => view! { {span} ", " {who} }.into_any(),
        VisitStatus::Proposed => {
            let action = format!("/maintenance/{}/visits/{}/cancel", whole.ticket.id, visit.id);
            view! {
                {span} ", " {who} ", not answered yet"
                <form method="post" action=action>
                    <input type="hidden" name="version" value=visit.version.to_string()/>
                    <input type="hidden" name="read" value=whole.read.to_rfc3339()/>
                    {button("Take back").quiet().small()}
                </form>
            }
            .into_any()
        }
        VisitStatus::Declined => {
            let words = visit.answer.clone().map(|w| written(&w));
            view! { {span} " does not suit" {words} }.into_any()
        }
        VisitStatus::Cancelled => "None proposed".into_any(),
    }
}

fn access(whole: &Whole) -> Option<(&'static str, AnyView)> {
    let ticket = &whole.ticket;
    ticket.lease?;
    let key =
        if ticket.may_enter { "With the key when nobody is home." } else { "Only while somebody is home." };
    let when = ticket.access.clone().map(|words| view! { {apart(words)} <br/> });
    Some(("Access", view! { {when} {key} }.into_any()))
}

fn sees(whole: &Whole) -> String {
    if whole.ticket.lease.is_none() {
        return "Your side alone".into();
    }
    let mut names: Vec<String> = whole.household.iter().map(|n| first_name(n).to_string()).collect();
    names.push("your side".into());
    list(&names)
}
