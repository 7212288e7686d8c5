//! Photos and documents of repairs: taken by one guarded road, kept, shown small, handed out to those who see the repair, and
//! taken away again.

mod bring;
mod change;
mod hand_out;
mod show;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

pub use bring::{Accepted, Brought, OnTicket, keep, take};
pub use show::{ACCEPT, choose, photos};

/// Handing files out, and taking them away.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/files/{id}", get(hand_out::whole))
        .route("/files/{id}/small", get(hand_out::small))
        .route("/files/{id}/remove", post(change::remove))
        .route("/files/{id}/restore", post(change::restore))
}
