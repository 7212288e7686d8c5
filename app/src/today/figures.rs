//! The strip of figures: received, net, homes let, and what rent should come in.

use domain::{Cents, Period};
use leptos::prelude::*;
use store::reports::{MonthSum, Today};

use super::cash::by_month;
use crate::ui::words::things;
use crate::ui::{Figure, figure, money, strip};

/// Four figures, each leading to its rows.
pub fn view(now: Period, months: &[Period], rows: &[MonthSum], today: &Today) -> AnyView {
    let flow = by_month(months, rows);
    let (received, spent) = flow.last().map_or((Cents::ZERO, Cents::ZERO), |sum| (sum.received, sum.spent));
    let report = format!("/reports/profit-and-loss?year={}", now.year());
    strip([
        figure("Received", received.to_string())
            .href(report.clone())
            .words(against_rent(received, today.rent))
            .line(flow.iter().map(|sum| sum.received.0)),
        figure("Net cash", (received - spent).to_string())
            .href(report)
            .words(format!("{received} received, {spent} paid out."))
            .line(flow.iter().map(|sum| sum.received.0 - sum.spent.0)),
        homes(today),
        figure("Rent agreed", today.rent.to_string())
            .of("a month")
            .href("/leases")
            .words(format!("From {}.", things(today.let_units, "lease", "leases"))),
    ])
}

fn against_rent(received: Cents, rent: Cents) -> String {
    if rent.is_zero() {
        return "Everything booked as income this month.".into();
    }
    format!("{} of a month’s rent of {rent}.", money::share(received, rent))
}

fn homes(today: &Today) -> Figure {
    let empty = today.units - today.let_units;
    let words = match empty {
        0 if today.units == 0 => "No homes yet.".to_string(),
        0 => "Every home is let.".to_string(),
        n => format!("{} without a lease today.", things(n, "home", "homes")),
    };
    figure("Homes let", today.let_units.to_string())
        .of(format!("of {}", today.units))
        .href("/properties")
        .words(words)
}
