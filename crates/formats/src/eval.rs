//! The reader's answer in the shape of the measuring contract (`duplex eval parse`).

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::{Outcome, Statement};

/// Reads a file and describes the outcome: `file`, `outcome`, `n_tx`, `net`, `first`, `last`, `currency`,
/// `question`, `alternatives`, `errors`. `path` is repeated as given.
pub fn parse(path: &str, bytes: &[u8], today: NaiveDate) -> Value {
    match crate::read(path, bytes, today, None) {
        Outcome::Read(statement) => {
            let mut value = numbers(&statement);
            value["file"] = json!(path);
            value["outcome"] = json!("parsed");
            value["currency"] = json!(statement.currency);
            value["question"] = Value::Null;
            value["alternatives"] = json!([]);
            value["errors"] = json!(errors(&statement));
            value
        }
        Outcome::Question(question) => json!({
            "file": path, "outcome": "question", "n_tx": 0, "net": "0", "first": null, "last": null,
            "currency": question.choices.first().and_then(|c| c.statement.currency.clone()),
            "question": question.text,
            "alternatives": question.choices.iter().map(|c| numbers(&c.statement)).collect::<Vec<_>>(),
            "errors": [],
        }),
        Outcome::Refused(sentence) => json!({
            "file": path, "outcome": "refused", "n_tx": 0, "net": "0", "first": null, "last": null,
            "currency": null, "question": null, "alternatives": [], "errors": [sentence],
        }),
    }
}

fn numbers(statement: &Statement) -> Value {
    let day = |date: NaiveDate| date.format("%Y-%m-%d").to_string();
    let net = statement.net();
    let net = if net.is_zero() { Decimal::ZERO } else { net };
    let span = statement.span();
    json!({
        "n_tx": statement.rows.len(), "net": net.to_string(),
        "first": span.map(|(first, _)| day(first)), "last": span.map(|(_, last)| day(last)),
    })
}

fn errors(statement: &Statement) -> Vec<String> {
    let lines = statement.unreadable.iter().map(|u| format!("Line {}: {}", u.line, u.reason));
    let left = statement.left_out.iter().map(|l| format!("Line {} left out: {}", l.line, l.reason));
    lines.chain(left).chain(statement.notes.iter().cloned()).collect()
}
