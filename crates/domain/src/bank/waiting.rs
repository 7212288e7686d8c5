//! Expenses booked before their bank line was there, and the line that each of them probably is.

use chrono::NaiveDate;

use super::likeness::likeness;
use crate::Cents;
use crate::id::BankAccountId;

/// A check is cashed late and a card posts after days: further apart than this, equal amounts are two payments.
pub const WAITS_DAYS_MAX: i64 = 60;
/// On another account than the one it was booked on, the words must name the same payee.
const LIKENESS_MIN: u32 = 50;
/// What a line says by being of the same amount: likely, and never so sure that it is accepted in one go with others.
pub const WAITS_CONFIDENCE: u8 = 89;

/// An expense that waits for its line, or a line that may be it.
#[derive(Clone, Copy, Debug)]
pub struct Paid<'a> {
    /// The account.
    pub account: BankAccountId,
    /// The day.
    pub on: NaiveDate,
    /// Spent is plus.
    pub amount: Cents,
    /// Normalised name of the payee.
    pub payee: &'a str,
}

/// For each line the place of the expense that it probably is: of the same amount, within sixty days, on the same account or
/// to the same payee; the nearest first, and each expense for one line only.
pub fn pair(lines: &[Paid], expenses: &[Paid]) -> Vec<Option<usize>> {
    let mut fits: Vec<(bool, i64, usize, usize)> = Vec::new();
    for (e, expense) in expenses.iter().enumerate() {
        for (l, line) in lines.iter().enumerate().filter(|(_, line)| line.amount == expense.amount) {
            let days = (line.on - expense.on).num_days().abs();
            let elsewhere = line.account != expense.account;
            let known = !elsewhere || likeness(line.payee, expense.payee) >= LIKENESS_MIN;
            if known && days <= WAITS_DAYS_MAX {
                fits.push((elsewhere, days, e, l));
            }
        }
    }
    fits.sort_unstable();
    let (mut found, mut taken) = (vec![None; lines.len()], vec![false; expenses.len()]);
    for (_, _, e, l) in fits {
        if !taken[e] && found[l].is_none() {
            taken[e] = true;
            found[l] = Some(e);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn paid(account: u128, day: i64, cents: i64, payee: &str) -> Paid<'_> {
        let first: NaiveDate = "2026-11-01".parse().unwrap();
        Paid {
            account: BankAccountId(Uuid::from_u128(account)),
            on: first + Duration::days(day),
            amount: Cents(cents),
            payee,
        }
    }

    #[test]
    fn the_nearest_line_of_the_amount_is_it_and_only_one() {
        let expense = [paid(1, 10, 9_500, "KESSLER HEATING")];
        let lines = [
            paid(1, 2, 9_500, "KESSLER HTG"),
            paid(1, 12, 9_500, "SOMEBODY"),
            paid(1, 10, 9_501, "KESSLER HEATING"),
        ];
        assert_eq!(pair(&lines, &expense), [None, Some(0), None]);
    }

    #[test]
    fn another_account_needs_the_payees_name_and_sixty_days_are_enough() {
        let expense = [paid(1, 0, 9_500, "KESSLER HEATING")];
        assert_eq!(pair(&[paid(2, 1, 9_500, "ZILLOW RENTALS")], &expense), [None]);
        assert_eq!(pair(&[paid(2, 1, 9_500, "KESSLER HEATIN")], &expense), [Some(0)]);
        assert_eq!(pair(&[paid(1, 61, 9_500, "X"), paid(1, -60, 9_500, "X")], &expense), [None, Some(0)]);
    }

    proptest! {
        #[test]
        fn no_expense_is_given_twice_and_no_other_amount(
            lines in prop::collection::vec((1u128..3, -70i64..70, 1i64..4), 0..12),
            expenses in prop::collection::vec((1u128..3, -70i64..70, 1i64..4), 0..12),
        ) {
            let make = |all: &[(u128, i64, i64)]| all.iter().map(|(a, d, c)| paid(*a, *d, *c, "X")).collect::<Vec<_>>();
            let (lines, expenses) = (make(&lines), make(&expenses));
            let found = pair(&lines, &expenses);
            let mut given: Vec<usize> = found.iter().flatten().copied().collect();
            given.sort_unstable();
            let count = given.len();
            given.dedup();
            prop_assert_eq!(given.len(), count);
            for (line, expense) in lines.iter().zip(&found).filter_map(|(l, f)| f.map(|e| (l, &expenses[e]))) {
                prop_assert_eq!(line.amount, expense.amount);
                prop_assert!((line.on - expense.on).num_days().abs() <= WAITS_DAYS_MAX);
            }
        }
    }
}
