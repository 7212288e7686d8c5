//! The Leptos application: pages, components and writes of both portals.
//!
//! Pages are rendered on the server: a handler asks the store, and only then draws. Whatever sits under
//! [`islands`] is also compiled to wasm; everything else exists on the server alone. May use `store`, `domain` and
//! `formats`; may not name sqlx, open a connection or reach the network.
#![recursion_limit = "256"]

pub mod islands;

#[cfg(feature = "ssr")]
mod accounts;
#[cfg(feature = "ssr")]
mod activity;
#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod files;
#[cfg(feature = "ssr")]
mod homes;
#[cfg(feature = "ssr")]
pub mod imports;
#[cfg(feature = "ssr")]
mod jobs;
#[cfg(feature = "ssr")]
pub mod kernel;
#[cfg(feature = "ssr")]
mod leases;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(feature = "ssr")]
mod notifications;
#[cfg(feature = "ssr")]
pub mod people;
#[cfg(feature = "ssr")]
mod pick;
#[cfg(feature = "ssr")]
mod portal;
#[cfg(feature = "ssr")]
mod reports;
#[cfg(feature = "ssr")]
mod review;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
mod rules;
#[cfg(feature = "ssr")]
mod sorry;
#[cfg(feature = "ssr")]
mod tax;
#[cfg(feature = "ssr")]
mod tenants;
#[cfg(feature = "ssr")]
pub mod tickets;
#[cfg(feature = "ssr")]
mod today;
#[cfg(feature = "ssr")]
mod transactions;
#[cfg(feature = "ssr")]
pub mod ui;
#[cfg(feature = "ssr")]
mod vendors;

#[cfg(feature = "ssr")]
pub use kernel::{Address, Assets, House, Lying, RequestId, Sentence, Shelf, Unshelved, session_hash};
#[cfg(feature = "ssr")]
pub use routes::routes;
#[cfg(feature = "ssr")]
pub use sorry::{Sorry, sorry};
