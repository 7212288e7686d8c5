//! Dates and amounts as OFX writes them, and as banks write them who did not read the standard.

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Which mark the file's amounts use before their decimals, as far as its amounts prove it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    point: bool,
    comma: bool,
}

impl Marks {
    /// Takes note of one amount.
    pub(super) fn note(&mut self, text: &str) {
        let text = text.trim();
        let last = text.rfind(['.', ',']);
        let Some(at) = last else { return };
        let decimals = text.len() - at - 1;
        let other_before = text[..at].contains(['.', ',']);
        if decimals != 3
            || other_before
            || text[..at].ends_with('0') && text[..at].trim_start_matches(['-', '+']) == "0"
        {
            match text.as_bytes()[at] {
                b'.' => self.point = true,
                _ => self.comma = true,
            }
        }
    }
}

/// A local date as written: the time zone behind it moves nothing. `None` when there is no such day.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let (year, month, day) = if digits.len() >= 8 {
        (digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?)
    } else {
        let mut parts = text.get(..10)?.split(['-', '/', '.']);
        let found = (parts.next()?, parts.next()?, parts.next()?);
        if found.0.len() != 4 || parts.next().is_some() {
            return None;
        }
        found
    };
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    (chrono::Datelike::year(&date) >= 1900).then_some(date)
}

/// An exact amount. A single mark is the decimal mark, as the standard has it, unless the file's other amounts use
/// the other mark: then "1,234" would have two readings and is left unread.
pub(super) fn amount(text: &str, marks: Marks) -> Option<Decimal> {
    let text = text.trim();
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let body = body.trim_start();
    if body.len() > 40 || !body.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let mark = decimal_mark(body, marks)?;
    let (whole, decimals) = match mark {
        Some(mark) => body.rsplit_once(mark)?,
        None => (body, ""),
    };
    let groups: Vec<&str> = whole.split(|c: char| !c.is_ascii_digit()).collect();
    let grouped = groups.len() == 1
        || (groups.iter().skip(1).all(|g| g.len() == 3)
            && groups.first().is_some_and(|g| (1..=3).contains(&g.len())));
    if !grouped || !whole.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' ')) {
        return None;
    }
    let mut mantissa: i128 = 0;
    for digit in whole.bytes().filter(u8::is_ascii_digit).chain(decimals.bytes()) {
        if !digit.is_ascii_digit() {
            return None;
        }
        mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    let signed = if negative { -mantissa } else { mantissa };
    let amount = Decimal::try_from_i128_with_scale(signed, u32::try_from(decimals.len()).ok()?).ok()?;
    (amount.abs() <= Decimal::from(crate::MAX_AMOUNT)).then_some(amount)
}

/// The decimal mark of one amount; the outer `None` when it could be either kind of mark.
#[expect(clippy::option_option, reason = "unreadable, or readable without a mark")]
fn decimal_mark(body: &str, marks: Marks) -> Option<Option<char>> {
    let points = body.matches('.').count();
    let commas = body.matches(',').count();
    let last = body.rfind(['.', ',']).and_then(|at| body[at..].chars().next());
    match (points, commas) {
        (0, 0) => Some(None),
        (1, 0) | (0, 1) => {
            let mark = last?;
            let three = body
                .rsplit_once(mark)
                .is_some_and(|(whole, d)| d.len() == 3 && whole.len() <= 3 && whole != "0");
            let (own, other) =
                if mark == '.' { (marks.point, marks.comma) } else { (marks.comma, marks.point) };
            match (three, own, other) {
                (true, false, true) if mark == ',' => Some(None),
                (true, false, true) => None,
                (true, false, false) if mark == ',' => None,
                _ => Some(Some(mark)),
            }
        }
        (p, c) if p > 1 && c > 1 => None,
        (p, _) if p > 1 => Some((last == Some(',')).then_some(',')),
        (_, c) if c > 1 => Some((last == Some('.')).then_some('.')),
        _ => Some(last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_stay_where_they_are() {
        let day = NaiveDate::from_ymd_opt(2023, 5, 9);
        for text in [
            "20230509",
            "20230509235959.000[-5:EST]",
            "20230509000000[0:GMT]",
            "2023-05-09",
            "2023-05-09T10:00",
        ] {
            assert_eq!(date(text), day, "{text}");
        }
        for text in ["", "20120231", "201120000000", "2023", "garbage", "00010101"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_with_either_mark() {
        let read = |text: &str| {
            let mut marks = Marks::default();
            marks.note(text);
            amount(text, marks).map(|a| a.to_string())
        };
        for (text, want) in [
            ("-30.000", "-30.000"),
            ("-3.77000", "-3.77000"),
            ("120", "120"),
            ("+5.1", "5.1"),
            ("-12,50", "-12.50"),
            ("1,234.56", "1234.56"),
            ("1.234,56", "1234.56"),
            ("-.5", "-0.5"),
            ("1,234,567", "1234567"),
            ("-0", "0"),
        ] {
            assert_eq!(read(text).as_deref(), Some(want), "{text}");
        }
        for text in ["", "$120", "1,234", "abc", "-", "1.2.3,4,5", "9999999999999", "12,34.5"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(
            amount("1,234", Marks { point: true, comma: false }).map(|a| a.to_string()).as_deref(),
            Some("1234")
        );
    }
}
