//! What a statement file holds once it is read: rows, accounts, balances, and what could not be read.

use chrono::NaiveDate;
use domain::Cents;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use crate::question::HeaderKey;

/// The file formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Delimited text: CSV, TSV and their relatives.
    Csv,
    /// Open Financial Exchange, SGML or XML; QFX is the same.
    Ofx,
}

/// One statement file, read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statement {
    /// What kind of file it is.
    pub format: Format,
    /// Name of the character encoding, such as `UTF-8` or `windows-1252`.
    pub encoding: &'static str,
    /// Under which key an answer about this layout is remembered.
    pub header: Option<HeaderKey>,
    /// The accounts that the file names, in order of appearance. Empty when it names none.
    pub accounts: Vec<Account>,
    /// ISO code, when the file states one for all rows.
    pub currency: Option<String>,
    /// Bank lines in the order of the file, pending ones included.
    pub rows: Vec<Row>,
    /// Records that should have been rows but could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Records that are understood and are no rows: totals, balances, cancelled payments.
    pub left_out: Vec<LeftOut>,
    /// Balance before the first row, when the file states it.
    pub opening: Option<Balance>,
    /// Balance after the last row, when the file states it.
    pub closing: Option<Balance>,
    /// Sentences for the person, such as "the investment trades were left out".
    pub notes: Vec<String>,
}

/// One bank line as the file shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Physical line (from 1) where the record begins.
    pub line: u32,
    /// The record's text as in the file, decoded but otherwise untouched.
    pub raw: String,
    /// Posting date, or the transaction date when the file has no posting date; as written, no time zone shift.
    pub date: NaiveDate,
    /// Exact amount with the digits of the file; money in is plus.
    pub amount: Decimal,
    /// The same in cents, rounded half to even when the file has more than two decimals.
    pub amount_cents: Cents,
    /// What the bank says it was. Never empty unless the record has no text at all.
    pub description: String,
    /// Name of the other side, when it has its own field.
    pub payee: Option<String>,
    /// Further text.
    pub memo: Option<String>,
    /// Number of the paper check.
    pub check_number: Option<String>,
    /// The bank's id of the line. An id that comes again in this file with other content is no id.
    pub source_id: Option<String>,
    /// Balance after this line.
    pub balance: Option<Decimal>,
    /// Account as the file names it; matches an entry of [`Statement::accounts`].
    pub account: Option<String>,
    /// ISO code, when the row or the file states it.
    pub currency: Option<String>,
    /// Whether the bank calls it pending.
    pub pending: bool,
}

/// An account that a file names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Number, IBAN or name.
    pub id: String,
    /// Routing number or bank code.
    pub bank_id: Option<String>,
    /// Kind as the file says it, such as `CHECKING` or `CREDITCARD`.
    pub kind: Option<String>,
    /// ISO code.
    pub currency: Option<String>,
    /// Ledger balance and its day.
    pub balance: Option<Balance>,
}

/// A stated balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Exact amount with the digits of the file.
    pub amount: Decimal,
    /// Day of the balance, when stated.
    pub date: Option<NaiveDate>,
}

/// A record that should have been a row but could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    /// Physical line (from 1) where the record begins.
    pub line: u32,
    /// The record's text.
    pub raw: String,
    /// A sentence that says what is wrong with it.
    pub reason: String,
}

/// A record that is understood and is no bank line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Physical line (from 1) where the record begins.
    pub line: u32,
    /// The record's text.
    pub raw: String,
    /// What it is, as a sentence.
    pub reason: String,
}

impl Statement {
    /// Exact sum of all rows.
    pub fn net(&self) -> Decimal {
        // 10^6 rows of at most 10^12 stay far below the 28 digits of a Decimal.
        self.rows.iter().fold(Decimal::ZERO, |sum, row| sum.saturating_add(row.amount))
    }

    /// Earliest and latest date of the rows.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let first = self.rows.iter().map(|row| row.date).min()?;
        let last = self.rows.iter().map(|row| row.date).max()?;
        Some((first, last))
    }

    /// Strikes ids that come twice with different content: such a bank numbers something else than lines.
    pub(crate) fn strike_false_ids(&mut self) {
        use std::collections::{HashMap, HashSet};
        type Content<'r> = (Option<&'r str>, NaiveDate, Decimal, &'r str);
        let mut seen: HashMap<(Option<&str>, &str), Content<'_>> = HashMap::new();
        let mut false_ids: HashSet<(Option<String>, String)> = HashSet::new();
        for row in &self.rows {
            let Some(id) = row.source_id.as_deref() else { continue };
            let account = row.account.as_deref();
            let content = (account, row.date, row.amount, row.description.as_str());
            if *seen.entry((account, id)).or_insert(content) != content {
                false_ids.insert((row.account.clone(), id.to_owned()));
            }
        }
        if false_ids.is_empty() {
            return;
        }
        for row in &mut self.rows {
            let key = row.source_id.take().map(|id| (row.account.clone(), id));
            row.source_id = key.filter(|key| !false_ids.contains(key)).map(|(_, id)| id);
        }
    }
}

/// An amount in cents, rounded half to even; `None` beyond [`crate::MAX_AMOUNT`].
pub fn cents(amount: Decimal) -> Option<Cents> {
    if amount.abs() > Decimal::from(crate::MAX_AMOUNT) {
        return None;
    }
    let rounded = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointNearestEven);
    rounded.checked_mul(Decimal::ONE_HUNDRED)?.to_i64().map(Cents)
}
