//! What people are told without asking: which kinds there are, in whose words, and when a letter about it may go out.

mod letter;
mod quiet;
mod words;

use std::str::FromStr;

pub use letter::{Letter, Sender};
pub use quiet::{MAIL_PAUSE_MINUTES, Quiet, mail_at};
pub use words::{Told, What};

use crate::ticket::{Happened, Side};

/// A kind of notification, which somebody may want or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotificationKind {
    /// A repair was reported.
    Report,
    /// Somebody wrote.
    Message,
    /// A repair moved on: begun, fixed, cancelled, open again, more or less urgent.
    Progress,
    /// A visit was proposed, answered or taken back, or somebody said when they may be visited.
    Visit,
}

impl NotificationKind {
    /// All of them, as settings list them.
    pub const ALL: [NotificationKind; 4] = [
        NotificationKind::Report,
        NotificationKind::Message,
        NotificationKind::Progress,
        NotificationKind::Visit,
    ];

    /// The word in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            NotificationKind::Report => "report",
            NotificationKind::Message => "message",
            NotificationKind::Progress => "progress",
            NotificationKind::Visit => "visit",
        }
    }

    /// As settings call it.
    pub fn title(self) -> &'static str {
        match self {
            NotificationKind::Report => "New repairs",
            NotificationKind::Message => "Messages",
            NotificationKind::Progress => "Progress",
            NotificationKind::Visit => "Visits",
        }
    }

    /// What it tells, in the words of one side.
    pub fn hint(self, reader: Side) -> &'static str {
        match (self, reader) {
            (NotificationKind::Report, Side::Landlord) => {
                "A tenant or somebody of your side reports a repair."
            }
            (NotificationKind::Report, Side::Tenant) => {
                "Somebody you live with, or your landlord, reports a repair in your home."
            }
            (NotificationKind::Message, Side::Landlord) => "A tenant writes about a repair.",
            (NotificationKind::Message, Side::Tenant) => {
                "Your landlord or somebody you live with writes about a repair."
            }
            (NotificationKind::Progress, Side::Landlord) => "A tenant cancels, confirms or reopens a repair.",
            (NotificationKind::Progress, Side::Tenant) => "Work begins, is done, or is cancelled.",
            (NotificationKind::Visit, Side::Landlord) => {
                "A tenant answers a visit, or says when somebody may come in."
            }
            (NotificationKind::Visit, Side::Tenant) => "A visit is proposed or taken back.",
        }
    }

    /// The kind that tells of something done, where it is told at all: facts, vendors and costs are not.
    pub fn of(happened: Happened) -> Option<NotificationKind> {
        match happened {
            Happened::Reported => Some(NotificationKind::Report),
            Happened::FilesAdded => Some(NotificationKind::Message),
            Happened::Status | Happened::Priority | Happened::Confirmed => Some(NotificationKind::Progress),
            Happened::VisitProposed
            | Happened::VisitAccepted
            | Happened::VisitDeclined
            | Happened::VisitCancelled
            | Happened::Access => Some(NotificationKind::Visit),
            Happened::Facts
            | Happened::Vendor
            | Happened::CostAdded
            | Happened::CostRemoved
            | Happened::CostBooked
            | Happened::CostUnbooked => None,
        }
    }
}

impl FromStr for NotificationKind {
    type Err = ();

    fn from_str(word: &str) -> Result<NotificationKind, ()> {
        NotificationKind::ALL.into_iter().find(|k| k.word() == word).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_the_landlord_may_know_is_no_notification() {
        for happened in Happened::ALL.iter().filter(|h| !h.is_for_household()) {
            assert_eq!(NotificationKind::of(*happened), None);
        }
        assert!(NotificationKind::ALL.iter().all(|k| k.word().parse() == Ok(*k)));
    }
}
