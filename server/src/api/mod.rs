//! `/api/v1/…`: the same use-cases as the pages, for programs that show a token. Every answer to a mistake is problem+json
//! with a stable type; unknown fields are refused; lists come in pages.

mod attachments;
mod caller;
mod comments;
mod document;
mod events;
mod page;
mod problem;
mod sent;
mod shape;
mod tickets;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::web::Web;

/// Where programs bring files, several at once like a form with photos.
pub const BRINGS_FILES: &str = "/api/v1/tickets/{id}/attachments";

/// Everything below `/api`.
pub fn routes(web: &Web) -> Router<Web> {
    let known = Router::new()
        .route("/api/v1/tickets", get(tickets::list).post(tickets::report))
        .route("/api/v1/tickets/{id}", get(tickets::show).patch(tickets::change))
        .route("/api/v1/tickets/{id}/status", post(tickets::step))
        .route("/api/v1/tickets/{id}/confirmation", post(tickets::confirm))
        .route("/api/v1/tickets/{id}/comments", get(comments::list).post(comments::say))
        .route("/api/v1/tickets/{id}/events", get(events::of_ticket))
        .route("/api/v1/tickets/{id}/attachments", get(attachments::list).post(attachments::bring))
        .route("/api/v1/attachments/{id}", get(attachments::whole).delete(attachments::remove))
        .route("/api/v1/attachments/{id}/thumbnail", get(attachments::small))
        .route("/api/v1/events", get(events::since))
        .layer(from_fn_with_state(web.clone(), caller::admit));
    Router::new()
        .route("/api/v1/openapi.json", get(document::json))
        .route("/api/docs", get(document::page))
        .merge(known)
}
