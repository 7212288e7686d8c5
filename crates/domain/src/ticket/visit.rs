//! A visit that the landlord's side proposes: a day, from when to when, and who comes.

use std::str::FromStr;

use chrono::{DateTime, Days, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::form::Typed;

/// What became of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitStatus {
    /// The household is asked.
    Proposed,
    /// It suits them.
    Accepted,
    /// It does not.
    Declined,
    /// The landlord's side took it back.
    Cancelled,
}

impl VisitStatus {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            VisitStatus::Proposed => "proposed",
            VisitStatus::Accepted => "accepted",
            VisitStatus::Declined => "declined",
            VisitStatus::Cancelled => "cancelled",
        }
    }

    /// Still to come about: nobody has said no.
    pub fn stands(self) -> bool {
        matches!(self, VisitStatus::Proposed | VisitStatus::Accepted)
    }
}

impl FromStr for VisitStatus {
    type Err = ();

    fn from_str(word: &str) -> Result<VisitStatus, ()> {
        [VisitStatus::Proposed, VisitStatus::Accepted, VisitStatus::Declined, VisitStatus::Cancelled]
            .into_iter()
            .find(|s| s.word() == word)
            .ok_or(())
    }
}

/// A visit about to be proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitDraft {
    /// First moment.
    pub starts_at: DateTime<Utc>,
    /// Last moment, on the same day.
    pub ends_at: DateTime<Utc>,
    /// Who comes, as the household is told.
    pub who: String,
}

/// Visits further ahead than this are a mistyped year.
const AHEAD_DAYS_MAX: u64 = 366;

impl VisitDraft {
    /// Reads `day`, `from`, `to` (as time fields send them) and `who`; times are those of `zone`.
    pub fn read(form: &mut Typed, zone: Tz, now: DateTime<Utc>) -> Option<VisitDraft> {
        let who = form.text("who", "Who comes", 120);
        let day = form.date("day", "The day");
        let from = time(form, "from", "From");
        let to = time(form, "to", "Until");
        let (day, from, to) = (day?, from?, to?);
        if to <= from {
            form.fail("to", "The visit ends before it begins. Turn the two times round.");
            return None;
        }
        // An hour that the clocks skip is the first moment after it; one that comes twice is the first of the two.
        let moment = |time| zone.from_local_datetime(&day.and_time(time)).earliest();
        let (Some(starts_at), Some(ends_at)) = (moment(from), moment(to)) else {
            form.fail("from", "The clocks are changed in this hour, so it does not exist. Choose another.");
            return None;
        };
        let (starts_at, ends_at) = (starts_at.with_timezone(&Utc), ends_at.with_timezone(&Utc));
        if ends_at <= now {
            form.fail("day", "This time is over. Choose one to come.");
        } else if starts_at > now + Days::new(AHEAD_DAYS_MAX) {
            form.fail("day", "This is more than a year ahead. Check the year.");
        } else if ends_at <= starts_at {
            form.fail("to", "The visit ends before it begins. Choose a later time.");
        }
        Some(VisitDraft { starts_at, ends_at, who })
    }
}

fn time(form: &mut Typed, name: &str, label: &str) -> Option<NaiveTime> {
    let text = form.value(name).trim().to_string();
    let read = ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p"];
    let time = read.iter().find_map(|form| NaiveTime::parse_from_str(&text, form).ok());
    if time.is_none() {
        form.fail(name, format!("{label}: write a time like 13:00."));
    }
    time
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;
    use proptest::prelude::*;

    const NEW_YORK: Tz = chrono_tz::America::New_York;

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_176_000, 0).unwrap()
    }

    fn form(day: &str, from: &str, to: &str) -> Typed {
        let pair = |k, v: &str| (k, v.to_string());
        Typed::filled([pair("day", day), pair("from", from), pair("to", to), pair("who", "Kessler Heating")])
    }

    #[test]
    fn times_are_those_of_the_house() {
        let mut typed = form("2026-11-21", "13:00", "15:00");
        let visit = VisitDraft::read(&mut typed, NEW_YORK, noon()).unwrap();
        assert!(typed.is_sound());
        assert_eq!(visit.starts_at.to_rfc3339(), "2026-11-21T18:00:00+00:00");
        assert_eq!(visit.ends_at - visit.starts_at, Duration::hours(2));
    }

    #[test]
    fn what_cannot_be_is_told() {
        for (day, from, to, field) in [
            ("2026-11-19", "13:00", "15:00", "day"),
            ("2036-11-21", "13:00", "15:00", "day"),
            ("2026-11-21", "15:00", "13:00", "to"),
            ("2026-11-21", "noon", "13:00", "from"),
            ("2026-02-30", "12:00", "13:00", "day"),
            // The clocks go forward.
            ("2027-03-14", "02:30", "04:00", "from"),
        ] {
            let mut typed = form(day, from, to);
            VisitDraft::read(&mut typed, NEW_YORK, noon());
            assert!(typed.error(field).is_some(), "{day} {from} {to}: {:?}", typed.errors());
        }
    }

    proptest! {
        #[test]
        fn a_visit_that_is_accepted_lies_ahead_and_has_a_length(days in -5i64..500, from in 0u32..1440, to in 0u32..1440) {
            let day = (noon() + Duration::days(days)).date_naive();
            let clock = |m: u32| format!("{:02}:{:02}", m / 60, m % 60);
            let mut typed = form(&day.to_string(), &clock(from), &clock(to));
            let visit = VisitDraft::read(&mut typed, NEW_YORK, noon());
            if typed.is_sound() {
                let visit = visit.unwrap();
                prop_assert!(visit.ends_at > noon() && visit.ends_at > visit.starts_at);
                prop_assert!(visit.ends_at - visit.starts_at < Duration::hours(25));
            }
        }
    }
}
