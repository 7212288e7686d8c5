//! Shares of the rent: hundredths of a percent that add up to the whole, and amounts split by them to the cent.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::money::Cents;

/// A part of the rent in hundredths of a percent: 10,000 is all of it, 0 is somebody who lives there and pays nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Share(u16);

impl Share {
    /// Nothing of it.
    pub const NONE: Share = Share(0);
    /// All of it.
    pub const WHOLE: Share = Share(10_000);

    /// Out of hundredths of a percent, as the database keeps it; held within 0 and 100%.
    pub fn from_bp(bp: i32) -> Share {
        Share(u16::try_from(bp.clamp(0, 10_000)).unwrap_or_default())
    }

    /// In hundredths of a percent.
    pub fn bp(self) -> i32 {
        i32::from(self.0)
    }

    /// Reads what a person types: `50`, `33.33`, `33.33%`.
    ///
    /// # Errors
    /// A sentence when it is no number, has more than two decimals or is over 100.
    pub fn parse(text: &str) -> Result<Share, String> {
        let plain = text.trim().trim_end_matches('%').trim_end();
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let digits = |t: &str| t.chars().all(|c| c.is_ascii_digit());
        if plain.is_empty() || plain == "." || !digits(whole) || !digits(fraction) {
            return Err(format!("“{}” is no share. Write a percentage, like 50 or 33.33.", text.trim()));
        }
        if fraction.len() > 2 {
            return Err("Write at most two digits after the point, like 33.33.".into());
        }
        match format!("{whole}{fraction:0<2}").parse::<u32>() {
            Ok(bp) if bp <= 10_000 => Ok(Share(u16::try_from(bp).unwrap_or_default())),
            _ => Err("A share is at most 100 percent.".into()),
        }
    }

    /// `33.33` or `50`, for a form field.
    pub fn plain(self) -> String {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => whole.to_string(),
            (whole, part) if part % 10 == 0 => format!("{whole}.{}", part / 10),
            (whole, part) => format!("{whole}.{part:02}"),
        }
    }
}

impl fmt::Display for Share {
    /// `50%`, `33.33%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.plain())
    }
}

/// As equal as hundredths allow: three people have 33.34%, 33.33% and 33.33%.
pub fn equally(people: usize) -> Vec<Share> {
    let Some(count) = u16::try_from(people).ok().filter(|n| *n > 0) else { return Vec::new() };
    (0..count).map(|i| Share(10_000 / count + u16::from(i < 10_000 % count))).collect()
}

/// Whether shares make up the whole.
///
/// # Errors
/// A sentence that says what they come to and what is missing or too much.
pub fn whole(shares: &[Share]) -> Result<(), String> {
    let sum: i32 = shares.iter().map(|s| s.bp()).sum();
    let percent = |bp: i32| {
        let text = format!("{}.{:02}", bp / 100, bp % 100);
        format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
    };
    match sum - Share::WHOLE.bp() {
        0 => Ok(()),
        over @ 1.. => Err(format!(
            "The shares add up to {}. They must be 100%, so take {} away.",
            percent(sum),
            percent(over)
        )),
        short => Err(format!(
            "The shares add up to {}. They must be 100%, so {} is missing.",
            percent(sum),
            percent(-short)
        )),
    }
}

/// Splits an amount by shares that make up the whole. Every part is within a cent of its exact share, and the parts add
/// up to the amount: the cents left over go to the largest remainders, the earlier one first where two are alike.
pub fn split(amount: Cents, shares: &[Share]) -> Vec<Cents> {
    let exact = |share: &Share| i128::from(amount.0) * i128::from(share.0);
    let whole = i128::from(Share::WHOLE.0);
    let mut parts: Vec<i128> = shares.iter().map(|s| exact(s).div_euclid(whole)).collect();
    let target: i128 = shares.iter().map(exact).sum::<i128>().div_euclid(whole);
    let left = usize::try_from(target - parts.iter().sum::<i128>()).unwrap_or_default();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(exact(&shares[*i]).rem_euclid(whole)));
    for i in order.into_iter().take(left) {
        parts[i] += 1;
    }
    parts.into_iter().map(|p| Cents(i64::try_from(p).unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_are_read_and_shown_alike() {
        for (text, bp) in [("50", 5_000), ("33.33%", 3_333), (" 12.5 ", 1_250), ("100", 10_000), ("0", 0)] {
            assert_eq!(Share::parse(text).map(Share::bp), Ok(bp), "{text}");
        }
        for text in ["", "half", "101", "33.333", "-5", "."] {
            assert!(Share::parse(text).is_err(), "{text}");
        }
        assert_eq!(Share(3_334).to_string(), "33.34%");
    }

    #[test]
    fn what_is_missing_is_said() {
        let told = whole(&[Share(5_000), Share(4_000)]).unwrap_err();
        assert!(told.contains("90%") && told.contains("10% is missing"), "{told}");
        assert!(whole(&[Share(10_000), Share(50)]).unwrap_err().contains("0.5%"));
    }

    proptest! {
        #[test]
        fn equal_shares_make_the_whole_and_differ_by_a_hundredth(people in 1usize..40) {
            let shares = equally(people);
            prop_assert_eq!(whole(&shares), Ok(()));
            prop_assert!(shares[0].0 - shares[people - 1].0 <= 1);
        }

        #[test]
        fn parts_add_up_to_the_cent_and_are_fair(
            amount in -1_000_000_000_000i64..=1_000_000_000_000,
            cuts in proptest::collection::vec(0u16..=10_000, 0..6),
        ) {
            let mut cuts = [vec![0, 10_000], cuts].concat();
            cuts.sort_unstable();
            let shares: Vec<Share> = cuts.windows(2).map(|w| Share(w[1] - w[0])).collect();
            let parts = split(Cents(amount), &shares);
            prop_assert_eq!(parts.iter().copied().sum::<Cents>(), Cents(amount));
            for (part, share) in parts.iter().zip(&shares) {
                let exact = i128::from(amount) * i128::from(share.0);
                prop_assert!((i128::from(part.0) * 10_000 - exact).abs() < 10_000);
            }
        }

        #[test]
        fn what_is_shown_can_be_typed_again(bp in 0i32..=10_000) {
            let share = Share::from_bp(bp);
            prop_assert_eq!(Share::parse(&share.to_string()), Ok(share));
            prop_assert_eq!(Share::parse(&share.plain()), Ok(share));
        }
    }
}
