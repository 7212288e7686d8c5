//! Work that requests do not wait for, as owners see it: what waits, runs, has failed and was done, and what the calendar
//! plants.

mod act;
mod lists;
mod page;
mod words;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

/// The page, and what is done about work that has failed.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/settings/jobs", get(page::show))
        .route("/settings/jobs/check", post(act::check))
        .route("/settings/jobs/{id}/retry", post(act::retry))
        .route("/settings/jobs/{id}/discard", post(act::discard))
}
