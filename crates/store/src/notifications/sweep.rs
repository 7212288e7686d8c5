//! Forgetting what people were told a year ago, and links that open no longer.

use chrono::Duration;

use crate::{Result, Tx};

/// Days for which both are kept.
const DAYS: i64 = 365;

/// Removes at most `limit` of each in the worker's portfolio; answers how many notifications.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn sweep(tx: &mut Tx, limit: u32) -> Result<u32> {
    let before = tx.now() - Duration::days(DAYS);
    let gone = sqlx::query!(
        "delete from notification where portfolio_id = app.portfolio_id() and id in (
           select id from notification where portfolio_id = app.portfolio_id() and created_at < $1 order by created_at limit $2)",
        before,
        i64::from(limit)
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "delete from notification_link where portfolio_id = app.portfolio_id() and created_at < $1",
        before
    )
    .execute(tx.conn())
    .await?;
    Ok(u32::try_from(gone.rows_affected()).unwrap_or(u32::MAX))
}
