//! What the pages of the portal share: the lease they speak of, the choice among several, whom to call, and the line
//! for an emergency.

use chrono::NaiveDate;
use domain::Typed;
use domain::lease::State;
use domain::tenant::call_link;
use leptos::prelude::*;
use store::tenancy::{self, Contacts, OwnLease};

use crate::kernel::{Failure, Visit, link_to};
use crate::ui::{Icon, date, empty, link_button, tabs};

/// What a page of the portal reads: four statements.
pub struct Own {
    /// The viewer's leases, those that hold latest first.
    pub leases: Vec<OwnLease>,
    /// Whom they call.
    pub call: Contacts,
}

impl Own {
    /// Reads it.
    ///
    /// # Errors
    /// [`Failure::Broken`] when the database does not answer.
    pub async fn read(visit: &Visit) -> Result<Own, Failure> {
        let mut tx = visit.enter().await?;
        Ok(Own { leases: tenancy::leases(&mut tx).await?, call: tenancy::contacts(&mut tx).await? })
    }

    /// The lease that was asked for; else today's, the next, or the last one.
    pub fn chosen(&self, asked: &Typed, today: NaiveDate) -> Option<&OwnLease> {
        let wanted = asked.value("lease");
        let rank = |own: &&OwnLease| match own.lease.state(today) {
            State::Running | State::EndingSoon => 0,
            State::Starting => 1,
            State::Ended => 2,
        };
        self.leases
            .iter()
            .find(|own| own.id.to_string() == wanted)
            .or_else(|| self.leases.iter().min_by_key(rank))
    }

    /// The choice among several leases, on the page at `path`.
    pub fn choice(&self, path: &'static str, chosen: &OwnLease, today: NaiveDate) -> Option<AnyView> {
        (self.leases.len() > 1).then(|| {
            let all = self.leases.iter().fold(tabs("Your homes"), |tabs, own| {
                let word = match own.lease.state(today) {
                    State::Ended => {
                        format!("{}, until {}", own.home(), date::column_day(last_day(own), today))
                    }
                    State::Starting => {
                        format!("{}, from {}", own.home(), date::column_day(own.lease.starts_on, today))
                    }
                    State::Running | State::EndingSoon => own.home(),
                };
                tabs.tab(link_to(path).with("lease", own.id.to_string()).href(), word, own.id == chosen.id)
            });
            all.view()
        })
    }

    /// The line at the foot of a page for when something burns, leaks or smells.
    pub fn emergency(&self) -> AnyView {
        emergency(&self.call)
    }

    /// The page of somebody whose lease is not written down yet.
    pub fn nothing(&self) -> AnyView {
        let words = format!(
            "{} has not written a lease down for you yet. It will stand here as soon as they do.",
            self.call.portfolio
        );
        view! {
            {empty("No lease here yet", words, None)}
            {people_to_call(&self.call)}
            {self.emergency()}
        }
        .into_any()
    }
}

/// The line at the foot of a page for when something burns, leaks or smells.
pub fn emergency(call: &Contacts) -> AnyView {
    let number = match &call.emergency {
        Some(phone) => link_button(call_link(phone), phone.clone()).icon(Icon::Phone),
        None => link_button("tel:911", "911").icon(Icon::Phone),
    };
    let words = match &call.emergency {
        Some(_) => "Smell gas? Leave first, then call, day or night.",
        None => "Fire or gas? Leave first, then call.",
    };
    view! { <footer class="foot"><p>{words} " " {number}</p></footer> }.into_any()
}

/// The last day of a lease that has one.
pub fn last_day(own: &OwnLease) -> NaiveDate {
    own.lease.ends_on.unwrap_or(own.lease.starts_on)
}

/// Name, number and address of the landlord's side.
pub fn people_to_call(call: &Contacts) -> AnyView {
    let name = call.name.clone().unwrap_or_else(|| call.portfolio.clone());
    let of =
        (call.name.is_some()).then(|| view! { <br/> <span class="muted">{call.portfolio.clone()}</span> });
    let phone = call
        .phone
        .as_ref()
        .map(|phone| link_button(call_link(phone), phone.clone()).icon(Icon::Phone).view());
    let mail = call
        .email
        .as_ref()
        .map(|mail| link_button(format!("mailto:{mail}"), mail.clone()).icon(Icon::Mail).view());
    let ways = if phone.is_none() && mail.is_none() {
        let words = format!("{} has not written a number or address down here yet.", call.portfolio);
        view! { <p class="muted">{words}</p> }.into_any()
    } else {
        view! { <div class="actions">{phone} {mail}</div> }.into_any()
    };
    view! {
        <section aria-labelledby="call">
            <div class="head"><h2 id="call">"Whom to call"</h2></div>
            <p><b>{name}</b> {of}</p>
            {ways}
        </section>
    }
    .into_any()
}
