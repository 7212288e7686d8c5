//! What people change about their own sign-in: name, time zone, password. It is of no portfolio, so no portfolio's activity
//! tells of it; each person sees their own, under their settings. Nobody takes an entry out.

use chrono::{DateTime, Utc};

use crate::{Error, Result, Tx};

/// Something a person changed about themselves.
#[derive(Clone, Debug)]
pub struct PersonActivity {
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub sentence: String,
}

/// Writes down what the viewer changed about themselves: `name`, `time_zone`, `password` or `token`, and a sentence about it.
///
/// # Errors
/// [`Error::Missing`] for viewers who are nobody.
pub(crate) async fn record(tx: &mut Tx, kind: &'static str, sentence: &str) -> Result<()> {
    let (id, now, person) = (tx.new_id(), tx.now(), tx.viewer().person().ok_or(Error::Missing)?);
    sqlx::query!(
        "insert into person_activity (person_id, id, at, kind, sentence) values ($1, $2, $3, $4, $5)",
        person.0,
        id,
        now,
        kind,
        sentence
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What the viewer changed about themselves, newest first; at most 100.
///
/// # Errors
/// [`Error::Database`] only; who is nobody changed nothing.
pub async fn list(tx: &mut Tx) -> Result<Vec<PersonActivity>> {
    Ok(sqlx::query_as!(
        PersonActivity,
        "select at, sentence from person_activity where person_id = app.person_id() order by id desc limit 100"
    )
    .fetch_all(tx.conn())
    .await?)
}
