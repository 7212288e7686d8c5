//! Every line that a bank showed: the long list, one line with its whole story, and deciding again.

mod again;
mod filter;
mod list;
mod one;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

pub use one::{lineage, name_of};

/// Pages and writes about bank lines.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/transactions", get(list::show))
        .route("/transactions.csv", get(list::save))
        .route("/transactions/{id}", get(one::show))
        .route("/transactions/{id}/edit", get(again::form).post(again::change))
        .route("/transactions/{id}/reopen", post(again::reopen))
}
