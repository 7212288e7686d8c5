//! When a letter may go out: never twice within five minutes about one repair, and not at night unless it is an emergency.

use chrono::{DateTime, Duration, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

/// Between two letters to one person about one repair.
pub const MAIL_PAUSE_MINUTES: i64 = 5;

/// Hours in which no letter goes out, by the reader's clock. From 22:00 until 7:00 unless they choose otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// Minute of the day at which it begins, 0 to 1439.
    pub from_minute: u16,
    /// Minute of the day at which it ends; the same as the first for none.
    pub until_minute: u16,
}

impl Default for Quiet {
    fn default() -> Quiet {
        Quiet { from_minute: 22 * 60, until_minute: 7 * 60 }
    }
}

impl Quiet {
    /// No quiet hours.
    pub const NONE: Quiet = Quiet { from_minute: 0, until_minute: 0 };

    /// Whether it is quiet at this minute of the day. It may run over midnight.
    fn holds(self, minute: u16) -> bool {
        let Quiet { from_minute: from, until_minute: until } = self;
        if from <= until { (from..until).contains(&minute) } else { minute >= from || minute < until }
    }

    /// This moment, or the first after it that is not quiet.
    pub fn over(self, at: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let local = at.with_timezone(&zone);
        let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default();
        if !self.holds(minute) {
            return at;
        }
        let today = local.date_naive();
        // An evening waits for the next morning.
        let day = if minute >= self.until_minute { today.succ_opt().unwrap_or(today) } else { today };
        let end = day.and_hms_opt(u32::from(self.until_minute / 60), u32::from(self.until_minute % 60), 0);
        end.and_then(|end| first(end, zone)).map_or(at, |end| end.max(at))
    }
}

/// The first moment that a wall clock shows this; where the clocks skip it, the first after.
fn first(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    (0..=6)
        .filter_map(|half| zone.from_local_datetime(&(local + Duration::minutes(30 * half))).earliest())
        .next()
        .map(|at| at.with_timezone(&Utc))
}

/// When a letter about a repair may go out to somebody who got the last one at `last`.
pub fn mail_at(
    now: DateTime<Utc>,
    last: Option<DateTime<Utc>>,
    quiet: Quiet,
    zone: Tz,
    emergency: bool,
) -> DateTime<Utc> {
    let soonest = last.map_or(now, |last| now.max(last + Duration::minutes(MAIL_PAUSE_MINUTES)));
    if emergency { soonest } else { quiet.over(soonest, zone) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::New_York;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn night_waits_for_the_morning_and_an_emergency_does_not() {
        // 23:30 and 3:00 in New York.
        for night in ["2026-11-20T04:30:00Z", "2026-11-20T08:00:00Z"] {
            let sent = mail_at(at(night), None, Quiet::default(), New_York, false);
            assert_eq!(sent, at("2026-11-20T12:00:00Z"), "7:00 in New York");
            assert_eq!(mail_at(at(night), None, Quiet::default(), New_York, true), at(night));
            assert_eq!(mail_at(at(night), None, Quiet::NONE, New_York, false), at(night));
        }
    }

    #[test]
    fn a_second_letter_waits_five_minutes_after_the_first() {
        let (first, then) = (at("2026-11-20T17:00:00Z"), at("2026-11-20T17:01:00Z"));
        assert_eq!(mail_at(then, Some(first), Quiet::default(), New_York, true), at("2026-11-20T17:05:00Z"));
        let late = at("2026-11-20T18:00:00Z");
        assert_eq!(mail_at(late, Some(first), Quiet::default(), New_York, false), late);
    }

    proptest! {
        #[test]
        fn what_goes_out_is_never_early_and_never_in_quiet_hours(
            second in 1_700_000_000i64..1_900_000_000, from in 0u16..1440, until in 0u16..1440,
        ) {
            let (now, quiet) = (DateTime::from_timestamp(second, 0).unwrap(), Quiet { from_minute: from, until_minute: until });
            let sent = quiet.over(now, New_York);
            let local = sent.with_timezone(&New_York);
            prop_assert!(sent >= now);
            prop_assert!(sent - now <= Duration::hours(26));
            let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap();
            // Where the clocks are set back in the last quiet hour, an hour comes twice and the first is taken.
            prop_assert!(!quiet.holds(minute) || sent == now);
        }
    }
}
