//! The columns of a table: declared once, obeyed by every cell.

use leptos::prelude::*;

use crate::ui::html::Html;

/// A column: its head, and what its cells have in common.
pub struct Column {
    head: String,
    over: String,
    hidden: bool,
    pub(super) names_row: bool,
    pub(super) class: &'static str,
    sorted: Option<(String, Option<bool>)>,
    /// Number among the columns of which a small page shows one at a time.
    pub(super) picked: Option<u8>,
}

fn column(head: impl Into<String>, class: &'static str) -> Column {
    Column {
        head: head.into(),
        over: String::new(),
        hidden: false,
        names_row: false,
        class,
        sorted: None,
        picked: None,
    }
}

/// A column of words.
pub fn words(head: impl Into<String>) -> Column {
    column(head, "")
}

/// The column that names its row, once per table.
pub fn name(head: impl Into<String>) -> Column {
    Column { names_row: true, ..column(head, "") }
}

/// A column of figures, set right.
pub fn figures(head: impl Into<String>) -> Column {
    column(head, "num")
}

/// A column that small pages leave out.
pub fn wide(head: impl Into<String>) -> Column {
    column(head, "wide")
}

/// A column of another kind: `line`, `state`, `date nowrap`, `do` have a place of their own when a table folds.
pub fn kind(head: impl Into<String>, class: &'static str) -> Column {
    column(head, class)
}

impl Column {
    /// The head is for readers only, like over a column of buttons.
    pub fn unseen(mut self) -> Column {
        self.hidden = true;
        self
    }

    /// The head is a link that sorts by this column; `now` is `Some(true)` while it ascends.
    pub fn sorts(mut self, href: impl Into<String>, now: Option<bool>) -> Column {
        self.sorted = Some((href.into(), now));
        self
    }

    /// A letter or a word on a line of its own above the head, like the letter of a column of a form.
    pub fn over(mut self, word: impl Into<String>) -> Column {
        self.over = word.into();
        self
    }

    /// The head leads somewhere, like to all about the thing this column is about.
    pub fn leads(self, href: impl Into<String>) -> Column {
        self.sorts(href, None)
    }

    /// A small page shows one of these columns at a time: number 1 to [`PICKED_MAX`], chosen by [`pick`] above the table.
    pub fn picked(mut self, number: u8) -> Column {
        self.picked = Some(number);
        self
    }

    /// The attribute by which CSS finds the cells of a column that is picked.
    pub(super) fn mark(&self, html: &mut Html) {
        if let Some(number) = self.picked {
            html.attr("data-col", &number.to_string());
        }
    }

    pub(super) fn write(&self, html: &mut Html, folds: bool) {
        html.raw("<th").attr("scope", "col");
        if folds {
            html.attr("role", "columnheader");
        }
        if !self.class.is_empty() {
            html.attr("class", self.class);
        }
        self.mark(html);
        if let Some((_, Some(ascends))) = &self.sorted {
            html.attr("aria-sort", if *ascends { "ascending" } else { "descending" });
        }
        html.raw(">");
        if !self.over.is_empty() {
            html.raw("<b>").text(&self.over).raw("</b> ");
        }
        match &self.sorted {
            Some((href, _)) => html.raw("<a").attr("href", href).raw(">").text(&self.head).raw("</a>"),
            None if self.hidden => html.raw("<span class=\"sr\">").text(&self.head).raw("</span>"),
            None => html.text(&self.head),
        };
        html.raw("</th>");
    }
}

/// A small page offers so many columns to pick from: twelve months fit. A table with more scrolls sideways.
pub const PICKED_MAX: usize = 12;

/// The choice among picked columns, seen on small pages only; `first` is the number of the one that shows before anybody
/// has chosen. It and its table stand in one element of class `columns`; no script is needed.
pub fn pick(question: &'static str, names: impl IntoIterator<Item = String>, first: usize) -> AnyView {
    let choices: Vec<_> = (1..)
        .zip(names)
        .map(|(number, name): (usize, String)| {
            let id = format!("col-{number}");
            view! { <label><input type="radio" name="col" id=id checked=number == first/>{name}</label> }
        })
        .collect();
    view! {
        <fieldset class="pick"><legend class="label">{question}</legend> <div class="segments">{choices}</div></fieldset>
    }
    .into_any()
}
