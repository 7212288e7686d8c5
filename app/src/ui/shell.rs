//! The landlord's shell: a contents page at the left and the page beside it. On a small screen the contents page
//! is a popover behind "Menu", which needs no script.

use leptos::prelude::*;

use super::button::{button, closer, opener};
use super::chrome::Chrome;
use super::icon::{Icon, icon};
use super::nav::contents;
use super::notice::{Toast, note};
use super::shown::Shown;

/// A page of the landlord's side.
pub fn shell(chrome: Chrome, page: impl Shown) -> AnyView {
    let demo = chrome.is_demo.then(|| demo_note(&chrome));
    let (nav, me) = (contents(&chrome), me(&chrome));
    let live = (!chrome.live.is_empty()).then_some(chrome.live);
    let close = closer("contents", "Close").quiet().class("shut").icon(Icon::X);
    let menu = opener("contents", "Menu").quiet().class("rail-toggle").icon(Icon::Menu);
    view! {
        {skip_link()}
        <div class="shell">
            <header class="rail">
                <a class="brand" href="/">{icon(Icon::MarkLandlord)} "Duplex"</a>
                <p class="rail-who">{chrome.portfolio}</p>
                {menu}
                <nav class="contents" id="contents" popover="auto" aria-label="Main" data-live="ticket">{close} {find_line()} {nav} {me}</nav>
            </header>
            <main class="page" id="main" data-live=live>{demo} {page.shown()}</main>
            {chrome.toast.map(Toast::view)}
        </div>
    }
    .into_any()
}

/// Finding a line of a bank from wherever one is.
fn find_line() -> AnyView {
    view! {
        <form class="search" role="search" method="get" action="/transactions" aria-label="All transactions">
            <label class="sr" for="find-line">"Find a transaction"</label>
            <input id="find-line" name="text" type="search" placeholder="Find a line" autocomplete="off" maxlength="80"/>
            <button class="icon-button" aria-label="Find a transaction">{icon(Icon::Search)}</button>
        </form>
    }
    .into_any()
}

/// The first thing a keyboard reaches.
pub(crate) fn skip_link() -> impl IntoView {
    view! { <a class="skip" href="#main">"Skip to content"</a> }
}

fn me(chrome: &Chrome) -> AnyView {
    let as_tenant = chrome.can_view_as_tenant.then(|| view! { " " <a href="/view-as">"View as tenant"</a> });
    let elsewhere = chrome.other_doors.then(|| view! { " " <a href="/doors">"Another door"</a> });
    view! {
        <div class="me">
            <b>{chrome.person.clone()}</b>
            <p>{format!("{}.", chrome.role.title())} {as_tenant} {elsewhere}</p>
            <form method="post" action="/sign-out">
                {button("Sign out").quiet().small().icon(Icon::Exit)}
            </form>
        </div>
    }
    .into_any()
}

fn demo_note(chrome: &Chrome) -> AnyView {
    let remove =
        chrome.role.owns().then(|| view! { " " <a href="/settings/demo">"Remove it and start empty"</a> });
    note(
        Icon::Info,
        view! { "You are looking around a demo portfolio. Nothing leaves this machine." {remove} },
    )
}
