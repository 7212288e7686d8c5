//! Newer and older: the two ways through a long list. Keyset links, so a page never counts what it does not show.

use leptos::prelude::*;

use super::button::{link_button, resting};
use super::icon::Icon;

/// Links to the pages beside this one; absent ones rest. Nothing at all when everything fits on one page.
pub fn pager(words: impl Into<String>, newer: Option<String>, older: Option<String>) -> AnyView {
    if newer.is_none() && older.is_none() {
        return ().into_any();
    }
    let back = newer.map_or_else(|| resting("Newer"), |href| link_button(href, "Newer"));
    let on = older.map_or_else(|| resting("Older"), |href| link_button(href, "Older"));
    view! {
        <nav class="pages" aria-label="Pages">
            <p>{words.into()}</p>
            <p class="actions">{back.icon(Icon::ChevronLeft)} {on.icon_after(Icon::ChevronRight)}</p>
        </nav>
    }
    .into_any()
}

/// The same for a list in another order than time: on to the next page, or back to the first.
pub fn next_page(words: impl Into<String>, first: Option<String>, next: Option<String>) -> AnyView {
    if first.is_none() && next.is_none() {
        return ().into_any();
    }
    let back = first.map_or_else(|| resting("First page"), |href| link_button(href, "First page"));
    let on = next.map_or_else(|| resting("Next page"), |href| link_button(href, "Next page"));
    view! {
        <nav class="pages" aria-label="Pages">
            <p>{words.into()}</p>
            <p class="actions">{back.icon(Icon::ChevronLeft)} {on.icon_after(Icon::ChevronRight)}</p>
        </nav>
    }
    .into_any()
}
