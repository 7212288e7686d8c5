//! Twins are asked about, never assumed; the bank showing both rows settles it.

use proptest::prelude::*;

use super::*;

fn row(key: u8, day: u32, cents: i64, merchant: &str) -> Known<'_> {
    Known {
        key: Key([key; 16]),
        posted_on: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
        amount: Cents(cents),
        merchant,
        counts: true,
    }
}

#[test]
fn a_redated_row_of_the_same_merchant_is_asked_about() {
    let old = [row(1, 10, -4500, "APS ELECTRIC")];
    assert_eq!(sight(&[row(2, 12, -4500, "APS ELECTRIC PMT")], &old), [Sight::Twin(0)]);
    assert_eq!(sight(&[row(2, 15, -4500, "APS ELECTRIC")], &old), [Sight::New], "five days later");
    assert_eq!(sight(&[row(2, 10, 4500, "APS ELECTRIC")], &old), [Sight::New], "the other way");
    assert_eq!(sight(&[row(2, 10, -4500, "JOES DINER")], &old), [Sight::New], "somebody else");
}

#[test]
fn a_line_that_the_file_shows_again_is_nobodys_twin() {
    let old = [row(1, 10, -450, "BLUE BOTTLE")];
    let file = [row(1, 10, -450, "BLUE BOTTLE"), row(2, 11, -450, "BLUE BOTTLE")];
    assert_eq!(sight(&file, &old), [Sight::Known(0), Sight::New]);
}

#[test]
fn each_line_is_the_twin_of_one_row_and_as_many_as_possible_find_one() {
    let old = [row(1, 10, -450, "BLUE"), row(2, 6, -450, "BLUE")];
    // The first row could have either line and likes the first; the second row can only have the first.
    let file = [row(3, 9, -450, "BLUE"), row(4, 14, -450, "BLUE")];
    assert_eq!(sight(&file, &old), [Sight::Twin(1), Sight::Twin(0)]);
}

#[test]
fn what_was_merged_away_is_known_but_nobodys_twin() {
    let mut merged = row(1, 10, -450, "BLUE BOTTLE");
    merged.counts = false;
    assert_eq!(sight(&[row(1, 10, -450, "BLUE BOTTLE")], &[merged]), [Sight::Known(0)]);
    assert_eq!(sight(&[row(2, 10, -450, "BLUE BOTTLE")], &[merged]), [Sight::New]);
}

proptest! {
    #[test]
    fn no_line_is_given_twice_and_no_known_one_is_given_at_all(
        new in prop::collection::vec((0u8..30, 1u32..12, 0i64..3), 0..25),
        old in prop::collection::vec((0u8..30, 1u32..12, 0i64..3), 0..25),
    ) {
        let unique = |rows: &[(u8, u32, i64)]| {
            let mut seen = std::collections::HashSet::new();
            rows.iter().filter(|r| seen.insert(r.0)).map(|r| row(r.0, r.1, r.2, "SAME")).collect::<Vec<_>>()
        };
        let (new, old) = (unique(&new), unique(&old));
        let mut given = vec![0; old.len()];
        for (at, s) in sight(&new, &old).into_iter().enumerate() {
            match s {
                Sight::New => prop_assert!(old.iter().all(|o| o.key != new[at].key)),
                Sight::Known(line) => {
                    prop_assert_eq!(old[line].key, new[at].key);
                    given[line] += 1;
                }
                Sight::Twin(line) => {
                    prop_assert_eq!(old[line].amount, new[at].amount);
                    prop_assert!((old[line].posted_on - new[at].posted_on).num_days().abs() <= DAYS_APART_MAX);
                    given[line] += 1;
                }
            }
        }
        prop_assert!(given.iter().all(|n| *n <= 1));
    }
}
