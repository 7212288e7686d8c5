//! What pages say of a lease in a word or a sentence.

use chrono::NaiveDate;
use domain::Cents;
use domain::lease::{State, until_words};
use store::leases::LeaseLine;

use crate::ui::words::list;
use crate::ui::{Icon, Status, Tone, date, status};

/// Where a lease with these dates stands: `until 30 Jun 2027`, `month to month`, `starts 1 Jan 2027`, `ended 30 Jun 2026`.
pub fn standing(starts_on: NaiveDate, ends_on: Option<NaiveDate>, today: NaiveDate) -> Status {
    let day = |day| date::column_day(day, today);
    let last = ends_on.map(|last| format!("until {}", day(last)));
    match State::of(starts_on, ends_on, today) {
        State::Running => status(Tone::Plain, Icon::Check, last.unwrap_or_else(|| "month to month".into())),
        State::EndingSoon => {
            let when = ends_on.map(|last| date::distance(last, today)).unwrap_or_default();
            status(Tone::Wait, Icon::Clock, format!("{}, {when}", last.unwrap_or_default()))
        }
        State::Starting => status(Tone::Plain, Icon::Calendar, format!("starts {}", day(starts_on))),
        State::Ended => {
            let last = ends_on.map(day).unwrap_or_default();
            status(Tone::Plain, Icon::Door, format!("ended {last}"))
        }
    }
}

/// "Maya Okafor lives here until 30 June 2027, for $1,450.00 a month."
pub fn lead_of(line: &LeaseLine, with_names: bool, today: NaiveDate) -> String {
    let people = if with_names { line.people.as_slice() } else { &[] };
    sentence(people, line.starts_on, line.ends_on, line.rent, today)
}

/// The same of dates, people and rent.
pub fn sentence(
    people: &[String],
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    rent: Cents,
    today: NaiveDate,
) -> String {
    let until = match ends_on {
        Some(last) => format!("until {}", date::full_day(last)),
        None => until_words(None, today),
    };
    let who = list(people);
    let several = people.len() > 1;
    match (State::of(starts_on, ends_on, today), people.is_empty()) {
        (State::Starting, true) => {
            format!("Let from {}, {until}, for {rent} a month.", date::full_day(starts_on))
        }
        (State::Ended, true) => format!("Was let {until}, for {rent} a month."),
        (_, true) => format!("Let {until}, for {rent} a month."),
        (State::Starting, false) => {
            let verb = if several { "move" } else { "moves" };
            format!("{who} {verb} in on {}, {until}, for {rent} a month.", date::full_day(starts_on))
        }
        (State::Ended, false) => format!("{who} lived here {until}, for {rent} a month."),
        (_, false) => {
            let verb = if several { "live" } else { "lives" };
            format!("{who} {verb} here {until}, for {rent} a month.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_is_told_in_one_sentence() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (maya, today) = (["Maya Okafor".to_string()], day("2026-11-20"));
        let rent = Cents(145_000);
        assert_eq!(
            sentence(&maya, day("2026-07-01"), Some(day("2027-06-30")), rent, today),
            "Maya Okafor lives here until 30 June 2027, for $1,450.00 a month."
        );
        assert_eq!(
            sentence(&[], day("2026-07-01"), None, rent, today),
            "Let month to month, for $1,450.00 a month."
        );
        let two = ["Ana Ruiz".to_string(), "Bo Berg".to_string()];
        assert_eq!(
            sentence(&two, day("2027-01-01"), None, rent, today),
            "Ana Ruiz and Bo Berg move in on 1 January 2027, month to month, for $1,450.00 a month."
        );
    }
}
