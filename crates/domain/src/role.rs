//! Who somebody is in a portfolio, and what that lets them do.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A person's standing in one portfolio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything, including members and settings.
    Owner,
    /// Homes, people and books; may be limited to some properties. No members, no settings.
    Manager,
    /// Books and reports; sees no tenants.
    Bookkeeper,
    /// Their own home and nothing else.
    Tenant,
}

impl Role {
    /// The word stored in the database and used on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Manager => "manager",
            Role::Bookkeeper => "bookkeeper",
            Role::Tenant => "tenant",
        }
    }

    /// The word as a page shows it.
    pub fn title(self) -> &'static str {
        match self {
            Role::Owner => "Owner",
            Role::Manager => "Manager",
            Role::Bookkeeper => "Bookkeeper",
            Role::Tenant => "Tenant",
        }
    }

    /// True for the landlord's side.
    pub fn is_member(self) -> bool {
        self != Role::Tenant
    }

    /// May see and change tenants and leases.
    pub fn keeps_people(self) -> bool {
        matches!(self, Role::Owner | Role::Manager)
    }

    /// May see and change the books.
    pub fn keeps_books(self) -> bool {
        self.is_member()
    }

    /// May invite members, change settings, remove the demo.
    pub fn owns(self) -> bool {
        self == Role::Owner
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Role, String> {
        [Role::Owner, Role::Manager, Role::Bookkeeper, Role::Tenant]
            .into_iter()
            .find(|r| r.word() == text)
            .ok_or_else(|| format!("“{text}” is no role. Choose owner, manager, bookkeeper or tenant."))
    }
}
