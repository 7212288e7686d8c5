//! The columns of a table: declared once, obeyed by every cell.

use crate::ui::html::Html;

/// A column: its head, and what its cells have in common.
pub struct Column {
    head: String,
    hidden: bool,
    pub(super) names_row: bool,
    pub(super) class: &'static str,
    sorted: Option<(String, Option<bool>)>,
}

fn column(head: impl Into<String>, class: &'static str) -> Column {
    Column { head: head.into(), hidden: false, names_row: false, class, sorted: None }
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

    pub(super) fn write(&self, html: &mut Html, folds: bool) {
        html.raw("<th").attr("scope", "col");
        if folds {
            html.attr("role", "columnheader");
        }
        if !self.class.is_empty() {
            html.attr("class", self.class);
        }
        match &self.sorted {
            Some((href, now)) => {
                if let Some(ascends) = now {
                    html.attr("aria-sort", if *ascends { "ascending" } else { "descending" });
                }
                html.raw("><a").attr("href", href).raw(">").text(&self.head).raw("</a>")
            }
            None if self.hidden => html.raw("><span class=\"sr\">").text(&self.head).raw("</span>"),
            None => html.raw(">").text(&self.head),
        };
        html.raw("</th>");
    }
}
