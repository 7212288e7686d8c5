//! The only crate that knows sqlx. One door to Postgres, then use-cases beside their SQL.

pub mod bootstrap;
pub mod migrate;
