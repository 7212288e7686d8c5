//! The running balance as a witness: it proves signs, columns and the order of rows.

use rust_decimal::Decimal;

use super::amounts;
use super::split::Table;
use crate::question::DecimalStyle;

/// One row as the balance sees it; `amount` is missing where the row could not be read.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub amount: Option<Decimal>,
    pub balance: Option<Decimal>,
    /// Rows of different accounts have different balances.
    pub account: u32,
}

/// Order of the rows in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run {
    OldestFirst,
    NewestFirst,
}

/// The orders under which the balances follow from the amounts in at least nine of ten steps.
pub(super) fn runs(entries: &[Entry]) -> Vec<Run> {
    let mut found = Vec::new();
    if holds(entries.iter()) {
        found.push(Run::OldestFirst);
    }
    if holds(entries.iter().rev()) {
        found.push(Run::NewestFirst);
    }
    found
}

fn holds<'e>(entries: impl Iterator<Item = &'e Entry>) -> bool {
    let (mut right, mut steps) = (0_usize, 0_usize);
    // Per account: the last known balance and what has moved since.
    let mut state: Vec<(u32, Option<Decimal>, Decimal)> = Vec::new();
    for entry in entries {
        let index = match state.iter().position(|(account, ..)| *account == entry.account) {
            Some(index) => index,
            None => {
                state.push((entry.account, None, Decimal::ZERO));
                state.len() - 1
            }
        };
        let (_, last, moved) = &mut state[index];
        let Some(amount) = entry.amount else {
            *last = None;
            continue;
        };
        *moved = moved.saturating_add(amount);
        if let Some(balance) = entry.balance {
            if let Some(before) = *last
                && !(moved.is_zero() && before == balance)
            {
                steps += 1;
                right += usize::from(before.saturating_add(*moved) == balance);
            }
            (*last, *moved) = (Some(balance), Decimal::ZERO);
        }
    }
    steps > 0 && right * 10 >= steps * 9
}

/// Whether column `running` is the balance that follows from column `amount`, for tables without headings.
pub(super) fn columns_agree(table: &Table<'_>, first: usize, amount: usize, running: usize) -> bool {
    [DecimalStyle::Point, DecimalStyle::Comma].into_iter().any(|style| {
        let value =
            |r: usize, c: usize| amounts::scan(&table.cell(r, c)).and_then(|s| amounts::value(&s, style));
        let rows = (first..table.records.len()).take(500);
        let entries: Vec<Entry> = rows
            .map(|r| Entry { amount: value(r, amount), balance: value(r, running), account: 0 })
            .collect();
        !runs(&entries).is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(rows: &[(i64, Option<i64>)]) -> Vec<Entry> {
        rows.iter()
            .map(|(a, b)| Entry {
                amount: Some(Decimal::from(*a)),
                balance: b.map(Decimal::from),
                account: 0,
            })
            .collect()
    }

    #[test]
    fn chains() {
        assert_eq!(runs(&entries(&[(5, Some(105)), (-3, Some(102)), (7, Some(109))])), [Run::OldestFirst]);
        assert_eq!(runs(&entries(&[(7, Some(109)), (-3, Some(102)), (5, Some(105))])), [Run::NewestFirst]);
        assert_eq!(runs(&entries(&[(5, Some(105)), (3, None), (7, Some(115))])), [Run::OldestFirst]);
        assert_eq!(runs(&entries(&[(5, Some(100)), (3, Some(100))])), []);
        assert_eq!(runs(&entries(&[(5, Some(100))])), []);
    }
}
