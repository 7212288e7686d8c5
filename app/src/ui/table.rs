//! Tables. A strong rule opens, hairlines carry, a double rule closes; figures stand right, on the cent.
//!
//! Columns are declared once, and every cell takes its scope, class and role from its column, so no row can
//! forget them. Rows are written straight into one string: a thousand of them cost what their bytes cost.

use domain::Cents;
use leptos::prelude::*;

use super::html::Html;
use super::money;
use super::shown::{Shown, stands_in_view};
use super::status::Status;

/// A column: its head, and what its cells have in common.
pub struct Column {
    head: String,
    hidden: bool,
    names_row: bool,
    class: &'static str,
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

    fn write(&self, html: &mut Html, folds: bool) {
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

/// A table in the making.
pub struct Table {
    caption: String,
    caption_seen: bool,
    class: &'static str,
    folds: bool,
    scrolls: bool,
    columns: Vec<Column>,
    body: Html,
    foot: Html,
}

/// A table; the caption says what it holds, for readers.
pub fn table(caption: impl Into<String>, columns: impl IntoIterator<Item = Column>) -> Table {
    Table {
        caption: caption.into(),
        caption_seen: false,
        class: "table",
        folds: false,
        scrolls: false,
        columns: columns.into_iter().collect(),
        body: Html::new(),
        foot: Html::new(),
    }
}

impl Table {
    /// Shows the caption to everybody.
    pub fn captioned(mut self) -> Table {
        self.caption_seen = true;
        self
    }

    /// Other classes beside `table`, given whole: `table plain`.
    pub fn class(mut self, class: &'static str) -> Table {
        self.class = class;
        self
    }

    /// On a small page each row becomes a small sheet. Give its columns their kinds.
    pub fn folds(mut self) -> Table {
        self.folds = true;
        self.class = "table rows folds";
        self
    }

    /// On a small page it scrolls sideways in a frame of its own. The last resort.
    pub fn scrolls(mut self) -> Table {
        self.scrolls = true;
        self
    }

    /// One row; `fill` writes its cells in the order of the columns.
    pub fn row(&mut self, fill: impl FnOnce(&mut Row<'_>)) {
        self.row_as("", fill);
    }

    /// One row with a class of its own, like `known` or `twin`.
    pub fn row_as(&mut self, class: &'static str, fill: impl FnOnce(&mut Row<'_>)) {
        Row::write(&mut self.body, &self.columns, self.folds, class, fill);
    }

    /// The sum that closes the table.
    pub fn total(&mut self, fill: impl FnOnce(&mut Row<'_>)) {
        Row::write(&mut self.foot, &self.columns, self.folds, "", fill);
    }

    /// True while it has no rows: time for an empty place instead.
    pub fn is_empty(&self) -> bool {
        self.body.as_str().is_empty()
    }

    /// As markup, for a table that stands in other markup.
    pub fn into_html(self) -> Html {
        let mut html = Html::new();
        if self.scrolls {
            html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\"")
                .attr("aria-label", &self.caption)
                .raw(">");
        }
        html.raw("<table").attr("class", self.class);
        if self.folds {
            html.attr("role", "table");
        }
        let group = if self.folds { " role=\"rowgroup\">" } else { ">" };
        html.raw(if self.caption_seen { "><caption>" } else { "><caption class=\"sr\">" });
        html.text(&self.caption).raw("</caption><thead").raw(group);
        html.raw(if self.folds { "<tr role=\"row\">" } else { "<tr>" });
        for column in &self.columns {
            column.write(&mut html, self.folds);
        }
        html.raw("</tr></thead><tbody").raw(group).html(&self.body).raw("</tbody>");
        if !self.foot.as_str().is_empty() {
            html.raw("<tfoot").raw(group).html(&self.foot).raw("</tfoot>");
        }
        html.raw(if self.scrolls { "</table></div>" } else { "</table>" });
        html
    }

    /// As a view.
    pub fn view(self) -> AnyView {
        self.into_html().into_render().into_any()
    }
}

stands_in_view!(Table);

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
    fn write(
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
        let column = self.columns.get(self.at);
        self.at += 1;
        self.html.raw(self.open);
        let names_row = column.is_some_and(|c| c.names_row);
        self.open = if names_row { "</th>" } else { "</td>" };
        self.html.raw(if names_row { "<th scope=\"row\"" } else { "<td" });
        if self.folds {
            self.html.attr("role", if names_row { "rowheader" } else { "cell" });
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

    /// `1,450.00` without the dollar sign, for the middle of a long column.
    pub fn bare(&mut self, amount: Cents) -> &mut Self {
        if amount.is_zero() { self.dash() } else { self.text(&money::bare(amount)) }
    }

    /// Nothing here, and that is right.
    pub fn dash(&mut self) -> &mut Self {
        self.cell("dash").raw(money::DASH);
        self
    }

    /// A cell that stays empty.
    pub fn none(&mut self) -> &mut Self {
        self.cell("");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_take_scope_class_and_role_from_their_column_and_text_is_escaped() {
        let columns = || [name("Unit"), figures("Received"), kind("Do", "do").unseen()];
        let mut plain = table("Rent", columns());
        plain.row(|row| {
            row.link("/units/1?a=1&b=2", "<Birch> 1").sub("Okafor & Co");
            row.money_or_dash(Cents(0));
            row.none();
        });
        let html = plain.into_html();
        assert!(html.as_str().contains(
            "<tr><th scope=\"row\"><a href=\"/units/1?a=1&amp;b=2\">&lt;Birch&gt; 1</a>\
             <span class=\"sub\">Okafor &amp; Co</span></th><td class=\"num dash\">–</td><td class=\"do\"></td></tr>"
        ));
        let mut folding = table("Rent", columns()).folds();
        folding.row(|row| {
            row.text("Birch 1").money(Cents(145_000)).none();
        });
        let html = folding.into_html();
        assert!(html.as_str().contains("<th scope=\"row\" role=\"rowheader\">Birch 1</th>"));
        assert!(html.as_str().contains("<td role=\"cell\" class=\"num\">$1,450.00</td>"));
    }
}
