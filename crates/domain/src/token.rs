//! Tokens: with one, a program acts for a person at one door of one portfolio, as far as its scopes go.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Duration, Utc};

use crate::form::Typed;

/// Requests that one token may make within a minute of the clock.
pub const PER_MINUTE: i32 = 600;

/// What a token may be used for. It never reaches further than the person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Read repairs, what was said about them, and their files.
    TicketsRead,
    /// Report repairs, write about them, change them, add files.
    TicketsWrite,
    /// Hear of what changes.
    EventsRead,
}

impl Scope {
    /// All of them, in the order of the form.
    pub const ALL: [Scope; 3] = [Scope::TicketsRead, Scope::TicketsWrite, Scope::EventsRead];

    /// The word in the database, in forms and in answers.
    pub fn word(self) -> &'static str {
        match self {
            Scope::TicketsRead => "tickets:read",
            Scope::TicketsWrite => "tickets:write",
            Scope::EventsRead => "events:read",
        }
    }

    /// As a page says it.
    pub fn title(self) -> &'static str {
        match self {
            Scope::TicketsRead => "Read repairs",
            Scope::TicketsWrite => "Report and change repairs",
            Scope::EventsRead => "Hear of changes",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Scope {
    type Err = ();

    fn from_str(word: &str) -> Result<Scope, ()> {
        Scope::ALL.into_iter().find(|scope| scope.word() == word).ok_or(())
    }
}

/// What a person says about a token that they make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenDraft {
    /// What it is for, in their words.
    pub name: String,
    /// What it may be used for; at least one.
    pub scopes: Vec<Scope>,
    /// From when on it opens nothing any more; never, when there is none.
    pub expires_at: Option<DateTime<Utc>>,
}

impl TokenDraft {
    /// Days that the form offers.
    pub const DAYS: [i64; 3] = [30, 90, 365];

    /// Reads `name`, a box named after each scope, and `days` (one of [`Self::DAYS`], or empty for ever).
    pub fn read(form: &mut Typed, now: DateTime<Utc>) -> TokenDraft {
        let name = form.text("name", "What it is for", 60);
        let scopes: Vec<Scope> = Scope::ALL.into_iter().filter(|s| form.checked(s.word())).collect();
        if scopes.is_empty() {
            form.fail(Scope::ALL[0].word(), "Choose at least one thing that it may do.");
        }
        let days = form.value("days").trim().to_owned();
        let chosen = days.parse().ok().filter(|days| TokenDraft::DAYS.contains(days));
        if chosen.is_none() && !days.is_empty() {
            form.fail("days", "Choose from the list how long it opens.");
        }
        TokenDraft { name, scopes, expires_at: chosen.map(|days| now + Duration::days(days)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-25T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn words_of_scopes_go_both_ways() {
        assert!(Scope::ALL.iter().all(|scope| scope.word().parse() == Ok(*scope)));
        assert_eq!("tickets:admin".parse::<Scope>(), Err(()));
    }

    #[test]
    fn a_token_needs_a_name_and_something_to_do() {
        let mut form = Typed::filled([("days", "31".to_string())]);
        TokenDraft::read(&mut form, now());
        for field in ["name", "tickets:read", "days"] {
            assert!(form.error(field).is_some(), "{field}");
        }
        let mut form = Typed::filled([
            ("name", " Home board ".to_string()),
            ("events:read", "1".to_string()),
            ("days", "30".to_string()),
        ]);
        let draft = TokenDraft::read(&mut form, now());
        assert!(form.is_sound());
        assert_eq!((draft.name.as_str(), &draft.scopes[..]), ("Home board", &[Scope::EventsRead][..]));
        assert_eq!(draft.expires_at, Some("2026-12-25T12:00:00Z".parse().unwrap()));
    }
}
