//! The description of the API for programs (OpenAPI 3.1), and the same as a page for people.

use std::sync::LazyLock;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{attachments, comments, events, problem, tickets};
use crate::web::Web;

/// Everything below `/api/v1`.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Duplex",
        description = "What the pages can do with repairs, for programs. Send a token with `Authorization: Bearer …`; it acts for the person who made it, at the door where it was made, and only within its scopes. Mistakes are answered with `application/problem+json` (RFC 9457); unknown fields are refused."
    ),
    paths(
        tickets::list, tickets::report, tickets::show, tickets::change, tickets::step, tickets::confirm,
        comments::list, comments::say,
        attachments::list, attachments::bring, attachments::whole, attachments::small, attachments::remove,
        events::of_ticket, events::since,
    ),
    components(schemas(problem::Problem)),
    security(("token" = [])),
    modifiers(&Bearer),
)]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        openapi.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(Document::openapi()).unwrap_or_default());

/// `GET /api/v1/openapi.json`
pub async fn json() -> Json<&'static Value> {
    Json(&DOCUMENT)
}

/// `GET /api/docs`
pub async fn page(State(web): State<Web>) -> Response {
    let kinds = problem::KINDS.map(|(kind, status, title)| (kind, status.as_u16(), title));
    app::api::page(&web.house, &DOCUMENT, &kinds)
}
