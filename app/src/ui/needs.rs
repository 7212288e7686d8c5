//! What needs somebody, most urgent first: a sentence that is a link, a fact at the right, one thing to do.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use super::shown::Shown;
use super::status::Tone;

/// One thing that waits.
pub struct Need {
    tone: Tone,
    mark: Icon,
    href: String,
    title: String,
    words: Option<String>,
    fact: Option<AnyView>,
    action: Option<AnyView>,
}

/// A thing that waits, and the page where it is settled.
pub fn need(tone: Tone, mark: Icon, href: impl Into<String>, title: impl Into<String>) -> Need {
    let (href, title) = (href.into(), title.into());
    Need { tone, mark, href, title, words: None, fact: None, action: None }
}

impl Need {
    /// Who, where, and what is known.
    pub fn words(mut self, words: impl Into<String>) -> Need {
        self.words = Some(words.into());
        self
    }

    /// The figure or day it is about, strong, with a few words after it.
    pub fn fact(mut self, strong: impl Into<String>, words: impl Into<String>) -> Need {
        let (strong, words) = (strong.into(), words.into());
        self.fact = Some(view! { <b>{strong}</b> " " {words} }.into_any());
        self
    }

    /// The same with a status instead of a figure.
    pub fn status(mut self, status: impl Shown, words: impl Into<String>) -> Need {
        let words = words.into();
        self.fact = Some(view! { {status.shown()} " " {words} }.into_any());
        self
    }

    /// The one thing to do about it: a link, or a form with its button.
    pub fn action(mut self, action: impl Shown) -> Need {
        self.action = Some(action.shown());
        self
    }

    fn view(self) -> AnyView {
        let words = self.words.map(|words| view! { <p>{words}</p> });
        view! {
            <li class="need" data-tone=self.tone.word()>
                {icon(self.mark)}
                <div><h2><a href=self.href>{self.title}</a></h2> {words}</div>
                <p class="fact">{self.fact}</p>
                <div class="do">{self.action}</div>
            </li>
        }
        .into_any()
    }
}

/// The list of them. `label` says what they have in common.
pub fn needs(label: &'static str, needs: impl IntoIterator<Item = Need>) -> AnyView {
    let needs: Vec<_> = needs.into_iter().map(Need::view).collect();
    view! { <ol class="needs" role="list" aria-label=label>{needs}</ol> }.into_any()
}
