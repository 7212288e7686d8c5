//! The portfolio to look around in: Calloway Homes, fourteen months up to any given day. Pure: the same day gives the same
//! portfolio, so that pages, tests and pictures agree.

mod ledger;
mod people;
mod repairs;

pub use ledger::{ACCOUNTS, DemoAccount, DemoLine, What, lines};
pub use people::{DemoLease, DemoProperty, HOMES, leases, properties};
pub use repairs::{DemoRepair, REPAIRS, Step, VENDORS};

/// Name of the portfolio.
pub const PORTFOLIO: &str = "Calloway Homes";
/// Months of books before the current one.
pub const MONTHS: u32 = 14;
