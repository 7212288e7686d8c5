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

    /// Turns a violated constraint into a sentence.
    pub fn explain(self, constraint: &str, field: &'static str, message: &'static str) -> Error {
        match &self {
            Error::Database(sqlx::Error::Database(e))
                if e.constraint().is_some_and(|found| is_named(found, constraint)) =>
            {
                Error::refused(field, message)
            }
            _ => self,
        }
    }
}

/// True for the constraint itself, and for its copy on a shard: a distributed Postgres adds the shard's number, as in
/// `lease_overlap_102147`. No more than that: `unit_name_check` is another rule than `unit_name`.
fn is_named(found: &str, name: &str) -> bool {
    let Some(rest) = found.strip_prefix(name) else { return false };
    rest.is_empty() || rest.strip_prefix('_').is_some_and(|shard| shard.parse::<u64>().is_ok())
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

#[cfg(test)]
mod tests {
    use super::is_named;

    #[test]
    fn a_constraint_is_known_on_a_shard_too_and_taken_for_no_other() {
        assert!(is_named("lease_overlap", "lease_overlap"));
        assert!(is_named("lease_overlap_102147", "lease_overlap"));
        for other in ["unit_name_check", "unit_name_", "unit_names", "unit_name_1a", "unit"] {
            assert!(!is_named(other, "unit_name"), "{other}");
        }
    }
}
