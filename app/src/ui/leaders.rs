//! A sum written out with dotted leaders, closed with a double rule; and a plain list of facts.

use domain::Cents;
use leptos::prelude::*;

use super::shown::{Shown, stands_in_view};

/// A sum in the making.
#[derive(Default)]
pub struct Leaders {
    label: Option<String>,
    lines: Vec<AnyView>,
}

/// Begins a sum.
pub fn leaders() -> Leaders {
    Leaders::default()
}

impl Leaders {
    /// What the sum is, for readers, where no heading stands above it.
    pub fn label(mut self, label: impl Into<String>) -> Leaders {
        self.label = Some(label.into());
        self
    }

    /// An amount and what it is for.
    pub fn money(self, what: impl Into<String>, amount: Cents) -> Leaders {
        self.line(what.into(), amount.to_string())
    }

    /// Any line: `÷ 4`, a link, a status.
    pub fn line(self, what: impl Shown, value: impl Shown) -> Leaders {
        self.push(None, what.shown(), value.shown())
    }

    /// A line with a second, smaller one below its words.
    pub fn noted(self, what: impl Into<String>, note: impl Into<String>, value: impl Shown) -> Leaders {
        let (what, note) = (what.into(), note.into());
        self.line(view! { {what} " " <span class="sub">{note}</span> }, value)
    }

    /// What it comes to, closed with the double rule: this is the number.
    pub fn total(self, what: impl Into<String>, amount: Cents) -> Leaders {
        self.push(Some("total"), what.into().into_any(), amount.to_string().into_any())
    }

    /// What stands below the sum: that it ties, or what is on its way.
    pub fn after(self, what: impl Shown, value: impl Shown) -> Leaders {
        self.push(Some("tied"), what.shown(), value.shown())
    }

    fn push(mut self, class: Option<&'static str>, what: AnyView, value: AnyView) -> Leaders {
        self.lines.push(view! { <div class=class><dt>{what}</dt> <dd>{value}</dd></div> }.into_any());
        self
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        view! { <dl class="leaders" aria-label=self.label>{self.lines}</dl> }.into_any()
    }
}

stands_in_view!(Leaders);

/// Facts about one thing: `(name, value)` each, between hairlines.
pub fn facts<V: Shown>(facts: impl IntoIterator<Item = (&'static str, V)>) -> AnyView {
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(name, value)| view! { <div><dt>{name}</dt> <dd>{value.shown()}</dd></div> })
        .collect();
    view! { <dl class="facts">{facts}</dl> }.into_any()
}
