//! Data records as lines with scanned cells; what the scans mean depends on the reading.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amounts::{self, Mark};
use super::balance::Entry;
use super::flags::{self, Direction};
use super::kinds::{self, Kind};
use super::layout::Layout;
use super::split::Table;
use super::{dates, words};
use crate::question::{Columns, DateOrder, DecimalStyle, Money, SignRule};

/// A money cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell<'t> {
    Blank,
    Number(amounts::Scan<'t>),
    /// Something that is no amount.
    Odd,
}

/// A date cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Day {
    Blank,
    Scan(dates::Scan),
    Odd,
}

/// One data record that should be a bank line.
pub(super) struct Line<'t> {
    pub record: usize,
    pub pending: bool,
    pub day: Day,
    /// Amount, or debit.
    pub first: Cell<'t>,
    /// Credit, or fee.
    pub second: Cell<'t>,
    pub balance: Cell<'t>,
    pub direction: Option<Direction>,
    /// Number of the account among those of the file.
    pub account: u32,
    /// Has content beyond the last column of the heading.
    pub too_wide: bool,
    /// Stands under another heading than the table's.
    pub foreign: bool,
}

/// All data records under one mapping.
pub(super) struct Lines<'t> {
    pub lines: Vec<Line<'t>>,
    /// Records of other kinds, in file order.
    pub others: Vec<(usize, Kind)>,
    /// Amounts without a mark are debits, because only credits are marked.
    pub unmarked_is_debit: bool,
    pub accounts: Vec<String>,
}

/// Why a line has no amount under a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    NoAmount,
    OddAmount,
    OtherStyle,
    BothSides,
    NoDirection,
    TooLarge,
}

/// Reads all data records under a mapping.
pub(super) fn read<'t>(table: &Table<'t>, layout: &Layout, columns: &Columns, today: NaiveDate) -> Lines<'t> {
    let mut out =
        Lines { lines: Vec::new(), others: Vec::new(), unmarked_is_debit: false, accounts: Vec::new() };
    let width = layout.header.map_or(layout.columns.len(), |h| table.width(h)).max(last_column(columns) + 1);
    let (first, second) = match columns.money {
        Money::One(c) => (c, columns.fee),
        Money::Two { debit, credit } => (debit, Some(credit)),
    };
    let mut foreign = false;
    for record in layout.first..table.records.len() {
        let kind = kinds::kind(table, layout, columns, record, today);
        let Kind::Line { pending } = kind else {
            out.others.push((record, kind));
            continue;
        };
        let optional = |c: Option<usize>| c.map_or(Cell::Blank, |c| cell(table, record, c));
        let account = columns.account.map_or(0, |c| out.account(&table.cell(record, c)));
        let (day, first) = (day(table, columns, record, today), cell(table, record, first));
        if matches!((day, first), (Day::Odd | Day::Blank, Cell::Odd | Cell::Blank)) {
            foreign |= super::layout::is_heading(table, record, today);
        }
        out.lines.push(Line {
            record,
            pending,
            day,
            first,
            second: optional(second),
            balance: optional(columns.balance),
            direction: columns.flag.and_then(|c| flags::stated(&table.cell(record, c))),
            account,
            too_wide: table.filled_from(record, width),
            foreign,
        });
    }
    out.unmarked_is_debit = matches!(columns.money, Money::One(_)) && out.only_credits_marked();
    out
}

fn last_column(columns: &Columns) -> usize {
    kinds::money_columns(columns).chain(columns.dates.iter().copied()).max().unwrap_or(0)
}

fn cell<'t>(table: &Table<'t>, record: usize, column: usize) -> Cell<'t> {
    match table.cell(record, column) {
        Cow::Borrowed(text) if text.is_empty() || is_dash(text) => Cell::Blank,
        Cow::Borrowed(text) => amounts::scan(text).map_or(Cell::Odd, Cell::Number),
        Cow::Owned(_) => Cell::Odd,
    }
}

/// How some banks write "nothing".
fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "--" | "–" | "—" | "*" | "n/a" | "N/A" | "null" | "NULL")
}

fn day(table: &Table<'_>, columns: &Columns, record: usize, today: NaiveDate) -> Day {
    let mut found = Day::Blank;
    for c in &columns.dates {
        let cell = table.cell(record, *c);
        if cell.is_empty() {
            continue;
        }
        match dates::scan(&cell, today) {
            Some(dates::Scan::Impossible) => return Day::Scan(dates::Scan::Impossible),
            Some(scan) => return Day::Scan(scan),
            None => found = Day::Odd,
        }
    }
    found
}

impl<'t> Lines<'t> {
    fn account(&mut self, name: &str) -> u32 {
        let index = self.accounts.iter().position(|a| a == name).unwrap_or_else(|| {
            if self.accounts.len() < 64 {
                self.accounts.push(name.to_owned());
            }
            self.accounts.len() - 1
        });
        index as u32
    }

    /// Some amounts carry "CR" or "+", the others nothing, and none a minus: the others are money out.
    fn only_credits_marked(&self) -> bool {
        let numbers = || self.lines.iter().filter_map(|l| number(l.first)).filter(|s| !s.is_zero());
        let credit = |s: &amounts::Scan<'_>| s.plus || s.mark == Some(Mark::Credit);
        let debit = |s: &amounts::Scan<'_>| s.negative || s.mark == Some(Mark::Debit);
        numbers().any(|s| credit(&s)) && !numbers().all(|s| credit(&s)) && !numbers().any(|s| debit(&s))
    }

    /// All numbers that speak for the file's decimal style.
    pub(super) fn numbers(&self) -> impl Iterator<Item = amounts::Scan<'t>> + '_ {
        self.lines.iter().flat_map(|l| [l.first, l.second, l.balance]).filter_map(number)
    }

    /// The decimal styles left open. The balance is asked only when the amounts do not settle it: some banks
    /// write the two in different styles.
    pub(super) fn styles(&self, european: bool) -> Vec<DecimalStyle> {
        let amounts = self.lines.iter().flat_map(|l| [l.first, l.second]).filter_map(number);
        let open = amounts::styles(amounts, european);
        let proven = |s: amounts::Scan<'_>| matches!(amounts::proof(&s), amounts::Proof::Is(_));
        let settled = self.lines.iter().flat_map(|l| [l.first, l.second]).filter_map(number).any(proven);
        if settled { open } else { amounts::styles(self.numbers(), european) }
    }

    /// The balance's view of the lines under a reading.
    pub(super) fn entries(&self, rule: SignRule, style: DecimalStyle) -> Vec<Entry> {
        let settled = self.lines.iter().filter(|l| !l.pending || number(l.balance).is_some());
        settled
            .map(|l| Entry {
                amount: self.amount(l, rule, style).ok(),
                balance: self.balance(l, style),
                account: l.account,
            })
            .collect()
    }

    /// The stated balance of a line.
    pub(super) fn balance(&self, line: &Line<'t>, style: DecimalStyle) -> Option<Decimal> {
        number(line.balance).and_then(|scan| {
            let value = amounts::value(&scan, style)?;
            Some(if scan.mark == Some(Mark::Debit) { -value } else { value })
        })
    }

    /// The amount of a line under a reading; money in is plus.
    pub(super) fn amount(
        &self,
        line: &Line<'t>,
        rule: SignRule,
        style: DecimalStyle,
    ) -> Result<Decimal, Fault> {
        let signed = |cell: Cell<'t>| -> Result<Option<Decimal>, Fault> {
            let scan = match cell {
                Cell::Blank => return Ok(None),
                Cell::Odd => return Err(Fault::OddAmount),
                Cell::Number(scan) => scan,
            };
            let value = amounts::value(&scan, style).ok_or(Fault::OtherStyle)?;
            let out = scan.mark == Some(Mark::Debit)
                || (self.unmarked_is_debit && scan.mark.is_none() && !scan.plus);
            Ok(Some(if out { -value } else { value }))
        };
        let apart = |cell: Cell<'t>| -> Result<Decimal, Fault> { Ok(signed(cell)?.unwrap_or_default()) };
        let one = || signed(line.first)?.ok_or(Fault::NoAmount);
        let amount = match rule {
            SignRule::AsWritten => one()?,
            SignRule::Flipped => -one()?,
            SignRule::LessFee => one()? - apart(line.second)?.abs(),
            SignRule::ByFlag => match (one()?.abs(), line.direction) {
                (zero, _) if zero.is_zero() => zero,
                (amount, Some(Direction::In)) => amount,
                (amount, Some(Direction::Out)) => -amount,
                (_, None) => return Err(Fault::NoDirection),
            },
            SignRule::Apart | SignRule::ApartAsWritten => {
                if matches!((line.first, line.second), (Cell::Blank, Cell::Blank)) {
                    return Err(Fault::NoAmount);
                }
                let (debit, credit) = (apart(line.first)?, apart(line.second)?);
                if !debit.is_zero() && !credit.is_zero() {
                    return Err(Fault::BothSides);
                }
                let whole = rule == SignRule::Apart;
                match (credit.is_zero(), whole) {
                    // Keeps the digits of the side that is filled: "0.00" and "0" are both nothing.
                    (true, true) if !matches!(line.first, Cell::Blank) => -debit.abs(),
                    (true, false) if !matches!(line.first, Cell::Blank) => -debit,
                    (_, true) => credit.abs(),
                    (_, false) => credit,
                }
            }
        };
        if amount.abs() > Decimal::from(crate::MAX_AMOUNT) { Err(Fault::TooLarge) } else { Ok(amount) }
    }

    /// The date of a line under a reading.
    pub(super) fn date(&self, line: &Line<'t>, order: DateOrder, today: NaiveDate) -> Option<NaiveDate> {
        match line.day {
            Day::Scan(scan) => dates::resolve(scan, order, today),
            Day::Blank | Day::Odd => None,
        }
    }
}

pub(super) fn number(cell: Cell<'_>) -> Option<amounts::Scan<'_>> {
    match cell {
        Cell::Number(scan) => Some(scan),
        Cell::Blank | Cell::Odd => None,
    }
}

/// The texts of a line, folded into one, for judging by words.
pub(super) fn said(table: &Table<'_>, layout: &Layout, columns: &Columns, record: usize) -> String {
    let category =
        (0..layout.columns.len()).filter(|c| layout.columns[*c].role() == Some(words::Role::Category));
    let mut all = String::new();
    for c in columns.texts.iter().copied().chain(columns.payee).chain(category) {
        all.push_str(&words::fold(&table.cell(record, c)));
        all.push(' ');
    }
    all
}
