//! One reading, carried out: the statement with its rows and everything that is not a row.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::choose::{Plan, Reading};
use super::kinds::{self, Kind};
use super::layout::Layout;
use super::lines::{Day, Fault, Line};
use super::split::Table;
use super::{amounts, currencies, dates};
use crate::question::{Columns, DateOrder, HeaderKey};
use crate::record::{Account, Balance, Format, LeftOut, Row, Statement, Unreadable, cents};
use crate::text;

/// What all readings of a file share.
pub(super) struct Source<'a, 't> {
    pub table: &'a Table<'t>,
    pub visible: &'a text::Visible<'t>,
    pub layout: &'a Layout,
    pub key: HeaderKey,
    pub encoding: &'static str,
    pub today: NaiveDate,
}

impl Source<'_, '_> {
    /// The record's text as it stands in the file.
    fn raw(&self, record: usize) -> String {
        let (from, to) = self.table.place(record);
        self.visible.original(from, to).to_owned()
    }
}

/// The statement under a reading.
pub(super) fn statement(source: &Source<'_, '_>, plan: &Plan<'_>, reading: Reading) -> Statement {
    let mut out = Statement {
        format: Format::Csv,
        encoding: source.encoding,
        header: Some(source.key.clone()),
        accounts: Vec::new(),
        currency: None,
        rows: Vec::with_capacity(plan.lines.lines.len()),
        unreadable: Vec::new(),
        left_out: Vec::new(),
        opening: None,
        closing: None,
        notes: Vec::new(),
    };
    for line in &plan.lines.lines {
        match row(source, plan, reading, line) {
            Ok(row) => out.rows.push(row),
            Err(reason) => {
                let raw = source.raw(line.record);
                out.unreadable.push(Unreadable { line: source.table.line(line.record), raw, reason });
            }
        }
    }
    for (record, kind) in &plan.lines.others {
        set_aside(source, plan, reading, *record, *kind, &mut out);
    }
    preamble(source, plan, reading, &mut out);
    settle_currency(source.layout, &plan.columns, &mut out);
    name_accounts(&mut out);
    out.strike_false_ids();
    if out.rows.is_empty() && out.unreadable.is_empty() {
        out.notes.push("The file has a heading but no transactions.".to_owned());
    }
    out
}

fn row(source: &Source<'_, '_>, plan: &Plan<'_>, reading: Reading, line: &Line<'_>) -> Result<Row, String> {
    let Plan { columns, lines } = plan;
    let cell = |c: usize| text::clean(&source.table.cell(line.record, c));
    let filled = |c: Option<usize>| c.map(cell).filter(|t| !t.is_empty());
    if line.foreign {
        return Err("This row stands under another heading than the others and was not read.".into());
    }
    if line.too_wide {
        return Err(
            "This row has more cells than the heading, so it is not certain which cell is the amount.".into(),
        );
    }
    let date = lines.date(line, reading.order, source.today).ok_or_else(|| no_date(line))?;
    let amount = lines.amount(line, reading.rule, reading.style).map_err(no_amount)?;
    let amount_cents = cents(amount).ok_or_else(|| no_amount(Fault::TooLarge))?;
    let payee = filled(columns.payee);
    let mut texts: Vec<String> = Vec::new();
    for t in columns.texts.iter().map(|c| cell(*c)).filter(|t| !t.is_empty()) {
        if !texts.contains(&t) {
            texts.push(t);
        }
    }
    let memo_from = usize::from(!texts.is_empty());
    let memo = texts.get(memo_from..).map(|rest| rest.join(" / ")).filter(|m| !m.is_empty());
    let description = texts.first().cloned().or_else(|| payee.clone()).unwrap_or_default();
    let number = super::lines::number(line.first);
    let code = columns.currency.and_then(|c| currencies::code(&source.table.cell(line.record, c)));
    Ok(Row {
        line: source.table.line(line.record),
        raw: source.raw(line.record),
        date,
        amount: normal(amount),
        amount_cents,
        description,
        payee,
        memo,
        check_number: filled(columns.check),
        source_id: filled(columns.id).filter(|id| id.len() <= 200),
        balance: lines.balance(line, reading.style),
        account: filled(columns.account),
        currency: code.or(number.and_then(|n| n.currency)).map(str::to_owned),
        pending: line.pending,
    })
}

/// No minus before a zero.
fn normal(amount: Decimal) -> Decimal {
    if amount.is_zero() { amount.abs() } else { amount }
}

fn no_date(line: &Line<'_>) -> String {
    match line.day {
        Day::Blank if line.pending => "This pending row has no date yet.",
        Day::Blank => "This row has no date.",
        Day::Odd if line.pending => "This pending row has no date yet.",
        Day::Odd => "The date of this row could not be read.",
        Day::Scan(dates::Scan::Impossible) => "This day does not exist.",
        Day::Scan(_) => "This day does not exist when the date is read like the others in this file.",
    }
    .to_owned()
}

fn no_amount(fault: Fault) -> String {
    match fault {
        Fault::NoAmount => "This row has no amount.",
        Fault::OddAmount => "The amount of this row could not be read.",
        Fault::OtherStyle => "The amount is written in another style than the others in this file.",
        Fault::BothSides => "This row has both money in and money out.",
        Fault::NoDirection => "This row does not say whether the money came in or went out.",
        Fault::TooLarge => "The amount is over 1,000,000,000,000, which is taken for damage.",
    }
    .to_owned()
}

/// Records that are no rows; balances among them are kept.
fn set_aside(
    source: &Source<'_, '_>,
    plan: &Plan<'_>,
    reading: Reading,
    record: usize,
    kind: Kind,
    out: &mut Statement,
) {
    let reason = match kind {
        Kind::Opening => "Opening balance.",
        Kind::Closing => "Closing balance.",
        Kind::Total => "A total.",
        Kind::Cancelled => "Cancelled, so no money moved.",
        Kind::Text | Kind::Line { .. } => "Neither a date nor an amount.",
    };
    let stated = kinds::stated_balance(source.table, &plan.columns, record);
    let value = stated.and_then(|cell| amounts::scan(&cell).and_then(|s| amounts::value(&s, reading.style)));
    if let Some(amount) = value {
        let balance = Balance { amount, date: first_date(source, record, reading.order) };
        match kind {
            Kind::Opening => out.opening = out.opening.or(Some(balance)),
            Kind::Closing => out.closing = Some(balance),
            _ => {}
        }
    }
    let (line, raw) = (source.table.line(record), source.raw(record));
    out.left_out.push(LeftOut { line, raw, reason: reason.to_owned() });
}

fn first_date(source: &Source<'_, '_>, record: usize, order: DateOrder) -> Option<NaiveDate> {
    let cells = (0..source.table.width(record)).map(|c| source.table.cell(record, c));
    let mut scans = cells.filter_map(|cell| dates::scan(&cell, source.today));
    dates::resolve(scans.next()?, order, source.today)
}

/// Many banks state the balances over the table. A record there that looks like a row is mentioned.
fn preamble(source: &Source<'_, '_>, plan: &Plan<'_>, reading: Reading, out: &mut Statement) {
    for record in 0..source.layout.header.unwrap_or(0) {
        let kind = kinds::kind(source.table, source.layout, &plan.columns, record, source.today);
        let mut cells = (0..source.table.width(record)).map(|c| source.table.cell(record, c));
        let value =
            cells.find_map(|cell| amounts::scan(&cell).and_then(|s| amounts::value(&s, reading.style)));
        let Some(amount) = value else { continue };
        let balance = Some(Balance { amount, date: first_date(source, record, reading.order) });
        match kind {
            Kind::Opening => out.opening = out.opening.or(balance),
            Kind::Closing => out.closing = out.closing.or(balance),
            _ if balance.is_some_and(|b| b.date.is_some()) => {
                let reason = "This stands before the heading.".to_owned();
                out.left_out.push(LeftOut {
                    line: source.table.line(record),
                    raw: source.raw(record),
                    reason,
                });
            }
            _ => {}
        }
    }
}

/// The file's currency: what all rows say, else what the heading says.
fn settle_currency(layout: &Layout, columns: &Columns, out: &mut Statement) {
    let stated = kinds::money_columns(columns)
        .chain(columns.balance)
        .find_map(|c| layout.columns.get(c).and_then(|col| col.meaning).and_then(|m| m.currency));
    for row in out.rows.iter_mut().filter(|r| r.currency.is_none()) {
        row.currency = stated.map(str::to_owned);
    }
    let mut codes = out.rows.iter().map(|r| r.currency.as_deref());
    out.currency = match codes.next() {
        None => stated.map(str::to_owned),
        Some(first) if codes.all(|c| c == first) => first.map(str::to_owned),
        Some(_) => None,
    };
}

fn name_accounts(out: &mut Statement) {
    for row in &out.rows {
        let Some(id) = row.account.as_deref() else { continue };
        if out.accounts.len() < 1_000 && !out.accounts.iter().any(|a| a.id == id) {
            out.accounts.push(Account {
                id: id.to_owned(),
                currency: row.currency.clone(),
                ..Account::default()
            });
        }
    }
}
