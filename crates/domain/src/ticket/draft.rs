//! What somebody writes when they report a repair, and what can be changed about it later.

use super::{Category, Priority, TEXT_MAX, said};
use crate::form::{Typed, clean};

/// A repair about to be reported. The same for both sides; where it is and who sees it is said beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it is about.
    pub category: Category,
    /// Where, in a few words.
    pub place: String,
    /// What lists call it.
    pub title: String,
    /// What is wrong, in full.
    pub description: String,
    /// How soon.
    pub priority: Priority,
    /// When somebody may come in.
    pub access: Access,
}

/// When somebody may come in, and whom to call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// In the household's words.
    pub when: Option<String>,
    /// Whether somebody may come in with nobody at home.
    pub may_enter: bool,
    /// Number to call back.
    pub phone: Option<String>,
}

/// What the landlord puts right about a report. What was reported stays as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What lists call it.
    pub title: String,
    /// What it is about.
    pub category: Category,
    /// Where.
    pub place: String,
    /// How soon.
    pub priority: Priority,
}

/// The longest title that is made of a description.
const TITLE_MAX: usize = 70;

impl Report {
    /// Reads a tenant's report; errors are recorded beside the fields. An emergency needs a number to call back.
    pub fn read(form: &mut Typed) -> Option<Report> {
        let category = form.choice::<Category>("category", "what it is about");
        let place = form.text("place", "The place", 60);
        let description = said(form, "description", "The description", TEXT_MAX);
        let access = Access::read(form);
        let emergency = form.checked("emergency");
        if emergency && access.phone.is_none() && form.error("phone").is_none() {
            form.fail("phone", "Write a number under which you can be reached now.");
        }
        let priority = if emergency { Priority::Emergency } else { Priority::Normal };
        let title = title_of(&description);
        Some(Report { category: category?, place, title, description, priority, access })
    }

    /// Reads what the landlord's side reports: with a title of its own and any priority.
    pub fn read_landlords(form: &mut Typed) -> Option<Report> {
        let category = form.choice::<Category>("category", "what it is about");
        let place = form.text("place", "The place", 60);
        let title = form.optional("title", "The title", 120);
        let description = said(form, "description", "The description", TEXT_MAX);
        let priority = form.choice::<Priority>("priority", "how soon");
        let title = title.unwrap_or_else(|| title_of(&description));
        let access = Access::default();
        Some(Report { category: category?, place, title, description, priority: priority?, access })
    }
}

impl Access {
    /// Reads `access`, `may_enter` and `phone`.
    pub fn read(form: &mut Typed) -> Access {
        let when = Some(clean(form.value("access"))).filter(|t| !t.is_empty());
        if when.as_ref().is_some_and(|t| t.chars().count() > 500) {
            form.fail("access", "When somebody may come in is longer than 500 characters. Shorten it.");
        }
        Access { when, may_enter: form.checked("may_enter"), phone: form.phone("phone") }
    }

    /// The form filled with these values.
    pub fn filled(&self, version: i32) -> Typed {
        let mut typed = Typed::filled([
            ("access", self.when.clone().unwrap_or_default()),
            ("phone", self.phone.clone().unwrap_or_default()),
            ("version", version.to_string()),
        ]);
        if self.may_enter {
            typed.set("may_enter", "1");
        }
        typed
    }
}

impl Facts {
    /// Reads `title`, `category`, `place` and `priority`.
    pub fn read(form: &mut Typed) -> Option<Facts> {
        let title = form.text("title", "The title", 120);
        let category = form.choice::<Category>("category", "what it is about");
        let place = form.text("place", "The place", 60);
        let priority = form.choice::<Priority>("priority", "how soon");
        Some(Facts { title, category: category?, place, priority: priority? })
    }

    /// The form filled with these values.
    pub fn filled(&self, version: i32) -> Typed {
        Typed::filled([
            ("title", self.title.clone()),
            ("category", self.category.word().into()),
            ("place", self.place.clone()),
            ("priority", self.priority.word().into()),
            ("version", version.to_string()),
        ])
    }
}

/// What lists call a repair: the first sentence of its description, cut between words where it is long.
pub fn title_of(description: &str) -> String {
    let line = description.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
    let end = line
        .char_indices()
        .find(|(at, c)| {
            ".!?。".contains(*c) && line[at + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace)
        })
        .map_or(line.len(), |(at, _)| at);
    let first = Some(line[..end].trim()).filter(|s| !s.is_empty()).unwrap_or(line);
    if first.chars().count() <= TITLE_MAX {
        return first.to_string();
    }
    let cut: String = first.chars().take(TITLE_MAX - 1).collect();
    let whole = cut.rfind(char::is_whitespace).map_or(cut.as_str(), |at| &cut[..at]);
    format!("{}…", whole.trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn report(extra: &[(&str, &str)]) -> Typed {
        let mut typed = Typed::filled([
            ("category", "water".into()),
            ("place", "Kitchen".into()),
            ("description", "Water drips under the sink. Since yesterday.".into()),
        ]);
        for (name, value) in extra {
            typed.set(name, *value);
        }
        typed
    }

    #[test]
    fn a_title_is_the_first_sentence() {
        for (text, title) in [
            ("Water drips under the sink. Since yesterday.", "Water drips under the sink"),
            ("\n  No heat!\nAt all", "No heat"),
            ("The 2.5 inch pipe broke", "The 2.5 inch pipe broke"),
            ("...", ".."),
            ("?", "?"),
        ] {
            assert_eq!(title_of(text), title, "{text:?}");
        }
        let long =
            "The radiators in both of the bedrooms upstairs are cold, and the one in the kitchen works";
        assert_eq!(title_of(long), "The radiators in both of the bedrooms upstairs are cold, and the one…");
    }

    #[test]
    fn an_emergency_needs_a_number() {
        let mut typed = report(&[("emergency", "1")]);
        Report::read(&mut typed);
        assert!(typed.error("phone").is_some());
        let mut typed = report(&[("emergency", "1"), ("phone", "614-555-0142")]);
        let read = Report::read(&mut typed).unwrap();
        assert!(typed.is_sound());
        assert_eq!(read.priority, Priority::Emergency);
        assert_eq!(read.title, "Water drips under the sink");
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let mut typed = Typed::filled([("category", "magic".into()), ("phone", "call me".into())]);
        assert_eq!(Report::read(&mut typed), None);
        let fields: Vec<&str> = typed.errors().iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["category", "place", "description", "phone"]);
    }

    proptest! {
        #[test]
        fn a_title_fits_its_column(text in "\\PC{1,300}") {
            let text = clean(&text);
            prop_assume!(!text.is_empty());
            let title = title_of(&text);
            prop_assert!((1..=TITLE_MAX).contains(&title.chars().count()), "{title:?}");
        }
    }
}
