//! What somebody was told about repairs, what they want to be told, and ending letters by a link in one.

mod list;
mod unsubscribe;
mod wishes;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

/// Pages and writes about notifications, at both doors.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/notifications", get(list::show))
        .route("/notifications/read", post(list::read_all))
        .route("/notifications/{id}/open", post(list::open))
        .route("/settings/notifications", get(wishes::show).post(wishes::change))
        .route("/portal/notifications", get(list::show))
        .route("/portal/notifications/read", post(list::read_all))
        .route("/portal/notifications/{id}/open", post(list::open))
        .route("/portal/settings/notifications", get(wishes::show).post(wishes::change))
        .route("/unsubscribe/{token}", get(unsubscribe::show).post(unsubscribe::change))
}
