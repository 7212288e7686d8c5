//! Bars above and below zero: what came in, what went out, and the net as a stroke across both.

use domain::{Cents, Period};
use leptos::prelude::*;

use super::option::bars_option;
use super::scale::{LEFT, Scale, Unit, WIDE, percent, tenths};
use super::{Framed, grid, slot_name};
use crate::ui::html::Html;
use crate::ui::shown::stands_in_view;
use crate::ui::table::{figures, name, table};
use crate::ui::words::{list, number_first};

/// More names than this would run into each other, so every second or third one is written.
const NAMES_MAX: usize = 12;

/// One place on the x axis, with what came in and what went out there; both are zero or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// In full: `December 2025`.
    pub name: String,
    /// Below the bar: `Dec`.
    pub short: String,
    /// What came in.
    pub received: Cents,
    /// What went out, as a positive amount.
    pub paid_out: Cents,
}

impl Slot {
    /// A month.
    pub fn month(period: Period, received: Cents, paid_out: Cents) -> Slot {
        Slot { name: period.to_string(), short: period.short(), received, paid_out }
    }

    /// What stayed.
    pub fn net(&self) -> Cents {
        self.received - self.paid_out
    }
}

/// A chart of bars in the making.
pub struct Bars {
    id: &'static str,
    slots: Vec<Slot>,
    unfinished: bool,
    note: Option<String>,
}

/// Cash flow over time, oldest first; `id` is the id of the heading above the chart.
pub fn cash_flow(id: &'static str, slots: Vec<Slot>) -> Bars {
    Bars { id, slots, unfinished: false, note: None }
}

impl Bars {
    /// The last slot is not over: it is hatched, and the legend says so.
    pub fn unfinished(mut self) -> Bars {
        self.unfinished = true;
        self
    }

    /// One more sentence, for what the figures do not tell by themselves.
    pub fn note(mut self, sentence: impl Into<String>) -> Bars {
        self.note = Some(sentence.into());
        self
    }

    /// As a view: sentence, legend, drawing, table.
    pub fn view(self) -> AnyView {
        let sentence = match &self.note {
            Some(note) => format!("{} {note}", self.sentence()),
            None => self.sentence(),
        };
        let part = self.unfinished.then(|| view! { <li class="k-part">"Month not over"</li> });
        let legend = view! {
            <ul class="legend" role="list">
                <li>"Received"</li> <li class="k-out">"Paid out"</li> <li class="k-net">"Net"</li> {part}
            </ul>
        };
        Framed {
            id: self.id,
            sentence,
            legend: Some(legend.into_any()),
            kind: "bars",
            unit: Unit::Cents,
            unfinished: self.unfinished,
            option: bars_option(&self.slots, &self.scale()),
            drawing: self.drawing(),
            table: self.table(),
        }
        .view()
    }

    fn sentence(&self) -> String {
        let received: Cents = self.slots.iter().map(|s| s.received).sum();
        let paid_out: Cents = self.slots.iter().map(|s| s.paid_out).sum();
        let net = received - paid_out;
        let stayed = match net.0 {
            0.. => format!("{net} stayed"),
            _ => format!("{} more than came in", net.abs()),
        };
        let below: Vec<String> =
            self.slots.iter().filter(|s| s.net() < Cents::ZERO).map(|s| s.name.clone()).collect();
        let below = match below.len() {
            0 => String::new(),
            1..=3 => format!(" {} went below zero.", list(&below)),
            n => format!(" {} of them went below zero.", number_first(i64::try_from(n).unwrap_or(i64::MAX))),
        };
        format!("{received} came in, {paid_out} went out, {stayed}.{below}")
    }

    fn scale(&self) -> Scale {
        let most = |of: fn(&Slot) -> Cents| self.slots.iter().map(|s| of(s).0).max().unwrap_or(0);
        Scale::new(Unit::Cents, most(|s| s.received), most(|s| s.paid_out))
    }

    fn drawing(&self) -> Html {
        let scale = self.scale();
        let mut html = Html::new();
        let hatch = format!("{}-part", self.id);
        if self.unfinished {
            html.raw("<defs><pattern")
                .attr("id", &hatch)
                .raw(r#" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#)
                .raw(r#"<path class="hatch" d="M1 0V4"></path></pattern></defs>"#);
        }
        grid(&mut html, &scale, |value| {
            let dollar = if value == scale.top() { "$" } else { "" };
            format!("{dollar}{}", Unit::Cents.short(value))
        });
        let count = self.slots.len();
        let width = WIDE / i64::try_from(count.max(1)).unwrap_or(1);
        let every = count.div_ceil(NAMES_MAX).max(1);
        let lefts = (0..).map(|n| LEFT + n * width);
        for ((i, slot), left) in self.slots.iter().enumerate().zip(lefts) {
            let last = i + 1 == count;
            let fill = (last && self.unfinished).then(|| format!("url(#{hatch})"));
            let named = (count - 1 - i).is_multiple_of(every);
            html.raw(if last { "<g class=\"now\"><title>" } else { "<g><title>" })
                .text(&told(slot))
                .raw("</title>");
            columns(&mut html, &scale, slot, left, width, fill.as_deref());
            if named {
                slot_name(&mut html, left + width / 2, &slot.short);
            }
            html.raw("</g>");
        }
        html
    }

    fn table(&self) -> crate::ui::table::Table {
        let columns = [name("Month"), figures("Received"), figures("Paid out"), figures("Net")];
        let mut table = table("The chart as a table", columns).class("table plain").scrolls();
        for slot in &self.slots {
            table.row(|row| {
                row.text(&slot.name).money(slot.received).money(slot.paid_out).money(slot.net());
            });
        }
        table.total(|row| {
            row.text("Together")
                .money(self.slots.iter().map(|s| s.received).sum())
                .money(self.slots.iter().map(|s| s.paid_out).sum())
                .money(self.slots.iter().map(Slot::net).sum());
        });
        table
    }
}

stands_in_view!(Bars);

fn told(slot: &Slot) -> String {
    let Slot { name, received, paid_out, .. } = slot;
    format!("{name}: received {received}, paid out {paid_out}, net {}", slot.net())
}

/// Both bars of a slot and the stroke of its net. The bars take 56 % of the slot, the stroke 76 %.
fn columns(html: &mut Html, scale: &Scale, slot: &Slot, left: i64, width: i64, fill: Option<&str>) {
    let zero = scale.y(0);
    let (x, wide) = (left + width * 22 / 100, width * 56 / 100);
    let top = scale.y(slot.received.0);
    html.raw("<rect class=\"in\"");
    if let Some(fill) = fill {
        html.attr("fill", fill);
    }
    bar(html, x, wide, top, zero - top);
    html.raw("<rect class=\"out\"");
    bar(html, x, wide, zero, scale.y(-slot.paid_out.0) - zero);
    let net = tenths(scale.y(slot.net().0));
    html.raw("<line class=\"net\"")
        .attr("x1", &percent(left + width * 12 / 100))
        .attr("x2", &percent(left + width * 88 / 100))
        .attr("y1", &net)
        .attr("y2", &net)
        .raw("></line>");
}

fn bar(html: &mut Html, x: i64, wide: i64, y: i64, tall: i64) {
    html.attr("x", &percent(x))
        .attr("width", &percent(wide))
        .attr("y", &tenths(y))
        .attr("height", &tenths(tall.max(0)))
        .raw("></rect>");
}
