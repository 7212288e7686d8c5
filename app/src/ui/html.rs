//! Markup as text, for what is drawn many times on a page: icons, the rows of a table, charts.
//!
//! A view per cell costs an allocation and a virtual call; a thousand rows feel that. Everything here escapes
//! what it is given, and only text fixed at compile time is taken as markup.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use super::shown::Shown;

/// Markup in the making. One root element, when it is to stand in a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Nothing yet.
    pub fn new() -> Html {
        Html::default()
    }

    /// Our own markup. Takes only text fixed at compile time, so that nothing typed can become markup.
    pub fn raw(&mut self, markup: &'static str) -> &mut Html {
        self.0.push_str(markup);
        self
    }

    /// Text, escaped.
    pub fn text(&mut self, text: &str) -> &mut Html {
        self.0.push_str(&html_escape::encode_text(text));
        self
    }

    /// A whole number.
    pub fn number(&mut self, number: i64) -> &mut Html {
        self.0.push_str(&number.to_string());
        self
    }

    /// An attribute with its leading blank: ` name="value"`, escaped.
    pub fn attr(&mut self, name: &'static str, value: &str) -> &mut Html {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        self.0.push_str(&html_escape::encode_double_quoted_attribute(value));
        self.0.push('"');
        self
    }

    /// Markup made elsewhere by the same rules.
    pub fn html(&mut self, other: &Html) -> &mut Html {
        self.0.push_str(&other.0);
        self
    }

    /// A view, rendered at once. Views that wait for something belong in the page, not here.
    pub fn view(&mut self, view: impl Shown) -> &mut Html {
        self.0.push_str(&view.shown().to_html());
        self
    }

    /// What stands here so far.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Text that is safe between tags even where Leptos does not escape, which is the case in `<textarea>`.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    html_escape::encode_text(text)
}

impl IntoRender for Html {
    type Output = InertElement;

    fn into_render(self) -> InertElement {
        InertElement::new(self.0)
    }
}
