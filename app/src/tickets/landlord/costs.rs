//! Costs of a repair, and where they are in the books: a table that leads from each cost to its bank line, its expense and
//! its line of the tax form.

use domain::Cents;
use leptos::prelude::*;
use store::tickets::{Booked, Cost, Offer, sums};

use super::show::Whole;
use crate::kernel::Visit;
use crate::tickets::standing::topic;
use crate::ui::table::{figures, kind, name, wide};
use crate::ui::words::title_case;
use crate::ui::{Icon, Tone, button, date, section_linked, status, table};

/// The section. Its button books in one press: by the open line of this amount where there is one, else by hand.
pub fn view(visit: &Visit, whole: &Whole) -> AnyView {
    let id = whole.ticket.id;
    let body = if whole.costs.is_empty() {
        let words = "Nothing is written down yet. A quote or a bill stands here, and becomes an expense in one press.";
        view! { <p class="muted">{words}</p> }.into_any()
    } else {
        listed(visit, whole)
    };
    let link = (format!("/maintenance/{id}/costs/new"), "Add a cost");
    let section = section_linked("costs", "Costs, and where they are in the books", link, body);
    view! { <div id="cost-table" data-live=topic(id)>{section}</div> }.into_any()
}

fn listed(visit: &Visit, whole: &Whole) -> AnyView {
    let columns = [
        name("Cost"),
        figures("Amount"),
        wide("Bank line"),
        kind("Expense", "state"),
        wide("Tax line"),
        kind("More", "do").unseen(),
    ];
    let mut list = table("Costs of this repair", columns).folds();
    for (cost, offers) in &whole.costs {
        list.row_as(if cost.is_quote { "past" } else { "" }, |row| {
            let day = date::column_day(cost.on, visit.today());
            let mut below = cost.vendor.as_ref().map(|(_, name)| format!("{name}, ")).unwrap_or_default();
            below.push_str(&if cost.is_quote { format!("quoted {day}") } else { day });
            row.text(&cost.what).sub(&below).money(cost.amount);
            match &cost.booked {
                Some(booked) => in_the_books(visit, row, cost, booked),
                None => {
                    row.dash().view(make(whole, cost, offers)).dash();
                }
            }
            row.view(more(whole, cost));
        });
    }
    let costs: Vec<Cost> = whole.costs.iter().map(|(cost, _)| cost.clone()).collect();
    let (spent, quoted) = sums(&costs);
    list.total(|row| {
        row.text("Spent so far").money(spent);
        match quoted {
            Cents::ZERO => row.none(),
            quoted => row.text(&format!("{} with what is quoted", spent + quoted)),
        };
        row.none().none().none();
    });
    list.view()
}

fn in_the_books(visit: &Visit, row: &mut crate::ui::table::Row<'_>, cost: &Cost, booked: &Booked) {
    let (account, name) = &booked.account;
    match booked.line {
        Some((line, on, amount)) => {
            let day = date::column_day(on, visit.today());
            row.link(&format!("/transactions/{line}"), &format!("{name}, {day}"));
            row.sub(&if amount == booked.amount { "whole line".into() } else { format!("part of {amount}") });
        }
        None => {
            row.link(&format!("/accounts/{account}"), name).sub("waits for its bank line");
        }
    }
    let entries = format!("/tax/{}", booked.year);
    let by = match (booked.line, booked.source.as_str()) {
        (None, _) => "by hand",
        (Some(_), "rule") => "by rule",
        (Some(_), _) => "by its bank line",
    };
    let differs = if booked.amount == cost.amount { String::new() } else { format!("{}, ", booked.amount) };
    row.status(&status(Tone::Plain, Icon::Check, "Booked")).sub(&format!("{differs}{by}"));
    let tax = match booked.tax_line {
        Some(line) => format!("{line} {}", booked.category),
        None => booked.category.clone(),
    };
    row.narrow(&format!("{name} to {tax}"));
    row.link(&entries, &tax);
}

/// One press that books: the nearest open line of the amount, or by hand; and the way to choose otherwise.
fn make(whole: &Whole, cost: &Cost, offers: &[Offer]) -> AnyView {
    let action = format!("/maintenance/{}/costs/{}/book", whole.ticket.id, cost.id);
    let again = cost.was_booked.then(|| {
        view! { <p class="sub">{status(Tone::Wait, Icon::Undo, "Not in the books any more")}</p> }
    });
    let (line, word) = match offers.first() {
        Some(offer) => {
            let line = view! {
                <input type="hidden" name="line" value=offer.line.to_string()/>
                <input type="hidden" name="line_version" value=offer.version.to_string()/>
            };
            (Some(line), if offer.is_booked { "It is this booked line" } else { "Book its bank line" })
        }
        None => (None, "Make an expense"),
    };
    let told = offers.first().map(|offer| {
        let merchant = title_case(&offer.merchant);
        let booked = if offer.is_booked { ", in the books already" } else { "" };
        let words = format!("{}, {}, {merchant}{booked}", offer.account, offer.posted_on.format("%-d %b"));
        view! { <p class="sub">{words}</p> }
    });
    view! {
        {again}
        <form method="post" action=action.clone()>
            <input type="hidden" name="version" value=cost.version.to_string()/>
            <input type="hidden" name="one" value="1"/>
            {line}
            {button(word).small().icon(Icon::Receipt)}
        </form>
        {told}
        <p class="sub"><a href=action>"Another way"</a></p>
    }
    .into_any()
}

/// Taking it out of the books, or away.
fn more(whole: &Whole, cost: &Cost) -> AnyView {
    let base = format!("/maintenance/{}/costs/{}", whole.ticket.id, cost.id);
    let (path, word) = match cost.booked {
        Some(_) => ("unbook", "Unbook"),
        None => ("remove", "Remove"),
    };
    let label = format!("{word} {}", cost.what);
    view! {
        <form method="post" action=format!("{base}/{path}")>
            <input type="hidden" name="version" value=cost.version.to_string()/>
            <button class="button quiet small" aria-label=label>{word}</button>
        </form>
    }
    .into_any()
}

/// The way to the costs of a repair.
pub fn at_costs(id: domain::id::TicketId) -> String {
    format!("/maintenance/{id}#costs")
}
