//! What somebody says about a new lease, over several pages of one form.

use chrono::NaiveDate;

use crate::form::Typed;
use crate::id::{TenantId, UnitId};
use crate::tenant::TenantDraft;

use super::share::{Share, equally, whole};
use super::term::Term;

/// People one lease can have at once.
pub const PEOPLE_MAX: usize = 12;

/// A lease about to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseDraft {
    /// Which home.
    pub unit: UnitId,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; `None` for month to month.
    pub ends_on: Option<NaiveDate>,
    /// Terms from the first day on.
    pub term: Term,
    /// Who lives there; their shares make up the whole.
    pub people: Vec<PersonDraft>,
    /// For the landlord's side only.
    pub note: Option<String>,
}

/// Somebody to be on a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonDraft {
    /// Number of their row in the form, from 1.
    pub row: usize,
    /// Who.
    pub who: Who,
    /// Their part of the rent.
    pub share: Share,
}

/// Somebody known, or somebody new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A tenant of the portfolio.
    Known(TenantId),
    /// Somebody to be made a tenant.
    New(TenantDraft),
}

impl LeaseDraft {
    /// Reads the whole form; errors are recorded beside the fields. `None` while a home or the first day is missing.
    pub fn read(form: &mut Typed) -> Option<LeaseDraft> {
        let unit = form.choice::<UnitId>("unit", "the home");
        let dates = read_dates(form);
        let term = Term::read(form, dates.map_or(NaiveDate::MIN, |(first, _)| first));
        let people = read_people(form);
        let note = form.optional("note", "The note", 2_000);
        let (starts_on, ends_on) = dates?;
        Some(LeaseDraft { unit: unit?, starts_on, ends_on, term, people, note })
    }
}

/// First and last day.
pub fn read_dates(form: &mut Typed) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let first = form.date("starts_on", "The first day");
    let last = form.optional_date("ends_on", "The last day");
    if let (Some(first), Some(last)) = (first, last)
        && last < first
    {
        form.fail("ends_on", "The last day lies before the first. Turn them round, or leave it empty.");
    }
    first.map(|first| (first, last))
}

/// Who is on the lease. Rows are numbered from 1: `who_1` is a tenant's id, `new` with `name_1`, `email_1` and `phone_1`,
/// or nothing; `out_1` is ticked for somebody who moves out; `share_1` counts when `split` is `own`.
pub fn read_people(form: &mut Typed) -> Vec<PersonDraft> {
    let mut people: Vec<PersonDraft> = Vec::new();
    for row in 1..=PEOPLE_MAX {
        if form.checked(&format!("out_{row}")) {
            continue;
        }
        let Some(who) = read_who(form, row) else { continue };
        if matches!(who, Who::Known(_)) && people.iter().any(|p| p.who == who) {
            form.fail(
                &format!("who_{row}"),
                "This person stands here twice. Choose somebody else, or nobody.",
            );
        }
        if let Who::New(TenantDraft { email: Some(email), .. }) = &who
            && people.iter().any(|p| matches!(&p.who, Who::New(other) if other.email.as_ref() == Some(email)))
        {
            form.fail(
                &format!("email_{row}"),
                "Somebody above has this mail address. Each needs their own, or none.",
            );
        }
        people.push(PersonDraft { row, who, share: Share::NONE });
    }
    if people.is_empty() {
        form.fail("who_1", "Somebody has to be on the lease. Name one person at least.");
    }
    let shares = match form.value("split") == "own" {
        true => own_shares(form, &people),
        false => equally(people.len()),
    };
    for (person, share) in people.iter_mut().zip(shares) {
        person.share = share;
    }
    people
}

fn read_who(form: &mut Typed, row: usize) -> Option<Who> {
    let place = format!("_{row}");
    let who = form.value(&format!("who{place}")).to_string();
    // Somebody who typed a name and chose nobody meant somebody.
    let named = !form.value(&format!("name{place}")).trim().is_empty();
    match who.as_str() {
        "" if !named => None,
        "" | "new" => Some(Who::New(TenantDraft::read_at(form, &place))),
        _ => form.choice::<TenantId>(&format!("who{place}"), "a person").map(Who::Known),
    }
}

fn own_shares(form: &mut Typed, people: &[PersonDraft]) -> Vec<Share> {
    let mut sound = true;
    let mut shares = Vec::with_capacity(people.len());
    for person in people {
        let field = format!("share_{}", person.row);
        shares.push(Share::parse(form.value(&field)).unwrap_or_else(|sentence| {
            sound = false;
            form.fail(&field, sentence);
            Share::NONE
        }));
    }
    if let Err(sentence) = whole(&shares)
        && sound
        && !people.is_empty()
    {
        form.fail("split", sentence);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Typed {
        Typed::new(pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect())
    }

    #[test]
    fn people_share_equally_unless_they_say_otherwise() {
        let mut typed = form(&[
            ("who_1", "new"),
            ("name_1", "Maya Okafor"),
            ("who_2", ""),
            ("name_2", "Daniel Reyes"),
            ("who_3", ""),
        ]);
        let people = read_people(&mut typed);
        assert!(typed.is_sound());
        assert_eq!(people.iter().map(|p| p.share.bp()).collect::<Vec<_>>(), [5_000, 5_000]);

        typed.set("split", "own");
        typed.set("share_1", "60");
        typed.set("share_2", "30");
        read_people(&mut typed);
        assert!(typed.error("split").is_some_and(|e| e.contains("10% is missing")));
    }

    #[test]
    fn nobody_stands_there_twice_or_all_move_out() {
        let id = "0190b1c4-0000-7000-8000-000000000001";
        let mut typed = form(&[("who_1", id), ("who_2", id)]);
        read_people(&mut typed);
        assert!(typed.error("who_2").is_some());
        let mut typed = form(&[("who_1", id), ("out_1", "1")]);
        assert!(read_people(&mut typed).is_empty());
        assert!(typed.error("who_1").is_some());
    }

    #[test]
    fn a_lease_tells_all_mistakes_at_once() {
        let mut typed = form(&[("starts_on", "2026-12-15"), ("ends_on", "2026-12-01"), ("unit", "x")]);
        assert!(LeaseDraft::read(&mut typed).is_none());
        for field in ["unit", "ends_on", "rent", "due_day", "who_1"] {
            assert!(typed.error(field).is_some(), "{field}");
        }
    }
}
