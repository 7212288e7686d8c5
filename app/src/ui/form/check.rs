//! A box to tick.

use std::borrow::Cow;

use domain::Typed;
use leptos::prelude::*;

use super::control::{Control, Slot, below, id_of};

/// A checkbox with its words. Sent as `name=1` when ticked, not at all when not.
pub struct Check {
    name: Cow<'static, str>,
    words: Cow<'static, str>,
    hint: Option<Cow<'static, str>>,
}

/// A box to tick, `words` beside it.
pub fn check(name: impl Into<Cow<'static, str>>, words: impl Into<Cow<'static, str>>) -> Check {
    Check { name: name.into(), words: words.into(), hint: None }
}

impl Check {
    /// What ticking it means, in a second line.
    pub fn hint(mut self, words: impl Into<Cow<'static, str>>) -> Check {
        self.hint = Some(words.into());
        self
    }
}

impl Control for Check {
    fn slots(&self, prefix: &str) -> Vec<Slot> {
        let id = id_of(prefix, &self.name);
        vec![Slot { name: self.name.to_string(), label: self.words.to_string(), id }]
    }

    fn draw(self, typed: &Typed, prefix: &str) -> AnyView {
        let id = id_of(prefix, &self.name);
        let below = below(typed, &self.name, &id, None);
        let checked = typed.checked(&self.name);
        let hint = self.hint.map(|words| view! { <small>{words.into_owned()}</small> });
        view! {
            <div class="field">
                <label class="check">
                    <input type="checkbox" id=id name=self.name value="1" checked=checked
                        aria-invalid=below.invalid aria-describedby=below.described/>
                    <span>{self.words.into_owned()} {hint}</span>
                </label>
                {below.lines}
            </div>
        }
        .into_any()
    }
}
