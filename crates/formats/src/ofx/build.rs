//! From fields as text to the statement: dates, amounts, names, and a reason for each line that cannot be read.

use rust_decimal::Decimal;

use super::read::{Found, Line};
use super::tags::{Tags, Token, value};
use super::values::{self, Marks};
use crate::question::HeaderKey;
use crate::record::{Account, Format, Row, Statement, Unreadable, cents};

impl Found<'_> {
    /// The statement, with what could not be read.
    pub(super) fn statement(&self, encoding: &'static str, key: HeaderKey) -> Statement {
        let mut marks = Marks::default();
        self.lines.iter().for_each(|line| marks.note(line.amount));
        let (mut rows, mut unreadable) = (Vec::with_capacity(self.lines.len()), Vec::new());
        for line in &self.lines {
            match self.row(line, marks) {
                Ok(row) => rows.push(row),
                Err(reason) => {
                    unreadable.push(Unreadable {
                        line: line.line,
                        raw: line.raw.to_owned(),
                        reason: reason.to_owned(),
                    });
                }
            }
        }
        let mut notes = Vec::new();
        if self.has_trades {
            notes.push("This is an investment statement. Its trades and positions were left out; only bank lines were read.".to_owned());
        }
        if self.has_transfers {
            notes.push("The file lists transfers that were ordered. They were left out, because they are not bank lines.".to_owned());
        }
        if let Some(message) = &self.error {
            notes.push(format!("A part of the file holds an error message from the bank: “{message}”."));
        }
        let accounts: Vec<Account> = self.accounts.iter().filter(|a| !a.id.is_empty()).cloned().collect();
        let mut codes = rows.iter().map(|r: &Row| r.currency.clone());
        let currency = match codes.next() {
            Some(first) if codes.all(|c| c == first) => first,
            Some(_) => None,
            None => accounts.first().and_then(|a| a.currency.clone()),
        };
        let closing = match accounts.as_slice() {
            [one] => one.balance,
            _ => None,
        };
        let header = Some(key);
        let mut statement = Statement {
            format: Format::Ofx,
            encoding,
            header,
            accounts,
            currency,
            rows,
            unreadable,
            left_out: Vec::new(),
            opening: None,
            closing,
            notes,
        };
        statement.strike_false_ids();
        statement
    }

    fn row(&self, line: &Line<'_>, marks: Marks) -> Result<Row, &'static str> {
        // The transaction date stands in for a posting date that is missing, not for one that is wrong.
        let written = if line.posted.is_empty() { line.user } else { line.posted };
        let date = match values::date(written) {
            Some(date) => date,
            None if written.is_empty() => return Err("This transaction has no date."),
            None => return Err("The date of this transaction does not exist or could not be read."),
        };
        let amount: Decimal = match values::amount(&value(line.amount), marks) {
            Some(amount) => amount,
            None if line.amount.is_empty() => return Err("This transaction has no amount."),
            None => return Err("The amount of this transaction could not be read without doubt."),
        };
        let amount_cents = cents(amount).ok_or("The amount of this transaction is too large.")?;
        let text = |field: &str| Some(value(field)).filter(|t| !t.is_empty());
        let (name, memo, payee) = (text(line.name), text(line.memo), text(line.payee));
        let description = name.clone().or_else(|| payee.clone()).or_else(|| memo.clone());
        let account = line.account.and_then(|index| self.accounts.get(index));
        Ok(Row {
            line: line.line,
            raw: line.raw.to_owned(),
            date,
            amount,
            amount_cents,
            memo: memo.filter(|m| Some(m) != description.as_ref()),
            description: description.unwrap_or_else(|| value(line.kind)),
            payee: payee.or(name),
            check_number: text(line.check),
            source_id: text(line.id).filter(|id| id.len() <= 255),
            balance: None,
            account: account.map(|a| a.id.clone()).filter(|id| !id.is_empty()),
            currency: iso(line.currency).or_else(|| account.and_then(|a| a.currency.clone())),
            pending: false,
        })
    }
}

/// Whether a transaction's text says that it takes money out.
pub(super) fn is_debit_type(raw: &str) -> bool {
    Tags::new(raw).any(|token| match token {
        Token::Open { name, text, .. } if name.eq_ignore_ascii_case("TRNTYPE") => {
            ["DEBIT", "CHECK", "FEE", "SRVCHG", "ATM", "POS", "PAYMENT", "DIRECTDEBIT"]
                .contains(&text.trim().to_ascii_uppercase().as_str())
        }
        _ => false,
    })
}

/// A currency code, if the text can be one.
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic())).then(|| text.to_ascii_uppercase())
}
