//! Every line that a bank showed: the long list, one line with its whole story, and deciding again.

mod filter;
mod list;
mod one;

use axum::Router;
use axum::routing::get;

use crate::House;

/// Pages and writes about bank lines.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/transactions", get(list::show))
        .route("/transactions.csv", get(list::save))
        .route("/transactions/{id}", get(one::show))
}
