//! Work by the calendar: a row a period makes one job, whoever looks first.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::Viewer;
use domain::id::PortfolioId;
use uuid::Uuid;

use super::{NewJob, enqueue};
use crate::sessions::zone;
use crate::{Db, Result, Tx};

/// Every portfolio and its time zone, for workers.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn zones(db: &Db) -> Result<Vec<(PortfolioId, Tz)>> {
    let mut tx = db.enter(&Viewer::Worker { portfolio: PortfolioId(Uuid::nil()) }).await?;
    let rows =
        sqlx::query!(r#"select portfolio_id as "id!", time_zone as "zone!" from app.portfolio_zones()"#)
            .fetch_all(tx.conn())
            .await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(|row| (PortfolioId(row.id), zone(&row.zone))).collect())
}

/// Plants the work of a period in the worker's portfolio. False when somebody has planted it before.
///
/// # Errors
/// [`crate::Error::Forbidden`] outside a portfolio.
pub async fn plant(tx: &mut Tx, kind: &'static str, period: &str) -> Result<bool> {
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let planted = sqlx::query!(
        "insert into cron (portfolio_id, kind, period, planted_at) values ($1, $2, $3, $4) on conflict do nothing",
        portfolio,
        kind,
        period,
        now
    )
    .execute(tx.conn())
    .await?;
    let first = planted.rows_affected() == 1;
    if first {
        enqueue(tx, NewJob::new(kind, &period).keyed(period)).await?;
    }
    Ok(first)
}

/// The newest period of a kind of work that the calendar plants.
#[derive(Clone, Debug)]
pub struct Planted {
    /// Which kind of work.
    pub kind: String,
    /// The period, such as 2026-11-20.
    pub period: String,
    /// When it was planted.
    pub planted_at: DateTime<Utc>,
}

/// What the calendar has planted last, kind by kind. For owners.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn planted(tx: &mut Tx) -> Result<Vec<Planted>> {
    Ok(sqlx::query_as!(
        Planted,
        "select distinct on (kind) kind, period, planted_at from cron
          where portfolio_id = app.portfolio_id() order by kind, period desc"
    )
    .fetch_all(tx.conn())
    .await?)
}
