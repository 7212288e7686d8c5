//! What owners see of the live stream: which changes were told to open pages lately, and how long that took.

mod deliveries;
mod page;

use axum::Router;
use axum::routing::get;

use crate::House;

pub use deliveries::{Deliveries, Delivery};

/// Routes of this folder.
pub(crate) fn routes() -> Router<House> {
    Router::new().route("/settings/live", get(page::show))
}
