//! What holds on a lease and what held before: its terms and its people, through time.

use chrono::NaiveDate;
use domain::lease::{Lease, LeaseMember, Share, Term, ordinal};
use leptos::prelude::*;
use store::leases::LeaseRecord;

use crate::ui::table::{figures, kind, name, wide, words};
use crate::ui::{Icon, button, date, leaders, press, table};

/// The terms of a day as sentences.
pub fn term_sentences(term: &Term) -> AnyView {
    view! {
        <p>{term.rent_sentence()}</p>
        <p>{term.late_sentence()}</p>
        <p>{term.deposit_sentence()}</p>
    }
    .into_any()
}

/// All terms, the newest first. Those that are not the first can be taken back by whoever may change the lease.
pub fn terms(record: &LeaseRecord, today: NaiveDate, may: bool) -> AnyView {
    let lease = &record.lease;
    let mut columns = vec![
        name("From"),
        words("Until"),
        figures("Rent a month"),
        wide("Due"),
        wide("Grace"),
        kind("Late fee", "num wide"),
        kind("Deposit", "num wide"),
    ];
    let may = may && lease.terms.len() > 1;
    if may {
        columns.push(kind("Take back", "do").unseen());
    }
    let mut list = table("Terms through time", columns);
    for (i, term) in lease.terms.iter().enumerate().rev() {
        let last = match lease.terms.get(i + 1) {
            Some(next) => next.from_on.pred_opt(),
            None => lease.ends_on,
        };
        list.row(|row| {
            row.text(&date::column_day(term.from_on, today));
            row.text(&last.map_or_else(|| "open".into(), |day| date::column_day(day, today)));
            row.money(term.rent).text(&format!("on the {}", ordinal(term.due_day)));
            row.text(&format!("{} days", term.grace_days)).money_or_dash(term.late_fee);
            row.money_or_dash(term.deposit);
            if may && i > 0 {
                let back = format!("/leases/{}/terms/{}/take-back", record.id, term.from_on);
                row.view(press(back, button("Take back").small().icon(Icon::Undo)));
            } else if may {
                row.none();
            }
        });
    }
    list.view()
}

/// Who lives there on a day, with shares and their part of the rent, closed with the rent.
pub fn people_on(lease: &Lease, day: NaiveDate, linked: bool) -> AnyView {
    let rent = lease.term_on(day).map(|t| t.rent).unwrap_or_default();
    let parts = lease.parts_on(day, rent);
    let mut members = lease.members_on(day);
    members.sort_by(|a, b| b.share.cmp(&a.share).then_with(|| a.name.cmp(&b.name)));
    let mut sum = leaders().label("Shares of the rent");
    for member in members {
        let part =
            parts.iter().find(|(who, _)| *who == member.tenant).map(|(_, part)| *part).unwrap_or_default();
        let who = match linked {
            true => {
                view! { <a href=format!("/tenants/{}", member.tenant)>{member.name.clone()}</a> }.into_any()
            }
            false => member.name.clone().into_any(),
        };
        let share = (member.share != Share::WHOLE)
            .then(|| view! { <span class="sub">{member.share.to_string()}</span> });
        let what = view! { {who} " " {share} };
        sum = sum.line(what, part.to_string());
    }
    sum.total("Rent a month", rent).view()
}

/// Everybody who was ever on it, the newest first.
pub fn people(lease: &Lease, today: NaiveDate) -> AnyView {
    let mut list =
        table("People through time", [name("Who"), words("From"), words("Until"), figures("Share")]);
    let mut members: Vec<&LeaseMember> = lease.members.iter().collect();
    members.sort_by(|a, b| b.from_on.cmp(&a.from_on).then_with(|| a.name.cmp(&b.name)));
    for member in members {
        let last = member.until_on.or(lease.ends_on);
        list.row(|row| {
            row.link(&format!("/tenants/{}", member.tenant), &member.name);
            row.text(&date::column_day(member.from_on, today));
            row.text(&last.map_or_else(|| "open".into(), |day| date::column_day(day, today)));
            row.text(&member.share.to_string());
        });
    }
    list.view()
}
