//! Who lives where in the demo: three properties, six homes, eight tenants.

use chrono::{Datelike, Months, NaiveDate};

use crate::money::Cents;
use crate::period::Period;
use crate::property::PropertyDraft;

/// A property with its homes.
pub struct DemoProperty {
    /// Short word that bank lines and leases name it by.
    pub key: &'static str,
    /// What is said about it.
    pub draft: PropertyDraft,
    /// Names of its homes.
    pub units: &'static [&'static str],
}

/// A lease of the demo.
pub struct DemoLease {
    /// Which property.
    pub property: &'static str,
    /// Which home.
    pub unit: &'static str,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day, open for month to month.
    pub ends_on: Option<NaiveDate>,
    /// Rent a month.
    pub rent: Cents,
    /// Rent from a later day on, where it was raised.
    pub raise: Option<(NaiveDate, Cents)>,
    /// Deposit held.
    pub deposit: Cents,
    /// Who, mail, phone, and share of the rent in hundredths of a percent.
    pub members: &'static [(&'static str, &'static str, &'static str, i32)],
}

/// Homes of each property, in order.
pub const HOMES: &[(&str, &[&str])] = &[
    ("birch", &["Birch 1", "Birch 2", "Birch 3"]),
    ("cedar", &["Cedar A", "Cedar B"]),
    ("larch", &["House"]),
];

/// The three properties.
pub fn properties() -> Vec<DemoProperty> {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
    let place = |name: &str, street: &str, zip: &str, kind| PropertyDraft {
        name: name.into(),
        street: street.into(),
        city: "Columbus".into(),
        state: "OH".into(),
        zip: zip.into(),
        kind,
        placed_in_service: None,
        cost: None,
        land: None,
    };
    vec![
        DemoProperty {
            key: "birch",
            draft: PropertyDraft {
                placed_in_service: day(2018, 4, 1),
                cost: Some(Cents(33_400_000)),
                land: Some(Cents(5_800_000)),
                ..place("14 Birch Street", "14 Birch Street", "43201", 2)
            },
            units: HOMES[0].1,
        },
        DemoProperty {
            key: "cedar",
            draft: PropertyDraft {
                placed_in_service: day(2020, 9, 15),
                cost: Some(Cents(24_100_000)),
                land: Some(Cents(4_300_000)),
                ..place("220 Cedar Avenue", "220 Cedar Avenue", "43202", 2)
            },
            units: HOMES[1].1,
        },
        // Without a basis, so that the tax page has something to ask for.
        DemoProperty {
            key: "larch",
            draft: place("9 Larch Lane", "9 Larch Lane", "43214", 1),
            units: HOMES[2].1,
        },
    ]
}

/// The leases as they stand around `today`: five homes let, Cedar B empty since the first of the month, one lease about to end.
pub fn leases(today: NaiveDate) -> Vec<DemoLease> {
    let month = |back: u32| Period::of(today.checked_sub_months(Months::new(back)).unwrap_or(today)).first();
    let ahead = |months: u32| today.checked_add_months(Months::new(months)).unwrap_or(today);
    let year_end = |d: NaiveDate| Period::of(d).last();
    let lease = |property, unit, back, ends_on, rent, members| DemoLease {
        property,
        unit,
        starts_on: month(back),
        ends_on,
        rent: Cents(rent),
        raise: None,
        deposit: Cents(rent),
        members,
    };
    let mut list = vec![
        lease("birch", "Birch 1", 16, Some(year_end(ahead(7))), 140_000, MAYA),
        lease("birch", "Birch 2", 14, Some(year_end(ahead(9))), 162_000, REYES_NAIR),
        lease("birch", "Birch 3", 20, None, 138_000, TOM),
        lease("cedar", "Cedar A", 22, Some(year_end(ahead(1))), 175_000, LINDQVIST),
        lease("larch", "House", 26, Some(year_end(ahead(4))), 210_000, DUARTE),
    ];
    list[0].raise = Some((month(4), Cents(145_000)));
    let last = month(0).pred_opt().unwrap_or(today);
    list.push(DemoLease {
        property: "cedar",
        unit: "Cedar B",
        starts_on: month(15),
        ends_on: Some(last),
        rent: Cents(152_000),
        raise: None,
        deposit: Cents(152_000),
        members: BELL,
    });
    debug_assert!(list.iter().all(|l| l.starts_on.day() == 1));
    list
}

type Members = &'static [(&'static str, &'static str, &'static str, i32)];
const MAYA: Members = &[("Maya Okafor", "maya.okafor@example.com", "614-555-0118", 10_000)];
const REYES_NAIR: Members = &[
    ("Daniel Reyes", "daniel.reyes@example.com", "614-555-0127", 5_000),
    ("Priya Nair", "priya.nair@example.com", "614-555-0131", 5_000),
];
const TOM: Members = &[("Tom Whitaker", "tom.whitaker@example.com", "614-555-0144", 10_000)];
const LINDQVIST: Members = &[
    ("Grace Lindqvist", "grace.lindqvist@example.com", "614-555-0152", 6_000),
    ("Sam Lindqvist", "sam.lindqvist@example.com", "614-555-0153", 4_000),
];
const DUARTE: Members = &[("Ana Duarte", "ana.duarte@example.com", "614-555-0166", 10_000)];
const BELL: Members = &[("Jordan Bell", "jordan.bell@example.com", "614-555-0177", 10_000)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_people_six_homes_and_whole_shares() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let leases = leases(today);
        assert_eq!(leases.iter().map(|l| l.members.len()).sum::<usize>(), 8);
        assert_eq!(leases.len(), HOMES.iter().map(|(_, units)| units.len()).sum::<usize>());
        for lease in &leases {
            assert_eq!(lease.members.iter().map(|m| m.3).sum::<i32>(), 10_000, "{}", lease.unit);
            assert!(lease.ends_on.is_none_or(|end| end > lease.starts_on));
        }
    }
}
