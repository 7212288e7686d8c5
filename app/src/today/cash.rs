//! Cash flow over months: what was received and what was spent, transfers and private money left out.

use domain::{CategoryKind, Cents, Period};
use leptos::prelude::*;
use store::reports::TotalRow;

use crate::ui::chart::{Slot, cash_flow};

/// Received and spent of each month, in the order given.
pub fn by_month(months: &[Period], rows: &[TotalRow]) -> Vec<(Period, Cents, Cents)> {
    let of = |month: Period, kind: CategoryKind| {
        rows.iter().filter(|r| r.month == month && r.kind == kind).map(|r| r.amount).sum::<Cents>()
    };
    months.iter().map(|m| (*m, of(*m, CategoryKind::Income), of(*m, CategoryKind::Expense))).collect()
}

/// The chart, with its sentence and its table; `id` is the heading above it.
pub fn flow(id: &'static str, months: &[Period], rows: &[TotalRow]) -> AnyView {
    let slots = by_month(months, rows)
        .into_iter()
        .map(|(month, received, spent)| Slot::month(month, received.max(Cents::ZERO), spent.max(Cents::ZERO)))
        .collect();
    cash_flow(id, slots).unfinished().view()
}
