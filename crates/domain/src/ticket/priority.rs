//! How soon a repair must be looked at.

use std::str::FromStr;

/// From what cannot wait an hour to what can wait for the next visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Somebody or the house is in danger, or will be.
    Emergency,
    /// Soon: a day or two.
    High,
    /// In its turn.
    #[default]
    Normal,
    /// When somebody is there anyway.
    Low,
}

impl Priority {
    /// All of them, the most pressing first.
    pub const ALL: [Priority; 4] = [Priority::Emergency, Priority::High, Priority::Normal, Priority::Low];

    /// The word in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            Priority::Emergency => "emergency",
            Priority::High => "high",
            Priority::Normal => "normal",
            Priority::Low => "low",
        }
    }

    /// As a page says it.
    pub fn title(self) -> &'static str {
        match self {
            Priority::Emergency => "Emergency",
            Priority::High => "Urgent",
            Priority::Normal => "Normal",
            Priority::Low => "Can wait",
        }
    }
}

impl FromStr for Priority {
    type Err = ();

    fn from_str(word: &str) -> Result<Priority, ()> {
        Priority::ALL.into_iter().find(|p| p.word() == word).ok_or(())
    }
}
