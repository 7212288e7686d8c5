//! OFX and QFX as banks really send them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{read, readings, statement, summary};
use formats::Outcome;

fn sgml(rows: &str) -> String {
    format!(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX>\n<SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><FI><ORG>Bank<FID>1</FI></SONRS></SIGNONMSGSRSV1>\n<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD\n<BANKACCTFROM><BANKID>1<ACCTID>22<ACCTTYPE>CHECKING</BANKACCTFROM>\n<BANKTRANLIST>\n{rows}</BANKTRANLIST>\n<LEDGERBAL><BALAMT>12.34<DTASOF>20260430</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )
}

#[test]
fn unclosed_tags() {
    let text = sgml(
        "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260402235900[-8:PST]<TRNAMT>-5.10<FITID>a<NAME>AT&T <WIRELESS<MEMO>bill &amp; tax</STMTTRN>\n<STMTTRN>\n<TRNTYPE>CREDIT\n<DTPOSTED>20260403\n<TRNAMT>+900\n<FITID>b\n<CHECKNUM>12\n<NAME>RENT\n",
    );
    let s = statement(&text);
    assert_eq!(summary(&s), "2 894.90 2026-04-02 2026-04-03");
    assert_eq!(s.currency.as_deref(), Some("USD"));
    assert_eq!((s.accounts[0].id.as_str(), s.accounts[0].kind.as_deref()), ("22", Some("CHECKING")));
    assert_eq!(s.closing.map(|b| b.amount.to_string()).as_deref(), Some("12.34"));
    let row = &s.rows[0];
    assert_eq!((row.description.as_str(), row.memo.as_deref()), ("AT&T <WIRELESS", Some("bill & tax")));
    assert_eq!((row.line, row.source_id.as_deref()), (12, Some("a")));
    assert!(row.raw.starts_with("<STMTTRN>") && row.raw.contains("AT&T"));
    assert_eq!(s.rows[1].check_number.as_deref(), Some("12"));
    assert_eq!(s.rows[1].line, 13);
}

#[test]
fn xml_without_line_breaks() {
    let text = "<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\"?><OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>CAD</CURDEF><CCACCTFROM><ACCTID>4111</ACCTID></CCACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20260402</DTPOSTED><TRNAMT>-5,10</TRNAMT><FITID></FITID><PAYEE><NAME>Shop</NAME><CITY>X</CITY></PAYEE><CCACCTTO><ACCTID>9</ACCTID></CCACCTTO><CURRENCY><CURSYM>USD</CURSYM></CURRENCY></STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT></BALAMT></LEDGERBAL></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>";
    let s = statement(text);
    assert_eq!(summary(&s), "1 -5.10 2026-04-02 2026-04-02");
    assert_eq!(s.rows[0].currency.as_deref(), Some("USD"));
    assert_eq!(s.rows[0].account.as_deref(), Some("4111"));
    assert_eq!(s.rows[0].description, "Shop");
    assert_eq!(s.rows[0].source_id, None);
    assert_eq!(s.closing, None);
}

#[test]
fn several_accounts_and_repeated_ids() {
    let one = |account: &str, row: &str| {
        format!(
            "<STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>{account}</BANKACCTFROM><BANKTRANLIST>{row}</BANKTRANLIST></STMTRS>"
        )
    };
    let row = |day: &str, amount: &str| {
        format!("<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{day}<TRNAMT>{amount}<FITID>1<NAME>x</STMTTRN>")
    };
    let text = format!(
        "<OFX>{}{}</OFX>",
        one("A", &(row("20260401", "-1.00") + &row("20260402", "-2.00"))),
        one("B", &row("20260403", "4.00"))
    );
    let s = statement(&text);
    assert_eq!(summary(&s), "3 1.00 2026-04-01 2026-04-03");
    assert_eq!(s.accounts.len(), 2);
    let ids: Vec<Option<&str>> = s.rows.iter().map(|r| r.source_id.as_deref()).collect();
    assert_eq!(ids, [None, None, Some("1")]);
}

#[test]
fn bad_lines_are_listed() {
    let text = sgml(
        "<STMTTRN><TRNAMT>-5.10<FITID>a<NAME>no date</STMTTRN><STMTTRN><DTPOSTED>20260231<TRNAMT>1<NAME>no day</STMTTRN><STMTTRN><DTPOSTED>20260401<TRNAMT>$120<NAME>no amount</STMTTRN><STMTTRN><DTPOSTED>20260401<TRNAMT>-1.00<NAME>good</STMTTRN><STMTTRN><DTUSER>20260405<TRNAMT>-2.00<NAME>by its own date</STMTTRN>",
    );
    let s = statement(&text);
    assert_eq!(summary(&s), "2 -3.00 2026-04-01 2026-04-05");
    assert_eq!(s.unreadable.len(), 3);
}

#[test]
fn investments_hold_only_their_bank_lines() {
    let text = "<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><CURDEF>USD<INVACCTFROM><BROKERID>x<ACCTID>9</INVACCTFROM><INVTRANLIST><BUYSTOCK><INVBUY><INVTRAN><FITID>1<DTTRADE>20260401</INVTRAN><TOTAL>-100</INVBUY></BUYSTOCK><INVBANKTRAN><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260403<TRNAMT>1.23<FITID>2<NAME>SWEEP</STMTTRN><SUBACCTFUND>CASH</INVBANKTRAN></INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>";
    let s = statement(text);
    assert_eq!(summary(&s), "1 1.23 2026-04-03 2026-04-03");
    assert_eq!(s.notes.len(), 1);
}

#[test]
fn forgotten_signs_are_asked() {
    let text = sgml(
        "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260401<TRNAMT>5.00<NAME>x</STMTTRN><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260402<TRNAMT>7.00<NAME>y</STMTTRN>",
    );
    assert_eq!(readings(&text), ["2 2.00 2026-04-01 2026-04-02", "2 12.00 2026-04-01 2026-04-02"]);
}

#[test]
fn what_is_no_statement_is_refused_in_words() {
    for (text, word) in [
        (
            "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Wrong password</STATUS></SONRS></SIGNONMSGSRSV1></OFX>",
            "Wrong password",
        ),
        (
            "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS></SONRS></SIGNONMSGSRSV1></OFX>",
            "sign-in",
        ),
        (
            "<OFX><SIGNUPMSGSRSV1><ACCTINFOTRNRS><ACCTINFORS><ACCTINFO><BANKACCTINFO><BANKACCTFROM><ACCTID>1</BANKACCTFROM></BANKACCTINFO></ACCTINFO></ACCTINFORS></ACCTINFOTRNRS></SIGNUPMSGSRSV1></OFX>",
            "lists accounts",
        ),
    ] {
        let Outcome::Refused(sentence) = read(text) else { panic!("{text}") };
        assert!(sentence.contains(word), "{sentence}");
    }
    assert_eq!(summary(&statement("OFXHEADER:100\n\n<OFX></OFX>")), "0 0");
}

#[test]
fn latin_1() {
    let text = sgml("<STMTTRN><DTPOSTED>20260401<TRNAMT>-1.00<NAME>CAF\u{e9}</STMTTRN>");
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c as u32).unwrap()).collect();
    let Outcome::Read(s) = formats::read("x.qfx", &bytes, common::today(), None) else { panic!() };
    assert_eq!((s.rows[0].description.as_str(), s.encoding), ("CAFé", "windows-1252"));
}
