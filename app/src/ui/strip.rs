//! A strip of figures: label, value, words, sparkline. The whole cell is the link to the rows behind it.

use leptos::prelude::*;

use super::chart::spark;

/// One figure of a strip.
pub struct Figure {
    label: String,
    href: Option<String>,
    value: String,
    small: Option<String>,
    words: String,
    line: Vec<i64>,
}

/// A figure and what it is called.
pub fn figure(label: impl Into<String>, value: impl Into<String>) -> Figure {
    let (label, value) = (label.into(), value.into());
    Figure { label, href: None, value, small: None, words: String::new(), line: Vec::new() }
}

impl Figure {
    /// The page with the rows behind it.
    pub fn href(mut self, href: impl Into<String>) -> Figure {
        self.href = Some(href.into());
        self
    }

    /// What the value is measured against: `of $8,300.00`.
    pub fn of(mut self, small: impl Into<String>) -> Figure {
        self.small = Some(small.into());
        self
    }

    /// One or two short sentences.
    pub fn words(mut self, words: impl Into<String>) -> Figure {
        self.words = words.into();
        self
    }

    /// How it went: values in time, oldest first. The words carry the meaning; the line is only seen.
    pub fn line(mut self, values: impl IntoIterator<Item = i64>) -> Figure {
        self.line = values.into_iter().collect();
        self
    }

    fn view(self) -> AnyView {
        let label = match self.href {
            Some(href) => view! { <a href=href>{self.label}</a> }.into_any(),
            None => self.label.into_any(),
        };
        let small = self.small.map(|small| view! { " " <small>{small}</small> });
        let line = (self.line.len() > 1).then(|| view! { <dd>{spark(&self.line)}</dd> });
        view! {
            <div class="figure">
                <dt>{label}</dt>
                <dd class="value">{self.value} {small}</dd>
                <dd class="words">{self.words}</dd>
                {line}
            </div>
        }
        .into_any()
    }
}

/// The strip; four figures fill a page.
pub fn strip(figures: impl IntoIterator<Item = Figure>) -> AnyView {
    let figures: Vec<_> = figures.into_iter().map(Figure::view).collect();
    view! { <dl class="strip">{figures}</dl> }.into_any()
}
