//! The tenant's own home: what is agreed in plain words, who lives there, whom to call. On a phone first.

mod home;
mod lease;
mod parts;
mod people;

use axum::Router;
use axum::routing::get;

use crate::House;

pub use parts::emergency;

/// Pages of the tenant's portal about their home.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/portal", get(home::show))
        .route("/portal/lease", get(lease::show))
        .route("/portal/people", get(people::show))
}
