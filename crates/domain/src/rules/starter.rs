//! General knowledge that every portfolio starts with: who in the United States is paid for what by people who let homes.
//!
//! Written by subject, not by any bank's list. Words are as [`crate::bank::normalize`] leaves them; a star at the end
//! stands for the rest of the word. Lines of Schedule E follow its instructions (Form 1040, 2025).

use crate::Cents;

mod homes;
mod income;
mod loans;
mod money;
mod private;
mod public;
mod services;
mod utilities;

/// Which way money goes by nature; the other way it is taken off again, unless the entry is for one way only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    In,
    Out,
    OnlyIn,
    OnlyOut,
    Both,
}

/// Words of one meaning.
#[derive(Debug)]
pub(super) struct Entry {
    /// Code of a starter category.
    pub category: &'static str,
    /// Percent, below what books by itself.
    pub confidence: u8,
    pub way: Way,
    /// Only amounts from here, without sign.
    pub least: Cents,
    /// Weight against other entries: 5 a purpose in words, 4 a firm with one trade, 3 a trade, 2 a shop for everything.
    pub rank: u8,
    /// Goes on after the name in quotes.
    pub why: &'static str,
    /// Separated by commas.
    pub words: &'static str,
}

/// A purpose in words: stands above any firm's name.
const fn purpose(
    category: &'static str,
    confidence: u8,
    way: Way,
    why: &'static str,
    words: &'static str,
) -> Entry {
    Entry { category, confidence, way, least: Cents(0), rank: 5, why, words }
}

/// A firm with one trade.
const fn firm(category: &'static str, confidence: u8, why: &'static str, words: &'static str) -> Entry {
    Entry { category, confidence, way: Way::Out, least: Cents(0), rank: 4, why, words }
}

/// A trade's own word, as it stands in names of firms.
const fn trade(category: &'static str, confidence: u8, why: &'static str, words: &'static str) -> Entry {
    Entry { category, confidence, way: Way::Out, least: Cents(0), rank: 3, why, words }
}

/// A shop where things of all kinds are bought.
const fn shop(category: &'static str, confidence: u8, why: &'static str, words: &'static str) -> Entry {
    Entry { category, confidence, way: Way::Out, least: Cents(0), rank: 2, why, words }
}

impl Entry {
    /// One after the other.
    pub(super) fn each(&self) -> impl Iterator<Item = &'static str> {
        self.words.split(", ")
    }

    const fn way(mut self, way: Way) -> Entry {
        self.way = way;
        self
    }

    /// Only from so many dollars on.
    const fn at_least_dollars(mut self, dollars: i64) -> Entry {
        self.least = Cents(dollars * 100);
        self
    }
}

pub(super) const TABLES: &[&[Entry]] = &[
    money::ENTRIES,
    income::ENTRIES,
    loans::ENTRIES,
    public::ENTRIES,
    services::ENTRIES,
    homes::ENTRIES,
    utilities::ENTRIES,
    private::ENTRIES,
];

/// Words that say who the money came from or went to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sign {
    FromPerson,
    ToPerson,
}

pub(super) const SIGNS: &[(Sign, &[&str])] = &[
    (
        Sign::FromPerson,
        &[
            "ZELLE FROM",
            "ZELLE PAYMENT FROM",
            "ZELLE TRANSFER FROM",
            "ZELLE MONEY RECEIVED",
            "ZELLE RECEIVED",
            "ZELLE CREDIT",
            "VENMO FROM",
            "VENMO PAYMENT FROM",
            "CASH APP FROM",
            "CASH APP PAYMENT FROM",
            "PAYPAL FROM",
            "QUICKPAY WITH ZELLE",
            "RECEIVED FROM",
            "PAYMENT RECEIVED FROM",
            "ZELLE PMT FROM",
            "REAL TIME PAYMENT CREDIT",
        ],
    ),
    (
        Sign::ToPerson,
        &[
            "ZELLE TO",
            "ZELLE PAYMENT TO",
            "ZELLE TRANSFER TO",
            "ZELLE SENT",
            "ZELLE MONEY SENT",
            "ZELLE DEBIT",
            "VENMO TO",
            "VENMO PAYMENT TO",
            "CASH APP TO",
            "PAYPAL TO",
            "ZELLE PMT TO",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::bank::normalize;
    use crate::category::starter;

    #[test]
    fn words_can_occur_in_normalised_text_and_name_a_starter_category() {
        for entry in TABLES.iter().flat_map(|t| t.iter()) {
            assert!(starter(entry.category).is_some(), "{}", entry.category);
            assert!(entry.confidence < crate::rules::BOOKS_CONFIDENCE_MIN, "{}", entry.why);
            for words in entry.each() {
                let plain = words.trim_end_matches('*');
                let in_text = format!("ZZ {plain} ZZ");
                let survives = normalize(&in_text).contains(plain) || normalize(plain).contains(plain);
                assert!(survives, "“{words}” never survives");
                assert!(plain.len() >= 2, "{words}");
            }
        }
    }

    #[test]
    fn no_words_stand_twice_with_the_same_weight() {
        let mut seen = HashMap::new();
        for entry in TABLES.iter().flat_map(|t| t.iter()) {
            for words in entry.each() {
                let key = (words, entry.rank, entry.least, format!("{:?}", entry.way));
                assert!(seen.insert(key, entry.category).is_none(), "{words} stands twice");
            }
        }
    }
}
