//! `/portal/lease`: who, where, until when and on what terms, in plain words, with what held before.

use chrono::NaiveDate;
use domain::id::TenantId;
use domain::lease::{Lease, LeaseMember, State};
use leptos::prelude::*;
use store::tenancy::OwnLease;

use super::home::me;
use super::parts::Own;
use crate::kernel::{Answer, Asked, Door, Page, Tenancy};
use crate::ui::table::{figures, name, words};
use crate::ui::words::list;
use crate::ui::{date, facts, page_head, section, table};

/// `GET /portal/lease`, with `?lease=` for one of several.
pub async fn show(Tenancy(visit): Tenancy, Asked(asked): Asked) -> Answer {
    let own = Own::read(&visit).await?;
    let me = me(&visit)?;
    let today = visit.today();
    Ok(Page::new(Door::Tenant, "Your lease").draw(&visit, || match own.chosen(&asked, today) {
        None => view! { {page_head("Your lease")} {own.nothing()} }.into_any(),
        Some(chosen) => view! {
            {own.choice("/portal/lease", chosen, today)}
            {body(chosen, me, &own.call.portfolio, today)}
            {own.emergency()}
        }
        .into_any(),
    }))
}

fn body(chosen: &OwnLease, me: TenantId, portfolio: &str, today: NaiveDate) -> AnyView {
    let lease = &chosen.lease;
    let head = page_head(chosen.home()).lead(lead(lease, portfolio, today));
    let day = lease.next_due(today).map_or_else(|| lease.telling_day(today), |due| due.on);
    let terms = lease.term_on(day).map(|term| {
        view! { <p>{term.rent_sentence()}</p> <p>{term.late_sentence()}</p> <p>{term.deposit_sentence()}</p> }
    });
    view! {
        {head}
        <div class="spread even">
            <div class="leaf">
                {section("where", "Where and until when", facts(dates(chosen, me)))}
                {section("who", "Who", people(lease, me, today))}
            </div>
            <div class="leaf">
                {section("terms", "What is agreed", terms)}
                {(lease.terms.len() > 1).then(|| section("history", "Rent through time", history(lease, today)))}
            </div>
        </div>
    }
    .into_any()
}

fn lead(lease: &Lease, portfolio: &str, today: NaiveDate) -> String {
    let until = match lease.ends_on {
        Some(last) => format!("until {}", date::full_day(last)),
        None => "from month to month".into(),
    };
    match lease.state(today) {
        State::Starting => {
            format!("You rent from {portfolio} from {}, {until}.", date::full_day(lease.starts_on))
        }
        State::Ended => format!("You rented from {portfolio} {until}."),
        State::Running | State::EndingSoon => format!("You rent from {portfolio} {until}."),
    }
}

fn dates(chosen: &OwnLease, me: TenantId) -> Vec<(&'static str, String)> {
    let lease = &chosen.lease;
    let mut rows = vec![
        ("Address", format!("{}, {}", chosen.home(), chosen.city)),
        ("First day", date::full_day(lease.starts_on)),
    ];
    if let Some((since, _)) = lease.stay_of(me).filter(|(since, _)| *since > lease.starts_on) {
        rows.push(("You since", date::full_day(since)));
    }
    rows.push(("Last day", lease.ends_on.map_or_else(|| "Month to month".into(), date::full_day)));
    rows
}

/// Everybody on it by name and time; one's own share, and nobody else's.
fn people(lease: &Lease, me: TenantId, today: NaiveDate) -> AnyView {
    let day = lease.telling_day(today);
    let mut now: Vec<&LeaseMember> = lease.members_on(day);
    now.sort_by_key(|m| m.tenant != me);
    let names: Vec<String> = now.iter().map(|m| m.name.clone()).collect();
    let share = lease.share_on(me, day).filter(|share| *share != domain::lease::Share::WHOLE);
    let share = share.map(|share| view! { <p>{format!("Your share of the rent is {share}.")}</p> });
    let mut before: Vec<&LeaseMember> = lease.members.iter().filter(|m| !names.contains(&m.name)).collect();
    before.sort_by_key(|m| std::cmp::Reverse(m.from_on));
    let before: Vec<_> = before
        .into_iter()
        .map(|m| view! { <p class="muted">{format!("{}, {}", m.name, span(m, today))}</p> })
        .collect();
    view! { <p>{format!("{}.", list(&names))}</p> {share} {before} }.into_any()
}

fn span(member: &LeaseMember, today: NaiveDate) -> String {
    let from = date::full_day(member.from_on);
    match member.until_on {
        _ if member.from_on > today => format!("from {from}"),
        Some(last) => format!("{from} to {}", date::full_day(last)),
        None => format!("since {from}"),
    }
}

fn history(lease: &Lease, today: NaiveDate) -> AnyView {
    let mut list = table("Rent through time", [name("From"), words("Until"), figures("Rent a month")]);
    for (i, term) in lease.terms.iter().enumerate().rev() {
        let last = match lease.terms.get(i + 1) {
            Some(next) => next.from_on.pred_opt(),
            None => lease.ends_on,
        };
        list.row(|row| {
            row.text(&date::column_day(term.from_on, today));
            row.text(&last.map_or_else(|| "open".into(), |day| date::column_day(day, today)));
            row.money(term.rent);
        });
    }
    list.view()
}
