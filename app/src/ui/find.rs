//! Finding in a list: a box to type in, whose words become part of the address.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// A search box that asks `action?q=…`. `label` says what can be found; `keep` are the other choices of the page.
pub fn find(
    action: impl Into<String>,
    label: &'static str,
    value: &str,
    keep: impl IntoIterator<Item = (&'static str, String)>,
) -> AnyView {
    let keep: Vec<_> = keep
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    view! {
        <form class="search" role="search" method="get" action=action.into()>
            {keep}
            <label class="sr" for="find">{label}</label>
            <input id="find" name="q" type="search" placeholder="Find" autocomplete="off" value=value.to_string()/>
            <button class="icon-button" aria-label="Find">{icon(Icon::Search)}</button>
        </form>
    }
    .into_any()
}
