//! The cells of a row, written from left to right into the table's own string.

use domain::Cents;

use super::Column;
use crate::ui::html::Html;
use crate::ui::money;
use crate::ui::shown::Shown;
use crate::ui::status::Status;

/// The cells of one row, written left to right.
pub struct Row<'t> {
    html: &'t mut Html,
    columns: &'t [Column],
    folds: bool,
    at: usize,
    /// End tag of the cell that is still open, so that more can be written into it.
    open: &'static str,
}

impl Row<'_> {
    pub(super) fn write(
        html: &mut Html,
        columns: &[Column],
        folds: bool,
        class: &'static str,
        fill: impl FnOnce(&mut Row<'_>),
    ) {
        html.raw("<tr");
        if folds {
            html.attr("role", "row");
        }
        if !class.is_empty() {
            html.attr("class", class);
        }
        html.raw(">");
        let mut row = Row { html, columns, folds, at: 0, open: "" };
        fill(&mut row);
        let end = row.open;
        html.raw(end).raw("</tr>");
    }

    /// Closes the cell before and opens the next one.
    fn cell(&mut self, extra: &'static str) -> &mut Html {
        let names_row = self.columns.get(self.at).is_some_and(|c| c.names_row);
        self.open_cell(extra, names_row)
    }

    fn open_cell(&mut self, extra: &'static str, names_row: bool) -> &mut Html {
        let column = self.columns.get(self.at);
        self.at += 1;
        self.html.raw(self.open);
        self.open = if names_row { "</th>" } else { "</td>" };
        self.html.raw(if names_row { "<th scope=\"row\"" } else { "<td" });
        if self.folds {
            self.html.attr("role", if names_row { "rowheader" } else { "cell" });
        }
        if let Some(column) = column {
            column.mark(self.html);
        }
        match (column.map_or("", |c| c.class), extra) {
            ("", "") => {}
            ("", class) | (class, "") => {
                self.html.attr("class", class);
            }
            (class, extra) => {
                self.html.attr("class", &format!("{class} {extra}"));
            }
        }
        self.html.raw(">")
    }

    /// A cell of words.
    pub fn text(&mut self, words: &str) -> &mut Self {
        self.cell("").text(words);
        self
    }

    /// A cell whose words lead somewhere.
    pub fn link(&mut self, href: &str, words: &str) -> &mut Self {
        self.cell("").raw("<a").attr("href", href).raw(">").text(words).raw("</a>");
        self
    }

    /// Words as a bank or file wrote them.
    pub fn sample(&mut self, words: &str) -> &mut Self {
        self.cell("").raw("<samp>").text(words).raw("</samp>");
        self
    }

    /// `$1,450.00`.
    pub fn money(&mut self, amount: Cents) -> &mut Self {
        self.text(&amount.to_string())
    }

    /// `$1,450.00`, or a dash where there is nothing.
    pub fn money_or_dash(&mut self, amount: Cents) -> &mut Self {
        if amount.is_zero() { self.dash() } else { self.money(amount) }
    }

    /// An amount that leads to the rows behind it.
    pub fn money_link(&mut self, href: &str, amount: Cents) -> &mut Self {
        if amount.is_zero() { self.dash() } else { self.link(href, &amount.to_string()) }
    }

    /// `1,450.00` that leads to the rows behind it; `here` marks the one that is shown.
    pub fn bare_link(&mut self, href: &str, amount: Cents, here: bool) -> &mut Self {
        if amount.is_zero() {
            return self.dash();
        }
        let cell = self.cell("").raw("<a").attr("href", href);
        if here {
            cell.attr("aria-current", "true");
        }
        cell.raw(">").text(&money::bare(amount)).raw("</a>");
        self
    }

    /// `1,450.00` without the dollar sign, for the middle of a long column.
    pub fn bare(&mut self, amount: Cents) -> &mut Self {
        if amount.is_zero() { self.dash() } else { self.text(&money::bare(amount)) }
    }

    /// Nothing here, and that is right.
    pub fn dash(&mut self) -> &mut Self {
        self.cell("dash").raw(money::DASH);
        self
    }

    /// A cell that stays empty. It names nothing, even in the column of names.
    pub fn none(&mut self) -> &mut Self {
        self.open_cell("", false);
        self
    }

    /// Where the thing of this row stands.
    pub fn status(&mut self, status: &Status) -> &mut Self {
        status.write(self.cell(""));
        self
    }

    /// Any view: a form with its button, a `<time>`.
    pub fn view(&mut self, view: impl Shown) -> &mut Self {
        self.cell("").view(view);
        self
    }

    /// A second, smaller line in the cell just written.
    pub fn sub(&mut self, words: &str) -> &mut Self {
        if !words.is_empty() {
            self.html.raw("<span class=\"sub\">").text(words).raw("</span>");
        }
        self
    }

    /// A second line that only small pages show, in place of a column they leave out.
    pub fn narrow(&mut self, words: &str) -> &mut Self {
        self.html.raw("<span class=\"sub narrow\">").text(words).raw("</span>");
        self
    }
}
