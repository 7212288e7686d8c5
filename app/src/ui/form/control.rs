//! What a form can hold, and the two lines every control ends with: its hint and its error.

use std::borrow::Cow;

use domain::Typed;
use leptos::prelude::*;

use crate::ui::icon::{Icon, icon};

/// Something a person fills in or chooses. Drawing it draws its error too: there is no way around.
pub trait Control {
    /// Its markup, with what was typed and what is wrong with it. `prefix` begins every id.
    fn draw(self, typed: &Typed, prefix: &str) -> AnyView;

    /// The fields it answers for, so that the summary can name them and lead to them.
    fn slots(&self, prefix: &str) -> Vec<Slot>;
}

/// Where the error of a field is to be put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Name of the input.
    pub name: String,
    /// What the person calls it.
    pub label: String,
    /// Id of the element to go to.
    pub id: String,
}

/// The id of a control: letters, digits and dashes of its name behind the prefix.
pub(super) fn id_of(prefix: &str, name: &str) -> String {
    let safe = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    format!("{prefix}-").chars().chain(safe).collect()
}

/// Hint and error of a control, and the attributes that tie them to it.
pub(super) struct Below {
    /// Value of `aria-describedby`.
    pub described: Option<String>,
    /// Value of `aria-invalid`.
    pub invalid: Option<&'static str>,
    /// The lines themselves.
    pub lines: AnyView,
}

/// Looks up the error of `name` and lays out what stands below its control.
pub(super) fn below(typed: &Typed, name: &str, id: &str, hint: Option<Cow<'static, str>>) -> Below {
    let error = typed.error(name).map(str::to_string);
    let hint_id = hint.as_ref().map(|_| format!("{id}-h"));
    let error_id = error.as_ref().map(|_| format!("{id}-e"));
    let ids: Vec<&str> = error_id.iter().chain(&hint_id).map(String::as_str).collect();
    let described = (!ids.is_empty()).then(|| ids.join(" "));
    let invalid = error.is_some().then_some("true");
    let hint = hint.map(|words| view! { <p class="hint" id=hint_id>{words.into_owned()}</p> });
    let error = error.map(|words| view! { <p class="error" id=error_id>{icon(Icon::Alert)} {words}</p> });
    Below { described, invalid, lines: view! { {hint} {error} }.into_any() }
}
