//! Moments and spans as the pages of repairs write them.

use chrono::{DateTime, Duration, Timelike, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;

use crate::kernel::Visit;
use crate::ui::date;
use crate::ui::words::things;

/// The clock and the place of whoever looks.
#[derive(Clone, Copy)]
pub struct Clock {
    now: DateTime<Utc>,
    zone: Tz,
}

impl Clock {
    /// Of this visit.
    pub fn of(visit: &Visit) -> Clock {
        Clock { now: visit.now(), zone: visit.zone() }
    }

    /// Now.
    pub fn now(self) -> DateTime<Utc> {
        self.now
    }

    /// `today`, `Wed` within a week, else `Wed 18 Nov`.
    pub fn day(self, at: DateTime<Utc>) -> String {
        let (day, today) = (self.local(at).date_naive(), self.local(self.now).date_naive());
        match (day - today).num_days() {
            0 => "today".into(),
            -1 => "yesterday".into(),
            1 => "tomorrow".into(),
            -6..=-2 => day.format("%a").to_string(),
            _ => date::short_day(day, today),
        }
    }

    /// `Wed 7:42 pm`, as `<time>`.
    pub fn moment(self, at: DateTime<Utc>) -> AnyView {
        let words = format!("{} {}", self.day(at), date::clock(self.local(at)));
        view! { <time datetime=self.local(at).to_rfc3339() title=self.full(at)>{words}</time> }.into_any()
    }

    /// `Wed 18 Nov, 7:42 pm`, as `<time>`, without the hour where there is little room.
    pub fn station(self, at: DateTime<Utc>) -> AnyView {
        let hour = format!(", {}", date::clock(self.local(at)));
        let today = self.local(self.now).date_naive();
        let day = match self.local(at).date_naive() {
            day if day == today => "today".to_string(),
            day => date::short_day(day, today),
        };
        view! { <time datetime=self.local(at).to_rfc3339()>{day} <span class="wide-only">{hour}</span></time> }
            .into_any()
    }

    /// `Fri 20 Nov, 1 to 3 pm`.
    pub fn span(self, from: DateTime<Utc>, until: DateTime<Utc>) -> String {
        let (from, until) = (self.local(from), self.local(until));
        format!(
            "{}, {}",
            date::short_day(from.date_naive(), self.local(self.now).date_naive()),
            hours(from, until)
        )
    }

    /// The same for a station: the hours only where there is room.
    pub fn span_station(self, from: DateTime<Utc>, until: DateTime<Utc>) -> AnyView {
        let (a, b) = (self.local(from), self.local(until));
        let day = match self.day(from).as_str() {
            word @ ("today" | "tomorrow") => word.to_string(),
            _ => date::short_day(a.date_naive(), self.local(self.now).date_naive()),
        };
        let hours = format!(", {}", hours(a, b));
        view! { <time datetime=a.to_rfc3339()>{day} <span class="wide-only">{hours}</span></time> }.into_any()
    }

    fn local(self, at: DateTime<Utc>) -> DateTime<Tz> {
        at.with_timezone(&self.zone)
    }

    fn full(self, at: DateTime<Utc>) -> String {
        format!("{}, {}", date::long_day(self.local(at).date_naive()), date::clock(self.local(at)))
    }
}

/// `1 to 3 pm`, `11:30 am to 1 pm`.
fn hours(from: DateTime<Tz>, until: DateTime<Tz>) -> String {
    let bare = |at: DateTime<Tz>| match (at.hour12().1, at.minute()) {
        (hour, 0) => hour.to_string(),
        (hour, minute) => format!("{hour}:{minute:02}"),
    };
    let half = |at: DateTime<Tz>| if at.hour12().0 { "pm" } else { "am" };
    match half(from) == half(until) {
        true => format!("{} to {} {}", bare(from), bare(until), half(until)),
        false => format!("{} {} to {} {}", bare(from), half(from), bare(until), half(until)),
    }
}

/// `4 minutes`, `11 h 32 min`, `3 days`.
pub fn long(span: Duration) -> String {
    match span.num_minutes() {
        ..1 => "under a minute".into(),
        minutes @ 1..90 => things(minutes, "minute", "minutes"),
        minutes @ 90..2_880 if minutes % 60 == 0 => things(minutes / 60, "hour", "hours"),
        minutes @ 90..2_880 => format!("{} h {} min", minutes / 60, minutes % 60),
        minutes => things((minutes + 720) / 1_440, "day", "days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn clock() -> Clock {
        let now = Utc.with_ymd_and_hms(2026, 11, 20, 14, 41, 0).unwrap();
        Clock { now, zone: chrono_tz::America::New_York }
    }

    #[test]
    fn a_span_says_its_half_of_the_day_once() {
        let at = |hour, minute| Utc.with_ymd_and_hms(2026, 11, 20, hour, minute, 0).unwrap();
        assert_eq!(clock().span(at(18, 0), at(20, 0)), "Fri 20 Nov, 1 to 3 pm");
        assert_eq!(clock().span(at(16, 30), at(18, 0)), "Fri 20 Nov, 11:30 am to 1 pm");
    }

    #[test]
    fn days_are_near_and_then_named() {
        let back = |days| clock().now - Duration::days(days);
        let words: Vec<String> = [0, 1, 3, 8].map(|d| clock().day(back(d))).into();
        assert_eq!(words, ["today", "yesterday", "Tue", "Thu 12 Nov"]);
        assert_eq!(clock().day(clock().now + Duration::days(1)), "tomorrow");
    }

    #[test]
    fn lengths_are_as_exact_as_they_matter() {
        assert_eq!(long(Duration::minutes(692)), "11 h 32 min");
        assert_eq!(long(Duration::minutes(180)), "3 hours");
        assert_eq!(long(Duration::hours(71)), "3 days");
        assert_eq!(long(Duration::seconds(5)), "under a minute");
    }
}
