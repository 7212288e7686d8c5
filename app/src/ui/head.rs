//! Heads: of a page (where you are, its title, a lead line, what can be done) and of a section.

use leptos::prelude::*;

use super::shown::{Shown, stands_in_view};

/// The head of a page.
pub struct PageHead {
    above: Option<AnyView>,
    title: String,
    lead: Option<AnyView>,
    actions: Vec<AnyView>,
}

/// Begins the head of a page with its title.
pub fn page_head(title: impl Into<String>) -> PageHead {
    PageHead { above: None, title: title.into(), lead: None, actions: Vec::new() }
}

impl PageHead {
    /// The day, in small type above the title.
    pub fn dateline(mut self, day: impl Shown) -> PageHead {
        self.above = Some(view! { <p class="dateline">{day.shown()}</p> }.into_any());
        self
    }

    /// The way back: the pages above this one, nearest last.
    pub fn crumbs(mut self, pages: &[(&str, &str)]) -> PageHead {
        self.above = Some(crumbs(pages));
        self
    }

    /// One or two sentences that say where things stand.
    pub fn lead(mut self, words: impl Shown) -> PageHead {
        self.lead = Some(words.shown());
        self
    }

    /// A button or a small form at the right.
    pub fn action(mut self, action: impl Shown) -> PageHead {
        self.actions.push(action.shown());
        self
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        let lead = self.lead.map(|words| view! { <p class="lead">{words}</p> });
        let actions = (!self.actions.is_empty()).then(|| view! { <div class="actions">{self.actions}</div> });
        view! { <header class="page-head">{self.above} <h1>{self.title}</h1> {lead} {actions}</header> }
            .into_any()
    }
}

stands_in_view!(PageHead);

/// The way back to the pages above this one, `(href, word)` each.
pub fn crumbs(pages: &[(&str, &str)]) -> AnyView {
    let links: Vec<_> = pages
        .iter()
        .enumerate()
        .map(|(i, (href, word))| {
            let comma = (i > 0).then_some(", ");
            view! { {comma} <a href=href.to_string()>{word.to_string()}</a> }
        })
        .collect();
    view! { <nav class="crumbs" aria-label="Breadcrumb">{links}</nav> }.into_any()
}

/// A section of a page: its head opens it, and names it for readers.
pub fn section(id: &'static str, title: impl Into<String>, body: impl Shown) -> AnyView {
    framed(id, title.into(), None, body.shown())
}

/// A section whose head carries a link at the right, like "All accounts".
pub fn section_linked(
    id: &'static str,
    title: impl Into<String>,
    link: (impl Into<String>, impl Into<String>),
    body: impl Shown,
) -> AnyView {
    framed(id, title.into(), Some((link.0.into(), link.1.into())), body.shown())
}

fn framed(id: &'static str, title: String, link: Option<(String, String)>, body: AnyView) -> AnyView {
    let link = link.map(|(href, word)| view! { <a href=href>{word}</a> });
    view! {
        <section aria-labelledby=id>
            <div class="head"><h2 id=id>{title}</h2> {link}</div>
            {body}
        </section>
    }
    .into_any()
}
