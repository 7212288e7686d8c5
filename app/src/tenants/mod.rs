//! Tenants: the list, one of them, adding and changing. For those who keep people; for others these pages do not exist.

mod form;
mod list;
mod show;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

/// Pages and writes about tenants.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/tenants", get(list::show))
        .route("/tenants/new", get(form::blank).post(form::add))
        .route("/tenants/{id}", get(show::show))
        .route("/tenants/{id}/edit", get(form::edit).post(form::change))
        .route("/tenants/{id}/put-away", post(show::put_away))
        .route("/tenants/{id}/bring-back", post(show::bring_back))
}
