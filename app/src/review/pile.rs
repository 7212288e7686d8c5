//! The pile at the left: lines that wait, each with its guess in a few words, and the tabs that sort them by how sure we are.

use domain::rules::Band;
use leptos::prelude::*;
use store::review::Waiting;

use super::desk::Desk;
use crate::ui::words::{things, title_case};
use crate::ui::{date, money, tabs};

/// Tabs with their counts.
pub fn tab_row(desk: &Desk) -> AnyView {
    let mut row = tabs("Show").counted(desk.link(None).href(), "All", desk.all(), desk.band.is_none());
    for (band, word) in [
        (Band::Certain, "Certain"),
        (Band::Likely, "Likely"),
        (Band::Unsure, "Unsure"),
        (Band::None, "No suggestion"),
    ] {
        row = row.counted(desk.link(Some(band)).href(), word, desk.count(band), desk.band == Some(band));
    }
    row.view()
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
