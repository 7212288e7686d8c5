//! The accounting month that money belongs to, which is not the day it moved.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A calendar month, held as its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Period(NaiveDate);

impl Period {
    /// The month a day lies in.
    pub fn of(day: NaiveDate) -> Period {
        Period(day.with_day(1).unwrap_or(day))
    }

    /// First day of the month.
    pub fn first(self) -> NaiveDate {
        self.0
    }

    /// Last day of the month.
    pub fn last(self) -> NaiveDate {
        self.next().0.pred_opt().unwrap_or(self.0)
    }

    /// The month after.
    pub fn next(self) -> Period {
        Period(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0))
    }

    /// The month before.
    pub fn previous(self) -> Period {
        Period(self.0.checked_sub_months(Months::new(1)).unwrap_or(self.0))
    }

    /// This month and the `count - 1` before it, oldest first.
    pub fn back(self, count: u32) -> Vec<Period> {
        let mut months = Vec::new();
        let mut at = self;
        for _ in 0..count {
            months.push(at);
            at = at.previous();
        }
        months.reverse();
        months
    }

    /// Calendar year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// `Nov`.
    pub fn short(self) -> String {
        self.0.format("%b").to_string()
    }
}

impl fmt::Display for Period {
    /// `November 2026`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%B %Y"))
    }
}

impl FromStr for Period {
    type Err = String;
    /// Reads `2026-11`.
    fn from_str(text: &str) -> Result<Period, String> {
        NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d")
            .map(Period)
            .map_err(|_| format!("“{text}” is no month. Write it like 2026-11."))
    }
}

/// The due day of a month, moved back to its last day when the month is shorter: 31 in February is the 28th or 29th.
pub fn day_in(period: Period, day: u32) -> NaiveDate {
    let last = period.last();
    period.first().with_day(day.clamp(1, last.day())).unwrap_or(last)
}

/// The accounting month of money that moved on a day.
///
/// A tenant's share of a utility bill pays for the month before, because bills come after their month. Everything else,
/// rent included, belongs to the month in which it moved: rent that came a few days early is moved by hand, or by its charge
/// once there is one, since only a lease can say that the 29th already pays for the next month.
pub fn accounting(category: &str, cash_on: NaiveDate) -> Period {
    let month = Period::of(cash_on);
    if category == "reimbursement" { month.previous() } else { month }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_know_their_ends() {
        let feb: Period = "2028-02".parse().unwrap();
        assert_eq!(feb.last().day(), 29);
        assert_eq!(day_in(feb, 31).day(), 29);
        assert_eq!(feb.back(3).iter().map(|p| p.short()).collect::<Vec<_>>(), ["Dec", "Jan", "Feb"]);
    }

    #[test]
    fn a_share_of_a_bill_belongs_to_the_month_before() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 3).unwrap();
        assert_eq!(accounting("reimbursement", day).to_string(), "December 2025");
        assert_eq!(accounting("rent", day).to_string(), "January 2026");
        assert_eq!(accounting("utilities", day).to_string(), "January 2026");
    }
}
