//! `/portal/people`: whom a tenant lives with, by name and nothing else, and whom to call.

use chrono::NaiveDate;
use domain::id::TenantId;
use domain::lease::State;
use leptos::prelude::*;
use store::tenancy::OwnLease;

use super::home::me;
use super::parts::{Own, people_to_call};
use crate::kernel::{Answer, Asked, Door, Page, Tenancy};
use crate::ui::table::{name, words};
use crate::ui::{date, page_head, section, table};

/// `GET /portal/people`, with `?lease=` for one of several.
pub async fn show(Tenancy(visit): Tenancy, Asked(asked): Asked) -> Answer {
    let own = Own::read(&visit).await?;
    let me = me(&visit)?;
    let today = visit.today();
    Ok(Page::new(Door::Tenant, "People").draw(&visit, || match own.chosen(&asked, today) {
        None => view! { {page_head("People")} {own.nothing()} }.into_any(),
        Some(chosen) => view! {
            {page_head("People").lead(chosen.home())}
            {own.choice("/portal/people", chosen, today)}
            <div class="spread even">
                <div class="leaf">{people_to_call(&own.call)}</div>
                <div class="leaf">{household(chosen, me, today)}</div>
            </div>
            {own.emergency()}
        }
        .into_any(),
    }))
}

fn household(chosen: &OwnLease, me: TenantId, today: NaiveDate) -> AnyView {
    let lease = &chosen.lease;
    let title = if lease.state(today) == State::Ended { "Who lived here" } else { "Who lives here" };
    let mut list = table(title, [name("Name"), words("Since"), words("Until")]);
    let mut members: Vec<_> = lease.members.iter().collect();
    members.sort_by_key(|m| (m.tenant != me, m.from_on));
    let mut seen: Vec<TenantId> = Vec::new();
    for member in members {
        if seen.contains(&member.tenant) {
            continue;
        }
        seen.push(member.tenant);
        let Some((first, last)) = lease.stay_of(member.tenant) else { continue };
        let name = if member.tenant == me { format!("{} (you)", member.name) } else { member.name.clone() };
        list.row(|row| {
            row.text(&name).text(&date::column_day(first, today));
            // Whoever stays until the lease ends is said to for whoever does too: the rest is not the viewer's to know.
            let mine = lease.stay_of(me).and_then(|(_, last)| last);
            let until = last
                .filter(|day| member.tenant == me || Some(*day) != lease.ends_on || mine == lease.ends_on);
            row.text(&until.map_or_else(|| "open".into(), |day| date::column_day(day, today)));
        });
    }
    let words = "Roommates see each other’s names and no more: no number, no address, no share.";
    section("household", title, view! { {list} <p class="after">{words}</p> })
}
