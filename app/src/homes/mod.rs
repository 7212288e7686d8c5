//! Properties and what stands in them.

mod properties;
mod property_form;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

/// Pages and writes about homes.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/properties", get(properties::list))
        .route("/properties/new", get(property_form::blank).post(property_form::add))
        .route("/properties/{id}", get(properties::show))
        .route("/properties/{id}/edit", get(property_form::edit).post(property_form::change))
        .route("/properties/{id}/put-away", post(properties::put_away))
        .route("/properties/{id}/bring-back", post(properties::bring_back))
}
