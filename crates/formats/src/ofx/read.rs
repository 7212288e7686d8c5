//! From tags to bank lines: a small state machine that needs neither closing tags nor the right nesting.

use super::build::iso;
use super::tags::{Tags, Token, value};
use super::values::{self, Marks};
use crate::record::{Account, Balance};

/// Everything found in a file.
#[derive(Default)]
pub(super) struct Found<'t> {
    pub has_statement: bool,
    pub has_sign_on: bool,
    pub has_account_list: bool,
    pub has_trades: bool,
    pub has_transfers: bool,
    /// More rows than may be read.
    pub too_many: bool,
    /// Message of the first status that is an error.
    pub error: Option<String>,
    /// Name or number of the bank.
    pub bank: String,
    pub accounts: Vec<Account>,
    pub lines: Vec<Line<'t>>,
}

/// One STMTTRN, its fields as text.
#[derive(Default)]
pub(super) struct Line<'t> {
    pub line: u32,
    pub raw: &'t str,
    pub account: Option<usize>,
    pub posted: &'t str,
    pub user: &'t str,
    pub amount: &'t str,
    pub id: &'t str,
    pub name: &'t str,
    pub payee: &'t str,
    pub memo: &'t str,
    pub check: &'t str,
    pub kind: &'t str,
    pub currency: &'t str,
}

/// Goes through a file once.
pub(super) struct Reader<'t> {
    text: &'t str,
    found: Found<'t>,
    /// The STMTTRN that is open, and where it starts.
    open: Option<(Line<'t>, usize)>,
    /// The aggregate inside the open STMTTRN whose fields are not the line's own.
    inner: Option<&'t str>,
    account: Option<usize>,
    in_balance: bool,
    severity: &'t str,
    /// Where line numbers have been counted up to, and that line.
    counted: (usize, u32),
    newline: u8,
}

impl<'t> Reader<'t> {
    /// A reader of decoded text.
    pub(super) fn new(text: &'t str) -> Reader<'t> {
        Reader {
            text,
            found: Found::default(),
            open: None,
            inner: None,
            account: None,
            in_balance: false,
            severity: "",
            counted: (0, 1),
            newline: if text.contains('\n') { b'\n' } else { b'\r' },
        }
    }

    /// Reads to the end.
    pub(super) fn run(mut self) -> Found<'t> {
        for token in Tags::new(self.text) {
            match token {
                Token::Open { name, text, at } => self.open_tag(name, text, at),
                Token::Close { name, at } => self.close_tag(name, at),
            }
            if self.found.lines.len() > crate::MAX_ROWS {
                self.found.too_many = true;
                break;
            }
        }
        self.finish(self.text.len());
        let nothing = !self.found.has_sign_on && !self.found.has_account_list && self.found.error.is_none();
        // `<OFX></OFX>` is what some banks send for a span without rows.
        self.found.has_statement |= nothing;
        self.found
    }

    fn open_tag(&mut self, name: &'t str, text: &'t str, at: usize) {
        let upper = name.to_ascii_uppercase();
        match upper.as_str() {
            "STMTTRN" => self.begin(at),
            "STMTRS" | "CCSTMTRS" | "INVSTMTRS" => {
                self.finish(at);
                self.found.has_statement = true;
                self.found.accounts.push(Account::default());
                self.account = Some(self.found.accounts.len() - 1);
            }
            "SONRS" => self.found.has_sign_on = true,
            "ACCTINFORS" | "ACCTINFO" => self.found.has_account_list = true,
            "INTRARS" | "INTERRS" | "XFERINFO" => {
                self.finish(at);
                self.found.has_transfers = true;
                self.found.has_statement = true;
            }
            "INVTRAN" | "INVPOS" | "INVPOSLIST" => self.found.has_trades = true,
            "LEDGERBAL" => {
                self.finish(at);
                self.in_balance = true;
            }
            "AVAILBAL" | "BANKTRANLISTP" | "STMTTRNP" => self.finish(at),
            "SEVERITY" => self.severity = text.trim(),
            "MESSAGE" => self.message(text),
            "CODE" if self.open.is_none() => self.severity = "",
            "ORG" => self.found.bank = value(text),
            "FID" if self.found.bank.is_empty() => self.found.bank = value(text),
            _ if self.open.is_some() => self.field(&upper, name, text),
            _ => self.account_field(&upper, text),
        }
        if self.severity.eq_ignore_ascii_case("ERROR") && self.found.error.is_none() {
            self.found.error = Some(String::new());
        }
    }

    fn close_tag(&mut self, name: &'t str, at: usize) {
        let upper = name.to_ascii_uppercase();
        match upper.as_str() {
            "STMTTRN" | "BANKTRANLIST" | "STMTRS" | "CCSTMTRS" | "INVSTMTRS" | "OFX" => self.finish(at),
            "LEDGERBAL" => self.in_balance = false,
            "STATUS" => self.severity = "",
            _ => {}
        }
        if self.inner.is_some_and(|inner| inner.eq_ignore_ascii_case(name)) {
            self.inner = None;
        }
    }

    fn begin(&mut self, at: usize) {
        self.finish(at);
        self.found.has_statement = true;
        self.inner = None;
        let line = self.line_at(at);
        self.open = Some((Line { line, account: self.account, ..Line::default() }, at));
    }

    fn finish(&mut self, at: usize) {
        if let Some((mut line, start)) = self.open.take() {
            line.raw = self.text.get(start..at).unwrap_or("").trim();
            self.found.lines.push(line);
        }
        self.inner = None;
        self.in_balance = false;
    }

    fn message(&mut self, text: &'t str) {
        if self.severity.eq_ignore_ascii_case("ERROR")
            && self.found.error.as_ref().is_none_or(String::is_empty)
        {
            self.found.error = Some(value(text).chars().take(300).collect());
        }
    }

    fn field(&mut self, upper: &str, name: &'t str, text: &'t str) {
        let Some((line, _)) = &mut self.open else { return };
        if matches!(
            upper,
            "BANKACCTTO" | "CCACCTTO" | "BANKACCTFROM" | "CCACCTFROM" | "ORIGCURRENCY" | "IMAGEDATA"
        ) {
            self.inner = Some(name);
        } else if self.inner.is_none() {
            let field = match upper {
                "DTPOSTED" => &mut line.posted,
                "DTUSER" => &mut line.user,
                "TRNAMT" => &mut line.amount,
                "FITID" => &mut line.id,
                "NAME" if line.name.is_empty() => &mut line.name,
                "PAYEE" => &mut line.payee,
                "MEMO" => &mut line.memo,
                "CHECKNUM" => &mut line.check,
                "TRNTYPE" => &mut line.kind,
                "CURSYM" => &mut line.currency,
                _ => return,
            };
            if field.is_empty() {
                *field = text.trim();
            }
        }
    }

    fn account_field(&mut self, upper: &str, text: &'t str) {
        if upper == "CURDEF" || upper == "ACCTID" {
            // A statement without its aggregate still has an account.
            if self.account.is_none() && !self.found.has_account_list {
                self.found.accounts.push(Account::default());
                self.account = Some(self.found.accounts.len() - 1);
            }
        }
        let Some(account) = self.account.and_then(|index| self.found.accounts.get_mut(index)) else { return };
        let text = value(text);
        if text.is_empty() {
            return;
        }
        match upper {
            "CURDEF" => account.currency = iso(&text),
            "ACCTID" if account.id.is_empty() => account.id = text,
            "BANKID" | "BROKERID" if account.bank_id.is_none() => account.bank_id = Some(text),
            "ACCTTYPE" if account.kind.is_none() => account.kind = Some(text),
            "BALAMT" if self.in_balance => {
                let mut marks = Marks::default();
                marks.note(&text);
                account.balance = values::amount(&text, marks).map(|amount| Balance { amount, date: None });
            }
            "DTASOF" if self.in_balance => {
                if let Some(balance) = &mut account.balance {
                    balance.date = values::date(&text);
                }
            }
            _ => {}
        }
    }

    /// Physical line of a byte; asked in rising order, so the file is counted once.
    fn line_at(&mut self, at: usize) -> u32 {
        let bytes = &self.text.as_bytes()[self.counted.0.min(at)..at];
        let lines = bytes.iter().filter(|b| **b == self.newline).count() as u32;
        self.counted = (at, self.counted.1 + lines);
        self.counted.1
    }
}
