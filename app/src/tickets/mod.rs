//! Repairs, from both doors: the tenant reports and answers, the landlord triages, answers, sends somebody and books what it
//! cost. What both see is drawn by the same views.

mod draft;
mod fields;
mod landlord;
mod stale;
mod standing;
mod tenant;
mod thread;
mod when;
mod words;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

pub use landlord::{Pressing, pressing};
pub use tenant::{AtHome, at_home};

/// Pages and writes about repairs.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/portal/repairs", get(tenant::list::show))
        .route("/portal/repairs/new", get(tenant::new::blank).post(tenant::new::report))
        .route("/portal/repairs/{id}", get(tenant::show::show))
        .route("/portal/repairs/{id}/say", post(tenant::say::say))
        .route("/portal/repairs/{id}/access", get(tenant::access::edit).post(tenant::access::change))
        .route("/portal/repairs/{id}/status", post(tenant::status::change))
        .route("/portal/repairs/{id}/visits/{visit}", post(tenant::visit::answer))
        .route("/maintenance", get(landlord::list::show))
        .route("/maintenance/new", get(landlord::new::blank).post(landlord::new::report))
        .route("/maintenance/{id}", get(landlord::show::show))
        .route("/maintenance/{id}/say", post(landlord::say::say))
        .route("/maintenance/{id}/edit", get(landlord::edit::edit).post(landlord::edit::change))
        .route("/maintenance/{id}/status", post(landlord::status::change))
        .route("/maintenance/{id}/reopen", post(landlord::status::reopen))
        .route("/maintenance/{id}/vendor", get(landlord::vendor::edit).post(landlord::vendor::choose))
        .route("/maintenance/{id}/visit", get(landlord::visit::blank).post(landlord::visit::propose))
        .route("/maintenance/{id}/visits/{visit}/cancel", post(landlord::visit::cancel))
        .route("/maintenance/{id}/costs/new", get(landlord::cost::blank).post(landlord::cost::add))
        .route("/maintenance/{id}/costs/{cost}/remove", post(landlord::cost::remove))
        .route("/maintenance/{id}/costs/{cost}/restore", post(landlord::cost::restore))
        .route("/maintenance/{id}/costs/{cost}/book", get(landlord::book::edit).post(landlord::book::book))
        .route("/maintenance/{id}/costs/{cost}/unbook", post(landlord::book::unbook))
}
