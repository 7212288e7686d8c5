//! Filters and sections of one page: links, not script. Choices in a URL can be sent to somebody.

use leptos::prelude::*;

use super::shown::stands_in_view;

/// A row of tabs in the making.
pub struct Tabs {
    label: &'static str,
    tabs: Vec<AnyView>,
}

/// A row of tabs; `label` says what they choose, for readers.
pub fn tabs(label: &'static str) -> Tabs {
    Tabs { label, tabs: Vec::new() }
}

impl Tabs {
    /// A tab with its address; `here` marks the one that is open.
    pub fn tab(self, href: impl Into<String>, word: impl Into<String>, here: bool) -> Tabs {
        self.push(href.into(), word.into(), None, here)
    }

    /// The same with the number of things behind it.
    pub fn counted(self, href: impl Into<String>, word: impl Into<String>, count: i64, here: bool) -> Tabs {
        self.push(href.into(), word.into(), Some(count), here)
    }

    fn push(mut self, href: String, word: String, count: Option<i64>, here: bool) -> Tabs {
        let here = here.then_some("page");
        let count = count.map(|n| view! { " " <span class="count">{n}</span> });
        self.tabs.push(view! { <li><a href=href aria-current=here>{word} {count}</a></li> }.into_any());
        self
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        view! { <nav class="filter" aria-label=self.label><ul>{self.tabs}</ul></nav> }.into_any()
    }
}

stands_in_view!(Tabs);
