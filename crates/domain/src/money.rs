//! Money: whole cents, added with care, written the way a bank statement writes it.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// An amount in whole US cents. Negative is money out. Never a float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

/// The largest amount a person may type or a file may bring: ten billion dollars.
/// Far below `i64`, so that sums over millions of rows cannot overflow.
pub const MAX_CENTS: i64 = 1_000_000_000_000;

impl Cents {
    /// Nothing owed, nothing paid.
    pub const ZERO: Cents = Cents(0);

    /// The amount without its sign.
    pub fn abs(self) -> Cents {
        Cents(self.0.abs())
    }

    /// True for exactly zero.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Reads what a person types: `1450`, `1,450.00`, `$1,450`, `-12.5`, `(12.50)`.
    ///
    /// # Errors
    /// A sentence for the person when the text is no amount, has more than two decimals or is beyond
    /// [`MAX_CENTS`]. A decimal comma is refused with both readings named, never guessed.
    pub fn parse(text: &str) -> Result<Cents, String> {
        let (negative, digits) = split_sign(text);
        let (whole, fraction) = match digits.split_once('.') {
            Some((w, f)) => (w, f),
            None => (digits.as_str(), ""),
        };
        if let Some((w, f)) = digits.split_once(',')
            && f.len() != 3
            && f.chars().all(|c| c.is_ascii_digit())
            && !f.is_empty()
        {
            return Err(format!("Write ${w}.{f:0<2} or ${w},{f:0<3}: “{}” could be either.", text.trim()));
        }
        let plain = grouped_digits(whole).ok_or_else(|| not_an_amount(text))?;
        if fraction.len() > 2 {
            return Err("Write at most two digits after the point, like 12.50.".into());
        }
        if !fraction.chars().all(|c| c.is_ascii_digit()) || (plain.is_empty() && fraction.is_empty()) {
            return Err(not_an_amount(text));
        }
        let cents: i64 = format!("{plain}{fraction:0<2}").parse().map_err(|_| too_large())?;
        if cents > MAX_CENTS {
            return Err(too_large());
        }
        Ok(Cents(if negative { -cents } else { cents }))
    }

    /// `1450.00`, for form fields and files: no sign of dollars, no grouping.
    pub fn plain(self) -> String {
        let minus = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        format!("{minus}{}.{:02}", cents / 100, cents % 100)
    }
}

fn split_sign(text: &str) -> (bool, String) {
    let mut rest: String = text.trim().chars().filter(|c| !c.is_whitespace()).collect();
    let mut negative = false;
    if rest.starts_with('(') && rest.ends_with(')') && rest.len() > 2 {
        rest = rest[1..rest.len() - 1].to_string();
        negative = true;
    }
    for sign in ["-", "\u{2212}"] {
        if let Some(r) = rest.strip_prefix(sign) {
            rest = r.to_string();
            negative = true;
        }
    }
    if let Some(r) = rest.strip_prefix('$') {
        rest = r.to_string();
    }
    (negative, rest)
}

/// Digits with correct thousands commas, without them; `None` when the commas stand wrong.
fn grouped_digits(whole: &str) -> Option<String> {
    if !whole.contains(',') {
        return whole.chars().all(|c| c.is_ascii_digit()).then(|| whole.to_string());
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let ok = (1..=3).contains(&first.len())
        && whole.split(',').skip(1).all(|g| g.len() == 3)
        && whole.chars().all(|c| c.is_ascii_digit() || c == ',');
    ok.then(|| whole.replace(',', ""))
}

fn not_an_amount(text: &str) -> String {
    format!("“{}” is not an amount. Write it like 1,450.00.", text.trim())
}

fn too_large() -> String {
    "That is more than ten billion dollars. Check the amount.".into()
}

impl fmt::Display for Cents {
    /// `$1,450.00`, `−$12.50` with a true minus sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = self.0.unsigned_abs();
        let whole = (cents / 100).to_string();
        let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let minus = if self.0 < 0 { "\u{2212}" } else { "" };
        write!(f, "{minus}${grouped}.{:02}", cents % 100)
    }
}

impl Add for Cents {
    type Output = Cents;
    fn add(self, other: Cents) -> Cents {
        Cents(self.0 + other.0)
    }
}
impl Sub for Cents {
    type Output = Cents;
    fn sub(self, other: Cents) -> Cents {
        Cents(self.0 - other.0)
    }
}
impl Neg for Cents {
    type Output = Cents;
    fn neg(self) -> Cents {
        Cents(-self.0)
    }
}
impl AddAssign for Cents {
    fn add_assign(&mut self, other: Cents) {
        self.0 += other.0;
    }
}
impl SubAssign for Cents {
    fn sub_assign(&mut self, other: Cents) {
        self.0 -= other.0;
    }
}
impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(iter: I) -> Cents {
        iter.fold(Cents::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_type() {
        for (text, cents) in
            [("1450", 145_000), ("$1,450.00", 145_000), (" 12.5 ", 1_250), ("(12.50)", -1_250)]
        {
            assert_eq!(Cents::parse(text), Ok(Cents(cents)), "{text}");
        }
        assert_eq!(Cents::parse("-.99"), Ok(Cents(-99)));
    }

    #[test]
    fn refuses_what_could_be_read_two_ways() {
        let told = Cents::parse("14,50").unwrap_err();
        assert!(told.contains("$14.50") && told.contains("$14,500"), "{told}");
        for text in ["", "abc", "1.2.3", "12.345", "1,2345", "99999999999999999", "$", "."] {
            assert!(Cents::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_again(cents in -MAX_CENTS..=MAX_CENTS) {
            prop_assert_eq!(Cents::parse(&Cents(cents).to_string()), Ok(Cents(cents)));
            prop_assert_eq!(Cents::parse(&Cents(cents).plain()), Ok(Cents(cents)));
        }
    }
}
