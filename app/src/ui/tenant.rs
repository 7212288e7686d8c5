//! The tenant's shell: tabs, at the bottom under 48rem where a thumb is; and the house with one lit window.

use leptos::prelude::*;

use super::button::{button, press};
use super::chrome::Chrome;
use super::icon::{Icon, icon};
use super::nav::{TENANT, mark};
use super::notice::Toast;
use super::shell::skip_link;
use super::shown::Shown;
use super::words::things;

/// A page of the tenant's portal.
pub fn tenant_shell(chrome: Chrome, page: impl Shown) -> AnyView {
    let tabs: Vec<_> = TENANT
        .iter()
        .map(|(href, word, tab)| {
            let here = mark(href, &chrome.path, "/portal");
            view! { <li><a href=*href aria-current=here>{icon(*tab)} <span>{*word}</span></a></li> }
        })
        .collect();
    let (seen, bell) = (chrome.viewing_as.map(seen_through), bell(chrome.unread, &chrome.path));
    let live = (!chrome.live.is_empty()).then_some(chrome.live);
    view! {
        {skip_link()}
        <div class="tenant">
            <header class="door">
                <a class="brand" href="/portal">{icon(Icon::MarkTenant)} "Duplex"</a>
                <nav class="tabs" aria-label="Main"><ul>{tabs}</ul></nav>
                {bell}
            </header>
            <main class="page" id="main" data-live=live>{seen} {page.shown()}</main>
            {chrome.toast.map(Toast::view)}
        </div>
    }
    .into_any()
}

/// The way to what they were told, with how much of it is new.
fn bell(unread: i64, path: &str) -> AnyView {
    let here = mark("/portal/notifications", path, "/portal");
    let (label, count) = match unread {
        0 => ("Notifications".to_string(), None),
        n => (format!("Notifications, {}", things(n, "is new", "are new")), Some(n)),
    };
    view! {
        <a class="bell" id="bell" data-live="notice" href="/portal/notifications" aria-label=label aria-current=here>
            {icon(Icon::Bell)} {count.map(|n| view! { <span class="count" aria-hidden="true">{n}</span> })}
        </a>
    }
    .into_any()
}

/// What a member sees on top while they look through a tenant's eyes.
fn seen_through(name: String) -> AnyView {
    view! {
        <div class="note">
            {icon(Icon::Eye)}
            <span>{format!("You see what {name} sees, and can change nothing here.")}</span>
            {press("/view-as/end", button("Back to your side").small())}
        </div>
    }
    .into_any()
}
