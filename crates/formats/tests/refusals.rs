//! Files that are no statement: each gets a sentence that helps.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::today;
use formats::{MAX_BYTES, Outcome};

fn refusal(name: &str, bytes: &[u8]) -> String {
    match formats::read(name, bytes, today(), None) {
        Outcome::Refused(sentence) => sentence,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn sentences_name_the_kind_and_the_way_out() {
    let cases: &[(&str, &[u8], &str)] = &[
        ("a.csv", b"", "empty"),
        ("a.csv", b"\xEF\xBB\xBF \r\n", "empty"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj", "PDF"),
        ("a.csv", b"<!DOCTYPE html><html><body>Please sign in", "web page"),
        ("a.xls", b"<html><table><tr><td>Date</td></tr></table>", "spreadsheet"),
        ("a.xlsx", b"PK\x03\x04\x14\0\x06\0xl/workbook.xml", "Excel"),
        ("a.zip", b"PK\x03\x04\x14\0\x06\0statement.csv", "archive"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "picture"),
        ("a.json", b"{\"error\": \"no\"}", "JSON"),
        ("a.qif", b"!Type:Bank\nD1/2/26\nT-5\n^\n", "QIF"),
        ("a.txt", b"Dear customer, your statement of 1 April 2026 is ready.", "date and an amount"),
        ("a.csv", b"Name,Length\nFilm,3h\nOther,2h\n", "date and an amount"),
        ("a.csv", b"type,name,amount,currency\nChecking,Main,5000.00,USD\n", "date and an amount"),
        ("a.csv", b"date,ticker,qty,price,amount\n2026-01-15,AAA,10,150.25,1502.50\n", "investment"),
        (
            "a.csv",
            b"Start Date,End Date,Start Balance,End Balance\n2026-01-01,2026-02-01,$0.00,$5.00\n",
            "date and an amount",
        ),
    ];
    for (name, bytes, word) in cases {
        let sentence = refusal(name, bytes);
        assert!(sentence.contains(word) && sentence.ends_with('.'), "{name}: {sentence}");
    }
}

#[test]
fn limits() {
    assert!(refusal("a.csv", &vec![b'x'; MAX_BYTES + 1]).contains("50 MiB"));
}

#[test]
fn the_measuring_contract() {
    let value = formats::eval::parse(
        "csv/a.csv",
        b"Date,Text,Amount (USD)\n2026-04-01,a,-1.50\n2026-04-02,b,x\n",
        today(),
    );
    assert_eq!(value["file"], "csv/a.csv");
    assert_eq!(
        (&value["outcome"], &value["n_tx"], &value["net"]),
        (&"parsed".into(), &1.into(), &"-1.50".into())
    );
    assert_eq!(
        (&value["first"], &value["last"], &value["currency"]),
        (&"2026-04-01".into(), &"2026-04-01".into(), &"USD".into())
    );
    assert_eq!(value["errors"].as_array().map(Vec::len), Some(1));
    let value = formats::eval::parse("b", b"Date,Text,Amount\n2026-04-01,a,1.50\n", today());
    assert_eq!(
        (&value["outcome"], value["alternatives"].as_array().map(Vec::len)),
        (&"question".into(), Some(2))
    );
    assert_eq!(formats::eval::parse("c", b"", today())["outcome"], "refused");
}
