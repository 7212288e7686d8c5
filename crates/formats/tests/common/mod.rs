//! Helpers of the tests: a fixed today, and short views of an outcome.
#![allow(dead_code, reason = "each test binary uses its own part")]

use chrono::NaiveDate;
use formats::{Outcome, Statement};

/// The day on which the tests take place.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

/// Reads without an answer.
pub fn read(text: &str) -> Outcome {
    formats::read("statement.csv", text.as_bytes(), today(), None)
}

/// The statement, or a panic that shows what came instead.
pub fn statement(text: &str) -> Statement {
    match read(text) {
        Outcome::Read(statement) => statement,
        Outcome::Question(q) => {
            panic!(
                "asked {:?}: {:?}",
                q.text,
                q.choices.iter().map(|c| (&c.label, &c.why)).collect::<Vec<_>>()
            )
        }
        Outcome::Refused(sentence) => panic!("refused: {sentence}\n{text}"),
    }
}

/// Rows, sum, first and last day in one line.
pub fn summary(statement: &Statement) -> String {
    match statement.span() {
        Some((first, last)) => format!("{} {} {first} {last}", statement.rows.len(), statement.net()),
        None => format!("0 {}", statement.net()),
    }
}

/// The readings of a question, each in one line; panics when there is no question.
pub fn readings(text: &str) -> Vec<String> {
    match read(text) {
        Outcome::Question(question) => question.choices.iter().map(|c| summary(&c.statement)).collect(),
        Outcome::Read(s) => panic!("read {} without asking", summary(&s)),
        Outcome::Refused(sentence) => panic!("refused: {sentence}"),
    }
}
