//! Leases: the list, one of them, writing one down in four steps, and changing it from a day on. For those who keep
//! people; for others these pages do not exist.

mod amend;
mod conflict;
mod end;
mod list;
mod move_people;
mod note;
mod people;
mod show;
mod stale;
mod tables;
mod undo;
mod wizard;
mod words;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

pub use words::{lead_of, until_cell};

/// Pages and writes about leases.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/leases", get(list::show))
        .route("/leases/new", get(wizard::begin).post(wizard::step))
        .route("/leases/{id}", get(show::show))
        .route("/leases/{id}/terms", get(amend::ask).post(amend::amend))
        .route("/leases/{id}/terms/{from}/take-back", post(undo::take_back_term))
        .route("/leases/{id}/people", get(move_people::ask).post(move_people::change))
        .route("/leases/{id}/people/take-back", post(undo::take_back_people))
        .route("/leases/{id}/end", get(end::ask).post(end::end))
        .route("/leases/{id}/last-day/{day}", post(undo::last_day))
        .route("/leases/{id}/note", get(note::ask).post(note::keep))
        .route("/leases/{id}/remove", post(undo::remove))
        .route("/leases/{id}/restore", post(undo::restore))
}
