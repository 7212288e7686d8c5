//! CSV: what is asked, what is set aside, what survives damage.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{read, readings, statement, summary, today};
use formats::{Answer, DateOrder, DecimalStyle, Outcome, SignRule};

#[test]
fn doubtful_dates_are_asked_and_the_answer_is_kept() {
    let text = "Date,Description,Amount\n03/04/2026,A,-1.00\n05/04/2026,B,2.00\n";
    let got = readings(text);
    assert_eq!(got, ["2 1.00 2026-03-04 2026-05-04", "2 1.00 2026-04-03 2026-04-05"]);
    let Outcome::Question(question) = read(text) else { panic!() };
    assert_eq!(question.text, "Is 03/04/2026 4 March 2026 or 3 April 2026?");
    let stored = serde_json::to_string(&question.choices[1].answer).unwrap();
    let answer: Answer = serde_json::from_str(&stored).unwrap();
    let Outcome::Read(again) = formats::read("x", text.as_bytes(), today(), Some(&answer)) else { panic!() };
    assert_eq!(again, question.choices[1].statement);
    assert_eq!(again.header, Some(question.key));
}

#[test]
fn an_answer_that_the_file_disproves_is_set_aside() {
    let answer = Answer { date_order: Some(DateOrder::DayFirst), ..Answer::default() };
    let text = "Date,Description,Amount\n03/14/2026,A,-1.00\n05/04/2026,B,2.00\n";
    let Outcome::Read(got) = formats::read("x", text.as_bytes(), today(), Some(&answer)) else { panic!() };
    assert_eq!(summary(&got), "2 1.00 2026-03-14 2026-05-04");
}

#[test]
fn dates_are_settled_by_order_balance_place_and_calendar() {
    for (text, want) in [
        // The balance proves newest first, so the days must fall.
        (
            "Date,Text,Amount,Balance\n01/05/2026,a,-1.00,9.00\n04/04/2026,b,-2.00,10.00\n03/04/2026,c,-3.00,12.00\n",
            "3 -6.00 2026-04-03 2026-05-01",
        ),
        ("Date,Text,Amount\n03/11/2026,a,-1.00\n02/12/2025,b,-2.00\n", "2 -3.00 2025-12-02 2026-11-03"),
        ("Date,Text,Amount\n09/12/2026,a,-1.00\n02/02/2026,b,-2.00\n", "2 -3.00 2026-02-02 2026-09-12"),
        ("Date,Text,Amount (EUR)\n03/04/2026,a,-1.00\n02/04/2026,b,-2.00\n", "2 -3.00 2026-04-02 2026-04-03"),
        ("Date,Text,Amount\n03.04.2026,a,-1.00\n02.04.2026,b,-2.00\n", "2 -3.00 2026-04-02 2026-04-03"),
        (
            "Date,Text,Amount\n04/03/2026,ZELLE TO BOB,-1.00\n04/02/2026,b,-2.00\n",
            "2 -3.00 2026-04-02 2026-04-03",
        ),
        (
            "Date,Text,Amount\n03/04/2026,a,-1\n04/04/2026,a,-1\n05/04/2026,a,-1\n01/05/2026,a,-1\n02/05/2026,a,-1\n01/06/2026,a,-1\n",
            "6 -6 2026-04-03 2026-06-01",
        ),
    ] {
        if text.contains("2025") {
            // The rows run to and fro under neither order: nothing decides.
            assert_eq!(readings(text).len(), 2, "{text}");
            continue;
        }
        assert_eq!(summary(&statement(text)), want, "{text}");
    }
}

#[test]
fn doubtful_decimals_are_asked() {
    let text = "Date;Text;Amount\n2026-04-03;a;-1.234\n2026-04-04;b;2.500\n";
    let got = readings(text);
    assert!(got.contains(&"2 1266 2026-04-03 2026-04-04".to_owned()), "{got:?}");
    assert!(got.contains(&"2 1.266 2026-04-03 2026-04-04".to_owned()), "{got:?}");
    let answer = Answer { decimal: Some(DecimalStyle::Comma), ..Answer::default() };
    let Outcome::Read(s) = formats::read("x", text.as_bytes(), today(), Some(&answer)) else { panic!() };
    assert_eq!(s.net().to_string(), "1266");
    assert_eq!(
        summary(&statement("Date,Text,Amount\n2026-04-03,a,\"-1,234\"\n2026-04-04,b,2.50\n")),
        "2 -1231.50 2026-04-03 2026-04-04"
    );
}

#[test]
fn unsigned_amounts_are_asked() {
    let text = "Date,Description,Amount\n2026-04-03,COFFEE,4.50\n2026-04-04,SHOES,60.00\n";
    assert_eq!(readings(text), ["2 64.50 2026-04-03 2026-04-04", "2 -64.50 2026-04-03 2026-04-04"]);
    let answer = Answer { sign: Some(SignRule::Flipped), ..Answer::default() };
    let Outcome::Read(s) = formats::read("x", text.as_bytes(), today(), Some(&answer)) else { panic!() };
    assert_eq!(s.net().to_string(), "-64.50");
}

#[test]
fn the_balance_proves_signs() {
    let text =
        "Date,Description,Amount,Balance\n2026-04-03,COFFEE,4.50,95.50\n2026-04-04,SHOES,60.00,35.50\n";
    assert_eq!(summary(&statement(text)), "2 -64.50 2026-04-03 2026-04-04");
    let fee = "Date,Description,Amount,Fee,Balance\n2026-04-03,A,-10.00,1.00,89.00\n2026-04-04,B,-5.00,0.50,83.50\n";
    assert_eq!(summary(&statement(fee)), "2 -16.50 2026-04-03 2026-04-04");
}

#[test]
fn two_questions_are_one() {
    let got = readings("Date,Description,Amount\n03/04/2026,A,1.00\n05/04/2026,B,2.00\n");
    assert_eq!(got.len(), 4);
}

#[test]
fn sides_without_heading_are_asked_or_told_by_words() {
    let text = "03.04.2026;Anna;12,00;\n04.04.2026;Otto;;7,00\n";
    assert_eq!(readings(text), ["2 -5.00 2026-04-03 2026-04-04", "2 5.00 2026-04-03 2026-04-04"]);
    let told = "03.04.2026;Bankomat;12,00;\n04.04.2026;Gehalt;;7,00\n05.04.2026;Kartenzahlung;1,00;\n";
    assert_eq!(summary(&statement(told)), "3 -6.00 2026-04-03 2026-04-05");
}

#[test]
fn frames_are_set_aside() {
    let text = "Date,Description,Amount,Balance,Status\n2026-04-01,Opening balance,,100.00,\n2026-04-02,A,-10.00,90.00,Posted\n2026-04-03,B,-5.00,,Declined\n2026-04-04,C,-1.00,,Pending\n,Total,-11.00,,\n2026-04-05,Closing Balance,,90.00,\nThank you for banking with us\n";
    let s = statement(text);
    assert_eq!(summary(&s), "2 -11.00 2026-04-02 2026-04-04");
    assert_eq!(s.rows.iter().map(|r| r.pending).collect::<Vec<_>>(), [false, true]);
    assert_eq!(s.opening.map(|b| b.amount.to_string()).as_deref(), Some("100.00"));
    assert_eq!(s.closing.map(|b| b.amount.to_string()).as_deref(), Some("90.00"));
    assert_eq!(s.left_out.iter().map(|l| l.line).collect::<Vec<_>>(), [2, 4, 6, 7]);
}

#[test]
fn shops_with_telling_names_stay() {
    let text = "Date,Description,Amount\n2026-04-01,NEW BALANCE STORE,-80.00\n2026-04-02,TOTAL,-30.00\n2026-04-03,BALANCE,-9.00\n2026-04-04,TOTAL WINE,-20.00\n2026-04-05,X,1.00\n";
    assert_eq!(statement(text).rows.len(), 5);
}

#[test]
fn half_bad_files_keep_their_good_rows() {
    let text = "Date,Description,Amount\n2026-04-01,fine,-1.00\n2026-02-31,no such day,-2.00\n2026-04-02,no number,abc\n,no date,-3.00\n2026-04-03,\"open quote,-4.00\n2026-04-04,huge,99999999999999.00\n2026-04-05,extra,-5.00,6.00\n2026-04-06,also fine,-7.00\n";
    let s = statement(text);
    assert_eq!(summary(&s), "3 -12.00 2026-04-01 2026-04-06");
    let lines: Vec<u32> = s.unreadable.iter().map(|u| u.line).collect();
    assert_eq!(lines, [3, 4, 5, 7, 8]);
    assert!(s.unreadable.iter().all(|u| u.reason.ends_with('.') && !u.raw.is_empty()));
}

#[test]
fn text_is_cleaned_and_raw_is_kept() {
    let text = "Date,Description,Amount\n2026-04-01,\"A\u{0}B\u{202e}C  D\",-1.00\n";
    let s = statement(text);
    assert_eq!(s.rows[0].description, "ABC D");
    assert_eq!(s.rows[0].raw, "2026-04-01,\"A\u{0}B\u{202e}C  D\",-1.00");
    assert_eq!(s.rows[0].line, 2);
}

#[test]
fn ids_that_repeat_with_other_content_are_no_ids() {
    let text = "Transaction ID,Date,Description,Amount\n7,2026-04-01,A,-1.00\n7,2026-04-02,B,-2.00\n8,2026-04-02,B,-2.00\n8,2026-04-02,B,-2.00\n";
    let ids: Vec<Option<String>> = statement(text).rows.into_iter().map(|r| r.source_id).collect();
    assert_eq!(ids, [None, None, Some("8".to_owned()), Some("8".to_owned())]);
}

#[test]
fn equal_rows_are_two_purchases() {
    let text =
        "Date,Description,Amount\n2026-04-01,COFFEE,-3.00\n2026-04-01,COFFEE,-3.00\n2026-04-01,PAY,5.00\n";
    assert_eq!(statement(text).rows.len(), 3);
}

#[test]
fn cents_round_half_to_even_and_the_digits_stay() {
    let text = "Date,Description,Amount\n2026-04-01,a,-1.005\n2026-04-01,b,-1.015\n2026-04-01,c,2.5\n";
    let s = statement(text);
    let pairs: Vec<(String, i64)> = s.rows.iter().map(|r| (r.amount.to_string(), r.amount_cents.0)).collect();
    assert_eq!(pairs, [("-1.005".to_owned(), -100), ("-1.015".to_owned(), -102), ("2.5".to_owned(), 250)]);
}

#[test]
fn accounts_and_currencies() {
    let text = "Date,Account,Description,Amount,Currency\n2026-04-01,Checking,a,-1.00,USD\n2026-04-02,Savings,b,2.00,EUR\n";
    let s = statement(text);
    assert_eq!(s.accounts.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["Checking", "Savings"]);
    assert_eq!(s.currency, None);
    assert_eq!(s.rows[1].currency.as_deref(), Some("EUR"));
    assert_eq!(statement("Date,Text,Amount (USD)\n2026-04-01,a,-1.00\n").currency.as_deref(), Some("USD"));
}

#[test]
fn a_heading_without_rows_is_an_empty_statement() {
    let s = statement("Date,Description,Amount,Balance\n");
    assert!(s.rows.is_empty() && !s.notes.is_empty());
}

#[test]
fn the_key_names_the_layout() {
    let a = statement("Date,Description,Amount\n2026-04-01,a,-1.00\n").header;
    let b = statement("date,description,amount\n2026-05-01,b,-2.00\n2026-05-02,b,3.00\n").header;
    let c = statement("Date,Memo,Amount\n2026-04-01,a,-1.00\n").header;
    assert!(a.is_some() && a == b && a != c);
}

#[test]
fn hidden_characters_do_not_hide_amounts() {
    let text = "Date,Description,Amount\n\u{200e}2026-04-01\u{200e},A,\u{202d}-1.50\u{202c}\n2026-04-02,B\u{0},-2.00\u{0}\n";
    let s = statement(text);
    assert_eq!(summary(&s), "2 -3.50 2026-04-01 2026-04-02");
    assert_eq!(s.rows[0].raw, text.lines().nth(1).unwrap());
    assert_eq!(s.rows[1].raw, text.lines().nth(2).unwrap());
}

#[test]
fn a_second_table_is_not_read_under_the_first_heading() {
    let text = "Date,Description,Amount\n2026-04-01,A,-1.00\n2026-04-02,B,2.00\nDate,Balance,Debit\n2026-04-01,100.00,7.00\n";
    let s = statement(text);
    assert_eq!(summary(&s), "2 1.00 2026-04-01 2026-04-02");
    assert_eq!(s.unreadable.iter().map(|u| u.line).collect::<Vec<_>>(), [4, 5]);
}

#[test]
fn the_other_side_needs_no_known_heading() {
    let text = "Date,Description,Payments,Deposits\n2026-04-01,A,1.00,\n2026-04-02,B,,5.00\n";
    assert_eq!(summary(&statement(text)), "2 4.00 2026-04-01 2026-04-02");
    let card = "Date,Description,Charges,Payments\n2026-04-01,A,1.00,\n2026-04-02,B,,5.00\n";
    assert_eq!(summary(&statement(card)), "2 4.00 2026-04-01 2026-04-02");
}

#[test]
fn a_rising_balance_of_purchases_is_asked() {
    let text = "Date,Description,Amount,Balance\n2026-04-01,CARD PURCHASE A,10.00,510.00\n2026-04-02,CARD PURCHASE B,5.00,515.00\n";
    assert_eq!(readings(text), ["2 15.00 2026-04-01 2026-04-02", "2 -15.00 2026-04-01 2026-04-02"]);
}
