//! One line over time: a balance, how many homes are let.

use leptos::prelude::*;

use super::option::line_option;
use super::scale::{LEFT, Scale, Unit, WIDE, percent, tenths};
use super::{Framed, grid, slot_name};
use crate::ui::html::Html;
use crate::ui::shown::stands_in_view;
use crate::ui::table::{figures, name, table};

/// More names than this would run into each other.
const NAMES_MAX: usize = 12;

/// A line in the making.
pub struct Line {
    id: &'static str,
    what: &'static str,
    sentence: String,
    unit: Unit,
    points: Vec<(String, String, i64)>,
}

/// A line named `what` ("Balance"), under the heading `id`. The sentence says what is to be seen.
pub fn line(id: &'static str, what: &'static str, unit: Unit, sentence: impl Into<String>) -> Line {
    Line { id, what, sentence: sentence.into(), unit, points: Vec::new() }
}

impl Line {
    /// The next point in time: its name in full, its few letters, its value.
    pub fn point(mut self, name: impl Into<String>, short: impl Into<String>, value: i64) -> Line {
        self.points.push((name.into(), short.into(), value));
        self
    }

    /// As a view: sentence, drawing, table.
    pub fn view(self) -> AnyView {
        Framed {
            id: self.id,
            kind: "line",
            unit: self.unit,
            unfinished: false,
            legend: None,
            option: line_option(self.what, &self.points, &self.scale()),
            drawing: self.drawing(),
            table: self.table(),
            sentence: self.sentence,
        }
        .view()
    }

    fn values(&self) -> impl Iterator<Item = i64> {
        self.points.iter().map(|(.., value)| *value)
    }

    fn scale(&self) -> Scale {
        Scale::new(self.unit, self.values().max().unwrap_or(0), -self.values().min().unwrap_or(0))
    }

    fn drawing(&self) -> Html {
        let scale = self.scale();
        let mut html = Html::new();
        grid(&mut html, &scale, |value| {
            let dollar = if value == scale.top() && self.unit == Unit::Cents { "$" } else { "" };
            let minus = if value < 0 { "\u{2212}" } else { "" };
            format!("{minus}{dollar}{}", self.unit.short(value))
        });
        let count = self.points.len();
        let width = WIDE / i64::try_from(count.max(1)).unwrap_or(1);
        let every = count.div_ceil(NAMES_MAX).max(1);
        let places: Vec<(i64, i64)> = (0..)
            .zip(self.values())
            .map(|(n, value)| (LEFT + n * width + width / 2, scale.y(value)))
            .collect();
        for pair in places.windows(2) {
            if let [(x1, y1), (x2, y2)] = pair {
                stroke(&mut html, (*x1, *y1), (*x2, *y2));
            }
        }
        for (i, ((name, short, value), (x, y))) in self.points.iter().zip(&places).enumerate() {
            let last = i + 1 == count;
            html.raw(if last { "<g class=\"now\"><title>" } else { "<g><title>" })
                .text(&format!("{name}: {}", self.unit.full(*value)))
                .raw("</title><circle class=\"knot\"")
                .attr("cx", &percent(*x))
                .attr("cy", &tenths(*y))
                .raw(" r=\"3.5\"></circle>");
            if (count - 1 - i).is_multiple_of(every) {
                slot_name(&mut html, *x, short);
            }
            html.raw("</g>");
        }
        html
    }

    fn table(&self) -> crate::ui::table::Table {
        let columns = [name("When"), figures(self.what)];
        let mut table = table("The chart as a table", columns).class("table plain").scrolls();
        for (name, _, value) in &self.points {
            table.row(|row| {
                row.text(name).text(&self.unit.full(*value));
            });
        }
        table
    }
}

stands_in_view!(Line);

fn stroke(html: &mut Html, from: (i64, i64), to: (i64, i64)) {
    html.raw("<line class=\"trend\"")
        .attr("x1", &percent(from.0))
        .attr("y1", &tenths(from.1))
        .attr("x2", &percent(to.0))
        .attr("y2", &tenths(to.1))
        .raw("></line>");
}
