//! Dates, day first, absolute and relative. The clock and the zone always come in as parameters.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;

use super::words::things;

/// `Friday, 20 November 2026`.
pub fn long_day(day: NaiveDate) -> String {
    day.format("%A, %-d %B %Y").to_string()
}

/// `20 November 2026`.
pub fn full_day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// `Fri 20 Nov`, with the year when it is not this one.
pub fn short_day(day: NaiveDate, today: NaiveDate) -> String {
    let form = if day.year() == today.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    day.format(form).to_string()
}

/// `20 Nov`, with the year when it is not this one; for narrow columns.
pub fn column_day(day: NaiveDate, today: NaiveDate) -> String {
    let form = if day.year() == today.year() { "%-d %b" } else { "%-d %b %Y" };
    day.format(form).to_string()
}

/// `9:03 am`.
pub fn clock(at: DateTime<Tz>) -> String {
    let (afternoon, hour) = at.hour12();
    format!("{hour}:{:02} {}", at.minute(), if afternoon { "pm" } else { "am" })
}

/// `today`, `tomorrow`, `yesterday`, `in 11 days`, `19 days ago`.
pub fn distance(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "today".into(),
        1 => "tomorrow".into(),
        -1 => "yesterday".into(),
        n @ 2.. => format!("in {n} days"),
        n => format!("{} days ago", -n),
    }
}

/// `due today`, `due tomorrow`, `due in 11 days`, `19 days late`.
pub fn due(day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        late @ 1.. => format!("{} late", things(late, "day", "days")),
        _ => format!("due {}", distance(day, today)),
    }
}

/// `just now`, `38 minutes ago`, `26 hours ago`; from two days on the day itself.
pub fn ago(then: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let minutes = (now - then).num_minutes();
    match minutes {
        ..1 => "just now".into(),
        1..90 => format!("{} ago", things(minutes, "minute", "minutes")),
        90..2880 => format!("{} ago", things((minutes + 30) / 60, "hour", "hours")),
        _ => {
            let day = then.with_timezone(&zone).date_naive();
            let today = now.with_timezone(&zone).date_naive();
            format!("on {}", short_day(day, today))
        }
    }
}

/// `Good morning`, `Good afternoon`, `Good evening`.
pub fn greeting(now: DateTime<Tz>) -> &'static str {
    match now.hour() {
        5..12 => "Good morning",
        12..18 => "Good afternoon",
        _ => "Good evening",
    }
}

/// A day as `<time>`, in the words given.
pub fn day_time(day: NaiveDate, words: String) -> impl IntoView + use<> {
    view! { <time datetime=day.format("%Y-%m-%d").to_string()>{words}</time> }
}

/// A moment as `<time>`: relative words to read, the full moment as title and for machines.
pub fn moment(then: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> impl IntoView + use<> {
    let local = then.with_timezone(&zone);
    let full = format!("{}, {}", long_day(local.date_naive()), clock(local));
    view! { <time datetime=local.to_rfc3339() title=full>{ago(then, now, zone)}</time> }
}

/// A moment as `<time>`, absolute: `Fri 20 Nov, 9:03 am`.
pub fn stamp(then: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> impl IntoView + use<> {
    let local = then.with_timezone(&zone);
    let today = now.with_timezone(&zone).date_naive();
    let words = format!("{}, {}", short_day(local.date_naive(), today), clock(local));
    view! { <time datetime=local.to_rfc3339()>{words}</time> }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_written_day_first_and_relative_to_today() {
        let today = day("2026-11-20");
        assert_eq!(long_day(today), "Friday, 20 November 2026");
        assert_eq!(short_day(day("2025-12-01"), today), "Mon 1 Dec 2025");
        assert_eq!(due(day("2026-12-01"), today), "due in 11 days");
        assert_eq!(due(day("2026-11-01"), today), "19 days late");
        assert_eq!(due(day("2026-11-19"), today), "1 day late");
    }

    #[test]
    fn moments_are_relative_for_two_days_and_local() {
        let now = Utc.with_ymd_and_hms(2026, 11, 20, 14, 41, 0).unwrap();
        let zone: Tz = "America/New_York".parse().unwrap();
        let minutes = |n| now - chrono::Duration::minutes(n);
        assert_eq!(ago(minutes(38), now, zone), "38 minutes ago");
        assert_eq!(ago(minutes(26 * 60 + 11), now, zone), "26 hours ago");
        assert_eq!(ago(minutes(5 * 24 * 60), now, zone), "on Sun 15 Nov");
        assert_eq!(clock(now.with_timezone(&zone)), "9:41 am");
        assert!(
            moment(minutes(38), now, zone).to_html().contains("title=\"Friday, 20 November 2026, 9:03 am\"")
        );
    }
}
