//! Ending letters of a kind by the link in one, without signing in.

use domain::Viewer;
use domain::notification::NotificationKind;
use domain::ticket::Side;

use crate::{Db, Result};

/// What a link ends.
#[derive(Clone, Debug)]
pub struct Link {
    /// Whose letters.
    pub portfolio_name: String,
    /// Which kind.
    pub kind: NotificationKind,
    /// Who reads them.
    pub side: Side,
    /// They still go out.
    pub by_mail: bool,
}

/// What the link with this hash ends; `None` when there is no such link, or it is older than a year.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn read_link(db: &Db, token_hash: &[u8; 32]) -> Result<Option<Link>> {
    let mut tx = db.enter(&Viewer::Public).await?;
    let now = tx.now();
    let row = sqlx::query!(
        r#"select portfolio_name as "portfolio_name!", kind as "kind!", door as "door!", by_mail as "by_mail!"
           from app.read_unsubscribe($1, $2)"#,
        token_hash.as_slice(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.and_then(|r| {
        Some(Link {
            portfolio_name: r.portfolio_name,
            kind: r.kind.parse().ok()?,
            side: Side::from_word(&r.door),
            by_mail: r.by_mail,
        })
    }))
}

/// Ends these letters, or takes that back. Answers whether there is such a link.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn unsubscribe(db: &Db, token_hash: &[u8; 32], by_mail: bool) -> Result<bool> {
    let mut tx = db.enter(&Viewer::Public).await?;
    let now = tx.now();
    let found = sqlx::query_scalar!(
        r#"select app.unsubscribe($1, $2, $3) as "found!""#,
        token_hash.as_slice(),
        by_mail,
        now
    )
    .fetch_one(tx.conn())
    .await?;
    tx.commit().await?;
    Ok(found)
}
