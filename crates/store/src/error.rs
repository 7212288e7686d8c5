//! What can go wrong in the store, in terms its callers can answer.

use std::borrow::Cow;

/// The result of every use-case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a use-case did not happen. A hidden row answers exactly as a missing one: [`Error::Missing`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such row, or not for this viewer.
    #[error("There is nothing here, or it is not yours to see.")]
    Missing,
    /// The viewer may look, but not do this.
    #[error("You may not do this here. Ask the owner of this portfolio.")]
    Forbidden,
    /// Somebody changed the row since it was read; the page shows both versions.
    #[error("Somebody else changed this while you were writing. Compare both versions below.")]
    Stale,
    /// A landlord looks through a tenant's eyes and tried to change something.
    #[error(
        "You are looking at the portal as a tenant, so nothing can be changed here. Go back to your own view first."
    )]
    Looking,
    /// A rule of the database refused the row; `field` names the input where there is one.
    #[error("{message}")]
    Refused {
        /// Input the sentence belongs to, or "".
        field: &'static str,
        /// A sentence for the person.
        message: Cow<'static, str>,
    },
    /// The database is not there or failed.
    #[error("The database did not answer: {0}")]
    Database(sqlx::Error),
}

impl Error {
    /// A refusal in words, beside a field.
    pub fn refused(field: &'static str, message: impl Into<Cow<'static, str>>) -> Error {
        Error::Refused { field, message: message.into() }
    }

    /// Turns a violated constraint into a sentence. Constraint names are compared by prefix, because a distributed
    /// Postgres adds a shard's number to them.
    pub fn explain(self, constraint: &str, field: &'static str, message: &'static str) -> Error {
        match &self {
            Error::Database(sqlx::Error::Database(e))
                if e.constraint().is_some_and(|c| c.starts_with(constraint)) =>
            {
                Error::refused(field, message)
            }
            _ => self,
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Error {
        match &error {
            sqlx::Error::RowNotFound => Error::Missing,
            // A row that its policy does not let in, or a parent of another portfolio: answers as missing.
            sqlx::Error::Database(e) if matches!(e.code().as_deref(), Some("42501" | "23503")) => {
                Error::Missing
            }
            // The door opened a read-only transaction.
            sqlx::Error::Database(e) if e.code().as_deref() == Some("25006") => Error::Looking,
            _ => Error::Database(error),
        }
    }
}
