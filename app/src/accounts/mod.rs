//! Accounts at banks, cards and wallets: what the books say they hold, and what the bank says.

mod account_form;
mod list;
mod one;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

/// Pages and writes about bank accounts.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/accounts", get(list::show))
        .route("/accounts/new", get(account_form::blank).post(account_form::add))
        .route("/accounts/{id}", get(one::show))
        .route("/accounts/{id}/edit", get(account_form::edit).post(account_form::change))
        .route("/accounts/{id}/put-away", post(one::put_away))
        .route("/accounts/{id}/bring-back", post(one::bring_back))
}
