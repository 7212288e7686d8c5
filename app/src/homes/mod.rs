//! Properties and what stands in them.

mod properties;
mod property_form;
mod unit_form;
mod units;

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
        .route("/properties/{id}/units/new", get(unit_form::blank).post(unit_form::add))
        .route("/units/{id}", get(units::show))
        .route("/units/{id}/edit", get(unit_form::edit).post(unit_form::change))
        .route("/units/{id}/put-away", post(units::put_away))
        .route("/units/{id}/bring-back", post(units::bring_back))
}
