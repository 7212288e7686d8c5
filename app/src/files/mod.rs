//! Photos and documents of repairs: taken by one guarded road, kept, shown small, handed out to those who see the repair, and
//! taken away again.

mod all;
mod bring;
mod change;
mod hand_out;
mod show;

use axum::Router;
use axum::routing::{get, post};
use domain::file::{FILE_BYTES_MAX, FORM_FILES_MAX};

use crate::House;

pub use all::drop_all;
pub use bring::{Accepted, Brought, OnTicket, keep, take};
pub use hand_out::{small, whole};
pub use show::{ACCEPT, choose, photos};

/// The forms that bring photos, by their routes. They are read past whatever is too large, so that nothing that was typed is
/// lost; other forms with files are refused as a whole.
pub const FORMS: [&str; 4] =
    ["/portal/repairs/new", "/portal/repairs/{id}/say", "/maintenance/new", "/maintenance/{id}/say"];

/// The most bytes that such a form may send: as many files as it may bring, each as large as it may be, and the rest.
pub const FORM_SENDS_MAX: usize = FORM_FILES_MAX * FILE_BYTES_MAX + 2 * 1_048_576;

/// Handing files out, and taking them away.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/files/{id}", get(hand_out::whole))
        .route("/files/{id}/small", get(hand_out::small))
        .route("/files/{id}/remove", post(change::remove))
        .route("/files/{id}/restore", post(change::restore))
}
