//! P8: a table of 1,000 rows drawn by the house's own table, against the same bytes pushed into a string by hand.

use std::hint::black_box;
use std::time::{Duration, Instant};

use app::ui::table;
use app::ui::table::{figures, kind, name};
use domain::Cents;
use leptos::prelude::*;

use super::say::{self, Bound};

const ROWS: i64 = 1_000;
const ROUNDS: usize = 31;

fn ours() -> String {
    let mut list = table("Transactions", [kind("Day", "date nowrap"), name("Who"), figures("Amount")]);
    for i in 0..ROWS {
        list.row(|row| {
            row.text("20 Nov")
                .link("/transactions/018f", "Home Depot & Sons")
                .sub("Repairs")
                .money(Cents(14_318 + i));
        });
    }
    list.view().to_html()
}

fn by_hand() -> String {
    let mut out = String::new();
    out.push_str(
        "<table class=\"table\"><caption class=\"sr\">Transactions</caption><thead><tr><th scope=\"col\" class=\"date nowrap\">Day</th>\
         <th scope=\"col\">Who</th><th scope=\"col\" class=\"num\">Amount</th></tr></thead><tbody>",
    );
    for i in 0..ROWS {
        out.push_str(
            "<tr><td class=\"date nowrap\">20 Nov</td><th scope=\"row\"><a href=\"/transactions/018f\">",
        );
        for c in "Home Depot & Sons".chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                c => out.push(c),
            }
        }
        out.push_str("</a><span class=\"sub\">Repairs</span></th><td class=\"num\">");
        out.push_str(&Cents(14_318 + i).to_string());
        out.push_str("</td></tr>");
    }
    out.push_str("</tbody></table>");
    out
}

fn timed(draw: fn() -> String) -> Duration {
    let begun = Instant::now();
    for _ in 0..10 {
        black_box(draw());
    }
    begun.elapsed()
}

/// Measures in turns.
pub fn run() {
    let (ours_bytes, hand_bytes) = (ours(), by_hand());
    // Same bytes before speed.
    assert_eq!(ours_bytes, hand_bytes, "both draw the same table");
    timed(ours);
    timed(by_hand);
    let ratios: Vec<f64> =
        (0..ROUNDS).map(|_| timed(ours).as_secs_f64() / timed(by_hand).as_secs_f64()).collect();
    say::spread("P8 1,000 rows, ours / by hand", ratios, "times", Bound::Most(1.25));
}
