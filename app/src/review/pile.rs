//! The pile at the left: lines that wait, each with its guess in a few words, the tabs that sort
//! them by how sure we are, and the choice of one account.

use domain::Typed;
use domain::rules::Band;
use leptos::prelude::*;
use store::review::{Sort, Waiting};

use super::desk::{Desk, word};
use crate::ui::form::{Control, select};
use crate::ui::words::{things, title_case};
use crate::ui::{button, date, money, tabs};

/// Tabs with their counts. One without a line is left out, unless it is open.
pub fn tab_row(desk: &Desk) -> AnyView {
    let mut row = tabs("Show").counted(desk.link(None).href(), "All", desk.all(), desk.sort.is_none());
    for sort in Sort::ALL {
        let (count, here) = (desk.count(sort), desk.sort == Some(sort));
        if count > 0 || here {
            row = row.counted(desk.link(Some(sort)).href(), title(sort), count, here);
        }
    }
    row.view()
}

fn title(sort: Sort) -> &'static str {
    match sort {
        Sort::Sure(Band::Certain) => "Certain",
        Sort::Sure(Band::Likely) => "Likely",
        Sort::Sure(Band::Unsure) => "Unsure",
        Sort::Twin => "Same money?",
        Sort::Sure(Band::None) => "No suggestion",
    }
}

/// The choice of an account, where lines of more than one wait.
pub fn account_choice(desk: &Desk) -> Option<AnyView> {
    let accounts = desk.accounts();
    if accounts.len() < 2 && desk.account.is_none() {
        return None;
    }
    let options = accounts
        .into_iter()
        .map(|(id, name, lines)| (id.to_string(), format!("{name}, {}", things(lines, "line", "lines"))));
    let mut typed = Typed::default();
    typed.set("account", desk.account_word());
    let field = select("account", "Account", options).blank("All accounts").draw(&typed, "of");
    let show = desk.sort.map(|sort| view! { <input type="hidden" name="show" value=word(sort)/> });
    Some(
        view! {
            <form class="one-of" method="get" action="/review" role="search" aria-label="Lines of one account">
                {show} {field} {button("Show")}
            </form>
        }
        .into_any(),
    )
}

/// The lines of this page of the pile.
pub fn view(desk: &Desk) -> AnyView {
    let slips: Vec<AnyView> = desk.lines.iter().map(|line| slip(desk, line)).collect();
    let more =
        desk.more.as_ref().map(|href| view! { <p class="more"><a href=href.clone()>"More of them"</a></p> });
    let back = desk
        .begin
        .as_ref()
        .map(|href| view! { <p class="more"><a href=href.clone()>"Back to the first"</a></p> });
    view! {
        <nav class="pile" aria-labelledby="pile-h">
            <h2 class="sr" id="pile-h">{things(desk.all(), "line to review", "lines to review")}</h2>
            {back}
            <ol role="list">{slips}</ol>
            {more}
        </nav>
    }
    .into_any()
}

fn slip(desk: &Desk, line: &Waiting) -> AnyView {
    let id = line.place.id;
    let here = desk.line.as_ref().is_some_and(|l| l.id == id);
    let href = desk.line_link(id).href();
    // The keys j and k press the neighbors of the chosen line.
    let key = match id {
        id if desk.next() == Some(id) => Some("j"),
        id if desk.previous() == Some(id) => Some("k"),
        _ => None,
    };
    let day = date::column_day(line.place.posted_on, desk.today);
    let name = if line.merchant.is_empty() { line.description.clone() } else { title_case(&line.merchant) };
    view! {
        <li class="slip">
            <a href=href aria-current=here.then_some("true") data-key=key>{name}</a>
            <span class="sum">{line.amount.abs().to_string()}</span>
            <span class="guess">{format!("{day}, {}", guess(line))}</span>
            <span class="word">{money::way(line.amount)}</span>
        </li>
    }
    .into_any()
}

/// `Repairs 0.82`, `Utilities, certain`, `same money?`, `no suggestion`.
fn guess(line: &Waiting) -> String {
    if line.twin_of.is_some() {
        return "same money?".into();
    }
    match (&line.category_name, line.place.band) {
        (None, _) => "no suggestion".into(),
        (Some(name), Band::Certain) => format!("{name}, certain"),
        (Some(name), _) => format!("{name} {}", share(line.confidence.unwrap_or_default())),
    }
}

/// Percent as a number between 0 and 1: `0.82`.
pub fn share(percent: i16) -> String {
    format!("{}.{:02}", percent / 100, percent % 100)
}
