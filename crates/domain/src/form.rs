//! What somebody typed into a form, what is wrong with it, and the words that say so.
//!
//! A form is read once, field by field; every reader records a sentence for what it cannot accept and goes on,
//! so that a person sees all mistakes at once and nothing they typed is lost.

use std::str::FromStr;

use chrono::NaiveDate;

use crate::money::Cents;

/// Something to put right, beside its field. An empty `field` speaks of the whole form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the input.
    pub field: String,
    /// A sentence that says what to do.
    pub message: String,
}

/// The pairs a form sent, and the errors found while reading them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    pairs: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl Typed {
    /// A form as it was sent.
    pub fn new(pairs: Vec<(String, String)>) -> Typed {
        Typed { pairs, errors: Vec::new() }
    }

    /// A form filled from what is stored, for an edit page.
    pub fn filled<const N: usize>(pairs: [(&str, String); N]) -> Typed {
        Typed::new(pairs.into_iter().map(|(k, v)| (k.to_string(), v)).collect())
    }

    /// Adds or replaces a value, for defaults of an empty form.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.pairs.retain(|(k, _)| k != name);
        self.pairs.push((name.to_string(), value.into()));
    }

    /// All pairs, in the order they were sent.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// The value of a field as typed, or "".
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v)
    }

    /// All values of a field that may stand several times.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    /// True when a checkbox was sent.
    pub fn checked(&self, name: &str) -> bool {
        self.pairs.iter().any(|(k, _)| k == name)
    }

    /// The first sentence about a field.
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|e| e.field == name).map(|e| e.message.as_str())
    }

    /// Everything to put right, in the order it was found.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// True while nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.errors.is_empty()
    }

    /// Records a sentence about a field ("" for the whole form).
    pub fn fail(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_string(), message: message.into() });
    }

    /// For a form that lost a race: keeps what was typed, names the stored value beside every field that differs, and
    /// takes the stored version, so that sending it again is a decision and not an accident.
    pub fn show_both(&mut self, stored: &Typed, labels: &[(&str, &str)]) {
        self.fail("", "Somebody else changed this while you were writing. Their version stands beside yours; save again to keep yours.");
        for (name, label) in labels {
            let theirs = stored.value(name).to_string();
            if theirs != self.value(name).trim() {
                let theirs = if theirs.is_empty() { "empty".into() } else { format!("“{theirs}”") };
                self.fail(name, format!("{label} is now {theirs}."));
            }
        }
        self.set("version", stored.value("version").to_string());
    }

    /// Required text without surrounding blanks or control characters, at most `max` characters.
    pub fn text(&mut self, name: &str, label: &str, max: usize) -> String {
        let text = self.line(name, label, max);
        if text.is_empty() && self.error(name).is_none() {
            self.fail(name, format!("{label} is missing."));
        }
        text
    }

    /// Text that may be left empty.
    pub fn optional(&mut self, name: &str, label: &str, max: usize) -> Option<String> {
        Some(self.line(name, label, max)).filter(|t| !t.is_empty())
    }

    fn line(&mut self, name: &str, label: &str, max: usize) -> String {
        let text: String = clean(self.value(name));
        if text.chars().count() > max {
            self.fail(name, format!("{label} is longer than {max} characters. Shorten it."));
        }
        text
    }

    /// A required amount of money.
    pub fn money(&mut self, name: &str, label: &str) -> Cents {
        if self.value(name).trim().is_empty() {
            self.fail(name, format!("{label} is missing. Write it like 1,450.00."));
            return Cents::ZERO;
        }
        self.money_or(name, Cents::ZERO)
    }

    /// An amount of money, or `empty` when nothing was typed.
    pub fn money_or(&mut self, name: &str, empty: Cents) -> Cents {
        let text = self.value(name);
        if text.trim().is_empty() {
            return empty;
        }
        Cents::parse(text).unwrap_or_else(|sentence| {
            self.fail(name, sentence);
            Cents::ZERO
        })
    }

    /// A required day, as a date field sends it (`2026-11-30`).
    pub fn date(&mut self, name: &str, label: &str) -> Option<NaiveDate> {
        if self.value(name).trim().is_empty() {
            self.fail(name, format!("{label} is missing."));
            return None;
        }
        self.optional_date(name, label)
    }

    /// A day that may be left empty.
    pub fn optional_date(&mut self, name: &str, label: &str) -> Option<NaiveDate> {
        let text = self.value(name).trim().to_string();
        if text.is_empty() {
            return None;
        }
        match read_day(&text) {
            Ok(day) => Some(day),
            Err(sentence) => {
                self.fail(name, format!("{label}: {sentence}"));
                None
            }
        }
    }

    /// A whole number within bounds, both included.
    pub fn number(&mut self, name: &str, label: &str, from: i64, to: i64) -> i64 {
        match self.value(name).trim().parse::<i64>() {
            Ok(n) if (from..=to).contains(&n) => n,
            _ => {
                self.fail(name, format!("{label} is a whole number from {from} to {to}."));
                from
            }
        }
    }

    /// One of several choices, or an id; `None` with a sentence when nothing fits.
    pub fn choice<T: FromStr>(&mut self, name: &str, label: &str) -> Option<T> {
        match self.value(name).parse() {
            Ok(value) => Some(value),
            Err(_) => {
                self.fail(name, format!("Choose {label}."));
                None
            }
        }
    }

    /// A mail address: one @, a name before it, a dot in the domain. Lower-cased, because people type both.
    pub fn email(&mut self, name: &str) -> String {
        let text = self.text(name, "Mail address", 254).to_lowercase();
        let fits = text.split_once('@').is_some_and(|(who, domain)| {
            !who.is_empty()
                && domain.contains('.')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
                && !domain.contains('@')
        });
        if !text.is_empty() && (!fits || text.contains(char::is_whitespace)) {
            self.fail(name, "Write a whole mail address, like ruth@example.com.");
        }
        text
    }
}

impl Typed {
    /// A mail address that may be left empty.
    pub fn optional_email(&mut self, name: &str) -> Option<String> {
        if self.value(name).trim().is_empty() {
            return None;
        }
        Some(self.email(name)).filter(|t| !t.is_empty())
    }

    /// A phone number that may be left empty, kept as it was typed: at least three digits, and the signs people write
    /// between them.
    pub fn phone(&mut self, name: &str) -> Option<String> {
        let text = self.optional(name, "Phone number", 40)?;
        let signs = text.chars().all(|c| c.is_ascii_digit() || "+-().x# extEXT/".contains(c));
        if !signs || text.chars().filter(char::is_ascii_digit).count() < 3 {
            self.fail(name, "Write a phone number, like 614-555-0142.");
        }
        Some(text)
    }
}

/// A day as a date field sends it.
///
/// # Errors
/// A sentence when the text is no day of the calendar, or one outside 1900 to 2199.
pub fn read_day(text: &str) -> Result<NaiveDate, String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| format!("“{text}” is no day of the calendar. Write it like 2026-11-30."))?;
    let years = 1900..=2199;
    if years.contains(&chrono::Datelike::year(&day)) {
        Ok(day)
    } else {
        Err(format!("“{text}” is far outside any lease or statement. Check the year."))
    }
}

/// Text without control and direction-changing characters, blanks folded at the ends.
pub fn clean(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control() && c != '\n' && c != '\t'
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().filter(|c| !hidden(*c)).collect::<String>().trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed::new(pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect())
    }

    #[test]
    fn all_mistakes_are_told_at_once_and_nothing_is_lost() {
        let mut form = typed(&[("rent", "14,50"), ("due", "2026-02-30"), ("name", "  Ruth\u{202e} ")]);
        assert_eq!(form.text("name", "Name", 80), "Ruth");
        form.money("rent", "Rent");
        assert_eq!(form.date("due", "Due"), None);
        form.text("street", "Street", 80);
        let fields: Vec<_> = form.errors().iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["rent", "due", "street"]);
        assert_eq!(form.value("rent"), "14,50");
    }

    #[test]
    fn mail_addresses_are_whole() {
        for bad in ["", "ruth", "ruth@", "@x.org", "a b@x.org", "a@x", "a@b@c.org"] {
            let mut form = typed(&[("email", bad)]);
            form.email("email");
            assert!(!form.is_sound(), "{bad}");
        }
        assert_eq!(typed(&[("email", " Ruth@Example.com ")]).email("email"), "ruth@example.com");
    }
}
