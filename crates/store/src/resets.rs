//! Links that give a new password to somebody who forgot theirs: asked for by anybody, single use, short. Nothing here
//! tells the asker whether an address is known.

use chrono::Duration;

use crate::{Result, Tx};

/// Minutes for which a link opens.
pub const MINUTES: i64 = 60;

/// A link asked for.
pub struct NewReset<'a> {
    /// Address as typed, lower-cased.
    pub email: &'a str,
    /// SHA-256 of the secret in the link.
    pub token_hash: [u8; 32],
    /// Subject of the mail with the link.
    pub subject: &'a str,
    /// Its text.
    pub body: &'a str,
}

/// Keeps a link and queues its mail where the address is known; otherwise does nothing, and says so to nobody. At most
/// three an hour for one person.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn request(tx: &mut Tx, new: NewReset<'_>) -> Result<()> {
    let (now, mail) = (tx.now(), tx.new_id());
    sqlx::query!(
        r#"select app.request_reset($1, $2, $3, $4, $5, $6, $7) as "done: ()""#,
        new.email,
        new.token_hash.as_slice(),
        now,
        now + Duration::minutes(MINUTES),
        mail,
        new.subject,
        new.body,
    )
    .execute(tx.conn())
    .await?;
    tx.will_wake_workers();
    Ok(())
}

/// The address a link is for, or `None` when it does not open (any more).
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn address(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<Option<String>> {
    let now = tx.now();
    Ok(sqlx::query_scalar!("select app.read_reset($1, $2)", token_hash.as_slice(), now)
        .fetch_one(tx.conn())
        .await?)
}

/// Sets the new password, once; ends all sessions of the person and every other link. False when the link does not open.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn finish(tx: &mut Tx, token_hash: &[u8; 32], password_hash: &str) -> Result<bool> {
    let (activity, now) = (tx.new_id(), tx.now());
    tx.will_tell_of_access();
    Ok(sqlx::query_scalar!(
        r#"select app.finish_reset($1, $2, $3, $4) as "done!""#,
        token_hash.as_slice(),
        password_hash,
        now,
        activity
    )
    .fetch_one(tx.conn())
    .await?)
}
