//! The first page: what needs me, how the month stands, cash flow, homes and accounts.

pub mod cash;
mod figures;
mod page;
mod waits;

use axum::Router;
use axum::routing::get;

use crate::House;

/// The first page of the landlord.
pub fn routes() -> Router<House> {
    Router::new().route("/", get(page::show))
}
