//! Names of things: one newtype per kind of row, so that a lease id cannot be passed for a unit id.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map($name)
            }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                $name(id)
            }
        }
    )*};
}

ids! {
    /// The isolated customer: one landlord's (or firm's) properties, people and books.
    PortfolioId,
    /// A human who signs in; may be a member here and a tenant there.
    PersonId,
    /// A building or house on one Schedule E column.
    PropertyId,
    /// A home inside a property that can be let on its own.
    UnitId,
    /// A person who rents, as one portfolio knows them.
    TenantId,
    /// An agreement to let one unit for a time.
    LeaseId,
    /// What a lease says from a day on.
    LeaseTermId,
    /// An account at a bank, card or wallet whose lines we read.
    BankAccountId,
    /// One file brought in, from upload to undo.
    ImportId,
    /// One row that a bank feed or file showed us.
    BankLineId,
    /// A merchant or text pattern with what to do about it.
    RuleId,
    /// Money spent, booked.
    ExpenseId,
    /// Money earned, booked.
    IncomeId,
    /// Money that moved without being income or expense: own accounts, deposits, personal, principal.
    MovementId,
    /// One debit and one credit in the ledger.
    TransferId,
    /// One entry of what was done, by whom.
    ActivityId,
    /// One change that open pages are told of.
    EventId,
    /// A piece of work that waits for a worker.
    JobId,
    /// A repair.
    TicketId,
    /// Something said about a repair, or a note kept on it.
    CommentId,
    /// A visit proposed for a repair.
    VisitId,
    /// What a repair costs: a quote, or spent.
    CostId,
    /// Somebody who repairs things for the landlord.
    VendorId,
    /// A photo or document that somebody added.
    FileId,
    /// Something that one person was told.
    NotificationId,
    /// A secret with which a program acts for a person.
    TokenId,
}
