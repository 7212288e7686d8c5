//! What a bank line was probably for, and why: the user's own rules first, then general knowledge of American merchants.
//!
//! A starter entry never books by itself, not even an "own transfer": one line alone cannot show that the other account
//! is ours, and a false booking is worse than one more item to review. Only a rule that somebody made does, and only
//! with a confidence of 95 and more or a priority of 100 and more.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Cents;
use crate::id::{BankAccountId, PropertyId, RuleId};

mod draft;
mod label;
mod matcher;
mod starter;

pub use draft::RuleDraft;
pub use label::eval_label;
pub use matcher::Matcher;

/// From here on a rule books without asking.
pub const BOOKS_CONFIDENCE_MIN: u8 = 95;
/// Or from here on, whatever its confidence.
pub const BOOKS_PRIORITY_MIN: i16 = 100;

/// Which way the money went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Into the account.
    In,
    /// Out of the account.
    Out,
    /// Either.
    #[default]
    Any,
}

impl Direction {
    /// The word stored in the database.
    pub fn word(self) -> &'static str {
        match self {
            Direction::In => "in",
            Direction::Out => "out",
            Direction::Any => "any",
        }
    }

    /// The direction of a stored word; anything else is "any".
    pub fn from_word(word: &str) -> Direction {
        match word {
            "in" => Direction::In,
            "out" => Direction::Out,
            _ => Direction::Any,
        }
    }
}

/// A rule somebody made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// As people call it.
    pub name: String,
    /// Words that stand next to each other in the normalised text.
    pub pattern: String,
    /// Which way the money went.
    pub direction: Direction,
    /// Only lines of this account.
    pub account: Option<BankAccountId>,
    /// Only amounts from here, without sign.
    pub least: Option<Cents>,
    /// Only amounts up to here, without sign.
    pub most: Option<Cents>,
    /// Code of the category it is for.
    pub category: String,
    /// The property it is for.
    pub property: Option<PropertyId>,
    /// Rules of higher priority are asked first; 100 and more books without asking.
    pub priority: i16,
    /// Percent.
    pub confidence: u8,
}

/// A line, as far as rules look at it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Normalised text.
    pub merchant: &'a str,
    /// Into the account is plus.
    pub amount: Cents,
    /// The account it stands on.
    pub account: BankAccountId,
}

/// Where a guess comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// General knowledge that every portfolio starts with.
    Starter,
    /// A rule somebody made.
    Rule(RuleId),
}

impl Source {
    /// The word stored in the database.
    pub fn word(self) -> &'static str {
        match self {
            Source::Starter => "starter",
            Source::Rule(_) => "rule",
        }
    }

    /// The rule, where it was one.
    pub fn rule(self) -> Option<RuleId> {
        match self {
            Source::Starter => None,
            Source::Rule(id) => Some(id),
        }
    }
}

/// What a line was probably for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// Code of the category.
    pub category: Cow<'static, str>,
    /// The property, where a rule says so.
    pub property: Option<PropertyId>,
    /// Percent.
    pub confidence: u8,
    /// A sentence for people that says why.
    pub reason: String,
    /// Where it comes from.
    pub source: Source,
    /// Sure enough, and of somebody's own making, to be booked without asking.
    pub books_itself: bool,
}

/// How sure a guess is, in the words of the review page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// No idea.
    None,
    /// A hint at best.
    Unsure,
    /// Right more often than not; worth a look.
    Likely,
    /// As good as known; can be accepted in one go.
    Certain,
}

impl Band {
    /// All of them, the surest first.
    pub const ALL: [Band; 4] = [Band::Certain, Band::Likely, Band::Unsure, Band::None];

    /// The band of a guess's confidence. The database computes the same in `bank_line.band`.
    pub fn of(confidence: Option<u8>) -> Band {
        match confidence {
            None => Band::None,
            Some(90..) => Band::Certain,
            Some(70..) => Band::Likely,
            Some(_) => Band::Unsure,
        }
    }

    /// Its number in the database: 0 none to 3 certain.
    pub fn number(self) -> i16 {
        self as i16
    }

    /// The band of a number of the database.
    pub fn from_number(number: i16) -> Band {
        Band::ALL.into_iter().find(|b| b.number() == number).unwrap_or(Band::None)
    }

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Band::Certain => "certain",
            Band::Likely => "likely",
            Band::Unsure => "unsure",
            Band::None => "none",
        }
    }
}
