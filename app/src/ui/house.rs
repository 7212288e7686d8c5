//! The house on the tenant's first page: a row of homes under one roof, and one lit window, theirs.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use super::html::Html;

/// Widest row that is still a drawing; a larger building shows these.
const HOMES_MAX: usize = 4;

/// The inner walls stand between these two outer ones, in tenths of a unit of the drawing.
const WALL_LEFT: i64 = 140;
const WALL_RIGHT: i64 = 1_060;

/// Window, gap and door of a home together, in tenths.
const FRONT_WIDTH: i64 = 210;

/// The house with `homes` homes and the light on in home number `lit`, counted from 0.
pub fn house(homes: usize, lit: usize) -> InertElement {
    let shown = homes.clamp(1, HOMES_MAX);
    let lit = lit.min(shown - 1);
    let mut html = Html::new();
    html.raw(
        r#"<svg class="house" viewBox="0 0 120 72" fill="none" stroke="currentColor" stroke-width="1.5" "#,
    )
    .raw(r#"stroke-linejoin="round" stroke-linecap="round" role="img""#)
    .attr("aria-label", &words(homes, shown, lit))
    .raw(r#"><path d="M2 68H118M14 68V31M106 68V31M7 34 60 7l53 27M84 19v-9h7v12.5"></path>"#);
    let width = (WALL_RIGHT - WALL_LEFT) / i64::try_from(shown).unwrap_or(1);
    for (home, left) in (0..shown).zip((WALL_LEFT..).step_by(usize::try_from(width).unwrap_or(1))) {
        if home > 0 {
            html.raw("<path")
                .attr("d", &format!("M{} 68V31", tenths(left)))
                .raw(r#" stroke-width="1"></path>"#);
        }
        front(&mut html, left + (width - FRONT_WIDTH) / 2, home == lit);
    }
    html.raw("</svg>");
    html.into_render()
}

/// A window with its bars, and a door.
fn front(html: &mut Html, left: i64, lit: bool) {
    let (bar, door) = (left + 45, left + 135);
    html.raw("<path")
        .attr("class", if lit { "lit" } else { "dark" })
        .attr("d", &format!("M{} 41h9v11h-9z", tenths(left)))
        .raw("></path><path")
        .attr("d", &format!("M{} 41v11M{} 46.5h9", tenths(bar), tenths(left)))
        .raw(r#" stroke-width="1"></path><path"#)
        .attr("d", &format!("M{} 68V50h7.5v18", tenths(door)))
        .raw("></path>");
}

fn tenths(n: i64) -> String {
    format!("{}.{}", n / 10, n % 10)
}

fn words(homes: usize, shown: usize, lit: usize) -> String {
    const WHICH: [&str; HOMES_MAX] = ["first", "second", "third", "fourth"];
    match homes {
        0 | 1 => "A house with the light on".into(),
        n if n == shown => {
            let count = super::words::number(i64::try_from(n).unwrap_or_default());
            format!("A row of {count} homes; the light is on in the {}", WHICH[lit])
        }
        _ => "A row of homes; the light is on in yours".into(),
    }
}
