//! The same data as an ECharts option, in cents and without colors: the script adds colors from the page's own
//! tokens, and writes amounts the way the house does.

use charming::Chart;
use charming::component::{Axis, DataZoom, DataZoomType, Grid};
use charming::element::{AxisType, Symbol, Tooltip, Trigger};
use charming::series::{Bar, Line, Scatter};

use super::bars::Slot;
use super::scale::Scale;

/// From this many slots on it is worth zooming in.
const ZOOM_FROM: usize = 13;

/// Two bars stacked away from zero, and the net as a short stroke. `None` when there is nothing to draw.
pub(super) fn bars_option(slots: &[Slot], scale: &Scale) -> Option<String> {
    let of = |value: fn(&Slot) -> i64| slots.iter().map(value).collect::<Vec<i64>>();
    let chart = frame(slots.iter().map(|slot| slot.name.clone()).collect(), scale)
        .series(Bar::new().name("Received").stack("flow").data(of(|slot| slot.received.0)))
        .series(Bar::new().name("Paid out").stack("flow").data(of(|slot| -slot.paid_out.0)))
        .series(Scatter::new().name("Net").symbol(Symbol::Rect).data(of(|slot| slot.net().0)));
    written(chart, slots.len())
}

/// One line.
pub(super) fn line_option(what: &str, points: &[(String, String, i64)], scale: &Scale) -> Option<String> {
    let values: Vec<i64> = points.iter().map(|(.., value)| *value).collect();
    let chart = frame(points.iter().map(|(name, ..)| name.clone()).collect(), scale)
        .series(Line::new().name(what).symbol(Symbol::Circle).data(values));
    written(chart, points.len())
}

/// The same grid lines as the drawing, so that nothing jumps when one takes over from the other.
fn frame(names: Vec<String>, scale: &Scale) -> Chart {
    let axis =
        Axis::new().type_(AxisType::Value).min(scale.bottom()).max(scale.top()).interval(scale.step() as f64);
    Chart::new()
        .grid(Grid::new().left("8.5%").right(0).top(12).bottom(28))
        .tooltip(Tooltip::new().trigger(Trigger::Axis))
        .x_axis(Axis::new().type_(AxisType::Category).data(names))
        .y_axis(axis)
}

fn written(chart: Chart, slots: usize) -> Option<String> {
    if slots == 0 {
        return None;
    }
    let chart = match slots >= ZOOM_FROM {
        true => chart.data_zoom(DataZoom::new().type_(DataZoomType::Inside)),
        false => chart,
    };
    serde_json::to_string(&chart).ok()
}

#[cfg(test)]
mod tests {
    use domain::Cents;

    use super::*;

    #[test]
    fn the_option_is_plain_json_in_whole_cents() {
        let scale = Scale::new(super::super::Unit::Cents, 1_006_375, 1_046_683);
        let slot = Slot {
            name: "June 2026".into(),
            short: "Jun".into(),
            received: Cents(1_006_375),
            paid_out: Cents(1_046_683),
        };
        let option = bars_option(&[slot], &scale).unwrap();
        let json: serde_json::Value = serde_json::from_str(&option).unwrap();
        assert_eq!(json["series"][1]["data"][0], -1_046_683);
        assert_eq!(json["series"][2]["data"][0], -40_308);
        assert_eq!(json["xAxis"]["data"][0], "June 2026");
        assert_eq!(json["yAxis"]["min"], -1_200_000);
        assert!(!option.contains("function"), "{option}");
        assert_eq!(bars_option(&[], &scale), None);
    }
}
