//! What the house says: a note that stays, a toast that offers undo, an empty place that says what to do.

use leptos::prelude::*;

use super::button::{Button, button};
use super::icon::{Icon, icon};
use super::shown::{Shown, stands_in_view};

/// A note across the page.
pub fn note(mark: Icon, words: impl Shown) -> AnyView {
    view! { <div class="note" role="note">{icon(mark)} <span>{words.shown()}</span></div> }.into_any()
}

/// An empty place: what it means that nothing is here, and the one thing to do.
pub fn empty(title: impl Into<String>, words: impl Into<String>, action: Option<Button>) -> AnyView {
    let action = action.map(Button::view);
    view! { <div class="empty"><h2 class="t-5">{title.into()}</h2> <p>{words.into()}</p> {action}</div> }
        .into_any()
}

/// What just happened, and the way back. Shown once, on the page that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    words: String,
    undo: Option<String>,
}

impl Toast {
    /// A sentence: "Home Depot booked in two parts."
    pub fn new(words: impl Into<String>) -> Toast {
        Toast { words: words.into(), undo: None }
    }

    /// Where a POST takes it back.
    pub fn undo(mut self, action: impl Into<String>) -> Toast {
        self.undo = Some(action.into());
        self
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        let undo = self.undo.map(|action| {
            let press = button("Undo").icon(Icon::Undo).key("u");
            view! { <form method="post" action=action data-undo="">{press}</form> }
        });
        view! {
            <div class="toasts">
                <div class="toast" role="status">{icon(Icon::Check)} <span>{self.words}</span> {undo}</div>
            </div>
        }
        .into_any()
    }
}

stands_in_view!(Toast);
