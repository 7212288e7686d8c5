//! Who lives there changes from a day on: somebody moves in or out, or the shares do. What was before that day stays.

use chrono::NaiveDate;

use crate::id::TenantId;

use super::{Lease, LeaseMember, Share};

/// What has to be written, so that the members of a lease are the new ones from a day on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Rows to take out, by tenant and first day: they began on the day of the change.
    pub remove: Vec<(TenantId, NaiveDate)>,
    /// Rows whose last day changes; `None` opens them again.
    pub last_day: Vec<(TenantId, NaiveDate, Option<NaiveDate>)>,
    /// Rows that begin on the day of the change.
    pub add: Vec<(TenantId, Share)>,
}

impl Change {
    /// True when everything is so already.
    pub fn is_empty(&self) -> bool {
        self.remove.is_empty() && self.last_day.is_empty() && self.add.is_empty()
    }
}

/// From `day` on, `people` are the members. A second change on the same day replaces the first. Shares are not checked
/// here; see [`super::whole`].
///
/// # Errors
/// A sentence when the day lies outside the lease, a later change is written down already, or somebody stands there twice.
pub fn people_from(lease: &Lease, day: NaiveDate, people: &[(TenantId, Share)]) -> Result<Change, String> {
    let shown = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    if day < lease.starts_on {
        return Err(format!(
            "The lease begins on {}. Choose that day or a later one.",
            shown(lease.starts_on)
        ));
    }
    if let Some(last) = lease.ends_on.filter(|last| day > *last) {
        return Err(format!("The lease ends on {}. Choose that day or an earlier one.", shown(last)));
    }
    if let Some(later) = changes(lease).filter(|change| *change > day).max().map(shown) {
        return Err(format!(
            "A change on {later} is written down already. Choose {later} or a later day, or take that change back first."
        ));
    }
    if people.iter().enumerate().any(|(i, (who, _))| people[..i].iter().any(|(other, _)| other == who)) {
        return Err("Somebody stands here twice.".into());
    }
    let eve = day.pred_opt().ok_or("Choose a later day.")?;
    let mut change = Change::default();
    let mut kept: Vec<TenantId> = Vec::new();
    for row in &lease.members {
        let stays = people.contains(&(row.tenant, row.share));
        let held_on_eve = row.from_on < day && row.until_on.is_none_or(|last| last >= eve);
        match row.from_on == day {
            true if !stays || kept.contains(&row.tenant) => change.remove.push((row.tenant, row.from_on)),
            false if !held_on_eve => continue,
            _ => {}
        }
        if stays {
            kept.push(row.tenant);
        }
        let last = if stays { None } else { Some(eve) };
        if held_on_eve && row.until_on != last {
            change.last_day.push((row.tenant, row.from_on, last));
        }
    }
    change.add = people.iter().filter(|(who, _)| !kept.contains(who)).copied().collect();
    Ok(change)
}

/// Takes the last change back: whoever lived there before it lives there still.
///
/// # Errors
/// A sentence when nothing changed since the lease began.
pub fn take_back(lease: &Lease) -> Result<Change, String> {
    let day = last_change(lease).ok_or("Nobody moved in or out since the lease began.")?;
    let eve = day.pred_opt().ok_or("Nothing was before that day.")?;
    let before: Vec<(TenantId, Share)> =
        lease.members_on(eve).into_iter().map(|m| (m.tenant, m.share)).collect();
    people_from(lease, day, &before)
}

/// The day of the last change of members after the first day of the lease.
pub fn last_change(lease: &Lease) -> Option<NaiveDate> {
    changes(lease).max()
}

/// Days after the first on which somebody's row begins, or the day after it ended.
fn changes(lease: &Lease) -> impl Iterator<Item = NaiveDate> {
    let begins = lease.members.iter().map(|m| m.from_on);
    let ends = lease.members.iter().filter_map(|m| m.until_on?.succ_opt());
    begins.chain(ends).filter(|day| *day > lease.starts_on)
}

/// The members as they stand after a change, for checks and for the page that asks.
pub fn after(
    members: &[LeaseMember],
    day: NaiveDate,
    change: &Change,
    name: impl Fn(TenantId) -> String,
) -> Vec<LeaseMember> {
    let mut rows: Vec<LeaseMember> = members
        .iter()
        .filter(|m| !change.remove.contains(&(m.tenant, m.from_on)))
        .cloned()
        .map(|mut m| {
            let new = change.last_day.iter().find(|(who, from, _)| (*who, *from) == (m.tenant, m.from_on));
            m.until_on = new.map_or(m.until_on, |(_, _, last)| *last);
            m
        })
        .collect();
    rows.extend(change.add.iter().map(|(tenant, share)| LeaseMember {
        tenant: *tenant,
        name: name(*tenant),
        from_on: day,
        until_on: None,
        share: *share,
    }));
    rows
}
