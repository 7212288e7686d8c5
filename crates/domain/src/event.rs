//! Whom a change concerns: who is told of it while their page is open. Nobody is told more than that something changed.

use crate::id::{LeaseId, PersonId, PortfolioId, PropertyId};
use crate::viewer::Viewer;

/// Who hears of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody on the landlord's side; where it is about one property, limited managers only if it is theirs.
    Members(Option<PropertyId>),
    /// The same without bookkeepers, who do not know the people.
    Keepers(Option<PropertyId>),
    /// Those who live on a lease, and the keepers of its property.
    Household(PropertyId, LeaseId),
    /// One person, whatever their door.
    Person(PersonId),
}

impl Audience {
    /// Whether a viewer hears of what happened in `portfolio`. The same answer as row-level security gives for the row in
    /// the outbox (migrations/0012), without asking Postgres once for every open page.
    pub fn reaches(&self, portfolio: PortfolioId, viewer: &Viewer) -> bool {
        if viewer.portfolio() != Some(portfolio) {
            return false;
        }
        match (self, viewer) {
            (_, Viewer::Worker { .. }) => true,
            (Audience::Person(person), _) => viewer.person() == Some(*person),
            (Audience::Household(_, lease), Viewer::Tenant(tenant)) => tenant.living.contains(lease),
            (Audience::Members(property), Viewer::Member(member)) => member.reaches(*property),
            (Audience::Keepers(property), Viewer::Member(member)) => {
                member.role.keeps_people() && member.reaches(*property)
            }
            (Audience::Household(property, _), Viewer::Member(member)) => {
                member.role.keeps_people() && member.reaches(Some(*property))
            }
            _ => false,
        }
    }

    /// The word that stands in the database.
    pub fn word(&self) -> &'static str {
        match self {
            Audience::Members(_) => "members",
            Audience::Keepers(_) => "keepers",
            Audience::Household(..) => "household",
            Audience::Person(_) => "person",
        }
    }

    /// The property it is about, where it is about one.
    pub fn property(&self) -> Option<PropertyId> {
        match self {
            Audience::Members(property) | Audience::Keepers(property) => *property,
            Audience::Household(property, _) => Some(*property),
            Audience::Person(_) => None,
        }
    }

    /// The lease whose household hears of it.
    pub fn lease(&self) -> Option<LeaseId> {
        if let Audience::Household(_, lease) = self { Some(*lease) } else { None }
    }

    /// The one person who hears of it.
    pub fn person(&self) -> Option<PersonId> {
        if let Audience::Person(person) = self { Some(*person) } else { None }
    }

    /// An audience out of the columns of its row; `None` when they do not belong together.
    pub fn read(
        word: &str,
        property: Option<PropertyId>,
        lease: Option<LeaseId>,
        person: Option<PersonId>,
    ) -> Option<Audience> {
        match (word, property, lease, person) {
            ("members", property, None, None) => Some(Audience::Members(property)),
            ("keepers", property, None, None) => Some(Audience::Keepers(property)),
            ("household", Some(property), Some(lease), None) => Some(Audience::Household(property, lease)),
            ("person", None, None, Some(person)) => Some(Audience::Person(person)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_audience_survives_its_columns() {
        let id = Uuid::from_u128;
        for audience in [
            Audience::Members(None),
            Audience::Members(Some(PropertyId(id(1)))),
            Audience::Keepers(Some(PropertyId(id(1)))),
            Audience::Household(PropertyId(id(1)), LeaseId(id(2))),
            Audience::Person(PersonId(id(3))),
        ] {
            let read =
                Audience::read(audience.word(), audience.property(), audience.lease(), audience.person());
            assert_eq!(read, Some(audience));
        }
        assert_eq!(Audience::read("household", None, Some(LeaseId(id(2))), None), None);
    }
}
