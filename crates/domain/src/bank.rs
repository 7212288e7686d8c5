//! Lines a bank showed: what they are before anybody knows what they were for, and how two sightings of the same money
//! are told from two purchases.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Cents;

pub mod account;
pub mod key;
pub mod likeness;
pub mod merchant;
pub mod twin;
pub mod waiting;
mod words;

pub use account::{AccountDraft, BankKind};
pub use key::{Key, keys};
pub use merchant::normalize;
pub use twin::{DAYS_APART_MAX, Known, Sight, sight};

/// One readable row of a statement, as the file had it. What the store keeps and never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLine {
    /// First physical line of the record in the file, counted from 1.
    pub line_no: u32,
    /// The record as it stands in the file.
    pub raw: String,
    /// Day the bank booked it, as written in the file.
    pub posted_on: NaiveDate,
    /// Into the account is plus.
    pub amount: Cents,
    /// The bank's text. Never empty for a file that has any text column.
    pub description: String,
    /// Name of the other side, where the file has a column or tag of its own for it.
    pub payee: Option<String>,
    /// Further words, where the file has a column or tag of its own for them.
    pub memo: Option<String>,
    /// The bank's own id of the row, as written; [`keys`] decides whether it is fit to be one.
    pub source_id: Option<String>,
    /// Balance after the row, where the file says so.
    pub balance: Option<Cents>,
}

impl NewLine {
    /// All words of the row: description, and what payee and memo add to it. Rules and likeness read this.
    pub fn words(&self) -> String {
        let mut words = self.description.trim().to_string();
        for more in [&self.payee, &self.memo].into_iter().flatten() {
            let more = more.trim();
            if !more.is_empty() && !words.contains(more) {
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(more);
            }
        }
        words
    }

    /// The merchant this row names, for rules and grouping.
    pub fn merchant(&self) -> String {
        normalize(&self.words())
    }
}

/// A record of a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// First physical line of the record, counted from 1.
    pub line_no: u32,
    /// The record as it stands in the file.
    pub raw: String,
    /// A sentence that says what is wrong with it.
    pub reason: String,
}
