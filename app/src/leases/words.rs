//! What pages say of a lease in a word or a sentence.

use chrono::NaiveDate;
use domain::Cents;
use domain::lease::State;
use store::leases::LeaseLine;

use crate::ui::table::Row;
use crate::ui::words::list;
use crate::ui::{Icon, Status, Tone, date, status};

/// The cell of a column "Until": the last day, or `month to month`; with what needs somebody as a status.
pub fn until_cell(row: &mut Row<'_>, starts_on: NaiveDate, ends_on: Option<NaiveDate>, today: NaiveDate) {
    let last = ends_on.map_or_else(|| "month to month".into(), |last| date::column_day(last, today));
    match State::of(starts_on, ends_on, today) {
        State::Running => row.text(&last),
        State::EndingSoon => {
            let when = ends_on.map(|last| date::distance(last, today)).unwrap_or_default();
            row.status(&status(Tone::Wait, Icon::Clock, last)).sub(&when)
        }
        State::Starting => row.text(&last).sub(&format!("starts {}", date::column_day(starts_on, today))),
        State::Ended => row.text(&last).sub("over"),
    };
}

/// Where a lease with these dates stands, in a word for beside a heading; nothing while it simply runs.
pub fn standing(starts_on: NaiveDate, ends_on: Option<NaiveDate>, today: NaiveDate) -> Option<Status> {
    match State::of(starts_on, ends_on, today) {
        State::Running => None,
        State::EndingSoon => {
            let when = ends_on.map(|last| date::distance(last, today)).unwrap_or_default();
            Some(status(Tone::Wait, Icon::Clock, format!("Ends {when}")))
        }
        State::Starting => {
            Some(status(Tone::Plain, Icon::Calendar, format!("Starts {}", date::distance(starts_on, today))))
        }
        State::Ended => Some(status(Tone::Plain, Icon::Door, "Over")),
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
        None => "from month to month".into(),
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
            "Let from month to month, for $1,450.00 a month."
        );
        let two = ["Ana Ruiz".to_string(), "Bo Berg".to_string()];
        assert_eq!(
            sentence(&two, day("2027-01-01"), None, rent, today),
            "Ana Ruiz and Bo Berg move in on 1 January 2027, from month to month, for $1,450.00 a month."
        );
    }
}
