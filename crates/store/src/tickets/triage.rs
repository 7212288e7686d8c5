//! The landlord's list: what is pressing first, narrowed down, page by page, with counts; and how quickly repairs are
//! answered and closed.

use chrono::{DateTime, Duration, Utc};
use domain::id::{PropertyId, TicketId};
use domain::ticket::{Priority, Status};
use uuid::Uuid;

use super::list::{Line, line};
use crate::{Result, Tx};

/// Which repairs a tab shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Open and in progress, the most pressing first, then the oldest.
    #[default]
    Going,
    /// Those of them whose household waits for an answer.
    Waiting,
    /// Of one status, the newest first.
    Only(Status),
}

/// How long ago a repair was reported, at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Three days.
    Days3,
    /// A week.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
}

impl Age {
    /// All of them, the shortest first.
    pub const ALL: [Age; 4] = [Age::Days3, Age::Week, Age::Month, Age::Quarter];

    /// In days.
    pub fn days(self) -> i64 {
        match self {
            Age::Days3 => 3,
            Age::Week => 7,
            Age::Month => 30,
            Age::Quarter => 90,
        }
    }
}

/// What a list asks for; what is `None` is not asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// The tab.
    pub shown: Shown,
    /// Of one priority.
    pub priority: Option<Priority>,
    /// In one property.
    pub property: Option<PropertyId>,
    /// Reported at least so long ago.
    pub age: Option<Age>,
}

/// Where a page begins: after the last line of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Its place among the priorities; only [`Shown::Going`] and [`Shown::Waiting`] go by it.
    pub priority: Priority,
    /// When it was reported.
    pub created_at: DateTime<Utc>,
    /// Its key.
    pub id: TicketId,
}

fn rank(priority: Priority) -> i16 {
    Priority::ALL
        .iter()
        .position(|p| *p == priority)
        .and_then(|at| i16::try_from(at).ok())
        .unwrap_or_default()
}

/// Repairs in reach: at most `limit`, those behind `after`.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn triage(tx: &mut Tx, filter: &Filter, after: Option<Cursor>, limit: i64) -> Result<Vec<Line>> {
    let ids = match filter.shown {
        Shown::Going | Shown::Waiting => going(tx, filter, after, limit.clamp(1, 500)).await?,
        Shown::Only(status) => of_status(tx, status, filter, after, limit.clamp(1, 500)).await?,
    };
    lines(tx, &ids).await
}

async fn going(tx: &mut Tx, filter: &Filter, after: Option<Cursor>, limit: i64) -> Result<Vec<Uuid>> {
    let before = filter.age.map(|age| tx.now() - Duration::days(age.days()));
    Ok(sqlx::query_scalar!(
        "select id from ticket
         where portfolio_id = app.portfolio_id() and status in ('open', 'in_progress')
           and ($1::smallint is null or (rank, created_at, id) > ($1, $2, $3)) and (not $4 or waits_since is not null)
           and ($5::smallint is null or rank = $5) and ($6::uuid is null or property_id = $6)
           and ($7::timestamptz is null or created_at <= $7)
         order by rank, created_at, id limit $8",
        after.map(|c| rank(c.priority)),
        after.map(|c| c.created_at),
        after.map(|c| c.id.0),
        filter.shown == Shown::Waiting,
        filter.priority.map(rank),
        filter.property.map(|p| p.0),
        before,
        limit
    )
    .fetch_all(tx.conn())
    .await?)
}

async fn of_status(
    tx: &mut Tx,
    status: Status,
    filter: &Filter,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Uuid>> {
    let before = filter.age.map(|age| tx.now() - Duration::days(age.days()));
    Ok(sqlx::query_scalar!(
        "select id from ticket
         where portfolio_id = app.portfolio_id() and status = $1
           and ($2::timestamptz is null or (created_at, id) < ($2, $3))
           and ($4::smallint is null or rank = $4) and ($5::uuid is null or property_id = $5)
           and ($6::timestamptz is null or created_at <= $6)
         order by created_at desc, id desc limit $7",
        status.word(),
        after.map(|c| c.created_at),
        after.map(|c| c.id.0),
        filter.priority.map(rank),
        filter.property.map(|p| p.0),
        before,
        limit
    )
    .fetch_all(tx.conn())
    .await?)
}

/// The lines of these repairs, in this order.
async fn lines(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Line>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select t.id, t.title, t.category, t.place, t.priority, t.status, p.name as property_name, u.name as "unit_name?",
             t.reporter_name, t.created_at, t.changed_at, t.closed_at, t.confirmed_at, t.answered_at, t.waits_since, t.lease_id,
             v.starts_at as "visit_from?", v.ends_at as "visit_until?", v.status = 'accepted' as visit_agreed
           from unnest($1::uuid[]) with ordinality as w (id, n)
           join ticket t on t.portfolio_id = app.portfolio_id() and t.id = w.id
           join property p on p.portfolio_id = t.portfolio_id and p.id = t.property_id
           left join unit u on u.portfolio_id = t.portfolio_id and u.id = t.unit_id
           left join lateral (select v.starts_at, v.ends_at, v.status from ticket_visit v
             where v.portfolio_id = t.portfolio_id and v.ticket_id = t.id and v.status in ('proposed', 'accepted') and v.ends_at > $2
             order by v.starts_at limit 1) v on t.closed_at is null
           order by w.n"#,
        ids,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| line!(r)).collect())
}

/// How many repairs stand under each tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open and in progress.
    pub going: i64,
    /// Whose household waits.
    pub waiting: i64,
    /// Open.
    pub open: i64,
    /// In progress.
    pub in_progress: i64,
    /// Completed.
    pub completed: i64,
    /// Cancelled.
    pub cancelled: i64,
}

/// Counts of every tab, narrowed down as the filter says.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn counts(tx: &mut Tx, filter: &Filter) -> Result<Counts> {
    let before = filter.age.map(|age| tx.now() - Duration::days(age.days()));
    let r = sqlx::query!(
        r#"select count(*) filter (where status in ('open', 'in_progress')) as "going!", count(*) filter (where waits_since is not null) as "waiting!",
             count(*) filter (where status = 'open') as "open!", count(*) filter (where status = 'in_progress') as "in_progress!",
             count(*) filter (where status = 'completed') as "completed!", count(*) filter (where status = 'cancelled') as "cancelled!"
           from ticket where portfolio_id = app.portfolio_id() and ($1::smallint is null or rank = $1)
             and ($2::uuid is null or property_id = $2) and ($3::timestamptz is null or created_at <= $3)"#,
        filter.priority.map(rank),
        filter.property.map(|p| p.0),
        before
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Counts {
        going: r.going,
        waiting: r.waiting,
        open: r.open,
        in_progress: r.in_progress,
        completed: r.completed,
        cancelled: r.cancelled,
    })
}

/// Repairs that need the landlord's side now: emergencies that are open, and households that wait, the most pressing first.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn pressing(tx: &mut Tx, limit: i64) -> Result<Vec<Line>> {
    let ids = sqlx::query_scalar!(
        "select id from ticket
         where portfolio_id = app.portfolio_id() and status in ('open', 'in_progress') and (waits_since is not null or rank = 0)
         order by rank, created_at, id limit $1",
        limit.clamp(1, 100)
    )
    .fetch_all(tx.conn())
    .await?;
    lines(tx, &ids).await
}

/// How quickly a property's repairs were answered and closed: medians over what tenants reported within a year.
#[derive(Clone, Debug)]
pub struct Pace {
    /// The property.
    pub property: PropertyId,
    /// Its name.
    pub property_name: String,
    /// Repairs that tenants reported.
    pub reports: i64,
    /// From report to first answer.
    pub answer: Option<Duration>,
    /// From report to close, of those that were completed.
    pub close: Option<Duration>,
}

/// The pace of every property with a report within a year, by name.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn pace(tx: &mut Tx) -> Result<Vec<Pace>> {
    let since = tx.now() - Duration::days(365);
    let rows = sqlx::query!(
        r#"select t.property_id, p.name, count(*) as "reports!",
             percentile_cont(0.5) within group (order by extract(epoch from t.answered_at - t.created_at))::bigint as answer,
             (percentile_cont(0.5) within group (order by extract(epoch from t.closed_at - t.created_at))
               filter (where t.status = 'completed'))::bigint as close
           from ticket t join property p on p.portfolio_id = t.portfolio_id and p.id = t.property_id
           where t.portfolio_id = app.portfolio_id() and t.reporter_side = 'tenant' and t.created_at >= $1
           group by t.property_id, p.name order by lower(p.name), t.property_id limit 500"#,
        since
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Pace {
            property: PropertyId(r.property_id),
            property_name: r.name,
            reports: r.reports,
            answer: r.answer.map(Duration::seconds),
            close: r.close.map(Duration::seconds),
        })
        .collect())
}
