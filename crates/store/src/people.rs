//! A person as themselves, outside any portfolio: signing in, counting tries, own name, zone, colors and password.
//! Password hashes are made and compared in the app; here they only rest.

use chrono_tz::Tz;
use domain::id::PersonId;

use crate::{Error, Result, Tx, person_activity};

/// What a sign-in compares against.
pub struct Secret {
    /// Who has this address.
    pub person: PersonId,
    /// Their password's argon2id hash, in PHC form.
    pub password_hash: String,
}

/// The person with this address (lower-cased), for a sign-in by nobody.
///
/// # Errors
/// [`Error::Database`] only; an unknown address answers `None`.
pub async fn secret(tx: &mut Tx, email: &str) -> Result<Option<Secret>> {
    let row = sqlx::query!(
        r#"select person_id as "person!", password_hash as "hash!" from app.person_by_email($1)"#,
        email
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| Secret { person: PersonId(r.person), password_hash: r.hash }))
}

/// Counts a try under a key (a hashed address), and answers how many there were within the last 15 to 30 minutes.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn count_try(tx: &mut Tx, key: &[u8; 32]) -> Result<i32> {
    step(tx, key, 1).await
}

/// Takes a try back that turned out well, so that only failures add up.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn forgive_try(tx: &mut Tx, key: &[u8; 32]) -> Result<()> {
    step(tx, key, -1).await.map(|_| ())
}

async fn step(tx: &mut Tx, key: &[u8; 32], step: i32) -> Result<i32> {
    let now = tx.now();
    Ok(sqlx::query_scalar!(r#"select app.count_try($1, $2, $3) as "tries!""#, key.as_slice(), now, step)
        .fetch_one(tx.conn())
        .await?)
}

/// The viewer's own password hash, to check the old password before it is changed.
///
/// # Errors
/// [`Error::Missing`] for viewers who are nobody.
pub async fn my_password_hash(tx: &mut Tx) -> Result<String> {
    sqlx::query_scalar!("select app.my_password_hash()").fetch_one(tx.conn()).await?.ok_or(Error::Missing)
}

/// Gives the viewer a new password; ends their other sessions and every open reset link.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn change_password(tx: &mut Tx, password_hash: &str, keep: &[u8; 32]) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        r#"select app.change_password($1, $2, $3) as "done: ()""#,
        password_hash,
        keep.as_slice(),
        now
    )
    .execute(tx.conn())
    .await?;
    tx.will_tell_of_access();
    person_activity::record(tx, "password", "Changed the password.").await
}

/// What a person says about themselves.
#[derive(Clone, Debug)]
pub struct Profile {
    /// As they want to be called.
    pub name: String,
    /// To sign in.
    pub email: String,
    /// Times on their pages.
    pub zone: Tz,
    /// `system`, `light` or `dark`.
    pub scheme: String,
}

/// The viewer's own profile.
///
/// # Errors
/// [`Error::Missing`] for viewers who are nobody.
pub async fn profile(tx: &mut Tx) -> Result<Profile> {
    let row = sqlx::query!("select name, email, time_zone, scheme from person where id = app.person_id()")
        .fetch_one(tx.conn())
        .await?;
    let zone = crate::sessions::zone(&row.time_zone);
    Ok(Profile { name: row.name, email: row.email, zone, scheme: row.scheme })
}

/// Changes name (here and in every portfolio they are a member of), zone and colors; the address stays.
///
/// # Errors
/// [`Error::Missing`] for viewers who are nobody.
pub async fn change_profile(tx: &mut Tx, name: &str, zone: Tz, scheme: &str) -> Result<()> {
    let before = profile(tx).await?;
    let done = sqlx::query!(
        "update person set time_zone = $1, scheme = $2 where id = app.person_id()",
        zone.name(),
        scheme
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Missing);
    }
    if before.name != name {
        sqlx::query!(r#"select app.rename_self($1) as "done: ()""#, name).execute(tx.conn()).await?;
        let sentence = format!("Changed the name from “{}” to “{name}”.", before.name);
        person_activity::record(tx, "name", &sentence).await?;
    }
    if before.zone != zone {
        let shown = |zone: Tz| zone.name().replace('_', " ");
        let sentence = format!("Changed the time zone from {} to {}.", shown(before.zone), shown(zone));
        person_activity::record(tx, "time_zone", &sentence).await?;
    }
    Ok(())
}
