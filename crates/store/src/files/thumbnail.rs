//! The small picture of a photo, for the worker that makes it.

use domain::file::Thumbnail;
use domain::id::FileId;

use super::tell_pages;
use crate::{Error, Result, Tx};

/// How it stands with the small picture of a file, removed or not.
///
/// # Errors
/// [`Error::Missing`] when the file is not there.
pub async fn thumbnail(tx: &mut Tx, id: FileId) -> Result<Thumbnail> {
    let word = sqlx::query_scalar!(
        "select thumbnail from file where portfolio_id = app.portfolio_id() and id = $1",
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    word.parse().map_err(|()| Error::Missing)
}

/// Says how it stands now, and tells the pages that show it.
///
/// # Errors
/// [`Error::Missing`] when the file is not there.
pub async fn set_thumbnail(tx: &mut Tx, id: FileId, now: Thumbnail) -> Result<()> {
    let file = sqlx::query!(
        "update file set thumbnail = $2 where portfolio_id = app.portfolio_id() and id = $1 returning ticket_id, property_id, lease_id",
        id.0,
        now.word()
    )
    .fetch_one(tx.conn())
    .await?;
    tell_pages(tx, file.ticket_id.into(), file.property_id.into(), file.lease_id.map(Into::into)).await
}
