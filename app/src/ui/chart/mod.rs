//! Charts, drawn by the server as SVG and complete without script: bars above and below zero, a line, a sparkline.
//!
//! Each has its sentence above and its table below. The drawing has no viewBox and measures x in percent, so its
//! text never shrinks with the page. All arithmetic is on whole cents, tenths of a pixel and thousandths of a
//! percent. The same data stands beside the drawing as an ECharts option, which `frontend/charts` picks up when
//! somebody points at the chart; when that fails, the drawing simply stays.

mod bars;
mod line;
mod option;
mod scale;
mod spark;

use leptos::prelude::*;

pub use bars::{Bars, Slot, cash_flow};
pub use line::{Line, line};
pub use scale::Unit;
pub use spark::spark;

use super::html::Html;
use super::icon::{Icon, icon};
use super::table::Table;

/// The script that brings hover and zoom, by its name in the manifest; built from `frontend/charts`. A page with a
/// chart asks for it: `Page::with_script(chart::SCRIPT)`.
pub const SCRIPT: &str = "charts.js";

/// Height of a chart in pixels, months below included.
const HEIGHT: i64 = 252;

/// A chart with its sentence, its legend and its table folded away under it.
struct Framed {
    /// Id of the heading that names the chart.
    id: &'static str,
    sentence: String,
    legend: Option<AnyView>,
    kind: &'static str,
    unit: Unit,
    /// The last slot is not over yet.
    unfinished: bool,
    option: Option<String>,
    drawing: Html,
    table: Table,
}

impl Framed {
    fn view(self) -> AnyView {
        let words = format!("{}-words", self.id);
        let mut svg = Html::new();
        svg.raw(r#"<svg class="chart" width="100%" role="img""#)
            .attr("height", &HEIGHT.to_string())
            .attr("aria-labelledby", self.id)
            .attr("aria-describedby", &words)
            .raw(">")
            .html(&self.drawing)
            .raw("</svg>");
        view! {
            <p class="after" id=words>{self.sentence}</p>
            {self.legend}
            <div class="box chart-box" data-chart=self.kind data-unit=self.unit.word() data-option=self.option
                data-unfinished=self.unfinished.then_some("")>
                {svg}
            </div>
            <details class="more">
                <summary>{icon(Icon::ChevronRight)} "The same figures as a table"</summary>
                {self.table}
            </details>
        }
        .into_any()
    }
}

/// Horizontal lines with their labels, the zero line strong.
fn grid(html: &mut Html, scale: &scale::Scale, label: impl Fn(i64) -> String) {
    html.raw("<g aria-hidden=\"true\">");
    for value in scale.ticks() {
        let y = scale.y(value);
        html.raw("<line")
            .attr("class", if value == 0 { "zero" } else { "grid" })
            .raw(r#" x1="8.5%" x2="100%""#)
            .attr("y1", &scale::tenths(y))
            .attr("y2", &scale::tenths(y))
            .raw("></line><text x=\"6.9%\" text-anchor=\"end\"")
            .attr("y", &scale::tenths(y + 40))
            .raw(">")
            .text(&label(value))
            .raw("</text>");
    }
    html.raw("</g>");
}

/// The name of a slot below the drawing: a few letters, or one where the chart is narrow.
fn slot_name(html: &mut Html, x: i64, long: &str) {
    let short: String = long.chars().take(1).collect();
    for (class, word) in [("long", long), ("short", short.as_str())] {
        html.raw("<text")
            .attr("class", class)
            .attr("x", &scale::percent(x))
            .raw(r#" y="246" text-anchor="middle" aria-hidden="true">"#)
            .text(word)
            .raw("</text>");
    }
}
