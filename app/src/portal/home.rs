//! `/portal`: the tenant's home on one page. The one number is the rent and when it is due next. What is owed is not said
//! here: nothing is charged yet, and nothing about money is made up.

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::Viewer;
use domain::id::TenantId;
use domain::lease::{Due, Lease, State, Term, due_words};
use domain::tenant::first_name;
use leptos::prelude::*;
use store::tenancy::OwnLease;

use super::parts::{Own, last_day, people_to_call};
use crate::kernel::{Answer, Asked, Door, Failure, Page, Tenancy, Visit};
use crate::tickets::{self, AtHome};
use crate::ui::words::list;
use crate::ui::{date, facts, house, owe};

/// `GET /portal`, with `?lease=` for one of several.
pub async fn show(Tenancy(visit): Tenancy, Asked(asked): Asked) -> Answer {
    let own = Own::read(&visit).await?;
    let me = me(&visit)?;
    let today = visit.today();
    let repairs = tickets::at_home(&visit).await?;
    let page = Page::new(Door::Tenant, "Home").with_live();
    Ok(page.draw(&visit, || match own.chosen(&asked, today) {
        None => view! { <h1 class="t-6">{hello(&visit)}</h1> {own.nothing()} }.into_any(),
        Some(chosen) => view! {
            {own.choice("/portal", chosen, today)}
            {body(&visit, &own, chosen, me, &repairs)}
            {own.emergency()}
        }
        .into_any(),
    }))
}

/// The viewing tenant.
///
/// # Errors
/// [`Failure::Missing`] for anybody else.
pub fn me(visit: &Visit) -> Result<TenantId, Failure> {
    match &visit.standing.viewer {
        Viewer::Tenant(tenant) => Ok(tenant.tenant),
        _ => Err(Failure::Missing),
    }
}

fn hello(visit: &Visit) -> String {
    let place = visit.standing.place.as_ref();
    let seen_as = place.and_then(|p| p.viewing_as.as_ref()).map(|(_, name)| name.clone());
    let name = seen_as.unwrap_or_else(|| visit.standing.name.clone());
    let zone: Tz = visit.zone();
    format!("{}, {}.", date::greeting(visit.now().with_timezone(&zone)), first_name(&name))
}

fn body(visit: &Visit, own: &Own, chosen: &OwnLease, me: TenantId, repairs: &AtHome) -> AnyView {
    let today = visit.today();
    let drawing =
        if chosen.is_house() { house(1, 0) } else { house(HOMES_IN_A_ROW, window_of(&chosen.unit_name)) };
    view! {
        <div class="spread">
            <div class="leaf">
                <div class="hello">
                    <p>{hello(visit)} <br/> <span class="muted">{chosen.home()}</span></p>
                    {drawing}
                </div>
                {number(&chosen.lease, me, today)}
                {repairs.view(visit)}
            </div>
            <div class="leaf">
                {agreement(chosen, today)}
                {household(chosen, me, today)}
                {people_to_call(&own.call)}
            </div>
        </div>
    }
    .into_any()
}

/// A tenant does not see how many homes the house has; the drawing is of a row, and theirs is lit.
const HOMES_IN_A_ROW: usize = 5;

/// The first digit or letter of a home's name decides which window is lit.
fn window_of(unit: &str) -> usize {
    let last = unit.split_whitespace().last().unwrap_or_default();
    let first = last.chars().find(char::is_ascii_alphanumeric).unwrap_or('1');
    let number = match first {
        '0'..='9' => u32::from(first).wrapping_sub(u32::from('1')),
        letter => u32::from(letter.to_ascii_lowercase()).wrapping_sub(u32::from('a')),
    };
    usize::try_from(number % 4).unwrap_or_default()
}

/// The one number of the page.
fn number(lease: &Lease, me: TenantId, today: NaiveDate) -> AnyView {
    let state = lease.state(today);
    let day = lease.next_due(today).map_or_else(|| lease.telling_day(today), |due| due.on);
    let Some(term) = lease.term_on(day) else { return ().into_any() };
    if state == State::Ended {
        let left = lease.ends_on.map(date::full_day).unwrap_or_default();
        let words = format!("You lived here until {left}. What was agreed still stands under Lease.");
        return view! { <div class="owe"><h1 class="what">"Your former home"</h1> <p class="then">{words}</p></div> }
            .into_any();
    }
    let mut number = owe("Rent is", term.rent);
    if let Some(due) = lease.next_due(today) {
        number = number.when(format!("due {}", weekday(due.on)), date::distance(due.on, today));
    }
    number = number.with(view! { <p class="then">{sentences(lease, me, today, term)}</p> });
    number.view()
}

/// `Tuesday, 1 December`.
fn weekday(day: NaiveDate) -> String {
    day.format("%A, %-d %B").to_string()
}

fn sentences(lease: &Lease, me: TenantId, today: NaiveDate, term: &Term) -> String {
    let due_day = term.due_day;
    let mut told =
        vec![format!("It is due {} of each month.", due_words(due_day).trim_end_matches(" of the month"))];
    if let Some(due) = lease.next_due(today) {
        let (days, of) = lease.days_of(due.period);
        if days < of {
            told.push(format!("For {} it is {}, for {days} of {of} days.", due.period, due.rent));
        }
        told.extend(own_share(lease, me, due));
    }
    if let Some(next) = lease.terms.iter().find(|t| t.from_on > today && t.from_on > term.from_on) {
        told.push(format!("From {} it is {} a month.", date::full_day(next.from_on), next.rent));
    }
    told.join(" ")
}

/// "Your share is 50%, $725.00." Nothing for somebody who carries it all.
fn own_share(lease: &Lease, me: TenantId, due: Due) -> Option<String> {
    let share = lease.share_on(me, due.on)?;
    if share == domain::lease::Share::WHOLE {
        return None;
    }
    let part = lease.parts_on(due.on, due.rent).into_iter().find(|(who, _)| *who == me)?.1;
    Some(format!("Your share is {share}, {part}."))
}

fn agreement(chosen: &OwnLease, today: NaiveDate) -> AnyView {
    let lease = &chosen.lease;
    let until = match lease.ends_on {
        Some(last) if lease.state(today) == State::EndingSoon => {
            format!("{}, {}", date::full_day(last), date::distance(last, today))
        }
        Some(last) => date::full_day(last),
        None => "Month to month".into(),
    };
    let href = format!("/portal/lease?lease={}", chosen.id);
    let (first, last) = match lease.state(today) {
        State::Ended => ("From", "Until"),
        State::Starting => ("Starts", "Until"),
        State::Running | State::EndingSoon => ("Since", "Until"),
    };
    view! {
        <section aria-labelledby="lease">
            <div class="head"><h2 id="lease">"Your lease"</h2> <a href=href>"All of it"</a></div>
            {facts([(first, date::full_day(lease.starts_on)), (last, until)])}
        </section>
    }
    .into_any()
}

fn household(chosen: &OwnLease, me: TenantId, today: NaiveDate) -> AnyView {
    let lease = &chosen.lease;
    let ended = lease.state(today) == State::Ended;
    let day = if ended { last_day(chosen) } else { lease.telling_day(today) };
    let others: Vec<String> =
        lease.members_on(day).into_iter().filter(|m| m.tenant != me).map(|m| m.name.clone()).collect();
    let words = match (others.is_empty(), ended) {
        (true, false) => "You alone are on the lease.".to_string(),
        (true, true) => "You alone were on the lease.".to_string(),
        (false, false) => format!("{}.", list(&[vec!["You".to_string()], others].concat())),
        (false, true) => format!("You lived with {}.", list(&others)),
    };
    let title = if ended { "Who lived here" } else { "Who lives here" };
    view! {
        <section aria-labelledby="household">
            <div class="head"><h2 id="household">{title}</h2></div>
            <p>{words}</p>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lit_window_follows_the_name() {
        for (unit, window) in [("Unit 1", 0), ("Unit 3", 2), ("B", 1), ("Birch 4", 3), ("House", 3), ("", 0)]
        {
            assert_eq!(window_of(unit), window, "{unit}");
        }
    }
}
