//! A lease as one of its tenants may know it: their own time on it, and nothing of what came after.

use chrono::NaiveDate;

use crate::id::TenantId;

use super::{Lease, LeaseMember};

impl Lease {
    /// The first day a tenant is on it, and the last where it is known.
    pub fn stay_of(&self, tenant: TenantId) -> Option<(NaiveDate, Option<NaiveDate>)> {
        let rows = || self.members.iter().filter(|m| m.tenant == tenant);
        let first = rows().map(|m| m.from_on).min()?;
        let left = rows().map(|m| m.until_on.unwrap_or(NaiveDate::MAX)).max()?;
        let last = left.min(self.ends_on.unwrap_or(NaiveDate::MAX));
        Some((first, Some(last).filter(|day| *day != NaiveDate::MAX)))
    }

    /// What a tenant sees of it: it ends when they left; terms that began later and people who came later are not there.
    /// `None` for somebody who was never on it.
    pub fn seen_by(&self, tenant: TenantId) -> Option<Lease> {
        let (first, last) = self.stay_of(tenant)?;
        let in_time = |day: NaiveDate| last.is_none_or(|last| day <= last);
        let first_terms = self.term_on(first).map(|t| t.from_on);
        let terms = self.terms.iter();
        let terms = terms.filter(|t| in_time(t.from_on) && Some(t.from_on) >= first_terms).cloned();
        let mine: Vec<&LeaseMember> = self.members.iter().filter(|m| m.tenant == tenant).collect();
        let members = self.members.iter().filter(|m| mine.iter().any(|own| own.overlaps(m)));
        Some(Lease {
            starts_on: self.starts_on,
            ends_on: last,
            terms: terms.collect(),
            members: members.cloned().collect(),
        })
    }
}

impl LeaseMember {
    /// True when there is a day on which both are members.
    fn overlaps(&self, other: &LeaseMember) -> bool {
        self.on(self.from_on.max(other.from_on)) && other.on(self.from_on.max(other.from_on))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Share, Term, after, people_from};
    use super::*;
    use crate::money::Cents;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn id(n: u128) -> TenantId {
        TenantId(uuid::Uuid::from_u128(n))
    }

    fn term(from: &str, rent: i64) -> Term {
        let none = Cents::ZERO;
        Term {
            from_on: day(from),
            rent: Cents(rent),
            due_day: 1,
            grace_days: 0,
            late_fee: none,
            deposit: none,
        }
    }

    #[test]
    fn whoever_left_sees_nothing_of_what_came_after() {
        let half = Share::from_bp(5_000);
        let members = [1, 2].map(|n| LeaseMember {
            tenant: id(n),
            name: n.to_string(),
            from_on: day("2026-01-01"),
            until_on: None,
            share: half,
        });
        let mut lease = Lease {
            starts_on: day("2026-01-01"),
            ends_on: Some(day("2027-12-31")),
            terms: vec![term("2026-01-01", 1), term("2026-06-01", 2), term("2026-12-01", 3)],
            members: members.to_vec(),
        };
        let moved = day("2026-09-01");
        let change = people_from(&lease, moved, &[(id(2), half), (id(3), half)]).unwrap();
        lease.members = after(&lease.members, moved, &change, |id| id.to_string());

        let left = lease.seen_by(id(1)).unwrap();
        assert_eq!(left.ends_on, Some(day("2026-08-31")));
        assert_eq!(left.terms.len(), 2);
        assert!(left.members.iter().all(|m| m.tenant != id(3)));
        let came = lease.seen_by(id(3)).unwrap();
        assert_eq!(came.terms.iter().map(|t| t.rent.0).collect::<Vec<_>>(), [2, 3]);
        assert!(came.members.iter().all(|m| m.tenant != id(1)));
        let stayed = lease.seen_by(id(2)).unwrap();
        assert_eq!(stayed, lease);
        assert_eq!(lease.seen_by(id(4)), None);
    }
}
