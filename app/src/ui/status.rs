//! Status and tag: icon and word, always. What is well stays in ink; color is kept for what needs a person.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use super::html::Html;
use super::icon::Icon;

/// What a color would say. The word beside it says the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Paid, known, well: in ink.
    #[default]
    Plain,
    /// Overdue, failed, urgent.
    Late,
    /// Needs an answer, soon.
    Wait,
    /// Settled, tied, saved.
    Good,
    /// On its way.
    Move,
}

impl Tone {
    /// The value of `data-tone`, absent for ink.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Tone::Plain => None,
            Tone::Late => Some("late"),
            Tone::Wait => Some("wait"),
            Tone::Good => Some("good"),
            Tone::Move => Some("move"),
        }
    }
}

/// Icon and word, as running text ([`status`]) or in a small frame ([`tag`]).
#[derive(Clone, Debug)]
pub struct Status {
    class: &'static str,
    tone: Tone,
    icon: Icon,
    word: String,
}

/// Where a thing stands, in the line it stands on.
pub fn status(tone: Tone, icon: Icon, word: impl Into<String>) -> Status {
    Status { class: "status", tone, icon, word: word.into() }
}

/// The same in a frame, beside a heading.
pub fn tag(tone: Tone, icon: Icon, word: impl Into<String>) -> Status {
    Status { class: "tag", tone, icon, word: word.into() }
}

impl Status {
    /// Writes it into markup in the making.
    pub fn write(&self, html: &mut Html) {
        html.raw("<span").attr("class", self.class);
        if let Some(tone) = self.tone.word() {
            html.attr("data-tone", tone);
        }
        html.raw(">").raw(self.icon.markup()).text(&self.word).raw("</span>");
    }
}

impl IntoRender for Status {
    type Output = InertElement;

    fn into_render(self) -> InertElement {
        let mut html = Html::new();
        self.write(&mut html);
        html.into_render()
    }
}
