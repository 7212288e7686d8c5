//! The page that stands in for one that cannot be shown: what happened, and where to go from here.

use axum::response::Response;
use leptos::prelude::*;

use crate::House;
use crate::kernel::{Door, Page};
use crate::ui::{cover, link_button};

/// Words for an error page, each a title or a whole sentence.
pub struct Sorry<'a> {
    /// Two or three words.
    pub title: &'static str,
    /// What happened and what to do.
    pub sentence: String,
    /// The request's number, where it helps whoever runs the house to find the mistake.
    pub report: Option<&'a str>,
}

/// Draws it without asking the database for anything, because that may be what is broken. The status is the caller's.
pub fn sorry(house: &House, words: Sorry<'_>) -> Response {
    let report = words.report.map(|id| {
        let id = id.to_owned();
        view! { <p class="quiet">"If it happens again, tell whoever runs this house the number " <code>{id}</code> "."</p> }
    });
    Page::new(Door::Cover, words.title).draw_for_stranger(house, || {
        let body = view! {
            <p>{words.sentence}</p>
            {report}
            <p class="actions">{link_button("/", "Go to the start page")}</p>
        };
        cover(words.title, body).view()
    })
}
