//! What is agreed from a day on: rent, when it is due, and what happens when it is late.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::form::Typed;
use crate::money::Cents;

/// The terms that hold from a day on, until later ones begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// First day they hold.
    pub from_on: NaiveDate,
    /// Rent of a full calendar month.
    pub rent: Cents,
    /// Day of the month it is due, 1 to 31; in shorter months the last day stands in.
    pub due_day: u8,
    /// Days after the due day that bring no late fee, 0 to 60.
    pub grace_days: u8,
    /// Proposed once the days of grace are over; zero for none.
    pub late_fee: Cents,
    /// Held for the tenants; zero for none.
    pub deposit: Cents,
}

/// Names and words of the fields, in the order of the form.
pub const FIELDS: [(&str, &str); 5] = [
    ("rent", "Rent a month"),
    ("due_day", "Due day"),
    ("grace_days", "Days of grace"),
    ("late_fee", "Late fee"),
    ("deposit", "Deposit"),
];

impl Term {
    /// Reads the fields of the terms; errors are recorded beside them.
    pub fn read(form: &mut Typed, from_on: NaiveDate) -> Term {
        let rent = form.money("rent", "Rent");
        let small = |n: i64| u8::try_from(n).unwrap_or(1);
        let due_day = small(form.number("due_day", "The due day", 1, 31));
        let no_grace = form.value("grace_days").trim().is_empty();
        let grace_days = if no_grace { 0 } else { small(form.number("grace_days", "Days of grace", 0, 60)) };
        let late_fee = form.money_or("late_fee", Cents::ZERO);
        let deposit = form.money_or("deposit", Cents::ZERO);
        for (name, amount) in [("rent", rent), ("late_fee", late_fee), ("deposit", deposit)] {
            if amount < Cents::ZERO {
                form.fail(name, "Write the amount without a minus sign.");
            }
        }
        Term { from_on, rent, due_day, grace_days, late_fee, deposit }
    }

    /// Puts these values into a form.
    pub fn fill(&self, form: &mut Typed) {
        let money = |c: Cents| if c.is_zero() { String::new() } else { c.plain() };
        form.set("rent", self.rent.plain());
        form.set("due_day", self.due_day.to_string());
        form.set("grace_days", self.grace_days.to_string());
        form.set("late_fee", money(self.late_fee));
        form.set("deposit", money(self.deposit));
    }

    /// "The rent is $1,450.00 a month, due on the 1st."
    pub fn rent_sentence(&self) -> String {
        format!("The rent is {} a month, due {}.", self.rent, due_words(self.due_day))
    }

    /// What happens when rent is late, in a sentence.
    pub fn late_sentence(&self) -> String {
        let grace = match self.grace_days {
            0 => "Rent is late from the day after it is due".to_string(),
            1 => "There is 1 day of grace".to_string(),
            n => format!("There are {n} days of grace"),
        };
        match (self.late_fee.is_zero(), self.grace_days) {
            (true, 0) => format!("{grace}; there is no late fee."),
            (true, _) => format!("{grace}, and no late fee."),
            (false, 0) => format!("{grace}; the late fee is {}.", self.late_fee),
            (false, _) => format!("{grace}; after that the late fee is {}.", self.late_fee),
        }
    }

    /// The deposit in a sentence.
    pub fn deposit_sentence(&self) -> String {
        if self.deposit.is_zero() {
            return "There is no deposit.".into();
        }
        format!("The deposit is {}.", self.deposit)
    }
}

/// `on the 1st`, `on the last day of the month`.
pub fn due_words(day: u8) -> String {
    match day {
        31.. => "on the last day of the month".into(),
        29 | 30 => format!("on the {}, or on the last day of a shorter month", ordinal(day)),
        _ => format!("on the {}", ordinal(day)),
    }
}

/// `1st`, `2nd`, `11th`, `23rd`.
pub fn ordinal(n: u8) -> String {
    let ending = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_read_with_all_mistakes_at_once_and_shown_again() {
        let day = "2026-12-01".parse().unwrap();
        let mut form = Typed::filled([
            ("rent", "-1".into()),
            ("due_day", "32".into()),
            ("late_fee", "7,5".into()),
            ("deposit", "1,450".into()),
        ]);
        Term::read(&mut form, day);
        for field in ["rent", "due_day", "late_fee"] {
            assert!(form.error(field).is_some(), "{field}");
        }
        let term = Term {
            from_on: day,
            rent: Cents(145_000),
            due_day: 1,
            grace_days: 5,
            late_fee: Cents(7_500),
            deposit: Cents::ZERO,
        };
        let mut form = Typed::default();
        term.fill(&mut form);
        assert_eq!(Term::read(&mut form, day), term);
        assert_eq!(term.rent_sentence(), "The rent is $1,450.00 a month, due on the 1st.");
        assert_eq!(term.late_sentence(), "There are 5 days of grace; after that the late fee is $75.00.");
    }

    #[test]
    fn days_have_their_endings() {
        let days: Vec<_> = [1, 2, 3, 4, 11, 12, 21, 22, 31].into_iter().map(ordinal).collect();
        assert_eq!(days, ["1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "22nd", "31st"]);
    }
}
