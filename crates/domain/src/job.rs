//! Work that waits for a worker: what is known of each kind, how long to wait between tries, and when the calendar plants
//! it. Time and randomness come in as parameters.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

/// What is known of a kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its word in the database: small letters and underscores, at most 40.
    pub word: &'static str,
    /// What people call a piece of it, as "Mail".
    pub title: &'static str,
    /// At most so many at once in one program, so that no kind takes every place.
    pub at_once: u16,
    /// Tries before it is left to people.
    pub tries_max: u16,
    /// Longest time for a try, in seconds.
    pub seconds_max: u32,
    /// When the calendar plants one in every portfolio.
    pub every: Option<Schedule>,
}

impl Kind {
    /// The same, planted every day from this full hour on.
    pub const fn daily(self, hour: u8) -> Kind {
        Kind { every: Some(Schedule::Daily { hour }), ..self }
    }
}

/// A calendar, kept in the portfolio's own time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Once a day, from this full hour on (0 to 23).
    Daily {
        /// The hour.
        hour: u8,
    },
}

impl Schedule {
    /// The period whose work is due by now: the day on which its hour has come, else the day before.
    pub fn period(self, now: DateTime<Utc>, zone: Tz) -> NaiveDate {
        let Schedule::Daily { hour } = self;
        let local = now.with_timezone(&zone);
        let today = local.date_naive();
        // By the wall clock: an hour that is left out in spring has come with the next one, and the one that comes twice in
        // autumn is of the same day.
        if local.hour() >= u32::from(hour) { today } else { today.pred_opt().unwrap_or(today) }
    }

    /// When the next period's work is due.
    pub fn next(self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let Schedule::Daily { hour } = self;
        let day = self.period(now, zone).succ_opt().unwrap_or(NaiveDate::MAX);
        let time = NaiveTime::from_hms_opt(u32::from(hour), 0, 0).unwrap_or_default();
        // An hour that is left out in spring begins where the gap ends; no gap is longer than three hours.
        let moments = (0..=6).map(|half| day.and_time(time) + Duration::minutes(30 * half));
        let first = moments.filter_map(|local| zone.from_local_datetime(&local).earliest()).next();
        first.map_or(now, |local| local.with_timezone(&Utc))
    }
}

/// The first pause.
const PAUSE_SECONDS: i64 = 5;
/// The longest, before chance has its say.
const PAUSE_SECONDS_MAX: i64 = 12 * 3600;

/// How long to wait after this many tries have failed: 5 seconds, 25, two minutes, and so on to half a day; a fifth more or
/// less by `chance`, so that what failed together does not come back together.
pub fn pause(tries: u16, chance: u32) -> Duration {
    let steps = u32::from(tries.saturating_sub(1)).min(8);
    let whole = (PAUSE_SECONDS * 5i64.pow(steps)).min(PAUSE_SECONDS_MAX) * 1000;
    let spread = whole * 2 / 5;
    Duration::milliseconds(whole - spread / 2 + spread * i64::from(chance) / i64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;
    use chrono_tz::Asia::Tokyo;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const THREE: Schedule = Schedule::Daily { hour: 3 };

    #[test]
    fn a_day_begins_at_its_hour_where_the_portfolio_is() {
        // 02:59 and 03:00 in New York; afternoon in Tokyo.
        assert_eq!(THREE.period(at("2026-11-20T07:59:59Z"), New_York), day("2026-11-19"));
        assert_eq!(THREE.period(at("2026-11-20T08:00:00Z"), New_York), day("2026-11-20"));
        assert_eq!(THREE.period(at("2026-11-20T18:30:00Z"), Tokyo), day("2026-11-21"));
        assert_eq!(THREE.next(at("2026-11-20T08:00:00Z"), New_York), at("2026-11-21T08:00:00Z"));
        assert_eq!(THREE.next(at("2026-11-20T07:00:00Z"), New_York), at("2026-11-20T08:00:00Z"));
    }

    #[test]
    fn the_hours_that_are_left_out_and_doubled_are_of_one_day() {
        // On 8 March 2026 there is no 02:30 in New York, on 1 November there are two 01:30.
        let two = Schedule::Daily { hour: 2 };
        assert_eq!(two.period(at("2026-03-08T06:59:00Z"), New_York), day("2026-03-07"));
        assert_eq!(two.period(at("2026-03-08T07:00:00Z"), New_York), day("2026-03-08"));
        assert_eq!(two.next(at("2026-03-08T06:00:00Z"), New_York), at("2026-03-08T07:00:00Z"));
        let one = Schedule::Daily { hour: 1 };
        for moment in ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"] {
            assert_eq!(one.period(at(moment), New_York), day("2026-11-01"));
        }
        assert_eq!(one.next(at("2026-11-01T04:00:00Z"), New_York), at("2026-11-01T05:00:00Z"));
    }

    #[test]
    fn pauses_grow_to_half_a_day_and_add_up_to_more_than_that() {
        let middle = |tries| pause(tries, u32::MAX / 2).num_seconds();
        assert_eq!((1..=4).map(middle).collect::<Vec<_>>(), [4, 24, 124, 624]);
        assert_eq!(pause(1, 0).num_milliseconds(), 4000);
        assert_eq!(pause(1, u32::MAX).num_milliseconds(), 6000);
        let least: Duration = (1..8).map(|tries| pause(tries, 0)).sum();
        assert!(least > Duration::hours(12), "{least}");
    }

    proptest! {
        #[test]
        fn a_pause_is_never_shorter_than_four_seconds_nor_longer_than_a_day(tries: u16, chance: u32) {
            let pause = pause(tries, chance);
            prop_assert!(pause >= Duration::seconds(4) && pause < Duration::hours(15), "{}", pause);
        }

        #[test]
        fn the_next_period_comes_after_now_and_is_another(seconds in 1_700_000_000i64..1_900_000_000, hour in 0u8..24) {
            let (now, schedule) = (DateTime::from_timestamp(seconds, 0).unwrap(), Schedule::Daily { hour });
            for zone in [New_York, Tokyo, Tz::Australia__Lord_Howe, Tz::America__Sao_Paulo, Tz::Africa__Cairo] {
                let next = schedule.next(now, zone);
                prop_assert!(next > now, "{} in {}", next, zone);
                prop_assert_eq!(schedule.period(next, zone), schedule.period(now, zone).succ_opt().unwrap());
            }
        }
    }
}
