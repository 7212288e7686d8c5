//! A rule as a person writes it.

use serde::{Deserialize, Serialize};

use super::Direction;
use crate::Cents;
use crate::bank::normalize;
use crate::form::Typed;
use crate::id::{BankAccountId, PropertyId};

/// What a person says about a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDraft {
    /// As people call it.
    pub name: String,
    /// Words that stand next to each other in a line's text; kept as [`normalize`] leaves them.
    pub pattern: String,
    /// Which way the money went.
    pub direction: Direction,
    /// Only lines of this account.
    pub account: Option<BankAccountId>,
    /// Only amounts from here, without sign.
    pub least: Option<Cents>,
    /// Only amounts up to here, without sign.
    pub most: Option<Cents>,
    /// Code of the category.
    pub category: String,
    /// The property.
    pub property: Option<PropertyId>,
    /// 0 to 200; 100 and more books without asking.
    pub priority: i16,
    /// 1 to 100 percent; 95 and more books without asking.
    pub confidence: u8,
}

impl RuleDraft {
    /// "Always do this": from now on, lines of this merchant are booked like that without asking.
    pub fn always(
        merchant: &str,
        category: &str,
        category_name: &str,
        property: Option<PropertyId>,
    ) -> RuleDraft {
        let pattern: String = normalize(merchant).chars().take(120).collect();
        let name = format!("{pattern} is {category_name}").chars().take(120).collect();
        RuleDraft {
            name,
            pattern: pattern.trim().to_string(),
            direction: Direction::Any,
            account: None,
            least: None,
            most: None,
            category: category.to_string(),
            property,
            priority: 50,
            confidence: 95,
        }
    }

    /// Reads the rule form; errors are recorded beside the fields.
    pub fn read(form: &mut Typed) -> RuleDraft {
        let typed = form.text("pattern", "Text", 120);
        let pattern = normalize(&typed);
        if !typed.is_empty() && pattern.chars().count() < 2 {
            form.fail("pattern", "Write at least two letters that stand in the bank's text.");
        }
        let category = form.text("category", "Category", 40);
        let name = form.optional("name", "Name", 120).unwrap_or_else(|| format!("{pattern} is {category}"));
        let bound = |form: &mut Typed, field: &str| {
            let typed = !form.value(field).trim().is_empty();
            typed.then(|| form.money_or(field, Cents::ZERO).abs())
        };
        let (least, most) = (bound(form, "least"), bound(form, "most"));
        if let (Some(least), Some(most)) = (least, most)
            && least > most
        {
            form.fail("most", format!("No amount is at least {least} and at most {most}."));
        }
        RuleDraft {
            name: name.chars().take(120).collect(),
            pattern,
            direction: Direction::from_word(form.value("direction")),
            account: optional_id(form, "account", "an account, or any"),
            least,
            most,
            category,
            property: optional_id(form, "property", "a property, or none"),
            priority: i16::try_from(form.number("priority", "Priority", 0, 200)).unwrap_or(50),
            confidence: u8::try_from(form.number("confidence", "Confidence", 1, 100)).unwrap_or(90),
        }
    }
}

fn optional_id<T: std::str::FromStr>(form: &mut Typed, name: &str, label: &str) -> Option<T> {
    match form.value(name) {
        "" | "none" | "any" => None,
        _ => form.choice(name, label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (RuleDraft, Typed) {
        let mut form = Typed::new(pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect());
        (RuleDraft::read(&mut form), form)
    }

    #[test]
    fn a_rule_is_kept_in_the_words_of_the_lines_it_meets() {
        let (draft, form) = read(&[
            ("pattern", "The Home Depot #0485"),
            ("category", "supplies"),
            ("priority", "50"),
            ("confidence", "95"),
        ]);
        assert!(form.is_sound(), "{:?}", form.errors());
        assert_eq!(
            (draft.pattern.as_str(), draft.name.as_str()),
            ("THE HOME DEPOT", "THE HOME DEPOT is supplies")
        );
    }

    #[test]
    fn empty_and_contradicting_rules_are_refused() {
        for (pattern, least, most, field) in
            [("*", "", "", "pattern"), ("", "", "", "pattern"), ("OAK", "9", "3", "most")]
        {
            let (_, form) = read(&[
                ("pattern", pattern),
                ("category", "supplies"),
                ("least", least),
                ("most", most),
                ("priority", "50"),
                ("confidence", "95"),
            ]);
            assert!(form.error(field).is_some(), "{pattern}");
        }
    }

    #[test]
    fn always_books_by_itself() {
        let draft = RuleDraft::always("ACE HARDWARE 3391", "supplies", "Supplies", None);
        assert_eq!((draft.pattern.as_str(), draft.confidence), ("ACE HARDWARE", 95));
        assert_eq!(draft.name, "ACE HARDWARE is Supplies");
    }
}
