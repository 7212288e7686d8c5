//! An answer settles the question it was given to, in tables as odd as they come, and also after an earlier answer about
//! another file of the same layout.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::today;
use formats::{Answer, Outcome};
use proptest::prelude::*;

/// Headings that mean something, and what may stand below them.
const HEADINGS: [(&str, &[Kind]); 12] = [
    ("Date", &[Kind::Day, Kind::OpenDay]),
    ("Value Date", &[Kind::Day, Kind::OpenDay]),
    ("Amount", &[Kind::Amount]),
    ("Betrag", &[Kind::Amount]),
    ("Debit", &[Kind::Side, Kind::Amount]),
    ("Credit", &[Kind::Side, Kind::Amount]),
    ("Balance", &[Kind::Amount]),
    ("Fee", &[Kind::Amount, Kind::Side]),
    ("Type", &[Kind::Flag]),
    ("Currency", &[Kind::Word]),
    ("Description", &[Kind::Word]),
    ("", &[Kind::Day, Kind::Amount, Kind::Word]),
];

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Any way to write a day, also several in one column.
    Day,
    /// A day that is two days.
    OpenDay,
    /// Small and round, so that two of them are often alike and sums often come out.
    Amount,
    /// Often empty.
    Side,
    Flag,
    Word,
}

fn cell(kind: Kind) -> BoxedStrategy<String> {
    let words = |all: &'static [&'static str]| proptest::sample::select(all).prop_map(str::to_owned).boxed();
    match kind {
        Kind::Day => (1_u32..29, 1_u32..13, 2024_u32..2026, 0_u8..5)
            .prop_map(|(d, m, y, way)| match way {
                0 => format!("{d:02}/{m:02}/{y}"),
                1 => format!("{m:02}/{d:02}/{y}"),
                2 => format!("{d:02}.{m:02}.{y}"),
                3 => format!("{d}-{m}-{:02}", y % 100),
                _ => format!("{y}-{m:02}-{d:02}"),
            })
            .boxed(),
        Kind::OpenDay => (1_u32..13, 1_u32..13).prop_map(|(d, m)| format!("{d:02}/{m:02}/2025")).boxed(),
        Kind::Amount => {
            words(&["0", "0.00", "0,00", "0.000", "1.50", "-1.50", "2,000", "-2.000", "1,5", "-1", "3.00"])
        }
        Kind::Side => words(&["", "", "10.00", "20.00"]),
        Kind::Flag => words(&["Debit", "Credit", "DR", "CR"]),
        Kind::Word => words(&["USD", "EUR", "Rent", "Shop 12", "", "Payment received"]),
    }
}

/// Two files of one layout, each of one to six rows.
fn twins() -> impl Strategy<Value = (String, String)> {
    let column = (0..HEADINGS.len(), any::<prop::sample::Index>());
    let layout =
        (proptest::collection::vec(column, 2..7), any::<bool>(), proptest::sample::select(&[',', ';'][..]));
    layout.prop_flat_map(|(columns, heading, mark)| {
        let names: Vec<&str> = columns.iter().map(|(at, _)| HEADINGS[*at].0).collect();
        let head = if heading { names.join(&mark.to_string()) + "\n" } else { String::new() };
        let row: Vec<BoxedStrategy<String>> =
            columns.iter().map(|(at, index)| cell(*index.get(HEADINGS[*at].1))).collect();
        let rows = || proptest::collection::vec(row.clone(), 1..7);
        (Just(head), Just(mark), rows(), rows()).prop_map(|(head, mark, one, other)| {
            (head.clone() + &lines(mark, &one), head + &lines(mark, &other))
        })
    })
}

fn lines(mark: char, rows: &[Vec<String>]) -> String {
    let quoted = |cell: &String| if cell.contains(mark) { format!("\"{cell}\"") } else { cell.clone() };
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(&mark.to_string()) + "\n";
    rows.iter().map(line).collect()
}

fn read(text: &str, answer: Option<&Answer>) -> Outcome {
    formats::read("file", text.as_bytes(), today(), answer)
}

/// Every answer to the question that the file asks, and that each of them settles it.
fn answers(text: &str, before: Option<&Answer>) -> Vec<Answer> {
    let Outcome::Question(question) = read(text, before) else { return Vec::new() };
    let settled = question.choices.into_iter().map(|choice| {
        let again = read(text, Some(&choice.answer));
        assert_eq!(again, Outcome::Read(choice.statement), "{before:?}, then {:?}:\n{text}", choice.answer);
        choice.answer
    });
    settled.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_answer_settles_its_question((one, other) in twins()) {
        for answer in answers(&one, None) {
            answers(&other, Some(&answer));
        }
    }
}

/// Half of the days of the first file fit one order, half the other: what was too weak to be offered beside the style came
/// up again once the style was settled. In the second it was the style that did.
#[test]
fn what_was_too_weak_to_be_offered_does_not_come_up_again() {
    let days = "Date;Description;Amount\n01/13/2024;A;0\n12/08/2024;B;0,00\n01/01/2024;C;0,00\n13-01-2024;D;0\n\
                01/01/2024;E;0.000\n13/01/2024;F;0\n";
    let styles = "01/01/2024,,0.00\n01/13/2024,,0\n13-01-2024,,\"0,000\"\n13/01/2024, 8,0.50\n";
    for text in [days, styles] {
        assert!(!answers(text, None).is_empty(), "{:?}", read(text, None));
    }
}
