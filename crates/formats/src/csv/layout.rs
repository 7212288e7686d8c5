//! Where the table is in the file: preamble, heading, first data record; and what each column seems to hold.

use chrono::NaiveDate;

use super::split::{MAX_COLUMNS, Table};
use super::words::{self, Meaning, Role};
use super::{amounts, currencies, dates};

/// Records in which a heading is looked for; statements have up to some forty lines of preamble.
const HEAD_RECORDS: usize = 200;
/// Records from which the facts about columns are drawn.
const SAMPLE_RECORDS: usize = 2_000;
/// Different values of a column that are counted.
const MAX_VALUES: usize = 16;

/// The table's place and columns.
pub(super) struct Layout {
    /// Record with the headings.
    pub header: Option<usize>,
    /// First record behind the heading.
    pub first: usize,
    pub columns: Vec<Column>,
    /// Data records that the facts were drawn from.
    pub sampled: usize,
}

/// A column: its heading and facts about its content.
#[derive(Default)]
pub(super) struct Column {
    pub heading: String,
    pub meaning: Option<Meaning>,
    pub filled: usize,
    pub dates: usize,
    pub numbers: usize,
    /// Numbers with a sign, a mark or decimals.
    pub money_like: usize,
    pub negatives: usize,
    /// Long digit strings without a mark: account numbers and the like.
    pub long_numbers: usize,
    pub codes: usize,
    pub chars: usize,
    /// Folded values and how often they come, unless there are too many.
    pub values: Vec<(String, usize)>,
    pub many_values: bool,
}

impl Column {
    pub(super) fn role(&self) -> Option<Role> {
        self.meaning.map(|m| m.role)
    }

    /// Holds dates in at least half of its filled cells.
    pub(super) fn is_dates(&self) -> bool {
        self.filled > 0 && self.dates * 2 >= self.filled
    }

    /// Holds amounts: mostly numbers, not dates, not account numbers.
    pub(super) fn is_amounts(&self) -> bool {
        self.filled > 0
            && self.numbers * 10 >= self.filled * 6
            && !self.is_dates()
            && self.long_numbers * 2 < self.filled
    }

    pub(super) fn is_codes(&self) -> bool {
        self.filled > 0 && self.codes * 10 >= self.filled * 9
    }

    pub(super) fn is_text(&self) -> bool {
        self.filled > 0 && !self.is_dates() && self.numbers * 2 < self.filled && !self.is_codes()
    }
}

/// Finds heading and columns. Nothing when no record looks like a bank line and no heading promises one.
pub(super) fn find(table: &Table<'_>, today: NaiveDate) -> Option<Layout> {
    let typed = (0..table.records.len()).find(|r| is_data(table, *r, today));
    let (header, first) = match named_header(table, today) {
        Some(r) => (Some(r), r + 1),
        None => {
            let typed = typed?;
            let header = (0..typed).rev().find(|r| is_plain_header(table, *r, typed, today));
            (header, header.map_or(0, |r| r + 1))
        }
    };
    let width = header.map_or(0, |r| table.width(r));
    let data_width =
        (first..table.records.len()).take(SAMPLE_RECORDS).map(|r| table.width(r)).max().unwrap_or(0);
    let mut layout = Layout { header, first, columns: Vec::new(), sampled: 0 };
    layout.columns.resize_with(width.max(data_width).min(MAX_COLUMNS), Column::default);
    if let Some(r) = header {
        for (c, column) in layout.columns.iter_mut().enumerate() {
            column.heading = table.cell(r, c).into_owned();
            column.meaning = words::meaning(&column.heading);
        }
    }
    observe(table, &mut layout, today);
    Some(layout)
}

/// A record with a date and, in another cell, an amount.
pub(super) fn is_data(table: &Table<'_>, record: usize, today: NaiveDate) -> bool {
    let width = table.width(record);
    let date = (0..width).find(|c| dates::is_date(&table.cell(record, *c), today));
    date.is_some() && (0..width).any(|c| Some(c) != date && amounts::is_amount(&table.cell(record, c)))
}

/// The record with the most known headings, among those that name a date and an amount.
fn named_header(table: &Table<'_>, today: NaiveDate) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for r in 0..table.records.len().min(HEAD_RECORDS) {
        let known = headings(table, r, today);
        if known > 0 && best.is_none_or(|(most, _)| known > most) {
            best = Some((known, r));
        }
    }
    best.map(|(_, r)| r)
}

/// Whether a record names a date and an amount and holds neither.
pub(super) fn is_heading(table: &Table<'_>, record: usize, today: NaiveDate) -> bool {
    headings(table, record, today) > 0
}

/// Number of known headings in a record that names a date and an amount; 0 in any other.
fn headings(table: &Table<'_>, record: usize, today: NaiveDate) -> usize {
    let (mut known, mut date, mut money) = (0, false, false);
    for c in 0..table.width(record) {
        let cell = table.cell(record, c);
        if dates::is_date(&cell, today) || amounts::is_amount(&cell) {
            return 0;
        }
        let Some(meaning) = words::meaning(&cell) else { continue };
        known += 1;
        date |= matches!(meaning.role, Role::Posted | Role::Date | Role::Value);
        money |= matches!(meaning.role, Role::Amount | Role::Net | Role::Debit | Role::Credit);
    }
    if date && money { known } else { 0 }
}

/// A line of words over the first data record, as wide as it.
fn is_plain_header(table: &Table<'_>, record: usize, data: usize, today: NaiveDate) -> bool {
    let width = table.width(record);
    let cells = || (0..width).map(|c| table.cell(record, c));
    let words = cells().filter(|cell| !cell.is_empty()).count();
    let typed = cells().any(|cell| amounts::is_amount(&cell) || dates::is_date(&cell, today));
    !typed && words >= 2 && words * 2 >= table.width(data)
}

fn observe(table: &Table<'_>, layout: &mut Layout, today: NaiveDate) {
    let total = table.records.len().saturating_sub(layout.first);
    let step = total.div_ceil(SAMPLE_RECORDS).max(1);
    // Totals, footers and repeated headings would blur the facts; without any proper row they are all there is.
    let sample = || (layout.first..table.records.len()).step_by(step);
    let mut records: Vec<usize> = sample().filter(|r| is_data(table, *r, today)).collect();
    if records.is_empty() {
        records = sample().collect();
    }
    for r in records {
        layout.sampled += 1;
        for (c, column) in layout.columns.iter_mut().enumerate() {
            column.observe(&table.cell(r, c), today);
        }
    }
}

impl Column {
    fn observe(&mut self, cell: &str, today: NaiveDate) {
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        self.chars += cell.len();
        self.codes += usize::from(currencies::code(cell).is_some());
        if dates::is_date(cell, today) {
            self.dates += 1;
        }
        if let Some(scan) = amounts::scan(cell) {
            self.numbers += 1;
            self.negatives += usize::from(scan.negative);
            let bare = cell.bytes().all(|b| b.is_ascii_digit());
            self.long_numbers +=
                usize::from(bare && (cell.len() >= 9 || (cell.len() > 1 && cell.starts_with('0'))));
            self.money_like += usize::from(!bare);
        }
        if self.many_values || cell.len() > 60 {
            self.many_values = true;
            return;
        }
        let value = words::fold(cell);
        let value = if value.is_empty() { cell.to_owned() } else { value };
        if let Some((_, n)) = self.values.iter_mut().find(|(v, _)| *v == value) {
            *n += 1;
        } else if self.values.len() < MAX_VALUES {
            self.values.push((value, 1));
        } else {
            self.many_values = true;
        }
    }
}
