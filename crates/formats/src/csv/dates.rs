//! Dates as bank exports write them, and the order of day and month as the whole column proves it.

use chrono::{Datelike, Days, NaiveDate};

use super::months;
use crate::question::DateOrder;

/// A cell that has the shape of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// No doubt about it.
    Sure(NaiveDate),
    /// Three numbers whose order is open; the last is a full year unless `short`.
    Open { parts: [u32; 3], short: bool, separator: u8 },
    /// Written like a date, but no such day exists.
    Impossible,
}

/// Earliest year that is taken for a bank date.
const FIRST_YEAR: i32 = 1900;

/// Whether a cell has the shape of a date.
pub(super) fn is_date(cell: &str, today: NaiveDate) -> bool {
    scan(cell, today).is_some()
}

/// Reads a cell's shape; a time of day behind the date is allowed and ignored.
pub(super) fn scan(cell: &str, today: NaiveDate) -> Option<Scan> {
    let cell = cell.trim().trim_start_matches('\'').trim_end_matches('.');
    if !(6..=48).contains(&cell.len()) || !cell.is_ascii() && !cell.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    if !cell.starts_with(|c: char| c.is_ascii_digit()) {
        return named(cell, today);
    }
    let (first, rest) = digits(cell);
    if first.len() == 8 || first.len() == 14 {
        return is_time_tail(rest).then(|| compact(first)).flatten();
    }
    let separator = *rest.as_bytes().first()?;
    if !matches!(separator, b'/' | b'-' | b'.' | b' ') {
        return named(cell, today);
    }
    let (second, rest) = digits(rest.get(1..)?.trim_start_matches(' '));
    if second.is_empty() || separator == b' ' {
        return named(cell, today);
    }
    let (third, tail) = digits(rest.strip_prefix(separator as char)?.trim_start_matches(' '));
    if !is_time_tail(tail) {
        return None;
    }
    let number = |text: &str| text.parse::<u32>().ok();
    let parts = [number(first)?, number(second)?, number(third)?];
    match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => Some(sure(parts[0] as i32, parts[1], parts[2])),
        (1..=2, 1..=2, 4) => Some(open(parts, false, separator)),
        (1..=2, 1..=2, 2) => Some(open(parts, true, separator)),
        _ => None,
    }
}

/// The day under one order, or nothing when that order gives none.
pub(super) fn resolve(scan: Scan, order: DateOrder, today: NaiveDate) -> Option<NaiveDate> {
    let (parts, short) = match scan {
        Scan::Sure(date) => return Some(date),
        Scan::Impossible => return None,
        Scan::Open { parts, short, .. } => (parts, short),
    };
    let [a, b, c] = parts;
    let (year, month, day) = match order {
        DateOrder::DayFirst => (c, b, a),
        DateOrder::MonthFirst => (c, a, b),
        DateOrder::YearFirst if short => (a, b, c),
        DateOrder::YearFirst => return None,
    };
    let year = if short { century(year, today) } else { year as i32 };
    NaiveDate::from_ymd_opt(year, month, day).filter(|d| d.year() >= FIRST_YEAR)
}

/// The orders that a column leaves open, the likelier first; one entry means no doubt.
pub(super) fn orders(scans: &[Scan], today: NaiveDate) -> Vec<DateOrder> {
    let open: Vec<Scan> = scans.iter().copied().filter(|s| matches!(s, Scan::Open { .. })).collect();
    if open.is_empty() {
        return vec![DateOrder::YearFirst];
    }
    let (mut day_only, mut month_only, mut both) = (0_usize, 0_usize, 0_usize);
    for scan in &open {
        match (resolve(*scan, DateOrder::DayFirst, today), resolve(*scan, DateOrder::MonthFirst, today)) {
            (Some(d), Some(m)) => both += usize::from(d != m),
            (Some(_), None) => day_only += 1,
            (None, Some(_)) => month_only += 1,
            (None, None) => {}
        }
    }
    let mut found = match (day_only, month_only) {
        (0, 0) if both == 0 => vec![DateOrder::DayFirst],
        (0, 0) => vec![DateOrder::MonthFirst, DateOrder::DayFirst],
        (d, m) if d >= 10 * m => vec![DateOrder::DayFirst],
        (d, m) if m >= 10 * d => vec![DateOrder::MonthFirst],
        _ => vec![DateOrder::MonthFirst, DateOrder::DayFirst],
    };
    year_first(&open, &mut found, today);
    found
}

/// Two-digit years may come first ("26-01-31"). That reading wins or joins only when it makes much more sense.
fn year_first(open: &[Scan], found: &mut Vec<DateOrder>, today: NaiveDate) {
    let short = |s: &Scan| matches!(s, Scan::Open { short: true, .. });
    let Some((count, span, latest)) = extent(open, DateOrder::YearFirst, today) else { return };
    if !open.iter().all(short) || count * 10 < open.len() * 9 {
        return;
    }
    let others: Vec<_> = found.iter().filter_map(|o| extent(open, *o, today)).collect();
    let Some((most, least_span, newest)) =
        others.into_iter().reduce(|a, b| (a.0.max(b.0), a.1.min(b.1), a.2.max(b.2)))
    else {
        *found = vec![DateOrder::YearFirst];
        return;
    };
    let recent = |date: NaiveDate| date.checked_add_days(Days::new(3 * 366)).is_some_and(|d| d >= today);
    if most * 2 < count || (open.len() >= 3 && span.saturating_mul(8) <= least_span) {
        *found = vec![DateOrder::YearFirst];
    } else if span < least_span || (recent(latest) && !recent(newest)) {
        found.push(DateOrder::YearFirst);
    }
}

/// How many cells an order can read, over how many days they spread, and the latest day.
fn extent(scans: &[Scan], order: DateOrder, today: NaiveDate) -> Option<(usize, i64, NaiveDate)> {
    let days: Vec<NaiveDate> = scans.iter().filter_map(|s| resolve(*s, order, today)).collect();
    let (first, last) = (days.iter().min()?, days.iter().max()?);
    Some((days.len(), (*last - *first).num_days(), *last))
}

/// A two-digit year is at most one year ahead of today.
fn century(year: u32, today: NaiveDate) -> i32 {
    let this = today.year().rem_euclid(100);
    let base = today.year() - this;
    let year = year as i32;
    if year > this + 1 { base - 100 + year } else { base + year }
}

fn sure(year: i32, month: u32, day: u32) -> Scan {
    NaiveDate::from_ymd_opt(year, month, day)
        .filter(|_| year >= FIRST_YEAR)
        .map_or(Scan::Impossible, Scan::Sure)
}

fn open(parts: [u32; 3], short: bool, separator: u8) -> Scan {
    let [a, b, c] = parts;
    let day_and_month = |d: u32, m: u32| (1..=31).contains(&d) && (1..=12).contains(&m);
    let possible = day_and_month(a, b) || day_and_month(b, a) || (short && day_and_month(c, b));
    if possible { Scan::Open { parts, short, separator } } else { Scan::Impossible }
}

/// 20261231, 31122026, 20261231235959.
fn compact(digits: &str) -> Option<Scan> {
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|t| t.parse::<u32>().ok());
    let year = number(0, 4)?;
    if (FIRST_YEAR as u32..2100).contains(&year) && (1..=12).contains(&number(4, 6)?) {
        return Some(sure(year as i32, number(4, 6)?, number(6, 8)?));
    }
    let year = number(4, 8)?;
    if digits.len() == 8 && (FIRST_YEAR as u32..2100).contains(&year) {
        let scan = open([number(0, 2)?, number(2, 4)?, year], false, b'0');
        return (scan != Scan::Impossible).then_some(scan);
    }
    None
}

/// "5 Jan 2026", "Jan 5, 2026", "Fri 05-JAN-26", "5. Januar 2026".
fn named(cell: &str, today: NaiveDate) -> Option<Scan> {
    let mut numbers: Vec<&str> = Vec::with_capacity(2);
    let mut month = None;
    let mut rest = cell;
    while numbers.len() < 2 || month.is_none() {
        rest = rest.trim_start_matches([' ', ',', '.', '-', '/', '\'']);
        let word_end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        if word_end > 0 {
            let (word, tail) = rest.split_at(word_end);
            match months::number(word) {
                Some(found) if month.is_none() => month = Some(found),
                _ if months::is_weekday_or_particle(word) => {}
                _ => return None,
            }
            rest = tail;
            continue;
        }
        let (number, tail) = digits(rest);
        if number.is_empty() || numbers.len() == 2 {
            return None;
        }
        numbers.push(number);
        rest = tail.strip_prefix("th").or_else(|| tail.strip_prefix("st")).unwrap_or(tail);
    }
    if !is_time_tail(rest) {
        return None;
    }
    let (day, year) = match (numbers.first()?, numbers.get(1)?) {
        (year, day) if year.len() == 4 && day.len() <= 2 => (day, year),
        (day, year) if day.len() <= 2 && (year.len() == 4 || year.len() == 2) => (day, year),
        _ => return None,
    };
    let full: u32 = year.parse().ok()?;
    let full = if year.len() == 2 { century(full, today) } else { full as i32 };
    Some(sure(full, month?, day.parse().ok()?))
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()).min(text.len());
    text.split_at(end)
}

/// What may follow a date: nothing, a time of day, a time zone.
fn is_time_tail(tail: &str) -> bool {
    let tail = tail.trim();
    if tail.is_empty() {
        return true;
    }
    let plain = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | '+' | '-' | ' ' | '/' | ',' | '(' | ')' | '_')
    };
    let zone = tail.len() <= 5 && tail.bytes().all(|b| b.is_ascii_uppercase());
    tail.len() <= 32 && tail.chars().all(plain) && (tail.contains(':') || zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn sure_dates() {
        for text in [
            "2026-01-05",
            "2026/1/5",
            "20260105",
            "2026-01-05T10:00:00Z",
            "2026-01-05 10:00:00 +0000",
            "5 Jan 2026",
            "Jan 5, 2026",
            "05-JAN-26",
            "Mon, 5 January 2026",
            "5. Januar 2026",
            "5 janv. 2026",
            "20260105120000",
            "January 5th 2026",
            "2026.01.05.",
            "'2026-01-05",
            "5 de enero de 2026",
        ] {
            assert_eq!(scan(text, today()), Some(Scan::Sure(ymd(2026, 1, 5))), "{text}");
        }
    }

    #[test]
    fn no_dates() {
        for text in [
            "12.50",
            "1,234.56",
            "2026",
            "POS 08.01.",
            "1.234.567",
            "12 34 56",
            "hello world",
            "5 Jan",
            "2024-01-05 shop",
        ] {
            assert_eq!(scan(text, today()), None, "{text}");
        }
        assert_eq!(scan("2026-02-31", today()), Some(Scan::Impossible));
        assert_eq!(scan("31/31/2026", today()), Some(Scan::Impossible));
    }

    #[test]
    fn order_of_a_column() {
        let of = |texts: &[&str]| {
            orders(&texts.iter().filter_map(|t| scan(t, today())).collect::<Vec<_>>(), today())
        };
        assert_eq!(of(&["01/02/2026", "13/02/2026"]), [DateOrder::DayFirst]);
        assert_eq!(of(&["01/02/26", "02/13/26"]), [DateOrder::MonthFirst]);
        assert_eq!(of(&["01/02/2026", "02/03/2026"]).len(), 2);
        assert_eq!(of(&["05/05/2026"]).len(), 1);
        assert_eq!(of(&["26-01-30", "26-01-31", "26-02-01"]), [DateOrder::YearFirst]);
        assert!(of(&["24-01-15"]).contains(&DateOrder::YearFirst));
        assert_eq!(of(&["15/01/24", "16/01/24", "30/01/24"]), [DateOrder::DayFirst]);
    }
}
