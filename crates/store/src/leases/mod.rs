//! Leases: listing them, one with its terms and members, writing them down and changing them from a day on.

mod add;
mod change;
mod lines;

use chrono::NaiveDate;
use domain::Cents;
use domain::id::{LeaseId, PropertyId, TenantId, UnitId};
use domain::lease::{Lease, LeaseMember, Share, Term};

use crate::{Result, Tx};

pub use add::{add, in_the_way};
pub use change::{
    amend, change_people, end_on, keep_note, remove, restore, take_back_people, take_back_term,
};
pub use lines::{Counts, Cursor, Filter, LeaseLine, Listing, Stay, counts, lines, list, of_tenant, of_unit};

/// A lease as it stands.
#[derive(Clone, Debug)]
pub struct LeaseRecord {
    /// Its id.
    pub id: LeaseId,
    /// Where it is.
    pub property: PropertyId,
    /// What the property is called.
    pub property_name: String,
    /// Which home.
    pub unit: UnitId,
    /// What the home is called.
    pub unit_name: String,
    /// What is agreed, and between whom.
    pub lease: Lease,
    /// The landlord's own note; absent for bookkeepers.
    pub note: Option<String>,
    /// Changes with every edit.
    pub version: i32,
    /// Taken out as a mistake; can be brought back.
    pub removed: bool,
}

impl LeaseRecord {
    /// "Birch Street, Unit 1".
    pub fn home(&self) -> String {
        format!("{}, {}", self.property_name, self.unit_name)
    }
}

/// One lease, with terms and members.
///
/// # Errors
/// [`crate::Error::Missing`] when it is not there or not in reach.
pub async fn find(tx: &mut Tx, id: LeaseId) -> Result<LeaseRecord> {
    let r = sqlx::query!(
        r#"select l.property_id, p.name as property_name, l.unit_id, u.name as unit_name, l.starts_on, l.ends_on,
                  n.note as "note?", l.version, l.removed_at is not null as "removed!"
             from lease l
             join unit u on u.portfolio_id = l.portfolio_id and u.id = l.unit_id
             join property p on p.portfolio_id = l.portfolio_id and p.id = l.property_id
             left join lease_note n on n.portfolio_id = l.portfolio_id and n.lease_id = l.id
            where l.portfolio_id = app.portfolio_id() and l.id = $1"#,
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    let terms = sqlx::query!(
        "select from_on, rent_cents, due_day, grace_days, late_fee_cents, deposit_cents from lease_term
          where portfolio_id = app.portfolio_id() and lease_id = $1 order by from_on",
        id.0
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(|t| term(t.from_on, t.rent_cents, t.due_day, t.grace_days, t.late_fee_cents, t.deposit_cents))
    .collect();
    let members = sqlx::query!(
        "select m.tenant_id, n.name, m.from_on, m.until_on, m.share_bp from lease_member m
           join tenant n on n.portfolio_id = m.portfolio_id and n.id = m.tenant_id
          where m.portfolio_id = app.portfolio_id() and m.lease_id = $1 order by m.from_on, lower(n.name), n.id",
        id.0
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(|m| LeaseMember {
        tenant: TenantId(m.tenant_id),
        name: m.name,
        from_on: m.from_on,
        until_on: m.until_on,
        share: Share::from_bp(m.share_bp),
    })
    .collect();
    Ok(LeaseRecord {
        id,
        property: PropertyId(r.property_id),
        property_name: r.property_name,
        unit: UnitId(r.unit_id),
        unit_name: r.unit_name,
        lease: Lease { starts_on: r.starts_on, ends_on: r.ends_on, terms, members },
        note: r.note,
        version: r.version,
        removed: r.removed,
    })
}

/// Who is on a lease on a day, as the activity list tells it.
pub(crate) fn told(lease: &Lease, day: NaiveDate) -> Vec<String> {
    lease.members_on(day).into_iter().map(|m| format!("{} {}", m.name, m.share)).collect()
}

/// A row of `lease_term` as the domain knows it.
pub(crate) fn term(
    from_on: NaiveDate,
    rent: i64,
    due_day: i16,
    grace_days: i16,
    late_fee: i64,
    deposit: i64,
) -> Term {
    let small = |n: i16| u8::try_from(n).unwrap_or_default();
    Term {
        from_on,
        rent: Cents(rent),
        due_day: small(due_day),
        grace_days: small(grace_days),
        late_fee: Cents(late_fee),
        deposit: Cents(deposit),
    }
}
