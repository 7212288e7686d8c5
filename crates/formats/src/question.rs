//! One question about a file, its possible readings, and the answer that is remembered per header.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::record::Statement;

/// Names a layout: the same bank's next export has the same key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HeaderKey(pub String);

/// Order of day and month in a date that does not begin with a four-digit year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 31/12/2026.
    DayFirst,
    /// 12/31/2026.
    MonthFirst,
    /// 26-12-31, and every date that leaves no doubt.
    YearFirst,
}

/// Which mark stands before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalStyle {
    /// 1,234.56.
    Point,
    /// 1.234,56.
    Comma,
}

/// How the written number becomes "money in is plus".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignRule {
    /// The number's own sign.
    AsWritten,
    /// The opposite: a card export that shows purchases as plus.
    Flipped,
    /// The sign comes from a debit/credit column; the number's own sign does not count.
    ByFlag,
    /// The number's own sign, less a fee that has its own column.
    LessFee,
    /// Credit column less debit column, both without regard to their signs.
    Apart,
    /// Credit column less debit column as written, so that a minus in the debit column gives money back.
    ApartAsWritten,
}

/// Where the money of a row stands (columns count from 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Money {
    /// One column for both directions.
    One(usize),
    /// Two columns, one for each direction.
    Two {
        /// Money out.
        debit: usize,
        /// Money in.
        credit: usize,
    },
}

/// Which column means what (columns count from 0).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Date columns, the preferred one first; the next is used where the cell is empty.
    pub dates: Vec<usize>,
    /// The amount or amounts.
    pub money: Money,
    /// Debit or credit mark.
    pub flag: Option<usize>,
    /// Fee that the amount does not contain.
    pub fee: Option<usize>,
    /// Running balance.
    pub balance: Option<usize>,
    /// ISO code of the row.
    pub currency: Option<usize>,
    /// Own account.
    pub account: Option<usize>,
    /// Other side.
    pub payee: Option<usize>,
    /// Text columns, the best description first.
    pub texts: Vec<usize>,
    /// Check number.
    pub check: Option<usize>,
    /// The bank's id.
    pub id: Option<usize>,
    /// Words such as "pending" or "cancelled".
    pub status: Option<usize>,
    /// Yes when pending.
    pub pending: Option<usize>,
    /// Filled when cancelled.
    pub cancelled: Option<usize>,
}

/// What a person said about a layout. Parts that were never in doubt stay `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answer {
    /// Order of day and month.
    pub date_order: Option<DateOrder>,
    /// Mark before the decimals.
    pub decimal: Option<DecimalStyle>,
    /// How numbers become money in and out.
    pub sign: Option<SignRule>,
    /// Column mapping.
    pub columns: Option<Columns>,
}

/// A question with two to four readings.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Under which key the answer is remembered.
    pub key: HeaderKey,
    /// The question in words.
    pub text: String,
    /// The readings, the likelier first.
    pub choices: Vec<Choice>,
}

/// One possible reading of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Pass this to [`crate::read`] to get this reading without a question.
    pub answer: Answer,
    /// Short: what the doubtful thing would mean.
    pub label: String,
    /// What follows for the whole file: rows, days, sum.
    pub why: String,
    /// The file read this way.
    pub statement: Statement,
}

impl Choice {
    /// A reading with its consequences in words.
    pub(crate) fn new(answer: Answer, label: String, statement: Statement) -> Choice {
        let why = match statement.span() {
            Some((first, last)) if first == last => {
                format!("{} on {}, sum {}.", rows(&statement), day(first), statement.net())
            }
            Some((first, last)) => {
                format!("{} from {} to {}, sum {}.", rows(&statement), day(first), day(last), statement.net())
            }
            None => "No rows can be read this way.".to_owned(),
        };
        Choice { answer, label, why, statement }
    }
}

fn rows(statement: &Statement) -> String {
    match statement.rows.len() {
        1 => "1 row".to_owned(),
        n => format!("{n} rows"),
    }
}

/// A date as people see it: "1 December 2026".
pub(crate) fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}
