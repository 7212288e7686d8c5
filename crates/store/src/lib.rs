//! The only crate that knows sqlx: one door ([`Db::enter`]), then use-cases, each beside its SQL.
//!
//! May use `domain` and nothing else of ours. Gives out no pool, no connection and no way to query without
//! being somebody. May not talk to the network (but for Postgres) or decide rules of the business.

pub mod accounts;
pub mod activity;
pub mod admin;
pub mod bootstrap;
pub mod categories;
pub mod check;
pub mod db;
pub mod demo;
mod desk;
pub mod documents;
pub mod doors;
pub mod error;
pub mod events;
pub mod files;
mod ids;
pub mod imports;
pub mod invitations;
pub mod jobs;
pub mod leases;
mod ledger;
pub mod lineage;
pub mod lines;
pub mod mail;
pub mod members;
pub mod migrate;
pub mod notifications;
pub mod own_data;
pub mod people;
pub mod person_activity;
pub mod portfolio;
pub mod properties;
pub mod reports;
pub mod resets;
pub mod review;
pub mod rules;
pub mod sessions;
pub mod setup;
pub mod tenancy;
pub mod tenants;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tickets;
pub mod tokens;
pub mod units;
pub mod vendors;

pub use db::{Clock, Db, Tx};
pub use error::{Error, Result};
