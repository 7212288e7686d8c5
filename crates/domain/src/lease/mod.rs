//! A lease: one home let for a time, on dated terms, to members with dated shares.

mod change;
mod draft;
mod own;
mod share;
mod term;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::TenantId;
use crate::money::Cents;
use crate::period::{Period, day_in};

pub use change::{Change, after, last_change, people_from, take_back};
pub use draft::{LeaseDraft, PEOPLE_MAX, PersonDraft, Who, read_dates, read_people};
pub use share::{Share, equally, split, whole};
pub use term::{FIELDS as TERM_FIELDS, Term, due_words, ordinal};

/// A lease that ends within so many days needs an answer: renew, or find somebody.
pub const SOON_DAYS: u64 = 60;

/// Somebody on a lease, from a day to a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseMember {
    /// Who.
    pub tenant: TenantId,
    /// Their name.
    pub name: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; `None` until the lease ends.
    pub until_on: Option<NaiveDate>,
    /// Their part of the rent.
    pub share: Share,
}

impl LeaseMember {
    /// True on days they are a member.
    pub fn on(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.until_on.is_none_or(|last| day <= last)
    }
}

/// What is agreed, and between whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; `None` for a lease from month to month.
    pub ends_on: Option<NaiveDate>,
    /// Terms, oldest first; the first begin with the lease.
    pub terms: Vec<Term>,
    /// Members, by their first day.
    pub members: Vec<LeaseMember>,
}

/// Where a lease stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has not begun.
    Starting,
    /// It holds.
    Running,
    /// It holds and ends within [`SOON_DAYS`].
    EndingSoon,
    /// It is over.
    Ended,
}

/// The next rent of a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Day it is due.
    pub on: NaiveDate,
    /// The month it is for.
    pub period: Period,
    /// How much, by days where the lease holds for a part of the month only.
    pub rent: Cents,
}

impl State {
    /// Where a lease with these dates stands.
    pub fn of(starts_on: NaiveDate, ends_on: Option<NaiveDate>, today: NaiveDate) -> State {
        match ends_on {
            Some(last) if last < today => State::Ended,
            _ if starts_on > today => State::Starting,
            Some(last) if last <= today + Days::new(SOON_DAYS) => State::EndingSoon,
            _ => State::Running,
        }
    }
}

/// How long, in words: `month to month`, `until 30 June 2027`, `ended 30 June 2026`.
pub fn until_words(ends_on: Option<NaiveDate>, today: NaiveDate) -> String {
    match ends_on {
        None => "month to month".into(),
        Some(last) if last < today => format!("ended {}", last.format("%-d %B %Y")),
        Some(last) => format!("until {}", last.format("%-d %B %Y")),
    }
}

impl Lease {
    /// Where it stands.
    pub fn state(&self, today: NaiveDate) -> State {
        State::of(self.starts_on, self.ends_on, today)
    }

    /// True on days it holds.
    pub fn on(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|last| day <= last)
    }

    /// The day that speaks for it: today while it holds, its first day before, its last day after.
    pub fn telling_day(&self, today: NaiveDate) -> NaiveDate {
        let day = self.ends_on.map_or(today, |last| today.min(last));
        day.max(self.starts_on)
    }

    /// Whether it may end on a day, seen from what is written down.
    ///
    /// # Errors
    /// A sentence when the day lies before the first, or before a change of rent or people.
    pub fn may_end_on(&self, day: NaiveDate) -> Result<(), String> {
        if day < self.starts_on {
            return Err(format!(
                "The lease begins on {}. It cannot end before.",
                self.starts_on.format("%-d %B %Y")
            ));
        }
        let terms = self.terms.iter().map(|t| t.from_on);
        let people = self.members.iter().map(|m| m.from_on);
        match terms.chain(people).filter(|from| *from > day).max() {
            Some(later) => Err(format!(
                "A change on {} is written down already. Take it back first, or choose a later day.",
                later.format("%-d %B %Y")
            )),
            None => Ok(()),
        }
    }

    /// The terms that hold on a day; before the lease begins there are none.
    pub fn term_on(&self, day: NaiveDate) -> Option<&Term> {
        self.terms.iter().filter(|t| t.from_on <= day).max_by_key(|t| t.from_on)
    }

    /// Who is on it on a day.
    pub fn members_on(&self, day: NaiveDate) -> Vec<&LeaseMember> {
        self.members.iter().filter(|m| m.on(day)).collect()
    }

    /// Somebody's part of the rent on a day; `None` when they are not on it.
    pub fn share_on(&self, tenant: TenantId, day: NaiveDate) -> Option<Share> {
        self.members.iter().find(|m| m.tenant == tenant && m.on(day)).map(|m| m.share)
    }

    /// Everybody's part of an amount on a day, to the cent. Whoever asks, it comes out the same.
    pub fn parts_on(&self, day: NaiveDate, amount: Cents) -> Vec<(TenantId, Cents)> {
        let mut members = self.members_on(day);
        members.sort_by_key(|m| m.tenant);
        let shares: Vec<Share> = members.iter().map(|m| m.share).collect();
        members.iter().map(|m| m.tenant).zip(split(amount, &shares)).collect()
    }

    /// Days of a month on which it holds, and days the month has.
    pub fn days_of(&self, period: Period) -> (u32, u32) {
        let first = period.first().max(self.starts_on);
        let last = self.ends_on.map_or(period.last(), |end| end.min(period.last()));
        let days = (last - first).num_days() + 1;
        (u32::try_from(days).unwrap_or_default(), period.last().day())
    }

    /// Rent of a month: in full, or by days where the lease or its terms begin or end within it; rounded to the nearest
    /// cent, half up.
    pub fn rent_of(&self, period: Period) -> Cents {
        let month: Vec<NaiveDate> =
            period.first().iter_days().take_while(|day| *day <= period.last()).collect();
        let by_days: i64 = month
            .iter()
            .filter(|day| self.on(**day))
            .map(|day| self.term_on(*day).map_or(0, |term| term.rent.0))
            .sum();
        let days = i64::from(period.last().day());
        Cents((2 * by_days + days).div_euclid(2 * days))
    }

    /// The rent of a month and the day it is due: the due day, or the lease's first or last day where it lies
    /// outside of them.
    pub fn due_in(&self, period: Period) -> Option<Due> {
        let first = period.first().max(self.starts_on);
        if first > period.last() || !self.on(first) {
            return None;
        }
        let due_day = self.term_on(first)?.due_day;
        let on = day_in(period, u32::from(due_day)).max(first);
        let on = self.ends_on.map_or(on, |last| on.min(last));
        Some(Due { on, period, rent: self.rent_of(period) })
    }

    /// The next rent that falls due, today included; `None` when none comes any more.
    pub fn next_due(&self, today: NaiveDate) -> Option<Due> {
        let month = Period::of(today.max(self.starts_on));
        [month, month.next()].into_iter().filter_map(|period| self.due_in(period)).find(|due| due.on >= today)
    }
}

#[cfg(test)]
mod tests;
