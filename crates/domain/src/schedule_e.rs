//! Schedule E (Form 1040), Part I: one column per property, its lines from the books.
//!
//! Source of the lines: the form and its instructions, 2019 to 2025 (numbering unchanged). Line 20 is the sum of lines 5
//! to 19, line 21 is line 3 less line 20. Royalties (line 4) are not kept by Duplex.

use std::collections::BTreeMap;

use crate::depreciation;
use crate::id::PropertyId;
use crate::money::Cents;
use crate::property::PropertyDraft;

/// Lines shown between income and the sums.
pub const EXPENSE_LINES: std::ops::RangeInclusive<u8> = 5..=19;

/// A sum of the books for one property and line. Income and expense are both plus.
#[derive(Clone, Debug)]
pub struct Sum {
    /// Whose column.
    pub property: PropertyId,
    /// Line 3, or 5 to 19.
    pub line: u8,
    /// What the books say.
    pub amount: Cents,
}

/// Where the depreciation of a column comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line18 {
    /// Entries in the books.
    Booked,
    /// Computed from cost, land and the day placed in service (Publication 946, Table A-6).
    Computed,
    /// The basis is not known yet: the line stays open.
    Open,
    /// Land, or not residential: not computed by us.
    NotOurs,
}

/// One property's column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Whose.
    pub property: PropertyId,
    /// Its name.
    pub name: String,
    /// Type on line 1b.
    pub kind: u8,
    /// How line 18 came about.
    pub line18: Line18,
    amounts: BTreeMap<u8, Cents>,
}

impl Column {
    /// The column of a property in a year.
    pub fn new(property: PropertyId, draft: &PropertyDraft, sums: &[Sum], year: i32) -> Column {
        let mut amounts = BTreeMap::new();
        for sum in sums.iter().filter(|s| s.property == property) {
            *amounts.entry(sum.line).or_insert(Cents::ZERO) += sum.amount;
        }
        let line18 = match (draft.placed_in_service, draft.cost) {
            _ if amounts.contains_key(&18) => Line18::Booked,
            // 1, 2 and 3: residential by default. Others have other recovery periods (Pub. 946).
            _ if !matches!(draft.kind, 1..=3) => Line18::NotOurs,
            (Some(day), Some(cost)) => {
                let land = draft.land.unwrap_or(Cents::ZERO);
                amounts.insert(18, depreciation::for_year(day, cost, land, year));
                Line18::Computed
            }
            _ => Line18::Open,
        };
        Column { property, name: draft.name.clone(), kind: draft.kind, line18, amounts }
    }

    /// What stands on a line, the sums of lines 20 and 21 included.
    pub fn line(&self, line: u8) -> Cents {
        match line {
            20 => EXPENSE_LINES.map(|l| self.line(l)).sum(),
            21 => self.line(3) - self.line(20),
            _ => self.amounts.get(&line).copied().unwrap_or(Cents::ZERO),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn house() -> PropertyDraft {
        PropertyDraft {
            name: "Birch".into(),
            street: "14 Birch Street".into(),
            city: "Columbus".into(),
            state: "OH".into(),
            zip: "43201".into(),
            kind: 1,
            placed_in_service: None,
            cost: None,
            land: None,
        }
    }

    #[test]
    fn booked_depreciation_is_not_counted_twice() {
        let id = PropertyId(uuid::Uuid::nil());
        let known = PropertyDraft {
            placed_in_service: chrono::NaiveDate::from_ymd_opt(2020, 1, 1),
            cost: Some(Cents(27_500_000)),
            ..house()
        };
        let booked = [Sum { property: id, line: 18, amount: Cents(100) }];
        assert_eq!(Column::new(id, &known, &booked, 2026).line(18), Cents(100));
        assert_eq!(Column::new(id, &known, &[], 2026).line(18), Cents(999_900));
        assert_eq!(Column::new(id, &house(), &[], 2026).line18, Line18::Open);
    }

    proptest! {
        #[test]
        fn the_sums_are_sums(amounts in proptest::collection::vec((3u8..=19, -1_000_000i64..1_000_000), 0..40)) {
            let id = PropertyId(uuid::Uuid::nil());
            let sums: Vec<Sum> = amounts
                .iter()
                .filter(|(line, _)| *line != 4 && *line != 18)
                .map(|(line, cents)| Sum { property: id, line: *line, amount: Cents(*cents) })
                .collect();
            let column = Column::new(id, &house(), &sums, 2026);
            let (income, expense): (Vec<&Sum>, Vec<&Sum>) = sums.iter().partition(|s| s.line == 3);
            let net: i64 = income.iter().map(|s| s.amount.0).sum::<i64>() - expense.iter().map(|s| s.amount.0).sum::<i64>();
            prop_assert_eq!(column.line(21), Cents(net));
        }
    }
}
