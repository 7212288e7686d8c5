//! A unit: a home inside a property that can be let on its own.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::form::Typed;

/// What a person says about a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitDraft {
    /// What people here call it: "Unit 1", "Upstairs", "House".
    pub name: String,
}

impl UnitDraft {
    /// Reads the unit form; errors are recorded beside the fields.
    pub fn read(form: &mut Typed) -> UnitDraft {
        UnitDraft { name: form.text("name", "Name", 60) }
    }

    /// The form filled with these values.
    pub fn filled(&self, version: i32) -> Typed {
        Typed::filled([("name", self.name.clone()), ("version", version.to_string())])
    }
}

/// The order people expect of names with numbers in them: "Unit 2" before "Unit 10".
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let order = match (a.peek(), b.peek()) {
            (None, None) => return Ordering::Equal,
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (x, y) = (digits(&mut a), digits(&mut b));
                x.len().cmp(&y.len()).then_with(|| x.cmp(&y))
            }
            (Some(x), Some(y)) => {
                let order = x.to_lowercase().cmp(y.to_lowercase());
                a.next();
                b.next();
                order
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The run of digits that begins here, without leading zeros; equal lengths compare as text.
fn digits(text: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut run = String::new();
    while let Some(digit) = text.next_if(char::is_ascii_digit) {
        if !(run.is_empty() && digit == '0') {
            run.push(digit);
        }
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_in_names_count() {
        let mut names = ["Unit 10", "unit 2", "Unit 1", "Basement", "Unit 02B"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["Basement", "Unit 1", "unit 2", "Unit 02B", "Unit 10"]);
    }

    proptest! {
        #[test]
        fn the_order_is_an_order(a in "[aB0-2 ]{0,6}", b in "[aB0-2 ]{0,6}", c in "[aB0-2 ]{0,6}") {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            if natural(&a, &b) != Ordering::Greater && natural(&b, &c) != Ordering::Greater {
                prop_assert!(natural(&a, &c) != Ordering::Greater);
            }
        }
    }
}
