//! Lists of leases: which ones, in keyset pages, and the line that tells of each.

use chrono::{Days, NaiveDate};
use domain::Cents;
use domain::id::{LeaseId, PropertyId, TenantId, UnitId};
use domain::lease::{SOON_DAYS, Share, State};
use uuid::Uuid;

use crate::{Result, Tx};

/// A line in a list of leases.
#[derive(Clone, Debug)]
pub struct LeaseLine {
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
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; `None` for month to month.
    pub ends_on: Option<NaiveDate>,
    /// Rent today; before the lease its first, after it its last.
    pub rent: Cents,
    /// Who lives there on that day, by share and name; empty for those who know no people.
    pub people: Vec<String>,
}

impl LeaseLine {
    /// Where it stands.
    pub fn state(&self, today: NaiveDate) -> State {
        State::of(self.starts_on, self.ends_on, today)
    }

    /// "Birch Street, Unit 1".
    pub fn home(&self) -> String {
        format!("{}, {}", self.property_name, self.unit_name)
    }
}

/// The lines of these leases, in this order. Removed ones and those out of reach are left out.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn lines(tx: &mut Tx, ids: &[LeaseId], today: NaiveDate) -> Result<Vec<LeaseLine>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select l.id, l.property_id, p.name as property_name, l.unit_id, u.name as unit_name, l.starts_on, l.ends_on,
                  t.rent_cents as "rent_cents?", who.names as "names: Vec<String>"
             from unnest($1::uuid[]) with ordinality as w (id, n)
             join lease l on l.portfolio_id = app.portfolio_id() and l.id = w.id and l.removed_at is null
             join unit u on u.portfolio_id = l.portfolio_id and u.id = l.unit_id
             join property p on p.portfolio_id = l.portfolio_id and p.id = l.property_id
             cross join lateral (select greatest(l.starts_on, least($2::date, coalesce(l.ends_on, $2))) as day) d
             left join lateral (select t.rent_cents from lease_term t
               where t.portfolio_id = l.portfolio_id and t.lease_id = l.id and t.from_on <= d.day
               order by t.from_on desc limit 1) t on true
             left join lateral (select array_agg(n.name order by m.share_bp desc, n.name) as names from lease_member m
               join tenant n on n.portfolio_id = m.portfolio_id and n.id = m.tenant_id
               where m.portfolio_id = l.portfolio_id and m.lease_id = l.id
                 and m.from_on <= d.day and (m.until_on is null or m.until_on >= d.day)) who on true
            order by w.n"#,
        &ids,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| LeaseLine {
            id: LeaseId(r.id),
            property: PropertyId(r.property_id),
            property_name: r.property_name,
            unit: UnitId(r.unit_id),
            unit_name: r.unit_name,
            starts_on: r.starts_on,
            ends_on: r.ends_on,
            rent: Cents(r.rent_cents.unwrap_or_default()),
            people: r.names.unwrap_or_default(),
        })
        .collect())
}

/// Which leases a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Those that hold today, the oldest first.
    Running,
    /// Those that begin later, the next one first.
    Starting,
    /// Those that hold and end within 60 days, the next one first.
    EndingSoon,
    /// Those that are over, the last one first.
    Ended,
}

/// Where a page begins: after the last line of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The day its order goes by: the first day, for [`Filter::EndingSoon`] and [`Filter::Ended`] the last.
    pub day: NaiveDate,
    /// Its key.
    pub id: LeaseId,
}

/// A page of leases.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    /// Which.
    pub filter: Filter,
    /// From where on.
    pub after: Option<Cursor>,
    /// At most this many; 1 to 200.
    pub limit: u16,
}

/// Leases of the portfolio in reach; two statements.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn list(tx: &mut Tx, listing: Listing, today: NaiveDate) -> Result<Vec<LeaseLine>> {
    let ids = ids(tx, listing, today).await?;
    lines(tx, &ids, today).await
}

async fn ids(tx: &mut Tx, listing: Listing, today: NaiveDate) -> Result<Vec<LeaseId>> {
    let limit = i64::from(listing.limit.clamp(1, 200));
    let soon = today + Days::new(SOON_DAYS);
    let newest = Cursor { day: NaiveDate::MAX, id: LeaseId(Uuid::max()) };
    let oldest = Cursor { day: NaiveDate::MIN, id: LeaseId(Uuid::nil()) };
    let from = listing.after.unwrap_or(if listing.filter == Filter::Ended { newest } else { oldest });
    // Postgres knows fewer years than we do.
    let day = from.day.clamp(far_past(), far_future());
    let rows = match listing.filter {
        Filter::Running | Filter::Starting => {
            let (first, last) = match listing.filter {
                Filter::Running => (far_past(), today),
                _ => (today + Days::new(1), far_future()),
            };
            sqlx::query_scalar!(
                "select id from lease where portfolio_id = app.portfolio_id() and removed_at is null
                   and starts_on between $5 and $6 and (ends_on is null or ends_on >= $1) and (starts_on, id) > ($2, $3)
                 order by starts_on, id limit $4",
                today,
                day,
                from.id.0,
                limit,
                first,
                last
            )
            .fetch_all(tx.conn())
            .await?
        }
        Filter::EndingSoon => {
            sqlx::query_scalar!(
                "select id from lease where portfolio_id = app.portfolio_id() and removed_at is null
                   and starts_on <= $1 and ends_on between $1 and $5 and (ends_on, id) > ($2, $3)
                 order by ends_on, id limit $4",
                today,
                day,
                from.id.0,
                limit,
                soon
            )
            .fetch_all(tx.conn())
            .await?
        }
        Filter::Ended => {
            sqlx::query_scalar!(
                "select id from lease where portfolio_id = app.portfolio_id() and removed_at is null
                   and ends_on < $1 and (ends_on, id) < ($2, $3) order by ends_on desc, id desc limit $4",
                today,
                day,
                from.id.0,
                limit
            )
            .fetch_all(tx.conn())
            .await?
        }
    };
    Ok(rows.into_iter().map(LeaseId).collect())
}

fn far_past() -> NaiveDate {
    NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default()
}

fn far_future() -> NaiveDate {
    NaiveDate::from_ymd_opt(2300, 1, 1).unwrap_or_default()
}

/// How many leases each filter holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// They hold today.
    pub running: i64,
    /// They begin later.
    pub starting: i64,
    /// They hold and end within 60 days; counted in `running` too.
    pub ending_soon: i64,
    /// They are over.
    pub ended: i64,
}

/// Counts the leases in reach, one statement.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn counts(tx: &mut Tx, today: NaiveDate) -> Result<Counts> {
    let soon = today + Days::new(SOON_DAYS);
    Ok(sqlx::query_as!(
        Counts,
        r#"select count(*) filter (where starts_on <= $1 and (ends_on is null or ends_on >= $1)) as "running!",
                  count(*) filter (where starts_on > $1) as "starting!",
                  count(*) filter (where starts_on <= $1 and ends_on between $1 and $2) as "ending_soon!",
                  count(*) filter (where ends_on < $1) as "ended!"
             from lease where portfolio_id = app.portfolio_id() and removed_at is null"#,
        today,
        soon
    )
    .fetch_one(tx.conn())
    .await?)
}

/// All leases of a home, the newest first.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn of_unit(tx: &mut Tx, unit: UnitId, today: NaiveDate) -> Result<Vec<LeaseLine>> {
    let ids = sqlx::query_scalar!(
        "select id from lease where portfolio_id = app.portfolio_id() and unit_id = $1 and removed_at is null
         order by starts_on desc limit 500",
        unit.0
    )
    .fetch_all(tx.conn())
    .await?;
    let ids: Vec<LeaseId> = ids.into_iter().map(LeaseId).collect();
    lines(tx, &ids, today).await
}

/// A time somebody was on a lease.
#[derive(Clone, Debug)]
pub struct Stay {
    /// The lease.
    pub line: LeaseLine,
    /// Their first day on it.
    pub from_on: NaiveDate,
    /// Their last day, where it is known: their own or the lease's.
    pub until_on: Option<NaiveDate>,
    /// Their part of the rent.
    pub share: Share,
}

/// All times a tenant was on a lease, the newest first.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn of_tenant(tx: &mut Tx, tenant: TenantId, today: NaiveDate) -> Result<Vec<Stay>> {
    let rows = sqlx::query!(
        r#"select m.lease_id, m.from_on, least(m.until_on, l.ends_on) as "until_on?", m.share_bp from lease_member m
             join lease l on l.portfolio_id = m.portfolio_id and l.id = m.lease_id and l.removed_at is null
            where m.portfolio_id = app.portfolio_id() and m.tenant_id = $1
            order by m.from_on desc, m.lease_id limit 500"#,
        tenant.0
    )
    .fetch_all(tx.conn())
    .await?;
    let mut ids: Vec<LeaseId> = rows.iter().map(|r| LeaseId(r.lease_id)).collect();
    ids.dedup();
    let lines = lines(tx, &ids, today).await?;
    let stays = rows.into_iter().filter_map(|r| {
        let line = lines.iter().find(|l| l.id.0 == r.lease_id)?.clone();
        Some(Stay { line, from_on: r.from_on, until_on: r.until_on, share: Share::from_bp(r.share_bp) })
    });
    Ok(stays.collect())
}
