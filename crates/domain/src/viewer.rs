//! Whoever is asking. Every transaction in the database is opened for exactly one viewer.

use uuid::Uuid;

use crate::id::{BankAccountId, LeaseId, LeaseTermId, PersonId, PortfolioId, PropertyId, TenantId, UnitId};
use crate::role::Role;

/// Whoever is asking, with the ids that row-level security compares rows against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// A person on the landlord's side.
    Member(Member),
    /// A person who rents here.
    Tenant(Tenant),
    /// A job acting for a portfolio; sees all of it, and nothing else.
    Worker {
        /// Whose job it is.
        portfolio: PortfolioId,
    },
    /// A signed-in person outside any portfolio: their own name, sessions and doors.
    Person {
        /// Who.
        person: PersonId,
    },
    /// Nobody yet: sign-in, invitations, first setup. Reaches reviewed functions only.
    Public,
}

/// A member of a portfolio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The portfolio they act in.
    pub portfolio: PortfolioId,
    /// Who.
    pub person: PersonId,
    /// Owner, manager or bookkeeper.
    pub role: Role,
    /// `None`: the whole portfolio. `Some`: a manager limited to some properties and what hangs on them.
    pub reach: Option<Reach>,
}

/// What a limited manager reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Their properties.
    pub properties: Vec<PropertyId>,
    /// Bank accounts that belong to these properties.
    pub bank_accounts: Vec<BankAccountId>,
    /// Tenants on leases of these properties.
    pub tenants: Vec<TenantId>,
}

/// A tenant in their portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// The portfolio that lets to them.
    pub portfolio: PortfolioId,
    /// Who; absent while a landlord looks through their eyes.
    pub person: Option<PersonId>,
    /// Their row among the portfolio's tenants.
    pub tenant: TenantId,
    /// Leases they are or were a member of.
    pub leases: Vec<LeaseId>,
    /// Those of them they live on today: repairs and what is told of them end with the day somebody moves out.
    pub living: Vec<LeaseId>,
    /// Terms of those leases that held while they were a member, or will.
    pub terms: Vec<LeaseTermId>,
    /// Everyone on those leases while they are, themselves included.
    pub household: Vec<TenantId>,
    /// Units of those leases.
    pub units: Vec<UnitId>,
    /// Properties of those units.
    pub properties: Vec<PropertyId>,
}

impl Member {
    /// Whether something about this property concerns them; what is about none concerns only those without limits.
    pub fn reaches(&self, property: Option<PropertyId>) -> bool {
        self.reach.as_ref().is_none_or(|reach| property.is_some_and(|id| reach.properties.contains(&id)))
    }
}

impl Viewer {
    /// The portfolio they act in, where there is one.
    pub fn portfolio(&self) -> Option<PortfolioId> {
        match self {
            Viewer::Member(m) => Some(m.portfolio),
            Viewer::Tenant(t) => Some(t.portfolio),
            Viewer::Worker { portfolio } => Some(*portfolio),
            Viewer::Person { .. } | Viewer::Public => None,
        }
    }

    /// The human behind it, where there is one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Viewer::Member(m) => Some(m.person),
            Viewer::Tenant(t) => t.person,
            Viewer::Person { person } => Some(*person),
            Viewer::Worker { .. } | Viewer::Public => None,
        }
    }

    /// Their standing, where they have one.
    pub fn role(&self) -> Option<Role> {
        match self {
            Viewer::Member(m) => Some(m.role),
            Viewer::Tenant(_) => Some(Role::Tenant),
            Viewer::Worker { .. } | Viewer::Person { .. } | Viewer::Public => None,
        }
    }

    /// The database role their transaction runs as.
    pub fn database_role(&self) -> &'static str {
        match self {
            Viewer::Member(_) => "duplex_landlord",
            Viewer::Tenant(_) => "duplex_tenant",
            Viewer::Worker { .. } => "duplex_worker",
            Viewer::Person { .. } | Viewer::Public => "duplex_public",
        }
    }
}

/// Ids as the text of a Postgres array literal: `{a,b}`.
pub fn id_array<I: Copy + Into<Uuid>>(ids: &[I]) -> String {
    let parts: Vec<String> = ids.iter().map(|id| (*id).into().to_string()).collect();
    format!("{{{}}}", parts.join(","))
}
