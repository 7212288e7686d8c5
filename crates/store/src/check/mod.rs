//! What can be asked of a database to prove that it still holds: the schema's rules, read from the catalog, the two
//! walls, probed as every role, and the books of a portfolio.

mod books;
mod probe;
mod reviewed;
mod rules;
pub mod schema;

pub use books::{books, rebuild};
pub use reviewed::Reviewed;

use crate::{Db, Result};
use serde::Serialize;
use sqlx::{Acquire, PgConnection, pool::PoolConnection};

/// Something that does not hold, in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Short name of the rule, with dashes: `key-order`.
    pub rule: &'static str,
    /// What breaks it: a table, a column as `table.column`, a policy as `table.policy`, a role.
    pub object: String,
    /// What is wrong and what to do about it.
    pub sentence: String,
}

/// Everything that keeps people apart: the catalog rules of isolation, and a look as each role, without an identity and
/// with one that owns nothing. The program serves only when the answer is empty.
///
/// # Errors
/// [`crate::Error::Database`] when the database does not answer.
pub async fn isolation(db: &Db) -> Result<Vec<Finding>> {
    let mut conn = connection(db).await?;
    let mut found = catalog(&mut conn, schema::About::Isolation).await?;
    found.extend(probe::walls(&mut conn).await?);
    Ok(found)
}

/// The rules that let the same schema be spread over several nodes one day.
///
/// # Errors
/// [`crate::Error::Database`] when the database does not answer.
pub async fn scale(db: &Db) -> Result<Vec<Finding>> {
    catalog(&mut *connection(db).await?, schema::About::Scale).await
}

async fn catalog(conn: &mut PgConnection, about: schema::About) -> Result<Vec<Finding>> {
    let mut tx = conn.begin().await?;
    sqlx::raw_sql("set local role duplex_public").execute(&mut *tx).await?;
    let found = schema::broken(&mut tx, about).await?;
    tx.rollback().await?;
    Ok(found)
}

/// A connection that nobody has entered: what is asked here is about the schema, never about its rows.
#[allow(clippy::disallowed_methods)]
async fn connection(db: &Db) -> Result<PoolConnection<sqlx::Postgres>> {
    Ok(db.catalog().acquire().await?)
}
