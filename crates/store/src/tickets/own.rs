//! A tenant's own list: the repairs of the homes they live in today, open ones first.

use domain::Viewer;
use uuid::Uuid;

use super::list::{Line, line};
use crate::{Error, Result, Tx};

/// Repairs of the viewer's household.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Open or in progress, what changed last first.
    pub open: Vec<Line>,
    /// Closed, what was closed last first.
    pub closed: Vec<Line>,
}

/// Closed ones are shown so far back; older ones are history.
const CLOSED_MAX: i64 = 100;

/// The viewer's repairs; two statements.
///
/// # Errors
/// [`Error::Missing`] for viewers who are no tenant.
pub async fn own(tx: &mut Tx) -> Result<Own> {
    let leases = living(tx)?;
    Ok(Own { open: some(tx, &leases, false).await?, closed: some(tx, &leases, true).await? })
}

/// Only those of them that are open or in progress; one statement.
///
/// # Errors
/// [`Error::Missing`] for viewers who are no tenant.
pub async fn own_open(tx: &mut Tx) -> Result<Vec<Line>> {
    let leases = living(tx)?;
    some(tx, &leases, false).await
}

/// The leases that the viewing tenant lives on today.
fn living(tx: &Tx) -> Result<Vec<Uuid>> {
    let Viewer::Tenant(me) = tx.viewer() else { return Err(Error::Missing) };
    Ok(me.living.iter().map(|lease| lease.0).collect())
}

async fn some(tx: &mut Tx, leases: &[Uuid], closed: bool) -> Result<Vec<Line>> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select t.id, t.title, t.category, t.place, t.priority, t.status, p.name as property_name, u.name as "unit_name?",
             t.reporter_name, t.created_at, t.changed_at, t.closed_at, t.confirmed_at, t.answered_at, t.waits_since, t.lease_id,
             v.starts_at as "visit_from?", v.ends_at as "visit_until?", v.status = 'accepted' as visit_agreed
           from ticket t
           join property p on p.portfolio_id = t.portfolio_id and p.id = t.property_id
           left join unit u on u.portfolio_id = t.portfolio_id and u.id = t.unit_id
           left join lateral (select v.starts_at, v.ends_at, v.status from ticket_visit v
             where v.portfolio_id = t.portfolio_id and v.ticket_id = t.id and v.status in ('proposed', 'accepted') and v.ends_at > $2
             order by v.starts_at limit 1) v on t.closed_at is null
           where t.portfolio_id = app.portfolio_id() and t.lease_id = any ($1) and (t.closed_at is not null) = $3
           order by coalesce(t.closed_at, t.changed_at) desc, t.id desc limit $4"#,
        leases,
        now,
        closed,
        CLOSED_MAX
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| line!(r)).collect())
}
