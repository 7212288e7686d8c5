//! What is to be put right, on top of a form: each line leads to its field.

use domain::Typed;
use domain::form::FieldError;
use leptos::prelude::*;

use super::control::Slot;
use crate::ui::icon::{Icon, icon};
use crate::ui::words::number_first;

/// What is said of a refused form.
pub const KEPT: &str = "Nothing you typed is lost.";
/// The same of one with files: no browser keeps a chosen file, and no server sends one back.
pub const WITH_FILES: &str = "Nothing you typed is lost, but choose your files again.";

/// The summary of a form's errors; nothing while it is sound. It takes the focus when the page opens, so that a
/// person who cannot see the page hears it first.
pub fn error_summary(typed: &Typed, slots: &[Slot]) -> Option<AnyView> {
    summary(typed, slots, KEPT)
}

/// The same with other words about what is kept, such as [`WITH_FILES`].
pub fn summary(typed: &Typed, slots: &[Slot], kept: &'static str) -> Option<AnyView> {
    if typed.is_sound() {
        return None;
    }
    let errors = typed.errors();
    let count = i64::try_from(errors.len()).unwrap_or(i64::MAX);
    let things = if count == 1 { "thing" } else { "things" };
    let title = format!("{} {things} to put right. {kept}", number_first(count));
    let lines: Vec<_> = errors.iter().map(|error| view! { <li>{line(error, slots)}</li> }).collect();
    Some(
        view! {
            <div class="summary" role="alert" tabindex="-1" autofocus>
                <h2>{icon(Icon::Alert)} {title}</h2>
                <ul>{lines}</ul>
            </div>
        }
        .into_any(),
    )
}

fn line(error: &FieldError, slots: &[Slot]) -> AnyView {
    let Some(slot) = slots.iter().find(|slot| slot.name == error.field) else {
        return error.message.clone().into_any();
    };
    let names_itself = error.message.to_lowercase().contains(&slot.label.to_lowercase());
    let words = match names_itself {
        true => error.message.clone(),
        // A question carries its own sign.
        false if slot.label.ends_with('?') => format!("{} {}", slot.label, error.message),
        false => format!("{}: {}", slot.label, error.message),
    };
    view! { <a href=format!("#{}", slot.id)>{words}</a> }.into_any()
}
