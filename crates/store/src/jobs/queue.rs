//! The queue over all portfolios, for workers: taking what is due, keeping it, completing what left nothing behind, and
//! giving back what was not done. Reviewed functions do it, because a worker of one portfolio sees no row of another.

use chrono::{DateTime, Duration, Utc};
use domain::Viewer;
use domain::id::{JobId, PortfolioId};
use uuid::Uuid;

use super::Held;
use crate::{Db, Result, Tx};

/// A worker of no portfolio sees no row of any; it may only ask the functions below.
async fn enter(db: &Db) -> Result<Tx> {
    db.enter(&Viewer::Worker { portfolio: PortfolioId(Uuid::nil()) }).await
}

/// Takes work that is due, at most so much of each kind (its word, and how many), and work whose holder went silent. It is
/// this worker's until `hold` has passed, and longer while [`extend`] says so.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn claim(db: &Db, worker: &str, rooms: &[(&str, u16)], hold: Duration) -> Result<Vec<Held>> {
    let (kinds, places): (Vec<String>, Vec<i32>) =
        rooms.iter().map(|(kind, places)| ((*kind).to_owned(), i32::from(*places))).unzip();
    let mut tx = enter(db).await?;
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select portfolio_id as "portfolio_id!", id as "id!", kind as "kind!", payload as "payload!", tries as "tries!",
                  hold as "hold!", run_at as "run_at!"
             from app.claim_jobs($1, $2, $3, $4, $5)"#,
        worker,
        &kinds,
        &places,
        now,
        now + hold
    )
    .fetch_all(tx.conn())
    .await?;
    tx.commit().await?;
    let held = rows.into_iter().map(|row| Held {
        portfolio: PortfolioId(row.portfolio_id),
        id: JobId(row.id),
        kind: row.kind,
        tries: u16::try_from(row.tries).unwrap_or_default(),
        due_at: row.run_at,
        hold: row.hold,
        payload: row.payload,
    });
    Ok(held.collect())
}

/// Jobs as the functions take them: three arrays of one length.
fn columns<'a>(held: impl IntoIterator<Item = &'a Held>) -> [Vec<Uuid>; 3] {
    let mut columns = [vec![], vec![], vec![]];
    for held in held {
        let row = [held.portfolio.0, held.id.0, held.hold];
        columns.iter_mut().zip(row).for_each(|(column, id)| column.push(id));
    }
    columns
}

/// Keeps jobs for longer. Answers those that are no longer held: completed meanwhile, or somebody else's by now.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn extend(db: &Db, held: &[Held], hold: Duration) -> Result<Vec<Held>> {
    let [portfolios, ids, holds] = columns(held);
    let mut tx = enter(db).await?;
    let until = tx.now() + hold;
    let lost = sqlx::query_scalar!(
        r#"select app.extend_jobs($1, $2, $3, $4) as "hold!""#,
        &portfolios,
        &ids,
        &holds,
        until
    )
    .fetch_all(tx.conn())
    .await?;
    tx.commit().await?;
    Ok(held.iter().filter(|h| lost.contains(&h.hold)).cloned().collect())
}

/// Completes jobs that had nothing to write, many at a time. Answers how many of them were still held.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn finish(db: &Db, held: &[Held]) -> Result<usize> {
    let [portfolios, ids, holds] = columns(held);
    let mut tx = enter(db).await?;
    let now = tx.now();
    let done = sqlx::query_scalar!(
        r#"select app.finish_jobs($1, $2, $3, $4) as "hold!""#,
        &portfolios,
        &ids,
        &holds,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    tx.commit().await?;
    Ok(done.len())
}

/// Lets jobs wait again that were taken and not done; that was no try.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn give_back(db: &Db, held: &[Held]) -> Result<()> {
    let [portfolios, ids, holds] = columns(held);
    let mut tx = enter(db).await?;
    let now = tx.now();
    sqlx::query!(
        r#"select app.give_back_jobs($1, $2, $3, $4) as "done: ()""#,
        &portfolios,
        &ids,
        &holds,
        now
    )
    .execute(tx.conn())
    .await?;
    tx.commit().await
}

/// How much of one kind is in one state.
#[derive(Clone, Debug)]
pub struct Amount {
    /// Which kind of work.
    pub kind: String,
    /// `waiting`, `running` or `dead`.
    pub state: String,
    /// How many.
    pub jobs: i64,
    /// Since when the first of them is due.
    pub oldest: DateTime<Utc>,
}

/// What waits, runs and has failed, over all portfolios: for the metrics.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn amounts(db: &Db) -> Result<Vec<Amount>> {
    let mut tx = enter(db).await?;
    let rows = sqlx::query_as!(
        Amount,
        r#"select kind as "kind!", state as "state!", jobs as "jobs!", oldest as "oldest!" from app.job_counts()"#
    )
    .fetch_all(tx.conn())
    .await?;
    tx.commit().await?;
    Ok(rows)
}
