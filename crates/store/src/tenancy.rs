//! A tenant's own home, read by themselves: their leases as far as they were on them, and whom they call.

use domain::Viewer;
use domain::id::{LeaseId, TenantId};
use domain::lease::{Lease, LeaseMember, Share};
use uuid::Uuid;

use crate::leases::term;
use crate::{Error, Result, Tx};

/// One of the viewer's own leases.
#[derive(Clone, Debug)]
pub struct OwnLease {
    /// Its id.
    pub id: LeaseId,
    /// What the home is called.
    pub unit_name: String,
    /// Street and number.
    pub street: String,
    /// "Columbus, OH 43201".
    pub city: String,
    /// What is agreed, cut to the viewer's own time on it.
    pub lease: Lease,
}

impl OwnLease {
    /// "14 Birch Street, Unit 1"; a house that is one home is its street.
    pub fn home(&self) -> String {
        match self.is_house() {
            true => self.street.clone(),
            false => format!("{}, {}", self.street, self.unit_name),
        }
    }

    /// The home is the whole house.
    pub fn is_house(&self) -> bool {
        self.unit_name.eq_ignore_ascii_case("house")
    }
}

/// Whom a tenant calls.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    /// The portfolio's name.
    pub portfolio: String,
    /// Who answers.
    pub name: Option<String>,
    /// Number to call.
    pub phone: Option<String>,
    /// Address to write to.
    pub email: Option<String>,
    /// Number for day and night.
    pub emergency: Option<String>,
}

/// The viewer's own leases, those that hold latest first; three statements.
///
/// # Errors
/// [`Error::Missing`] for viewers who are no tenant.
pub async fn leases(tx: &mut Tx) -> Result<Vec<OwnLease>> {
    let Viewer::Tenant(me) = tx.viewer() else { return Err(Error::Missing) };
    let (me, ids) = (me.tenant, me.leases.iter().map(|l| l.0).collect::<Vec<Uuid>>());
    let rows = sqlx::query!(
        r#"select l.id, u.name as unit_name, p.street, p.city || ', ' || p.state || ' ' || p.zip as "city!", l.starts_on, l.ends_on
             from lease l
             join unit u on u.portfolio_id = l.portfolio_id and u.id = l.unit_id
             join property p on p.portfolio_id = l.portfolio_id and p.id = l.property_id
            where l.portfolio_id = app.portfolio_id() and l.id = any ($1) and l.removed_at is null
            order by coalesce(l.ends_on, 'infinity') desc, l.starts_on desc limit 200"#,
        &ids
    )
    .fetch_all(tx.conn())
    .await?;
    let terms = sqlx::query!(
        "select lease_id, from_on, rent_cents, due_day, grace_days, late_fee_cents, deposit_cents from lease_term
          where portfolio_id = app.portfolio_id() and lease_id = any ($1) order by from_on",
        &ids
    )
    .fetch_all(tx.conn())
    .await?;
    let members = members(tx, &ids).await?;
    let mut leases = Vec::with_capacity(rows.len());
    for row in rows {
        let terms = terms.iter().filter(|t| t.lease_id == row.id);
        let whole = Lease {
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            terms: terms
                .map(|t| {
                    term(t.from_on, t.rent_cents, t.due_day, t.grace_days, t.late_fee_cents, t.deposit_cents)
                })
                .collect(),
            members: members.iter().filter(|(id, _)| *id == row.id).map(|(_, m)| m.clone()).collect(),
        };
        let Some(lease) = whole.seen_by(me) else { continue };
        let id = LeaseId(row.id);
        leases.push(OwnLease { id, unit_name: row.unit_name, street: row.street, city: row.city, lease });
    }
    leases
        .sort_by_key(|l| std::cmp::Reverse((l.lease.ends_on.is_none(), l.lease.ends_on, l.lease.starts_on)));
    Ok(leases)
}

/// Members of these leases whom the viewer lives or lived with.
async fn members(tx: &mut Tx, leases: &[Uuid]) -> Result<Vec<(Uuid, LeaseMember)>> {
    let rows = sqlx::query!(
        "select m.lease_id, m.tenant_id, n.name, m.from_on, m.until_on, m.share_bp from lease_member m
           join tenant n on n.portfolio_id = m.portfolio_id and n.id = m.tenant_id
          where m.portfolio_id = app.portfolio_id() and m.lease_id = any ($1) order by m.from_on, lower(n.name), n.id",
        leases
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let member = LeaseMember {
                tenant: TenantId(r.tenant_id),
                name: r.name,
                from_on: r.from_on,
                until_on: r.until_on,
                share: Share::from_bp(r.share_bp),
            };
            (r.lease_id, member)
        })
        .collect())
}

/// Whom the viewer calls; one statement.
///
/// # Errors
/// [`Error::Missing`] outside a portfolio.
pub async fn contacts(tx: &mut Tx) -> Result<Contacts> {
    Ok(sqlx::query_as!(
        Contacts,
        "select name as portfolio, contact_name as name, contact_phone as phone, contact_email as email,
                emergency_phone as emergency
           from portfolio where id = app.portfolio_id()"
    )
    .fetch_one(tx.conn())
    .await?)
}
