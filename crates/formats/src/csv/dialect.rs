//! Which character parts the cells: the one under which most records hold a date and, apart from it, an amount.

use chrono::NaiveDate;

use super::split::Table;
use super::{amounts, dates, words};

/// How the text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub delimiter: u8,
    /// Usual number of cells.
    pub width: usize,
    /// Byte where the table begins (behind a spreadsheet's `sep=;` line).
    pub from: usize,
}

/// Records looked at to choose the dialect.
const SAMPLE_RECORDS: usize = 300;

/// Finds the dialect, or nothing when no delimiter makes a table.
pub(super) fn find(text: &str, today: NaiveDate) -> Option<Dialect> {
    let (from, declared) = separator_line(text);
    if let Some(delimiter) = declared {
        return Some(Dialect { delimiter, width: judge(text, from, delimiter, today).1.max(1), from });
    }
    let mut best: Option<(usize, Dialect)> = None;
    for delimiter in [b',', b';', b'\t', b'|', b'^', b'~'] {
        let (points, width) = judge(text, from, delimiter, today);
        if width >= 2 && best.is_none_or(|(most, _)| points > most) {
            best = Some((points, Dialect { delimiter, width, from }));
        }
    }
    best.map(|(_, dialect)| dialect)
}

fn separator_line(text: &str) -> (usize, Option<u8>) {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let rest = &text[start..];
    let head = rest.trim_start_matches('"');
    let declared = head.get(..4).filter(|h| h.eq_ignore_ascii_case("sep=")).and(head.as_bytes().get(4));
    match declared {
        Some(delimiter) if delimiter.is_ascii() && !matches!(delimiter, b'\r' | b'\n' | b'"') => {
            let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
            (start + end, Some(*delimiter))
        }
        _ => (start, None),
    }
}

/// Points of a delimiter and the usual width under it.
fn judge(text: &str, from: usize, delimiter: u8, today: NaiveDate) -> (usize, usize) {
    let table = Table::split(text, from, delimiter, None, SAMPLE_RECORDS);
    let mut widths: Vec<(usize, usize)> = Vec::new();
    let (mut typed, mut header) = (0, 0);
    for r in 0..table.records.len() {
        let width = table.width(r);
        match widths.iter_mut().find(|(w, _)| *w == width) {
            Some((_, n)) => *n += 1,
            None => widths.push((width, 1)),
        }
        if width < 2 {
            continue;
        }
        let date = (0..width).find(|c| dates::is_date(&table.cell(r, *c), today));
        let amount = (0..width).any(|c| Some(c) != date && amounts::is_amount(&table.cell(r, c)));
        typed += usize::from(date.is_some() && amount);
        header = header.max((0..width).filter(|c| words::meaning(&table.cell(r, *c)).is_some()).count());
    }
    let (width, same) =
        widths.iter().filter(|(w, _)| *w >= 2).max_by_key(|(_, n)| *n).copied().unwrap_or((1, 0));
    (typed * 1000 + header * 100 + same * 10 / table.records.len().max(1), width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let of = |text: &str| find(text, today).map(|d| d.delimiter);
        assert_eq!(of("Date,Description,Amount\n2026-01-02,\"a; b; c\",-1\n"), Some(b','));
        assert_eq!(of("01.02.2026;Laden, Ort, Land;-1,50\n02.02.2026;x, y;-2,00\n"), Some(b';'));
        assert_eq!(of("01.02.2026\tLaden, Ort\t-1,50\n"), Some(b'\t'));
        assert_eq!(of("sep=|\nDate|Amount\n2026-01-01|5"), Some(b'|'));
        assert_eq!(of("just prose"), None);
    }
}
