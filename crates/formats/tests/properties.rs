//! Properties: no bytes make the reader panic, every style of statement comes back whole, reading is repeatable,
//! and damage to some lines costs only these lines.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use chrono::{Days, NaiveDate};
use common::today;
use formats::{Outcome, Statement};
use proptest::prelude::*;

/// A transaction of a made-up statement; the amount in cents, never 0.
#[derive(Clone, Debug)]
struct Tx {
    day: NaiveDate,
    cents: i64,
    text: String,
}

fn txs() -> impl Strategy<Value = Vec<Tx>> {
    let tx =
        (0_u64..400, prop_oneof![-5_000_000_i64..-1, 1_i64..5_000_000], "[A-Za-z][A-Za-z ,;'\"|&éü]{0,20}");
    proptest::collection::vec(tx, 1..30).prop_map(|rows| {
        let start = NaiveDate::from_ymd_opt(2025, 3, 1).unwrap();
        let mut rows: Vec<Tx> = rows
            .into_iter()
            .map(|(days, cents, text)| Tx { day: start + Days::new(days), cents, text })
            .collect();
        rows.sort_by_key(|t| t.day);
        rows
    })
}

#[derive(Clone, Copy, Debug)]
struct Style {
    delimiter: u8,
    date: &'static str,
    comma: bool,
    grouped: bool,
    pair: bool,
    balance: bool,
    newest_first: bool,
    heading: bool,
    preamble: bool,
    crlf: bool,
}

fn styles() -> impl Strategy<Value = Style> {
    let dates = prop_oneof![
        Just("%Y-%m-%d"),
        Just("%d.%m.%Y"),
        Just("%d/%m/%Y"),
        Just("%m/%d/%Y"),
        Just("%m/%d/%y"),
        Just("%Y%m%d"),
        Just("%d %b %Y"),
        Just("%b %-d, %Y"),
        Just("%-d-%-m-%Y"),
    ];
    let delimiters = prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|')];
    let any_style = (delimiters, dates, any::<[bool; 8]>()).prop_map(|(delimiter, date, b)| Style {
        delimiter,
        date,
        comma: b[0],
        grouped: b[1],
        pair: b[2],
        balance: b[3],
        newest_first: b[4],
        heading: b[5],
        preamble: b[6] && b[5],
        crlf: b[7],
    });
    // A semicolon or a decimal comma shows a place where the day comes first.
    any_style.prop_filter("no bank writes so", |s| {
        !(s.date.starts_with("%m/") && (s.comma || s.delimiter == b';'))
    })
}

/// Without a heading, one or two rows leave more readings open than a question may have, so they get one.
fn statements() -> impl Strategy<Value = (Vec<Tx>, Style)> {
    (txs(), styles()).prop_map(|(rows, style)| {
        let heading = style.heading || rows.len() < 3;
        (rows, Style { heading, ..style })
    })
}

fn money(cents: i64, style: &Style) -> String {
    let (whole, part) = (cents.abs() / 100, cents.abs() % 100);
    let mut digits = whole.to_string();
    if style.grouped {
        let mark = if style.comma { '.' } else { ',' };
        let mut at = digits.len();
        while at > 3 {
            at -= 3;
            digits.insert(at, mark);
        }
    }
    format!("{}{digits}{}{part:02}", if cents < 0 { "-" } else { "" }, if style.comma { ',' } else { '.' })
}

fn file(rows: &[Tx], style: &Style) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(style.delimiter)
        .flexible(true)
        .terminator(if style.crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
        .from_writer(Vec::new());
    if style.preamble {
        writer.write_record(["Account statement", "12345"]).unwrap();
    }
    if style.heading {
        let mut names = vec!["Date", "Description"];
        names.extend(if style.pair { vec!["Debit", "Credit"] } else { vec!["Amount"] });
        names.extend(style.balance.then_some("Balance"));
        writer.write_record(names).unwrap();
    }
    let mut balance = 100_000;
    let mut records: Vec<Vec<String>> = Vec::new();
    for tx in rows {
        balance += tx.cents;
        let mut record = vec![tx.day.format(style.date).to_string(), tx.text.clone()];
        match (style.pair, tx.cents < 0) {
            (true, true) => record.extend([money(-tx.cents, style), String::new()]),
            (true, false) => record.extend([String::new(), money(tx.cents, style)]),
            (false, _) => record.push(money(tx.cents, style)),
        }
        record.extend(style.balance.then(|| money(balance, style)));
        records.push(record);
    }
    if style.newest_first {
        records.reverse();
    }
    for record in records {
        writer.write_record(record).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Days and cents of a statement, in the order of the file.
fn content(statement: &Statement) -> Vec<(NaiveDate, i64)> {
    statement.rows.iter().map(|r| (r.date, r.amount_cents.0)).collect()
}

fn outcome(bytes: &[u8]) -> Outcome {
    formats::read("file", bytes, today(), None)
}

/// The true rows are what was read, or one of the readings offered.
fn includes(outcome: &Outcome, truth: &[(NaiveDate, i64)]) -> bool {
    match outcome {
        Outcome::Read(statement) => content(statement) == truth,
        Outcome::Question(question) => {
            question.choices.len() <= 4 && question.choices.iter().any(|c| content(&c.statement) == truth)
        }
        Outcome::Refused(_) => false,
    }
}

fn truth(rows: &[Tx], style: &Style) -> Vec<(NaiveDate, i64)> {
    let mut truth: Vec<_> = rows.iter().map(|t| (t.day, t.cents)).collect();
    if style.newest_first {
        truth.reverse();
    }
    truth
}

fn ofx(rows: &[Tx], xml: bool, comma: bool) -> String {
    let close = |tag: &str| if xml { format!("</{tag}>") } else { String::new() };
    let style = Style {
        delimiter: b',',
        date: "",
        comma,
        grouped: false,
        pair: false,
        balance: false,
        newest_first: false,
        heading: false,
        preamble: false,
        crlf: false,
    };
    let mut text = "OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><BANKTRANLIST>\n".to_owned();
    for (i, tx) in rows.iter().enumerate() {
        let day = tx.day.format("%Y%m%d");
        let (amount, name) = (money(tx.cents, &style), tx.text.replace('&', if xml { "&amp;" } else { "&" }));
        let kind = if tx.cents < 0 { "DEBIT" } else { "CREDIT" };
        text += &format!(
            "<STMTTRN><TRNTYPE>{kind}{}<DTPOSTED>{day}{}<TRNAMT>{amount}{}<FITID>{i}{}<NAME>{name}{}</STMTTRN>\n",
            close("TRNTYPE"),
            close("DTPOSTED"),
            close("TRNAMT"),
            close("FITID"),
            close("NAME"),
        );
    }
    text + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = outcome(&bytes);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[-0-9./,;:\"'()+$€A-Za-z \t\r\n<>&!=|é]{0,600}") {
        let _ = outcome(text.as_bytes());
        let _ = outcome(format!("Date,Description,Amount,Balance\n{text}").as_bytes());
        let _ = outcome(format!("<OFX><STMTTRN>{text}").as_bytes());
    }

    #[test]
    fn a_statement_comes_back_in_every_style((rows, style) in statements()) {
        let text = file(&rows, &style);
        let got = outcome(text.as_bytes());
        prop_assert!(includes(&got, &truth(&rows, &style)), "{style:?}\n{text}\n{got:?}");
    }

    #[test]
    fn an_answer_settles_its_question(rows in txs(), style in styles()) {
        let text = file(&rows, &style);
        if let Outcome::Question(question) = outcome(text.as_bytes()) {
            for choice in question.choices {
                let again = formats::read("file", text.as_bytes(), today(), Some(&choice.answer));
                prop_assert_eq!(again, Outcome::Read(choice.statement), "{}", text);
            }
        }
    }

    #[test]
    fn an_ofx_statement_comes_back(rows in txs(), xml in any::<bool>(), comma in any::<bool>()) {
        let text = ofx(&rows, xml, comma);
        let truth: Vec<_> = rows.iter().map(|t| (t.day, t.cents)).collect();
        prop_assert!(includes(&outcome(text.as_bytes()), &truth), "{text}");
    }

    #[test]
    fn reading_is_repeatable(rows in txs(), style in styles()) {
        let text = file(&rows, &style);
        prop_assert_eq!(outcome(text.as_bytes()), outcome(text.as_bytes()));
    }

    #[test]
    fn damage_costs_only_the_damaged_lines(
        rows in txs(),
        damage in proptest::collection::vec((0_usize..30, prop_oneof![
            Just("2025-13-45,x,1.00"), Just("2025-04-04,no amount,"), Just("2025-04-04,odd,12.3.4x"), Just("2025-04-04,many,1.00,2.00,3.00"),
            Just("total rubbish"), Just("\"never closed,x"), Just(",,"), Just("2025-04-04,big,9999999999999999.00"),
        ]), 0..8),
    ) {
        let style = Style {
            delimiter: b',', date: "%Y-%m-%d", comma: false, grouped: false, pair: false, balance: false, newest_first: false,
            heading: true, preamble: false, crlf: false,
        };
        let text = file(&rows, &style);
        let mut lines: Vec<&str> = text.lines().collect();
        for (at, line) in &damage {
            let at = 1 + at % lines.len();
            lines.insert(at, line);
        }
        let got = outcome((lines.join("\n") + "\n").as_bytes());
        let truth: Vec<_> = rows.iter().map(|t| (t.day, t.cents)).collect();
        prop_assert!(includes(&got, &truth), "{lines:#?}\n{got:?}");
    }
}
