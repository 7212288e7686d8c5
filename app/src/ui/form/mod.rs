//! Forms: they hold what was typed and what is wrong with it, so a page cannot forget either.
//!
//! A page names its controls; the form draws each with its value and its error, and puts a summary on top whose
//! lines lead to the fields. Every form works without script, and nothing that was typed is lost.

mod check;
mod choice;
mod control;
mod draw;
mod field;
mod summary;

use std::borrow::Cow;

use domain::Typed;
use leptos::prelude::*;

pub use check::{Check, check};
pub use choice::{Choices, choices, segments};
pub use control::{Control, Slot};
pub use field::{
    Field, area, choose_file, date, email, money, new_password, number, password, phone, search, select,
    text, time,
};
pub use summary::{WITH_FILES, error_summary, summary};

use super::button::{Button, link_button};
use super::shown::Shown;

/// A form in the making.
pub struct Form<'t> {
    typed: &'t Typed,
    action: String,
    prefix: &'static str,
    class: &'static str,
    method: &'static str,
    multipart: bool,
    draft: Option<String>,
    parts: Vec<AnyView>,
    slots: Vec<Slot>,
    actions: Vec<AnyView>,
}

/// A form that posts to `action` and shows what `typed` holds.
pub fn form<'t>(action: impl Into<String>, typed: &'t Typed) -> Form<'t> {
    Form {
        typed,
        action: action.into(),
        prefix: "f",
        class: "form",
        method: "post",
        multipart: false,
        draft: None,
        parts: Vec::new(),
        slots: Vec::new(),
        actions: Vec::new(),
    }
}

impl Form<'_> {
    /// Tells the ids of this form from those of another on the same page. Without it they begin with `f-`.
    pub fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Another class instead of `form`.
    pub fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// Asks instead of writing: what is chosen becomes part of the address, so it can be kept and sent on.
    pub fn asks(mut self) -> Self {
        self.method = "get";
        self
    }

    /// Sends files.
    pub fn with_files(mut self) -> Self {
        self.multipart = true;
        self
    }

    /// The script `draft.js` keeps what is typed here under this name until it has arrived.
    pub fn draft(mut self, name: impl Into<String>) -> Self {
        self.draft = Some(name.into());
        self
    }

    /// A value that travels along unseen, like an idempotency key.
    pub fn hidden(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        self.parts.push(view! { <input type="hidden" name=name value=value/> }.into_any());
        self
    }

    /// A control on a line of its own.
    pub fn with(mut self, control: impl Control) -> Self {
        let drawn = self.draw(control);
        self.parts.push(drawn);
        self
    }

    /// Fields side by side, where the page is wide enough.
    pub fn row(mut self, fields: impl IntoIterator<Item = Field>) -> Self {
        let drawn: Vec<AnyView> = fields.into_iter().map(|field| self.draw(field)).collect();
        self.parts.push(view! { <div class="box"><div class="form-row">{drawn}</div></div> }.into_any());
        self
    }

    /// Controls under a question of their own.
    pub fn group(mut self, question: impl Into<String>, fields: impl IntoIterator<Item = Field>) -> Self {
        let drawn: Vec<AnyView> = fields.into_iter().map(|field| self.draw(field)).collect();
        let question = question.into();
        self.parts.push(
            view! {
                <fieldset class="box">
                    <legend class="legend-q">{question}</legend>
                    <div class="form-row">{drawn}</div>
                </fieldset>
            }
            .into_any(),
        );
        self
    }

    /// Controls of several kinds under a question of their own: `fill` adds them.
    pub fn under(mut self, question: impl Into<String>, fill: impl FnOnce(Self) -> Self) -> Self {
        let before = std::mem::take(&mut self.parts);
        let mut form = fill(self);
        let inside = std::mem::replace(&mut form.parts, before);
        let question = question.into();
        form.parts.push(
            view! { <fieldset class="box"><legend class="legend-q">{question}</legend> {inside}</fieldset> }
                .into_any(),
        );
        form
    }

    /// Anything else that stands between the controls: words, a sum, a preview.
    pub fn part(mut self, part: impl Shown) -> Self {
        self.parts.push(part.shown());
        self
    }

    /// The button that sends it.
    pub fn submit(self, word: impl Into<String>) -> Self {
        self.action(super::button::button(word).primary())
    }

    /// A button of another kind, or a second one.
    pub fn action(mut self, button: Button) -> Self {
        self.actions.push(button.view());
        self
    }

    /// The way back without sending.
    pub fn cancel(self, href: impl Into<String>) -> Self {
        self.action(link_button(href, "Cancel").quiet())
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        let kept = if self.multipart { summary::WITH_FILES } else { summary::KEPT };
        let summary = summary::summary(self.typed, &self.slots, kept);
        let actions = (!self.actions.is_empty()).then(|| view! { <div class="actions">{self.actions}</div> });
        let enctype = self.multipart.then_some("multipart/form-data");
        view! {
            <form class=self.class method=self.method action=self.action enctype=enctype data-draft=self.draft novalidate>
                {summary} {self.parts} {actions}
            </form>
        }
        .into_any()
    }

    fn draw(&mut self, control: impl Control) -> AnyView {
        self.slots.extend(control.slots(self.prefix));
        control.draw(self.typed, self.prefix)
    }
}

impl IntoRender for Form<'_> {
    type Output = AnyView;

    fn into_render(self) -> AnyView {
        self.view()
    }
}
