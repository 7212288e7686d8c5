//! Vendors: the list, adding, changing, putting away. For those who keep people; for others these pages do not exist.

mod form;
mod list;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

/// Pages and writes about vendors.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/vendors", get(list::show))
        .route("/vendors/new", get(form::blank).post(form::add))
        .route("/vendors/{id}/edit", get(form::edit).post(form::change))
        .route("/vendors/{id}/put-away", post(form::put_away))
        .route("/vendors/{id}/bring-back", post(form::bring_back))
}
