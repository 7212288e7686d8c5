//! Amounts as bank exports write them, and the decimal mark as the whole file proves it.

use rust_decimal::Decimal;

use super::currencies;
use crate::question::DecimalStyle;

/// A cell that has the shape of an amount; the number itself depends on the decimal style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scan<'c> {
    /// A minus, or parentheses.
    pub negative: bool,
    /// An explicit plus.
    pub plus: bool,
    /// "CR" or "DR" beside the number.
    pub mark: Option<Mark>,
    /// ISO code beside the number.
    pub currency: Option<&'static str>,
    /// Digits and separators.
    body: &'c str,
}

/// Credit or debit mark beside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Credit,
    Debit,
}

/// What one number says about the file's style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// Only this style can read it.
    Is(DecimalStyle),
    /// A single mark before exactly three digits: "1,234" or "1.234".
    Either(u8),
    /// No mark at all.
    Plain,
}

/// Longest number that is looked at, in bytes.
const MAX_LEN: usize = 48;

impl Scan<'_> {
    /// No digit but zeros.
    pub(super) fn is_zero(&self) -> bool {
        self.body.bytes().all(|b| !(b'1'..=b'9').contains(&b))
    }
}

/// Whether a cell has the shape of an amount.
pub(super) fn is_amount(cell: &str) -> bool {
    scan(cell).is_some()
}

/// Reads a cell's shape: signs, marks and currencies are taken off, digits and separators remain.
pub(super) fn scan(cell: &str) -> Option<Scan<'_>> {
    let mut body = cell.trim().trim_start_matches('\'');
    if body.len() > MAX_LEN {
        return None;
    }
    let mut scan = Scan { negative: false, plus: false, mark: None, currency: None, body: "" };
    let mut signs = 0;
    let bare = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_digit());
    while !(bare(body.bytes().next()) && bare(body.bytes().last())) {
        let before = body;
        body = body.trim_matches(is_blank);
        if let Some(rest) = body.strip_prefix('+').or_else(|| body.strip_suffix('+')) {
            (scan.plus, body, signs) = (true, rest, signs + 1);
        } else if let Some(inner) = body.strip_prefix('(').and_then(|b| b.strip_suffix(')')) {
            (scan.negative, body, signs) = (true, inner, signs + 1);
        } else if let Some(whole) =
            [",--", ",-", ".--", ".-", ",–", ".–"].iter().find_map(|end| body.strip_suffix(end))
        {
            // "100,-" is how prices without cents are written.
            body = whole;
        } else if let Some(rest) = body.strip_prefix(is_minus).or_else(|| body.strip_suffix(is_minus)) {
            (scan.negative, body, signs) = (true, rest, signs + 1);
        } else if let Some((rest, mark)) = take_mark(body) {
            (scan.mark, body, signs) = (Some(mark), rest, signs + 1);
        } else if let Some((rest, code)) = currencies::take(body) {
            (scan.currency, body) = (code.or(scan.currency), rest);
        }
        if body == before {
            break;
        }
    }
    let fits = body.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',')
        && body.bytes().any(|b| b.is_ascii_digit())
        && body.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’') || is_blank(c));
    scan.body = body;
    let readable = |style| value(&scan, style).is_some();
    (fits && signs <= 1 && (readable(DecimalStyle::Point) || readable(DecimalStyle::Comma))).then_some(scan)
}

/// Which style a number proves.
pub(super) fn proof(scan: &Scan<'_>) -> Proof {
    let body = scan.body;
    let other = |mark: u8| if mark == b'.' { DecimalStyle::Comma } else { DecimalStyle::Point };
    let own = |mark: u8| if mark == b'.' { DecimalStyle::Point } else { DecimalStyle::Comma };
    let (points, commas) = (count(body, b'.'), count(body, b','));
    let last = match (points, commas) {
        (0, 0) => return Proof::Plain,
        (0, _) => b',',
        (_, 0) => b'.',
        _ => return Proof::Is(if body.rfind('.') > body.rfind(',') { own(b'.') } else { own(b',') }),
    };
    if points + commas > 1 {
        return Proof::Is(other(last));
    }
    let (whole, decimals) = body.split_once(last as char).unwrap_or((body, ""));
    let grouped = whole.chars().any(|c| !c.is_ascii_digit());
    let group = decimals.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && !grouped;
    if group { Proof::Either(last) } else { Proof::Is(own(last)) }
}

/// The styles that a file's numbers leave open, the likelier first. `european` is what the rest of the file says.
pub(super) fn styles<'c>(scans: impl Iterator<Item = Scan<'c>>, european: bool) -> Vec<DecimalStyle> {
    use DecimalStyle::{Comma, Point};
    let (mut point, mut comma, mut plain) = (0_usize, 0_usize, 0_usize);
    let (mut open_point, mut open_comma) = (0_usize, 0_usize);
    for scan in scans {
        match proof(&scan) {
            Proof::Is(Point) => point += 1,
            Proof::Is(Comma) => comma += 1,
            Proof::Either(b'.') => open_point += 1,
            Proof::Either(_) => open_comma += 1,
            Proof::Plain => plain += 1,
        }
    }
    match (point, comma) {
        (0, 0) => match (open_point, open_comma) {
            (0, 0) => vec![Point],
            // Whole numbers beside "1,500": nobody writes three decimals here and none there.
            (0, _) if plain > 0 && !european => vec![Point],
            (_, 0) if plain > 0 && european => vec![Comma],
            (0, _) => vec![Point, Comma],
            _ => vec![Comma, Point],
        },
        (p, c) if p >= 10 * c => vec![Point],
        (p, c) if c >= 10 * p => vec![Comma],
        (p, c) if p >= c => vec![Point, Comma],
        _ => vec![Comma, Point],
    }
}

/// The number without its marks' sign, or nothing when this style cannot read it.
pub(super) fn value(scan: &Scan<'_>, style: DecimalStyle) -> Option<Decimal> {
    let mark = if style == DecimalStyle::Point { '.' } else { ',' };
    let (whole, decimals) = scan.body.split_once(mark).unwrap_or((scan.body, ""));
    if !decimals.bytes().all(|b| b.is_ascii_digit()) || !is_grouped(whole) {
        return None;
    }
    let mut mantissa: i128 = 0;
    for digit in whole.bytes().chain(decimals.bytes()).filter(u8::is_ascii_digit) {
        mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    let signed = if scan.negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(signed, u32::try_from(decimals.len()).ok()?).ok()
}

fn count(body: &str, mark: u8) -> usize {
    body.bytes().filter(|b| *b == mark).count()
}

/// Plain digits, or groups of three; India writes groups of two before the last.
fn is_grouped(whole: &str) -> bool {
    if whole.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    let groups: Vec<&str> = whole.split(|c: char| !c.is_ascii_digit()).collect();
    let Some((first, rest)) = groups.split_first() else { return false };
    let Some((last, middle)) = rest.split_last() else { return true };
    let one_kind = {
        let mut marks = whole.chars().filter(|c| !c.is_ascii_digit());
        marks.next().is_none_or(|mark| marks.all(|m| m == mark))
    };
    one_kind
        && (1..=3).contains(&first.len())
        && last.len() == 3
        && (middle.iter().all(|g| g.len() == 3) || middle.iter().all(|g| g.len() == 2))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}')
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '–' | '‐' | '‑')
}

/// "CR", "DR" and the one-letter marks of German (Soll, Haben) and Brazilian banks.
fn take_mark(body: &str) -> Option<(&str, Mark)> {
    const MARKS: &[(&str, Mark)] = &[
        ("CR", Mark::Credit),
        ("DR", Mark::Debit),
        ("DB", Mark::Debit),
        (" C", Mark::Credit),
        (" D", Mark::Debit),
        (" H", Mark::Credit),
        (" S", Mark::Debit),
    ];
    let split = body.len().checked_sub(2)?;
    let (number, end) = body.is_char_boundary(split).then(|| body.split_at(split))?;
    let mark = MARKS.iter().find(|(word, _)| end.eq_ignore_ascii_case(word))?.1;
    number.trim_end().ends_with(|c: char| c.is_ascii_digit() || c == '.').then_some((number, mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, style: DecimalStyle) -> Option<String> {
        scan(text).and_then(|s| value(&s, style)).map(|v| v.to_string())
    }

    #[test]
    fn numbers() {
        use DecimalStyle::{Comma, Point};
        for (text, style, want) in [
            ("1,234.56", Point, "1234.56"),
            ("-$1,234.56", Point, "-1234.56"),
            ("$-5", Point, "-5"),
            ("($300.00)", Point, "-300.00"),
            ("$(300.00)", Point, "-300.00"),
            ("+ $73.01", Point, "73.01"),
            ("5.00-", Point, "-5.00"),
            ("1.234,56", Comma, "1234.56"),
            ("1 234,56 €", Comma, "1234.56"),
            ("-17,22 EUR", Comma, "-17.22"),
            ("1'234.50", Point, "1234.50"),
            ("CHF 5.-", Point, "5"),
            ("100,-", Comma, "100"),
            ("1,00,000.00", Point, "100000.00"),
            ("−2.50", Point, "-2.50"),
            (".50", Point, "0.50"),
            ("50.00 CR", Point, "50.00"),
            ("-0", Point, "0"),
        ] {
            assert_eq!(read(text, style).as_deref(), Some(want), "{text}");
        }
        for text in ["", "-", "abc", "12-34", "--5", "1.2.3.4.", "1%", "(5", "12,34", "1,23.45", "5 apples"] {
            assert_eq!(read(text, Point), None, "{text}");
        }
    }

    #[test]
    fn style_of_a_file() {
        use DecimalStyle::{Comma, Point};
        let of = |texts: &[&str]| styles(texts.iter().filter_map(|t| scan(t)), false);
        assert_eq!(of(&["1.234,56", "1.000"]), [Comma]);
        assert_eq!(of(&["1,234", "5.50"]), [Point]);
        assert_eq!(of(&["1,234", "500"]), [Point]);
        assert_eq!(of(&["1,234"]).len(), 2);
        assert_eq!(of(&["1.234", "500"]).len(), 2);
        assert_eq!(of(&["0.123"]), [Point]);
        assert_eq!(of(&["1.234.567"]), [Comma]);
    }
}
