//! A sparkline: the shape of a figure over time, without axes. Words beside it carry the meaning.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use crate::ui::html::Html;

/// Values in time, oldest first. Highest at 4, lowest at 28 of 32; a flat line runs in the middle.
pub fn spark(values: &[i64]) -> InertElement {
    let points = places(values);
    let end = points.last().cloned().unwrap_or_default();
    let mut html = Html::new();
    html.raw(r#"<svg class="spark" viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true">"#)
        .raw(r#"<path class="base" d="M0 31.5H100"></path><polyline class="line""#)
        .attr("points", &points.join(" "))
        .raw("></polyline><path class=\"end\"")
        .attr("d", &format!("M{}h.01", end.replace(',', " ")))
        .raw("></path></svg>");
    html.into_render()
}

/// `x,y` of each value, in hundredths written as decimals.
fn places(values: &[i64]) -> Vec<String> {
    let (low, high) = (values.iter().min().copied().unwrap_or(0), values.iter().max().copied().unwrap_or(0));
    let range = i128::from(high) - i128::from(low);
    let gaps = i64::try_from(values.len().saturating_sub(1).max(1)).unwrap_or(1);
    (0..)
        .zip(values)
        .map(|(n, value)| {
            let up = (i128::from(*value) - i128::from(low)) * 2_400;
            let y = if range == 0 { 1_600 } else { 2_800 - i64::try_from(up / range).unwrap_or(0) };
            let x: i64 = n * 10_000 / gaps;
            format!("{}.{:02},{}.{:02}", x / 100, x % 100, y / 100, y % 100)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_fills_its_height_and_ends_at_the_right() {
        assert_eq!(places(&[0, 5, 10]), ["0.00,28.00", "50.00,16.00", "100.00,4.00"]);
        assert_eq!(places(&[7, 7]), ["0.00,16.00", "100.00,16.00"]);
        assert_eq!(places(&[]), Vec::<String>::new());
        assert!(spark(&[1, 2]).to_html().contains("M100.00 4.00h.01"));
    }
}
