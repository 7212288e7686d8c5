//! OFX and QFX. Own and lenient: a strict library turns away a third of real files. Only STMTTRN counts as a bank
//! line; investment trades and transfers are left out with a note.

mod build;
mod read;
mod tags;
mod values;

use crate::question::{Answer, Choice, Columns, HeaderKey, Question, SignRule};
use crate::record::Statement;
use crate::{Outcome, refuse, text};
use read::{Found, Reader};

/// Reads an OFX file.
pub(crate) fn read(bytes: &[u8], answer: Option<&Answer>) -> Outcome {
    let head = text::head(bytes, 2_048);
    let decoded = text::decode(bytes, declared(&head).as_deref(), |_| 0);
    let found = Reader::new(&decoded.text).run();
    if found.too_many {
        return Outcome::Refused(refuse::too_many_rows());
    }
    if let Some(sentence) = refusal(&found) {
        return Outcome::Refused(sentence);
    }
    let key = HeaderKey(format!("ofx:{}", found.bank.to_lowercase()));
    let statement = found.statement(decoded.encoding, key.clone());
    if !looks_unsigned(&statement) {
        return Outcome::Read(statement);
    }
    match answer.and_then(|a| a.sign) {
        Some(SignRule::AsWritten) => Outcome::Read(statement),
        Some(SignRule::ByFlag) => Outcome::Read(by_type(&statement)),
        _ => Outcome::Question(unsigned(key, &statement)),
    }
}

/// The header's word for the encoding: `CHARSET:1252`, `ENCODING:UTF-8`, `encoding="ISO-8859-1"`.
fn declared(head: &str) -> Option<String> {
    let upper = head.to_ascii_uppercase();
    let after = |mark: &str| {
        let start = upper.find(mark)? + mark.len();
        let rest = upper.get(start..)?.trim_start_matches(['"', '\'', ' ']);
        let end =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        rest.get(..end).filter(|name| !name.is_empty() && *name != "NONE").map(str::to_owned)
    };
    let charset = after("CHARSET:").map(|name| {
        if name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit()) {
            format!("windows-{name}")
        } else {
            name
        }
    });
    charset.or_else(|| after("ENCODING=")).or_else(|| after("ENCODING:"))
}

/// Why a file without any statement is turned away.
fn refusal(found: &Found<'_>) -> Option<String> {
    if found.has_statement {
        return None;
    }
    if let Some(message) = &found.error {
        return Some(refuse::ofx_error(message));
    }
    if found.has_account_list {
        return Some(refuse::ofx_accounts());
    }
    found.has_sign_on.then(refuse::ofx_sign_on)
}

/// Every debit is plus and nothing is minus: the bank forgot the signs.
fn looks_unsigned(statement: &Statement) -> bool {
    let mut debits = 0;
    for row in &statement.rows {
        if row.amount.is_sign_negative() && !row.amount.is_zero() {
            return false;
        }
        debits += usize::from(!row.amount.is_zero() && build::is_debit_type(&row.raw));
    }
    debits > 0
}

fn by_type(statement: &Statement) -> Statement {
    let mut turned = statement.clone();
    for row in turned.rows.iter_mut().filter(|r| build::is_debit_type(&r.raw)) {
        row.amount = -row.amount;
        row.amount_cents = -row.amount_cents;
    }
    turned
}

fn unsigned(key: HeaderKey, statement: &Statement) -> Question {
    let answer = |rule| Answer { sign: Some(rule), columns: None::<Columns>, ..Answer::default() };
    let choices = vec![
        Choice::new(answer(SignRule::ByFlag), "Debits are money spent".to_owned(), by_type(statement)),
        Choice::new(answer(SignRule::AsWritten), "All of it is money received".to_owned(), statement.clone()),
    ];
    let text = "This file calls rows debits but gives them no minus. Are these debits money that you spent?"
        .to_owned();
    Question { key, text, choices }
}
