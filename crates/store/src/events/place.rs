//! A place in the outbox, and how it is told to browsers: sealed, because the numbers of transactions would say how busy
//! everybody else's house is.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::db::fill;

/// Events are swept after a day; whoever comes back after more than half of one loads the page anew.
pub(super) const AGE_MAX: TimeDelta = TimeDelta::hours(12);
/// Running transactions that a sealed place names. With more it goes back before all of them: what is read twice then, the
/// browser leaves out.
const RUNNING_MAX: usize = 32;
/// Longest sealed place in characters.
const SEALED_MAX: usize = 2 * (NONCE_LEN + 16 + 8 * RUNNING_MAX + 16);

/// Which transactions are read: those before `next`, but for those that were still running. A plain "everything up to this
/// number" would lose what commits late.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub(super) next: i64,
    pub(super) running: Vec<i64>,
}

impl Place {
    /// Whether the events of this transaction are read.
    pub(super) fn has_read(&self, xid: i64) -> bool {
        xid < self.next && !self.running.contains(&xid)
    }

    /// After a look that saw everything up to `until` and met `newest` last. It does not go beyond what was met, because
    /// after a crash Postgres may give out the number of a transaction again that left nothing behind.
    pub(super) fn after(&self, until: &Place, newest: Option<i64>) -> Place {
        let next = newest.map_or(self.next, |xid| self.next.max(xid + 1));
        Place { next, running: until.running.iter().copied().filter(|xid| *xid < next).collect() }
    }

    /// Before all that it knows to be running.
    fn shortened(&self) -> Place {
        Place { next: self.running.iter().copied().min().unwrap_or(self.next), running: Vec::new() }
    }
}

/// Seals places for browsers with a key that only this house has.
pub(super) struct Seal(LessSafeKey);

impl Seal {
    /// With this key; `None` when it is not 32 bytes.
    pub fn new(key: &[u8]) -> Option<Seal> {
        Some(Seal(LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, key).ok()?)))
    }

    /// A place as text: lower-case hexadecimal.
    pub fn close(&self, place: &Place, now: DateTime<Utc>) -> Option<String> {
        if place.running.len() > RUNNING_MAX {
            return self.close(&place.shortened(), now);
        }
        let mut nonce = [0; NONCE_LEN];
        fill(&mut nonce);
        let mut bytes: Vec<u8> = now.timestamp().to_be_bytes().to_vec();
        bytes.extend(place.next.to_be_bytes());
        bytes.extend(place.running.iter().flat_map(|xid| xid.to_be_bytes()));
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut bytes)
            .ok()?;
        let mut text = String::with_capacity(2 * (NONCE_LEN + bytes.len()));
        for byte in nonce.iter().chain(&bytes) {
            let _ = write!(text, "{byte:02x}");
        }
        Some(text)
    }

    /// The place behind a text; `None` when it is not ours, or too old.
    pub fn open(&self, text: &str, now: DateTime<Utc>) -> Option<Place> {
        let mut bytes = unhex(text)?;
        let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let plain = self.0.open_in_place(nonce, Aad::empty(), sealed).ok()?;
        let mut numbers = plain.as_chunks::<8>().0.iter().map(|number| i64::from_be_bytes(*number));
        let at = DateTime::from_timestamp(numbers.next()?, 0)?;
        let place = Place { next: numbers.next()?, running: numbers.collect() };
        (now - at <= AGE_MAX).then_some(place)
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() || text.len() > SEALED_MAX {
        return None;
    }
    let digit = |c: u8| char::from(c).to_digit(16).and_then(|d| u8::try_from(d).ok());
    pairs.iter().map(|[high, low]| Some(digit(*high)? * 16 + digit(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(next: i64, running: &[i64]) -> Place {
        Place { next, running: running.to_vec() }
    }

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_176_000, 0).unwrap()
    }

    #[test]
    fn what_was_running_is_not_read_and_comes_later() {
        let seen = place(900, &[905, 907]);
        let here = Place::default().after(&seen, Some(906));
        assert_eq!(here, place(907, &[905]));
        assert!(here.has_read(906) && here.has_read(904) && !here.has_read(905) && !here.has_read(907));
        assert_eq!(here.after(&place(950, &[905, 940]), None), place(907, &[905]), "nothing new was met");
        assert_eq!(here.after(&place(950, &[940]), Some(905)), place(907, &[]), "the late one came");
    }

    #[test]
    fn a_sealed_place_opens_again_and_nothing_else_does() {
        let seal = Seal::new(&[7; 32]).unwrap();
        let here = place(56_444, &[56_001, 56_400]);
        let text = seal.close(&here, noon()).unwrap();
        assert_eq!(seal.open(&text, noon() + AGE_MAX), Some(here.clone()));
        assert_eq!(seal.open(&text, noon() + AGE_MAX + TimeDelta::seconds(1)), None, "too old");
        assert_eq!(Seal::new(&[8; 32]).unwrap().open(&text, noon()), None, "another house");
        assert_ne!(seal.close(&here, noon()).unwrap(), text, "no two look alike");
        let bent = format!("{}{}", &text[..text.len() - 1], if text.ends_with('0') { '1' } else { '0' });
        for bad in ["", "0", "zz", "00", bent.as_str(), &"0".repeat(SEALED_MAX + 2), "ä"] {
            assert_eq!(seal.open(bad, noon()), None, "{bad}");
        }
    }

    #[test]
    fn a_long_place_goes_back_before_all_that_runs() {
        let seal = Seal::new(&[7; 32]).unwrap();
        let running: Vec<i64> = (500..500 + 33).collect();
        let text = seal.close(&place(900, &running), noon()).unwrap();
        assert_eq!(seal.open(&text, noon()), Some(place(500, &[])));
    }
}
