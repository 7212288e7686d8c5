//! The review desk: its keys, and the sum of a split while it is typed. Without wasm the same page is used with a mouse
//! and the sum is counted when the form is sent.

use domain::Cents;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

/// Where somebody types: letters belong to the text there.
const TYPING: &str = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
/// What Enter presses by itself.
const PRESSES: &str = "a, button, summary, input";

/// Keys for whatever on the page carries `data-key`: fields take the focus, all else is pressed.
#[island]
pub fn Keys() -> impl IntoView {
    Effect::new(|_| {
        let handle = window_event_listener(ev::keydown, on_key);
        on_cleanup(move || handle.remove());
    });
}

fn on_key(event: KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() || event.repeat() {
        return;
    }
    let at = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let inside = |what: &str| at.as_ref().is_some_and(|e| e.closest(what).is_ok_and(|found| found.is_some()));
    let key = event.key();
    if key == "Escape" && inside(TYPING) {
        // Back from a field to the keys.
        if let Some(field) = at.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
            let _ = field.blur();
        }
        return;
    }
    let is_letter = key.len() == 1 && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'?');
    if inside(TYPING) || !(is_letter || key == "Enter") || (key == "Enter" && inside(PRESSES)) {
        return;
    }
    let found = document().query_selector(&format!("[data-key=\"{key}\"]")).ok().flatten();
    if let Some(target) = found.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        if target.matches(TYPING).unwrap_or(false) {
            let _ = target.focus();
        } else {
            target.click();
        }
    }
}

/// How much of a line is placed in its parts, and how much is left. Counts while somebody types.
#[island]
pub fn Placed(
    /// The line, without its sign, in cents.
    total: i64,
    /// What the parts came to when the page was drawn, in cents.
    placed: i64,
) -> impl IntoView {
    let (sum, set_sum) = signal(Some(placed));
    Effect::new(move |_| {
        let handle = window_event_listener(ev::input, move |event| {
            let on_amount = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
                .is_some_and(|input| input.name().starts_with("amount-"));
            if on_amount {
                set_sum.set(typed_sum());
            }
        });
        on_cleanup(move || handle.remove());
    });
    let left = move || sum.get().map_or(total, |sum| total - sum);
    let fits = move || left() == 0 && sum.get().is_some();
    let tone = move || if fits() { "good" } else { "wait" };
    let mark = move || if fits() { "/icons.svg#i-check-circle" } else { "/icons.svg#i-alert" };
    let placed = move || match sum.get() {
        Some(sum) => format!("{} placed", Cents(sum)),
        None => "An amount cannot be read".to_string(),
    };
    let rest = move || match (sum.get(), left()) {
        (None, _) => String::new(),
        (_, over) if over < 0 => format!(", {} too much", Cents(-over)),
        (_, left) => format!(", {} left", Cents(left)),
    };
    view! {
        <p role="status">
            <span class="status" data-tone=tone>
                <svg class="i" aria-hidden="true"><use href=mark></use></svg>
                {placed}
            </span>
            {rest}
        </p>
    }
}

/// The parts as they stand in the form; `None` while one of them is no amount.
fn typed_sum() -> Option<i64> {
    let inputs = document().query_selector_all("input[name^=amount-]").ok()?;
    let mut sum = Cents::ZERO;
    for i in 0..inputs.length() {
        let value = inputs.item(i)?.dyn_into::<HtmlInputElement>().ok()?.value();
        if !value.trim().is_empty() {
            sum += Cents::parse(&value).ok()?;
        }
    }
    Some(sum.0)
}
