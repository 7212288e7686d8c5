//! Tables. A strong rule opens, hairlines carry, a double rule closes; figures stand right, on the cent.
//!
//! Columns are declared once, and every cell takes its scope, class and role from its column, so no row can
//! forget them. Rows are written straight into one string: a thousand of them cost what their bytes cost.

mod column;
mod row;

use leptos::prelude::*;

pub use column::{Column, PICKED_MAX, figures, kind, name, pick, wide, words};
pub use row::Row;

use super::html::Html;
use super::shown::stands_in_view;

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

#[cfg(test)]
mod tests {
    use domain::Cents;

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
