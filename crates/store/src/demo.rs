//! Removing the demo portfolio with everything in it. Nothing else in Duplex deletes books.

use crate::{Error, Result, Tx};

/// Removes the portfolio the viewer stands in, which must be a demo that they own.
///
/// # Errors
/// [`Error::Missing`] for any other portfolio, and for those who do not own it.
pub async fn remove(tx: &mut Tx) -> Result<()> {
    let removed =
        sqlx::query_scalar!(r#"select app.remove_demo() as "removed!""#).fetch_one(tx.conn()).await?;
    if removed { Ok(()) } else { Err(Error::Missing) }
}
