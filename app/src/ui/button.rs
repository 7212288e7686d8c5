//! Buttons, and links that look like them. One primary button a page.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use super::shown::stands_in_view;

enum Does {
    /// Sends the form it stands in, with a name and value when the form has several.
    Sends(Option<(&'static str, String)>),
    /// Goes to a page.
    Goes(String),
    /// Opens or closes the popover of this id.
    Opens(&'static str, bool),
    /// Nothing yet; the sentence beside it says why.
    Waits,
}

/// A button in the making.
pub struct Button {
    word: String,
    does: Does,
    class: Vec<&'static str>,
    before: Option<Icon>,
    after: Option<Icon>,
    key: Option<&'static str>,
}

/// A button that sends the form it stands in.
pub fn button(word: impl Into<String>) -> Button {
    Button::new(word.into(), Does::Sends(None))
}

/// A link that looks like a button.
pub fn link_button(href: impl Into<String>, word: impl Into<String>) -> Button {
    Button::new(word.into(), Does::Goes(href.into()))
}

/// A button that opens the popover with this id.
pub fn opener(popover: &'static str, word: impl Into<String>) -> Button {
    Button::new(word.into(), Does::Opens(popover, true))
}

/// A button that closes the popover with this id.
pub fn closer(popover: &'static str, word: impl Into<String>) -> Button {
    Button::new(word.into(), Does::Opens(popover, false))
}

/// What looks like a button but has nowhere to go, like "Newer" on the first page.
pub fn resting(word: impl Into<String>) -> Button {
    Button::new(word.into(), Does::Waits)
}

impl Button {
    fn new(word: String, does: Does) -> Button {
        Button { word, does, class: vec!["button"], before: None, after: None, key: None }
    }

    /// The one thing to do on this page.
    pub fn primary(self) -> Button {
        self.class("primary")
    }

    /// Without an edge, for the lesser choice.
    pub fn quiet(self) -> Button {
        self.class("quiet")
    }

    /// Takes something away that cannot come back.
    pub fn danger(self) -> Button {
        self.class("danger")
    }

    /// For the line of a table.
    pub fn small(self) -> Button {
        self.class("small")
    }

    /// As wide as its column, for the one action of a tenant's page.
    pub fn wide(self) -> Button {
        self.class("wide")
    }

    /// One more class.
    pub fn class(mut self, class: &'static str) -> Button {
        self.class.push(class);
        self
    }

    /// An icon before the word.
    pub fn icon(mut self, icon: Icon) -> Button {
        self.before = Some(icon);
        self
    }

    /// An icon after the word.
    pub fn icon_after(mut self, icon: Icon) -> Button {
        self.after = Some(icon);
        self
    }

    /// The name and value it sends, in a form with several buttons.
    pub fn sends(mut self, name: &'static str, value: impl Into<String>) -> Button {
        self.does = Does::Sends(Some((name, value.into())));
        self
    }

    /// The key that presses it, shown where there is a keyboard.
    pub fn key(mut self, key: &'static str) -> Button {
        self.key = Some(key);
        self
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        let class = self.class.join(" ");
        // The key is shown, and `data-key` lets the island of a desk find what it presses.
        let pressed_by = self.key;
        let key = self.key.map(|key| view! { " " <kbd>{key}</kbd> });
        let inside = view! { {self.before.map(icon)} {self.word} {self.after.map(icon)} {key} };
        match self.does {
            Does::Goes(href) => {
                view! { <a class=class href=href data-key=pressed_by>{inside}</a> }.into_any()
            }
            Does::Sends(None) => {
                view! { <button class=class data-key=pressed_by>{inside}</button> }.into_any()
            }
            Does::Sends(Some((name, value))) => {
                view! { <button class=class name=name value=value data-key=pressed_by>{inside}</button> }
                    .into_any()
            }
            Does::Opens(id, opens) => {
                let action = if opens { "show" } else { "hide" };
                view! {
                    <button class=class type="button" popovertarget=id popovertargetaction=action data-key=pressed_by>
                        {inside}
                    </button>
                }
                .into_any()
            }
            Does::Waits => view! { <span class=class aria-disabled="true">{inside}</span> }.into_any(),
        }
    }
}

/// A form that is nothing but its button, for a write that needs no typing.
pub fn press(action: impl Into<String>, button: Button) -> AnyView {
    view! { <form method="post" action=action.into()>{button.view()}</form> }.into_any()
}

stands_in_view!(Button);
