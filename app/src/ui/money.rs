//! How money is written: always with its word, never by color alone.
//!
//! `Cents` itself writes `$1,450.00` and `−$12.50` with a true minus sign. Lists say "received" or "paid out"
//! instead of a sign; a zero that means "nothing here" is a dash.

use domain::Cents;

/// The dash that stands for nothing in a column of figures.
pub const DASH: &str = "–";

/// `$1,450.00`, or a dash for zero.
pub fn or_dash(amount: Cents) -> String {
    if amount.is_zero() { DASH.into() } else { amount.to_string() }
}

/// `1,450.00`: the same without the dollar sign, for the middle of a long column.
pub fn bare(amount: Cents) -> String {
    amount.to_string().replacen('$', "", 1)
}

/// Which way money went: positive is received, negative is paid out.
pub fn way(amount: Cents) -> &'static str {
    match amount.0 {
        0 => "",
        1.. => "received",
        _ => "paid out",
    }
}

/// `$143.18 paid out`, `$93.21 received`, `$0.00`.
pub fn flow(amount: Cents) -> String {
    match way(amount) {
        "" => amount.to_string(),
        way => format!("{} {way}", amount.abs()),
    }
}

/// `78.6%` of a whole, rounded half up; a dash when the whole is nothing.
pub fn share(part: Cents, whole: Cents) -> String {
    if whole.0 <= 0 {
        return DASH.into();
    }
    let permille = (i128::from(part.0) * 2_000 + i128::from(whole.0)).div_euclid(i128::from(whole.0) * 2);
    let minus = if permille < 0 { "\u{2212}" } else { "" };
    let permille = permille.unsigned_abs();
    format!("{minus}{}.{}%", permille / 10, permille % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_says_which_way_it_went() {
        assert_eq!(flow(Cents(-14_318)), "$143.18 paid out");
        assert_eq!(flow(Cents(9_321)), "$93.21 received");
        assert_eq!(or_dash(Cents(0)), "–");
        assert_eq!(bare(Cents(-123_456)), "−1,234.56");
    }

    #[test]
    fn a_share_is_rounded_and_never_divides_by_nothing() {
        assert_eq!(share(Cents(652_000), Cents(830_000)), "78.6%");
        assert_eq!(share(Cents(1), Cents(0)), "–");
        assert_eq!(share(Cents(-5), Cents(100)), "−5.0%");
    }
}
