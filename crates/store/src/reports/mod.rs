//! Figures for reports, read from the monthly totals; and the entries behind any one of them.

mod blockers;
mod entries;
mod today;
mod totals;

pub use blockers::{Blockers, confirm_days, confirmed_days, of_year};
pub use entries::{Entry, Figure, entries};
pub use today::{AccountLine, Today, today};
pub use totals::{MonthSum, Reading, TotalRow, months, totals, years};
