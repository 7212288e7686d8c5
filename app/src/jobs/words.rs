//! What people call work, and how long it took.

use chrono::Duration;
use domain::job::Kind;
use store::jobs::{Counts, JobRow};

use crate::ui::words::{grouped, list, number_first, things};

/// What a kind of work is called; one that this program does not know is called by its word: `Sweep files`.
pub fn title(kinds: &[Kind], word: &str) -> String {
    if let Some(kind) = kinds.iter().find(|kind| kind.word == word) {
        return kind.title.to_string();
    }
    let words = word.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What a job is: `Mail to dana@example.com`.
pub fn what(kinds: &[Kind], job: &JobRow) -> String {
    let title = title(kinds, &job.kind);
    match &job.about {
        Some(about) => format!("{title} to {about}"),
        None => title,
    }
}

/// Where things stand, in a sentence or two.
pub fn lead(counts: Counts) -> String {
    let many = |n: i64, one: &str, several: &str| match n {
        1000.. => format!("{} or more {several}", grouped(1000)),
        1 => format!("one {one}"),
        n => format!("{} {several}", grouped(n)),
    };
    let mut parts = Vec::new();
    if counts.running > 0 {
        parts.push(many(counts.running, "runs", "run"));
    }
    if counts.waiting > 0 {
        parts.push(many(counts.waiting, "waits", "wait"));
    }
    let now = match list(&parts) {
        words if words.is_empty() => "Nothing waits.".to_string(),
        words => {
            let mut letters = words.chars();
            let first: String = letters.next().map(|l| l.to_uppercase().collect()).unwrap_or_default();
            format!("{first}{}.", letters.as_str())
        }
    };
    match counts.dead {
        0 => now,
        1 => format!("{now} One has failed and needs you."),
        1000.. => format!("{now} {} or more have failed and need you.", grouped(1000)),
        n => format!("{now} {} have failed and need you.", number_first(n)),
    }
}

/// How long something took: `12 ms`, `3 s`, `4 minutes`.
pub fn took(time: Duration) -> String {
    match time.num_milliseconds().max(0) {
        ms @ 0..1000 => format!("{ms} ms"),
        ms @ 1000..120_000 => format!("{} s", ms / 1000),
        ms => things(ms / 60_000, "minute", "minutes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: Kind =
        Kind { word: "mail", title: "Mail", at_once: 1, tries_max: 1, seconds_max: 1, every: None };

    #[test]
    fn kinds_have_names_even_when_nobody_knows_them() {
        assert_eq!(title(&[MAIL], "mail"), "Mail");
        assert_eq!(title(&[MAIL], "sweep_files"), "Sweep files");
    }

    #[test]
    fn the_lead_says_what_is_going_on_and_who_is_needed() {
        let of = |running, waiting, dead| lead(Counts { waiting, running, dead });
        assert_eq!(of(0, 0, 0), "Nothing waits.");
        assert_eq!(of(1, 0, 1), "One runs. One has failed and needs you.");
        assert_eq!(of(2, 12, 3), "2 run and 12 wait. Three have failed and need you.");
        assert_eq!(of(0, 1000, 0), "1,000 or more wait.");
    }

    #[test]
    fn times_are_short() {
        assert_eq!(took(Duration::milliseconds(-3)), "0 ms");
        assert_eq!(took(Duration::milliseconds(12)), "12 ms");
        assert_eq!(took(Duration::milliseconds(3400)), "3 s");
        assert_eq!(took(Duration::seconds(240)), "4 minutes");
    }
}
