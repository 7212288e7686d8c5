//! What the worker needs to sweep the place where bytes lie: which files were removed long ago, and which names are known.

use chrono::Duration;
use domain::id::FileId;
use uuid::Uuid;

use super::remove::BACK;
use crate::{Result, Tx};

/// A day longer than a file can be brought back.
const GRACE: Duration = Duration::days(1);

/// A file whose bytes may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Its id.
    pub id: FileId,
    /// The room it takes, in bytes.
    pub bytes: i32,
}

/// At most so many files of the worker's portfolio that were removed too long ago to be brought back.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn removed(tx: &mut Tx, rows_max: u32) -> Result<Vec<Removed>> {
    let before = tx.now() - BACK - GRACE;
    let rows = sqlx::query!(
        "select id, bytes from file where portfolio_id = app.portfolio_id() and removed_at < $1 order by removed_at limit $2",
        before,
        i64::from(rows_max)
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| Removed { id: FileId(row.id), bytes: row.bytes }).collect())
}

/// Forgets files whose bytes are gone, and gives their room back.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn forget(tx: &mut Tx, files: &[Removed]) -> Result<()> {
    let before = tx.now() - BACK - GRACE;
    let ids: Vec<Uuid> = files.iter().map(|file| file.id.0).collect();
    let gone = sqlx::query_scalar!(
        r#"with gone as (delete from file where portfolio_id = app.portfolio_id() and id = any ($1) and removed_at < $2 returning bytes)
           select coalesce(sum(bytes), 0)::bigint as "bytes!" from gone"#,
        &ids,
        before
    )
    .fetch_one(tx.conn())
    .await?;
    sqlx::query!(
        "update file_room set used_bytes = greatest(used_bytes - $1, 0) where portfolio_id = app.portfolio_id()",
        gone
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Which of these names are files of the worker's portfolio, removed ones included.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn kept(tx: &mut Tx, ids: &[FileId]) -> Result<Vec<FileId>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_scalar!(
        "select id from file where portfolio_id = app.portfolio_id() and id = any ($1)",
        &ids
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(FileId).collect())
}
