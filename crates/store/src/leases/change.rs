//! Changing a lease: new terms or people from a day on, its last day, and taking any of it back. Each takes the lease's
//! version first, so that two people cannot change one lease at once without seeing each other.

use chrono::NaiveDate;
use domain::id::{LeaseId, TenantId};
use domain::lease::{self, Change, PersonDraft, Share, Term, until_words};
use serde_json::json;
use uuid::Uuid;

use super::add::{OVERLAP, insert_members, insert_term, settle, write_note};
use super::{LeaseRecord, find, told};
use crate::activity::{Entry, record};
use crate::{Error, Result, Tx, events};

/// Reads the lease and takes the next version of it, which holds others off until the end of the transaction.
async fn take(tx: &mut Tx, id: LeaseId, version: i32) -> Result<LeaseRecord> {
    let taken = sqlx::query!(
        "update lease set version = version + 1
          where portfolio_id = app.portfolio_id() and id = $1 and version = $2 and removed_at is null",
        id.0,
        version
    )
    .execute(tx.conn())
    .await?;
    let lease = find(tx, id).await?;
    match taken.rows_affected() {
        0 if lease.removed => Err(Error::Missing),
        0 if lease.version == version => Err(Error::Forbidden),
        0 => Err(Error::Stale),
        _ => Ok(lease),
    }
}

fn entry(kind: &'static str, lease: &LeaseRecord, sentence: String) -> Entry {
    Entry::new(kind, lease.id, sentence).at(lease.property).about_people()
}

fn shown(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// New terms from a day on. On a day that terms begin already, they are put right instead.
///
/// # Errors
/// [`Error::Refused`] beside `from_on` when the day lies outside the lease; [`Error::Stale`]; [`Error::Missing`].
pub async fn amend(tx: &mut Tx, id: LeaseId, version: i32, term: &Term) -> Result<()> {
    let lease = take(tx, id, version).await?;
    if !lease.lease.on(term.from_on) {
        let until = until_words(lease.lease.ends_on, lease.lease.starts_on);
        let sentence =
            format!("The lease runs from {}, {until}. Choose a day within.", shown(lease.lease.starts_on));
        return Err(Error::refused("from_on", sentence));
    }
    let before = lease.lease.terms.iter().find(|t| t.from_on == term.from_on);
    let sentence = match before {
        Some(_) => {
            sqlx::query!(
                "update lease_term set rent_cents = $3, due_day = $4, grace_days = $5, late_fee_cents = $6, deposit_cents = $7
                  where portfolio_id = app.portfolio_id() and lease_id = $1 and from_on = $2",
                id.0,
                term.from_on,
                term.rent.0,
                i16::from(term.due_day),
                i16::from(term.grace_days),
                term.late_fee.0,
                term.deposit.0
            )
            .execute(tx.conn())
            .await?;
            format!("Put the terms of {} from {} right.", lease.home(), shown(term.from_on))
        }
        None => {
            insert_term(tx, id, lease.property, term).await?;
            format!("New terms for {} from {}: {} a month.", lease.home(), shown(term.from_on), term.rent)
        }
    };
    record(tx, entry("lease.amend", &lease, sentence).before(&before).after(term)).await?;
    Ok(())
}

/// Takes terms back that are not the first: those before them go on.
///
/// # Errors
/// [`Error::Missing`] when no such terms can be taken back; [`Error::Stale`].
pub async fn take_back_term(tx: &mut Tx, id: LeaseId, version: i32, from_on: NaiveDate) -> Result<()> {
    let lease = take(tx, id, version).await?;
    let term = lease.lease.terms.iter().skip(1).find(|t| t.from_on == from_on).ok_or(Error::Missing)?;
    sqlx::query!(
        "delete from lease_term where portfolio_id = app.portfolio_id() and lease_id = $1 and from_on = $2",
        id.0,
        from_on
    )
    .execute(tx.conn())
    .await?;
    let sentence = format!("Took the terms of {} from {} back.", lease.home(), shown(from_on));
    record(tx, entry("lease.take_back", &lease, sentence).before(term)).await?;
    Ok(())
}

/// Who lives there from a day on; new people become tenants. Shares must make up the whole.
///
/// # Errors
/// [`Error::Refused`] beside `from_on` or `split` in words; [`Error::Stale`]; [`Error::Missing`].
pub async fn change_people(
    tx: &mut Tx,
    id: LeaseId,
    version: i32,
    from_on: NaiveDate,
    people: &[PersonDraft],
) -> Result<()> {
    let lease = take(tx, id, version).await?;
    let shares: Vec<Share> = people.iter().map(|p| p.share).collect();
    lease::whole(&shares).map_err(|sentence| Error::refused("split", sentence))?;
    let members = settle(tx, people.iter().map(|p| (&p.who, p.share))).await?;
    let change = lease::people_from(&lease.lease, from_on, &members)
        .map_err(|sentence| Error::refused("from_on", sentence))?;
    write(tx, &lease, from_on, &change).await?;
    let sentence = format!("Changed who lives in {} from {}.", lease.home(), shown(from_on));
    let before = json!({ "people": told(&lease.lease, from_on) });
    let after = json!({ "from_on": from_on, "people": told(&find(tx, id).await?.lease, from_on) });
    record(tx, entry("lease.people", &lease, sentence).before(&before).after(&after)).await?;
    Ok(())
}

/// Takes the last change of people back: whoever lived there before lives there still.
///
/// # Errors
/// [`Error::Refused`] when nothing changed since the lease began; [`Error::Stale`]; [`Error::Missing`].
pub async fn take_back_people(tx: &mut Tx, id: LeaseId, version: i32) -> Result<()> {
    let lease = take(tx, id, version).await?;
    let change = lease::take_back(&lease.lease).map_err(|sentence| Error::refused("", sentence))?;
    let day = lease::last_change(&lease.lease).ok_or(Error::Missing)?;
    write(tx, &lease, day, &change).await?;
    let sentence = format!("Took the change of people in {} on {} back.", lease.home(), shown(day));
    let before = json!({ "people": told(&lease.lease, day) });
    let after = json!({ "people": told(&find(tx, id).await?.lease, day) });
    record(tx, entry("lease.take_back", &lease, sentence).before(&before).after(&after)).await?;
    Ok(())
}

async fn write(tx: &mut Tx, lease: &LeaseRecord, from_on: NaiveDate, change: &Change) -> Result<()> {
    let (gone, gone_from) = columns(change.remove.iter().copied());
    sqlx::query!(
        "delete from lease_member m using unnest($2::uuid[], $3::date[]) as c (tenant_id, from_on)
          where m.portfolio_id = app.portfolio_id() and m.lease_id = $1 and m.tenant_id = c.tenant_id and m.from_on = c.from_on",
        lease.id.0,
        &gone,
        &gone_from
    )
    .execute(tx.conn())
    .await?;
    let (whose, since) = columns(change.last_day.iter().map(|(who, from, _)| (*who, *from)));
    let last: Vec<Option<NaiveDate>> = change.last_day.iter().map(|(_, _, last)| *last).collect();
    sqlx::query!(
        "update lease_member m set until_on = c.until_on
           from unnest($2::uuid[], $3::date[], $4::date[]) as c (tenant_id, from_on, until_on)
          where m.portfolio_id = app.portfolio_id() and m.lease_id = $1 and m.tenant_id = c.tenant_id and m.from_on = c.from_on",
        lease.id.0,
        &whose,
        &since,
        &last as &[Option<NaiveDate>]
    )
    .execute(tx.conn())
    .await?;
    events::announce_access(tx, lease.property, lease.id).await?;
    insert_members(tx, lease.id, lease.property, from_on, &change.add).await
}

fn columns(rows: impl Iterator<Item = (TenantId, NaiveDate)>) -> (Vec<Uuid>, Vec<NaiveDate>) {
    rows.map(|(who, from)| (who.0, from)).unzip()
}

/// Sets the last day, earlier or later; `None` lets it run from month to month. Answers the last day it had.
///
/// # Errors
/// [`Error::Refused`] beside `ends_on` when something is written down after that day, or another lease holds the home
/// then (see [`super::in_the_way`]); [`Error::Stale`]; [`Error::Missing`].
pub async fn end_on(
    tx: &mut Tx,
    id: LeaseId,
    version: i32,
    ends_on: Option<NaiveDate>,
) -> Result<Option<NaiveDate>> {
    let lease = take(tx, id, version).await?;
    if let Some(day) = ends_on {
        lease.lease.may_end_on(day).map_err(|sentence| Error::refused("ends_on", sentence))?;
    }
    sqlx::query!(
        "update lease set ends_on = $2 where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        ends_on
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("lease_overlap", "ends_on", OVERLAP))?;
    events::announce_access(tx, lease.property, id).await?;
    let before = lease.lease.ends_on;
    let sentence = match ends_on {
        Some(day) => format!("The lease of {} ends on {}.", lease.home(), shown(day)),
        None => format!("The lease of {} runs from month to month.", lease.home()),
    };
    let (was, is) = (json!({ "ends_on": before }), json!({ "ends_on": ends_on }));
    record(tx, entry("lease.end", &lease, sentence).before(&was).after(&is)).await?;
    Ok(before)
}

/// Keeps a note for those who keep the people; tenants and bookkeepers never see it.
///
/// # Errors
/// [`Error::Stale`]; [`Error::Missing`].
pub async fn keep_note(tx: &mut Tx, id: LeaseId, version: i32, note: Option<&str>) -> Result<()> {
    let lease = take(tx, id, version).await?;
    match note.filter(|note| !note.is_empty()) {
        Some(note) => write_note(tx, id, lease.property, note).await?,
        None => {
            sqlx::query!(
                "delete from lease_note where portfolio_id = app.portfolio_id() and lease_id = $1",
                id.0
            )
            .execute(tx.conn())
            .await?;
        }
    }
    let sentence = format!("Changed the note on the lease of {}.", lease.home());
    let (was, is) = (json!({ "note": lease.note }), json!({ "note": note }));
    record(tx, entry("lease.note", &lease, sentence).before(&was).after(&is)).await?;
    Ok(())
}

/// Takes a lease out that was written down by mistake. Its tenants lose sight of the home at once.
///
/// # Errors
/// [`Error::Missing`]; [`Error::Forbidden`].
pub async fn remove(tx: &mut Tx, id: LeaseId) -> Result<()> {
    set_removed(tx, id, true).await
}

/// Brings a lease back that was taken out.
///
/// # Errors
/// [`Error::Refused`] when another lease holds the home by now; [`Error::Missing`]; [`Error::Forbidden`].
pub async fn restore(tx: &mut Tx, id: LeaseId) -> Result<()> {
    set_removed(tx, id, false).await
}

async fn set_removed(tx: &mut Tx, id: LeaseId, removed: bool) -> Result<()> {
    let lease = find(tx, id).await?;
    let at = removed.then(|| tx.now());
    let done = sqlx::query!(
        "update lease set removed_at = $2, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        at
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("lease_overlap", "", OVERLAP))?;
    if done.rows_affected() == 0 {
        return Err(Error::Forbidden);
    }
    events::announce_access(tx, lease.property, id).await?;
    let (kind, verb) = if removed { ("lease.remove", "Took out") } else { ("lease.restore", "Brought back") };
    let sentence = format!("{verb} the lease of {} from {}.", lease.home(), shown(lease.lease.starts_on));
    let (first, last) = (lease.lease.starts_on, lease.lease.ends_on);
    let values = json!({ "starts_on": first, "ends_on": last, "people": told(&lease.lease, first) });
    record(tx, entry(kind, &lease, sentence).before(&values)).await?;
    Ok(())
}
