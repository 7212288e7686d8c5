//! What was done, by whom, and taking it back.

mod homes;
mod list;
mod money;
mod one;
mod undo;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

/// Pages and writes about what was done.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/activity", get(list::show))
        .route("/activity/{id}", get(one::show))
        .route("/activity/{id}/undo", post(undo::take_back))
}
