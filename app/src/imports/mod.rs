//! Bringing a bank's file: choosing it, answering what it leaves open, looking at every line, importing, taking it back.

mod ask;
mod choose;
mod found;
mod history;
mod intake;
mod lines;
mod looks;
mod one;
mod preview;
mod raw;
mod reading;
mod result;
mod target;
mod unreadable;
mod write;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

pub use choose::ACCEPT;
pub use intake::{Content, Intake, NotTaken};
pub use raw::visible;
pub use target::{Existing, Target};

/// Pages and writes about files from banks.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/imports", get(history::show))
        .route("/imports/new", get(choose::blank).post(choose::take))
        .route("/imports/{id}", get(one::show))
        .route("/imports/{id}/answer", post(one::answer))
        .route("/imports/{id}/import", post(one::import))
        .route("/imports/{id}/undo", post(one::undo))
        .route("/imports/{id}/again", post(one::again))
        .route("/imports/{id}/lines/{line}", get(unreadable::blank).post(unreadable::type_in))
        .route("/imports/{id}/lines/{line}/discard", post(unreadable::discard))
}
