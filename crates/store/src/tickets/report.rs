//! Reporting a repair, from either side. The id is made with the form, so that a report that is sent twice is one.

use chrono::NaiveDate;
use domain::Viewer;
use domain::id::{CommentId, LeaseId, PropertyId, TicketId, UnitId};
use domain::ticket::{Happened, Report, Side};

use super::record::{Actor, Done, actor, happened};
use super::{Ticket, find, say};
use crate::{Error, Result, Tx};

/// More open repairs than this in one home are one renovation.
const OPEN_MAX: i64 = 60;

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The repair.
    pub id: TicketId,
    /// False when this very report had arrived before.
    pub is_new: bool,
}

/// Where a repair is that the landlord's side reports, and who sees it.
#[derive(Clone, Copy, Debug)]
pub struct NewTicket {
    /// Made with the form.
    pub id: TicketId,
    /// The house.
    pub property: PropertyId,
    /// The home; none for a part that all share.
    pub unit: Option<UnitId>,
    /// The household that lives there sees it, and is asked about visits.
    pub with_household: bool,
}

/// Where it goes.
struct Place {
    property: PropertyId,
    unit: Option<UnitId>,
    lease: Option<LeaseId>,
}

/// A tenant reports a repair in the home of a lease they live on.
///
/// # Errors
/// [`Error::Missing`] when they do not live there; [`Error::Refused`] when too many are open there; [`Error::Looking`].
pub async fn report_own(tx: &mut Tx, id: TicketId, lease: LeaseId, report: &Report) -> Result<Reported> {
    let Viewer::Tenant(me) = tx.viewer() else { return Err(Error::Missing) };
    if !me.living.contains(&lease) {
        return Err(Error::Missing);
    }
    let by = actor(tx).await?;
    let home = sqlx::query!(
        r#"select property_id, unit_id,
             (select count(*) from ticket t where t.portfolio_id = l.portfolio_id and t.lease_id = l.id
               and t.status in ('open', 'in_progress')) as "open!"
           from lease l where l.portfolio_id = app.portfolio_id() and l.id = $1"#,
        lease.0
    )
    .fetch_one(tx.conn())
    .await?;
    if home.open >= OPEN_MAX {
        return Err(Error::refused(
            "",
            "Very many repairs of this home are open. Write below one of them instead.",
        ));
    }
    let (property, unit) = (PropertyId(home.property_id), Some(UnitId(home.unit_id)));
    write(tx, &by, id, Place { property, unit, lease: Some(lease) }, report).await
}

/// The landlord's side reports a repair. The household is the one that lives in the home today.
///
/// # Errors
/// [`Error::Refused`] when the household shall see it and nobody lives there; [`Error::Missing`] when the house or home is
/// not in reach.
pub async fn report(tx: &mut Tx, new: &NewTicket, report: &Report, today: NaiveDate) -> Result<Reported> {
    super::record::landlord(tx)?;
    let by = actor(tx).await?;
    let lease = match new.unit.filter(|_| new.with_household) {
        Some(unit) => {
            let lease = sqlx::query_scalar!(
                "select id from lease where portfolio_id = app.portfolio_id() and unit_id = $1 and removed_at is null
                   and starts_on <= $2 and (ends_on is null or ends_on >= $2)",
                unit.0,
                today
            )
            .fetch_optional(tx.conn())
            .await?;
            let nobody = || {
                Error::refused(
                    "seen",
                    "Nobody lives there today, so nobody can see it. Keep it to your side.",
                )
            };
            Some(LeaseId(lease.ok_or_else(nobody)?))
        }
        None if new.with_household => {
            return Err(Error::refused(
                "seen",
                "Choose the home whose household sees it, or keep it to your side.",
            ));
        }
        None => None,
    };
    write(tx, &by, new.id, Place { property: new.property, unit: new.unit, lease }, report).await
}

async fn write(tx: &mut Tx, by: &Actor, id: TicketId, place: Place, report: &Report) -> Result<Reported> {
    let mut id = id;
    if !insert(tx, by, id, &place, report).await? {
        match find(tx, id).await {
            Ok(old) if old.reported_by == by.person => {
                // Sent again with other words, because nobody knew that it had arrived: those are said below it.
                if old.description != report.description && !old.status.is_closed() {
                    let words = CommentId(tx.new_id());
                    say(tx, id, words, &report.description).await?;
                }
                return Ok(Reported { id, is_new: false });
            }
            // An id that is somebody else's says nothing about theirs: this is another repair.
            Ok(_) | Err(Error::Missing) => {
                id = TicketId(tx.new_id());
                insert(tx, by, id, &place, report).await?;
            }
            Err(other) => return Err(other),
        }
    }
    let ticket: Ticket = find(tx, id).await?;
    let sentence = match by.side {
        Side::Tenant => format!("{} reported it.", by.name),
        Side::Landlord => "Reported it.".to_string(),
    };
    happened(tx, by, &ticket, Done::new(Happened::Reported), sentence).await?;
    Ok(Reported { id, is_new: true })
}

/// False when this id is taken.
async fn insert(tx: &mut Tx, by: &Actor, id: TicketId, place: &Place, report: &Report) -> Result<bool> {
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let (unit, lease) = (place.unit.map(|u| u.0), place.lease.map(|l| l.0));
    let done = match by.side {
        Side::Tenant => {
            sqlx::query!(
                "insert into ticket (portfolio_id, id, property_id, unit_id, lease_id, category, place, title, description, priority, access,
                   may_enter, phone, reported_by, reporter_name, reporter_side, created_at, changed_at, waits_since)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'tenant', $16, $16, $16) on conflict do nothing",
                portfolio,
                id.0,
                place.property.0,
                unit,
                lease,
                report.category.word(),
                report.place,
                report.title,
                report.description,
                report.priority.word(),
                report.access.when,
                report.access.may_enter,
                report.access.phone,
                by.person.0,
                by.name,
                now
            )
            .execute(tx.conn())
            .await?
        }
        Side::Landlord => {
            sqlx::query!(
                "insert into ticket (portfolio_id, id, property_id, unit_id, lease_id, category, place, title, description, priority,
                   reported_by, reporter_name, reporter_side, created_at, changed_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'landlord', $13, $13) on conflict do nothing",
                portfolio,
                id.0,
                place.property.0,
                unit,
                lease,
                report.category.word(),
                report.place,
                report.title,
                report.description,
                report.priority.word(),
                by.person.0,
                by.name,
                now
            )
            .execute(tx.conn())
            .await?
        }
    };
    Ok(done.rows_affected() == 1)
}
