//! Lists of tenants: found by name in keyset pages, and to choose from.

use chrono::NaiveDate;
use domain::id::{LeaseId, TenantId};
use uuid::Uuid;

use super::Access;
use crate::{Result, Tx};

/// A line in the list of tenants.
#[derive(Clone, Debug)]
pub struct TenantRow {
    /// Their id.
    pub id: TenantId,
    /// Their name.
    pub name: String,
    /// Where mail reaches them.
    pub email: Option<String>,
    /// Where a call reaches them.
    pub phone: Option<String>,
    /// Whether they use the portal.
    pub access: Access,
    /// Their home: today's, else the next or the last one.
    pub home: Option<Home>,
    /// The name as the list is ordered by it.
    pub key: String,
}

/// Where somebody lives, lived or will live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// By which lease.
    pub lease: LeaseId,
    /// "Birch Street, Unit 1".
    pub name: String,
    /// Their first day.
    pub from_on: NaiveDate,
    /// Their last day, where it is known.
    pub until_on: Option<NaiveDate>,
}

/// A page of tenants.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Only names that hold this, in small letters; "" for all.
    pub find: String,
    /// Only after this name and id, as the list is ordered.
    pub after: Option<(String, TenantId)>,
    /// At most this many; 1 to 200.
    pub limit: u16,
}

/// Tenants in reach by name; one statement.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn list(tx: &mut Tx, listing: &Listing, today: NaiveDate) -> Result<Vec<TenantRow>> {
    let now = tx.now();
    let (key, id) = listing.after.clone().unwrap_or((String::new(), TenantId(Uuid::nil())));
    let rows = sqlx::query!(
        r#"select t.id, t.name, lower(t.name) as "key!", c.email as "email?", c.phone as "phone?",
                  t.person_id is not null as "signs_in!", i.until as "invited_until?",
                  h.lease_id as "lease_id?", h.home as "home?", h.from_on as "from_on?", h.until_on as "until_on?"
             from tenant t
             left join tenant_contact c on c.portfolio_id = t.portfolio_id and c.tenant_id = t.id
             left join lateral (select max(i.expires_at) as until from invitation i
               where i.portfolio_id = t.portfolio_id and i.tenant_id = t.id
                 and i.used_at is null and i.withdrawn_at is null and i.expires_at > $6) i on true
             left join lateral (
               select m.lease_id, p.name || ', ' || u.name as home, m.from_on, least(m.until_on, l.ends_on) as until_on
                 from lease_member m
                 join lease l on l.portfolio_id = m.portfolio_id and l.id = m.lease_id and l.removed_at is null
                 join unit u on u.portfolio_id = l.portfolio_id and u.id = l.unit_id
                 join property p on p.portfolio_id = l.portfolio_id and p.id = l.property_id
                where m.portfolio_id = t.portfolio_id and m.tenant_id = t.id
                order by $5 between m.from_on and coalesce(least(m.until_on, l.ends_on), 'infinity') desc, m.from_on desc
                limit 1) h on true
            where t.portfolio_id = app.portfolio_id() and t.archived_at is null
              and ($1 = '' or strpos(lower(t.name), $1) > 0) and (lower(t.name), t.id) > ($2, $3)
            order by lower(t.name), t.id limit $4"#,
        listing.find.to_lowercase(),
        key,
        id.0,
        i64::from(listing.limit.clamp(1, 200)),
        today,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    let home = |lease: Option<Uuid>, name: Option<String>, from: Option<NaiveDate>, until_on| {
        Some(Home { lease: LeaseId(lease?), name: name?, from_on: from?, until_on })
    };
    Ok(rows
        .into_iter()
        .map(|r| TenantRow {
            id: TenantId(r.id),
            name: r.name,
            email: r.email,
            phone: r.phone,
            access: Access::of(r.signs_in, r.invited_until),
            home: home(r.lease_id, r.home, r.from_on, r.until_on),
            key: r.key,
        })
        .collect())
}

/// A tenant to choose from, and where they live today.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Their id.
    pub id: TenantId,
    /// Their name.
    pub name: String,
    /// "Birch Street, Unit 1", while they are on a lease.
    pub home: Option<String>,
}

/// The most tenants a list to choose from holds; for others a form begins at their own page.
pub const CHOICES_MAX: usize = 400;

/// Tenants in reach for a list to choose from, by name; at most [`CHOICES_MAX`].
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn choices(tx: &mut Tx, today: NaiveDate) -> Result<Vec<Choice>> {
    let rows = sqlx::query!(
        r#"select t.id, t.name, h.home as "home?" from tenant t
             left join lateral (
               select p.name || ', ' || u.name as home from lease_member m
                 join lease l on l.portfolio_id = m.portfolio_id and l.id = m.lease_id and l.removed_at is null
                 join unit u on u.portfolio_id = l.portfolio_id and u.id = l.unit_id
                 join property p on p.portfolio_id = l.portfolio_id and p.id = l.property_id
                where m.portfolio_id = t.portfolio_id and m.tenant_id = t.id
                  and $1 between m.from_on and coalesce(least(m.until_on, l.ends_on), 'infinity')
                limit 1) h on true
            where t.portfolio_id = app.portfolio_id() and t.archived_at is null order by lower(t.name), t.id limit $2"#,
        today,
        i64::try_from(CHOICES_MAX).unwrap_or(400)
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| Choice { id: TenantId(r.id), name: r.name, home: r.home }).collect())
}
