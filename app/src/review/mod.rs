//! Lines that wait for somebody to say what they were for.

mod decide;
mod desk;
mod page;
pub mod parts;
mod pile;
mod sheet;
mod twin;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

pub use decide::signed;

/// The desk and what is decided there.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/review", get(page::pile))
        .route("/review/accept-certain", post(decide::accept_certain))
        .route("/review/{line}", get(page::one).post(decide::decide))
        .route("/review/{line}/twin", post(decide::twin))
}
