//! Sixteen bytes that say "the same row of the same statement": the same file twice, at once or in another order has the
//! same keys, and two identical purchases in one file have two.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

use super::NewLine;

/// Same key in the same account, same money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub [u8; 16]);

impl Key {
    /// The key of stored bytes; `None` for any other length.
    pub fn from_bytes(bytes: &[u8]) -> Option<Key> {
        bytes.try_into().ok().map(Key)
    }
}

/// The keys of a file's rows, in their order.
///
/// A row is its bank's id with day and amount, or its day, amount and words where it has no fit id. Day and amount
/// belong to the key even with an id, because some banks count from 1 again in every file. Rows that share all of it are
/// told apart by count: the first, the second, and so on. So order within the file plays no part.
pub fn keys(lines: &[NewLine]) -> Vec<Key> {
    let unfit = unfit_ids(lines);
    let mut seen: HashMap<[u8; 16], u32> = HashMap::with_capacity(lines.len());
    let mut text = String::new();
    lines
        .iter()
        .map(|line| {
            let base = match fit_id(line).filter(|id| !unfit.contains_key(id)) {
                Some(id) => digest(b"id", line, id.as_bytes()),
                None => {
                    write_words(line, &mut text);
                    digest(b"words", line, text.as_bytes())
                }
            };
            let nth = seen.entry(base).or_insert(0);
            let key = if *nth == 0 { Key(base) } else { again(base, *nth) };
            *nth += 1;
            key
        })
        .collect()
}

/// An id that says something: not blank and not only zeros, dashes or nines.
fn fit_id(line: &NewLine) -> Option<&str> {
    let id = line.source_id.as_deref()?.trim();
    let filler = id.chars().all(|c| matches!(c, '0' | '-' | '.' | '_' | ' '));
    (!filler && !id.is_empty()).then_some(id)
}

/// Ids that stand on rows of different day or amount: such an id names nothing.
fn unfit_ids(lines: &[NewLine]) -> HashMap<&str, ()> {
    let mut first: HashMap<&str, (NaiveDate, i64)> = HashMap::new();
    let mut unfit = HashMap::new();
    for line in lines {
        if let Some(id) = fit_id(line) {
            let what = (line.posted_on, line.amount.0);
            if *first.entry(id).or_insert(what) != what {
                unfit.insert(id, ());
            }
        }
    }
    unfit
}

/// Words in capitals with single blanks, so that a re-wrapped or re-cased download is the same row.
fn write_words(line: &NewLine, out: &mut String) {
    out.clear();
    let parts = [Some(&line.description), line.payee.as_ref(), line.memo.as_ref()];
    for part in parts.into_iter().flatten() {
        for word in part.split_whitespace() {
            out.extend(word.chars().flat_map(char::to_uppercase));
            out.push(' ');
        }
        out.push('\u{1f}');
    }
}

fn digest(tag: &[u8], line: &NewLine, rest: &[u8]) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(tag);
    hash.update([0]);
    hash.update(line.posted_on.num_days_from_ce().to_be_bytes());
    hash.update(line.amount.0.to_be_bytes());
    hash.update(rest);
    head(hash)
}

fn again(base: [u8; 16], nth: u32) -> Key {
    let mut hash = Sha256::new();
    hash.update(base);
    hash.update(nth.to_be_bytes());
    Key(head(hash))
}

fn head(hash: Sha256) -> [u8; 16] {
    let whole = hash.finalize();
    let mut half = [0u8; 16];
    half.copy_from_slice(&whole[..16]);
    half
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cents;
    use proptest::prelude::*;

    fn line(day: u32, cents: i64, words: &str, id: Option<&str>) -> NewLine {
        NewLine {
            line_no: 1,
            raw: String::new(),
            posted_on: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            amount: Cents(cents),
            description: words.into(),
            payee: None,
            memo: None,
            source_id: id.map(Into::into),
            balance: None,
        }
    }

    #[test]
    fn two_coffees_are_two_and_blanks_and_case_are_nothing() {
        let two = keys(&[line(1, -450, "Blue Bottle", None), line(1, -450, "BLUE  bottle ", None)]);
        assert_ne!(two[0], two[1]);
        assert_eq!(keys(&[line(1, -450, "blue bottle", None)])[0], two[0]);
    }

    #[test]
    fn an_id_outlives_a_change_of_words() {
        let then = keys(&[line(1, -450, "PENDING BLUE", Some("F1"))]);
        assert_eq!(then, keys(&[line(1, -450, "Blue Bottle", Some(" F1 "))]));
        assert_ne!(then, keys(&[line(1, -450, "PENDING BLUE", Some("F2"))]));
    }

    #[test]
    fn an_id_that_names_two_things_names_none() {
        let reused = keys(&[line(1, -450, "A", Some("7")), line(2, -900, "B", Some("7"))]);
        assert_eq!(reused, keys(&[line(1, -450, "A", None), line(2, -900, "B", None)]));
        let zero = keys(&[line(1, -450, "A", Some("000")), line(1, -450, "A", Some(" "))]);
        assert_eq!(zero, keys(&[line(1, -450, "A", None), line(1, -450, "A", None)]));
    }

    #[test]
    fn ids_counted_anew_in_each_file_do_not_swallow_next_month() {
        let november = keys(&[line(1, -1599, "STREAMING", Some("3"))]);
        assert_ne!(november, keys(&[line(30, -1599, "STREAMING", Some("3"))]));
    }

    fn any_line() -> impl Strategy<Value = NewLine> {
        (1u32..4, -3i64..3, 0usize..3, prop::option::of(0usize..4)).prop_map(|(day, cents, w, id)| {
            line(day, cents, ["A", "B", "C"][w], id.map(|i| ["x", "y", "0", ""][i]))
        })
    }

    proptest! {
        #[test]
        fn order_plays_no_part_and_no_row_is_lost(
            (lines, shuffled) in prop::collection::vec(any_line(), 0..40)
                .prop_flat_map(|v| (Just(v.clone()), Just(v).prop_shuffle()))
        ) {
            let mut a = keys(&lines);
            let mut b = keys(&shuffled);
            a.sort();
            b.sort();
            prop_assert_eq!(&a, &b);
            a.dedup();
            prop_assert_eq!(a.len(), lines.len());
        }
    }
}
