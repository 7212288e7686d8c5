//! Bytes of a file in, what it says out: records of a bank statement, or a photo or document fit to be kept ([`file`]).
//! Pure: no I/O, no clock, no randomness.
//!
//! [`read`] looks at the bytes (never at the file name's extension), decides what they are and answers in one
//! of three ways: the statement, one question with its possible readings, or a sentence that says why this file
//! is no statement and what to do. It never guesses in silence: where the file leaves two readings open, it asks.
//!
//! CSV is read by [`csv`], OFX and QFX by [`ofx`]. Another format is one more module beside them and one more
//! arm in [`read`].

mod csv;
pub mod eval;
pub mod file;
mod ofx;
mod question;
mod record;
mod refuse;
mod sniff;
mod text;

use chrono::NaiveDate;

pub use question::{Answer, Choice, Columns, DateOrder, DecimalStyle, HeaderKey, Money, Question, SignRule};
pub use record::{Account, Balance, Format, LeftOut, Row, Statement, Unreadable, cents};

/// Largest file that is read, in bytes (50 MiB). A year of a busy account is under 2 MiB.
pub const MAX_BYTES: usize = 50 * 1024 * 1024;
/// Most rows that one file may hold.
pub const MAX_ROWS: usize = 1_000_000;
/// Most characters kept of a description, payee or memo; `Row::raw` keeps the whole record.
pub const MAX_TEXT_CHARS: usize = 2_000;
/// Amounts beyond this many units of currency are taken for damage, not for money.
pub const MAX_AMOUNT: i64 = 1_000_000_000_000;

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// One reading is right beyond doubt.
    Read(Statement),
    /// More than one reading is possible: a person chooses.
    Question(Question),
    /// No statement: a sentence that says what the file is and what to do.
    Refused(String),
}

/// Reads a statement file.
///
/// `name` only helps the wording of a refusal. `today` tells two-digit years and impossible futures apart.
/// `answer` is what a person said about a file with the same [`HeaderKey`]; it is used where the file leaves a
/// doubt, and set aside where the file disproves it.
pub fn read(name: &str, bytes: &[u8], today: NaiveDate, answer: Option<&Answer>) -> Outcome {
    if bytes.len() > MAX_BYTES {
        return Outcome::Refused(refuse::too_large(bytes.len()));
    }
    match sniff::kind(bytes) {
        sniff::Kind::Ofx => ofx::read(bytes, answer),
        sniff::Kind::Text => csv::read(bytes, today, answer),
        sniff::Kind::Other(what) => Outcome::Refused(refuse::other(what, name)),
    }
}
