//! Forgetting: work that was done a day ago is of no interest, and what was mailed is nobody's to read again.

use chrono::Duration;

use crate::{Result, Tx};

/// Days for which what is done, discarded, dead or planted is kept to be looked at.
const DONE_DAYS: i64 = 1;
const DISCARDED_DAYS: i64 = 30;
const DEAD_DAYS: i64 = 90;
const PLANTED_DAYS: i64 = 40;
/// Days after which the text of a letter that could not be sent is forgotten: a secret link in it opens no longer.
const LETTER_DAYS: i64 = 7;

/// Removes at most `limit` old jobs of the worker's portfolio, and what was planted long ago. Answers how many jobs.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn sweep(tx: &mut Tx, limit: u32) -> Result<u32> {
    let now = tx.now();
    let before = |days| now - Duration::days(days);
    let gone = sqlx::query!(
        "delete from job where portfolio_id = app.portfolio_id() and id in (
           (select id from job where portfolio_id = app.portfolio_id() and state in ('done', 'discarded') and ended_at < $1
               and (state = 'done' or ended_at < $2) order by ended_at, id limit $4)
            union all
           (select id from job where portfolio_id = app.portfolio_id() and state = 'dead' and ended_at < $3
             order by ended_at, id limit $4) limit $4)",
        before(DONE_DAYS),
        before(DISCARDED_DAYS),
        before(DEAD_DAYS),
        i64::from(limit)
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "delete from cron where portfolio_id = app.portfolio_id() and planted_at < $1",
        before(PLANTED_DAYS)
    )
    .execute(tx.conn())
    .await?;
    Ok(u32::try_from(gone.rows_affected()).unwrap_or(limit))
}

/// How many jobs of the worker's portfolio [`sweep`] would remove, counted to a million.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn to_sweep(tx: &mut Tx) -> Result<u32> {
    let now = tx.now();
    let before = |days| now - Duration::days(days);
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
             (select from job where portfolio_id = app.portfolio_id() and state in ('done', 'discarded') and ended_at < $1
                 and (state = 'done' or ended_at < $2))
             union all
             (select from job where portfolio_id = app.portfolio_id() and state = 'dead' and ended_at < $3)
             limit 1000000) old"#,
        before(DONE_DAYS),
        before(DISCARDED_DAYS),
        before(DEAD_DAYS),
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Forgets the text of letters of the worker's portfolio that have waited for so long that they help nobody any more.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn forget_letters(tx: &mut Tx) -> Result<()> {
    let before = tx.now() - Duration::days(LETTER_DAYS);
    sqlx::query!(
        "update mail_out set body = '', unsubscribe_url = null where portfolio_id = app.portfolio_id() and created_at < $1 and body <> ''",
        before
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
