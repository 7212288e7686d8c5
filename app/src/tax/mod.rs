//! Schedule E: the form by property, what still blocks it, and where each figure comes from.

mod aside;
mod blockers;
mod days;
mod form;

pub use form::months;

use axum::Router;
use axum::routing::get;

use crate::House;

/// Pages about taxes.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/tax", get(form::this_year))
        .route("/tax/{year}", get(form::show))
        .route("/tax/{year}/schedule-e.csv", get(form::as_csv))
        .route("/tax/{year}/days/{property}", get(days::edit).post(days::save))
}
