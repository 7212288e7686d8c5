//! Writing a lease down, with its first terms and members, in one transaction.

use chrono::NaiveDate;
use domain::id::{LeaseId, PropertyId, TenantId, UnitId};
use domain::lease::{LeaseDraft, Share, Term, Who, until_words};
use serde_json::json;
use uuid::Uuid;

use super::{LeaseLine, find, told};
use crate::activity::{Entry, record};
use crate::{Error, Result, Tx, events, tenants};

/// Writes a lease down; new people become tenants.
///
/// # Errors
/// [`Error::Refused`] beside `starts_on` when another lease of the home overlaps (see [`in_the_way`]), beside `unit` when
/// the home was put away, or for a mail address in use; [`Error::Missing`] when home or people are not in reach.
pub async fn add(tx: &mut Tx, draft: &LeaseDraft) -> Result<LeaseId> {
    let (id, portfolio, now) = (LeaseId(tx.new_id()), tx.portfolio()?.0, tx.now());
    let unit = crate::units::find(tx, draft.unit).await?;
    if unit.archived {
        return Err(Error::refused(
            "unit",
            "This home was put away. Bring it back first, or choose another.",
        ));
    }
    let members = settle(tx, draft.people.iter().map(|p| (&p.who, p.share))).await?;
    sqlx::query!(
        "insert into lease (portfolio_id, id, property_id, unit_id, starts_on, ends_on, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        portfolio,
        id.0,
        unit.property.0,
        draft.unit.0,
        draft.starts_on,
        draft.ends_on,
        now
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("lease_overlap", "starts_on", OVERLAP))?;
    insert_term(tx, id, unit.property, &draft.term).await?;
    insert_members(tx, id, unit.property, draft.starts_on, &members).await?;
    if let Some(note) = &draft.note {
        write_note(tx, id, unit.property, note).await?;
    }
    let home = format!("{}, {}", unit.property_name, unit.draft.name);
    let until = until_words(draft.ends_on, draft.starts_on);
    let from = draft.starts_on.format("%-d %B %Y");
    let entry = Entry::new("lease.add", id, format!("Let {home} from {from}, {until}."));
    let people = told(&find(tx, id).await?.lease, draft.starts_on);
    let after = json!({ "starts_on": draft.starts_on, "ends_on": draft.ends_on, "terms": draft.term, "people": people });
    record(tx, entry.at(unit.property).about_people().after(&after)).await?;
    Ok(id)
}

/// Makes new people tenants, and sees that known ones are the viewer's to put on a lease, and not put away.
pub(super) async fn settle(
    tx: &mut Tx,
    people: impl Iterator<Item = (&Who, Share)>,
) -> Result<Vec<(TenantId, Share)>> {
    let mut members = Vec::new();
    let mut known: Vec<Uuid> = Vec::new();
    for (who, share) in people {
        let tenant = match who {
            Who::Known(tenant) => {
                known.push(tenant.0);
                *tenant
            }
            Who::New(draft) => tenants::add(tx, draft).await?,
        };
        members.push((tenant, share));
    }
    let seen = sqlx::query_scalar!(
        r#"select count(*) as "n!" from tenant where portfolio_id = app.portfolio_id() and id = any ($1) and archived_at is null"#,
        &known
    )
    .fetch_one(tx.conn())
    .await?;
    if usize::try_from(seen).ok() != Some(known.len()) {
        return Err(Error::Missing);
    }
    Ok(members)
}

pub(super) async fn insert_term(
    tx: &mut Tx,
    lease: LeaseId,
    property: PropertyId,
    term: &Term,
) -> Result<()> {
    let (id, portfolio, now) = (tx.new_id(), tx.portfolio()?.0, tx.now());
    sqlx::query!(
        "insert into lease_term (portfolio_id, id, lease_id, property_id, from_on, rent_cents, due_day, grace_days, late_fee_cents,
           deposit_cents, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        portfolio,
        id,
        lease.0,
        property.0,
        term.from_on,
        term.rent.0,
        i16::from(term.due_day),
        i16::from(term.grace_days),
        term.late_fee.0,
        term.deposit.0,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Adds members from a day on. Who made each tenant goes with them: the wall asks for it.
///
/// # Errors
/// [`Error::Missing`] when one of them is not the viewer's to know.
pub(super) async fn insert_members(
    tx: &mut Tx,
    lease: LeaseId,
    property: PropertyId,
    from_on: NaiveDate,
    members: &[(TenantId, Share)],
) -> Result<()> {
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let (ids, shares): (Vec<Uuid>, Vec<i32>) = members.iter().map(|(id, share)| (id.0, share.bp())).unzip();
    let added = sqlx::query!(
        "insert into lease_member (portfolio_id, lease_id, property_id, tenant_id, tenant_created_by, from_on, share_bp, created_at)
         select $1, $2, $3, t.id, t.created_by, $4, m.share, $7 from unnest($5::uuid[], $6::int[]) as m (id, share)
           join tenant t on t.portfolio_id = $1 and t.id = m.id",
        portfolio,
        lease.0,
        property.0,
        from_on,
        &ids,
        &shares,
        now
    )
    .execute(tx.conn())
    .await?;
    if usize::try_from(added.rows_affected()).ok() != Some(members.len()) {
        return Err(Error::Missing);
    }
    events::announce_access_of(tx, &members.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await
}

/// Writes the landlord's note on a lease, or another in its place.
pub(super) async fn write_note(tx: &mut Tx, lease: LeaseId, property: PropertyId, note: &str) -> Result<()> {
    let portfolio = tx.portfolio()?.0;
    sqlx::query!(
        "insert into lease_note (portfolio_id, lease_id, property_id, note) values ($1, $2, $3, $4)
         on conflict (portfolio_id, lease_id) do update set note = excluded.note",
        portfolio,
        lease.0,
        property.0,
        note
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The lease that holds a home during these days, if there is one; but not `except`, the lease being changed.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn in_the_way(
    tx: &mut Tx,
    unit: UnitId,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    except: Option<LeaseId>,
) -> Result<Option<LeaseLine>> {
    let id = sqlx::query_scalar!(
        "select id from lease where portfolio_id = app.portfolio_id() and unit_id = $1 and removed_at is null
           and id is distinct from $4 and daterange(starts_on, ends_on, '[]') && daterange($2, $3, '[]')
         order by starts_on limit 1",
        unit.0,
        starts_on,
        ends_on,
        except.map(|l| l.0)
    )
    .fetch_optional(tx.conn())
    .await?;
    let ids: Vec<LeaseId> = id.into_iter().map(LeaseId).collect();
    let today = tx.today();
    Ok(super::lines(tx, &ids, today).await?.pop())
}

pub(super) const OVERLAP: &str =
    "Another lease holds this home during that time. A home has one lease at a time.";
