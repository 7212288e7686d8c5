//! Cash flow over months: what was received and what was spent, transfers and private money left out.

use domain::{Cents, Period};
use leptos::prelude::*;
use store::reports::MonthSum;

use crate::ui::chart::{Slot, cash_flow};

/// The sums of each month, in the order given; a month with nothing in the books has none.
pub fn by_month(months: &[Period], sums: &[MonthSum]) -> Vec<MonthSum> {
    let nothing = |month| MonthSum { month, received: Cents::ZERO, spent: Cents::ZERO };
    let of = |month| sums.iter().find(|sum| sum.month == month).copied();
    months.iter().map(|month| of(*month).unwrap_or_else(|| nothing(*month))).collect()
}

/// The chart, with its sentence and its table; `id` is the heading above it.
pub fn flow(id: &'static str, months: &[Period], sums: &[MonthSum]) -> AnyView {
    let slot =
        |sum: MonthSum| Slot::month(sum.month, sum.received.max(Cents::ZERO), sum.spent.max(Cents::ZERO));
    cash_flow(id, by_month(months, sums).into_iter().map(slot).collect()).unfinished().view()
}
