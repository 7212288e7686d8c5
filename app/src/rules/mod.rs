//! Rules: what to do with lines of a merchant, made by hand or by "always do this".

mod list;
mod preview;
mod rule_form;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

/// Pages and writes about rules.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/rules", get(list::show))
        .route("/rules/new", get(rule_form::blank).post(rule_form::add))
        .route("/rules/{id}", get(rule_form::edit).post(rule_form::change))
        .route("/rules/{id}/end", post(list::end))
        .route("/rules/{id}/bring-back", post(list::bring_back))
}
