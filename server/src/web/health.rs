//! Is the process alive, and is it fit to serve? For service managers and load balancers.

use super::Web;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use store::migrate::{Schema, schema_of};

/// `GET /healthz`: the process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// What `/readyz` says.
#[derive(Serialize)]
pub struct Ready {
    /// Whether Postgres answers.
    database: bool,
    /// `current`, `behind`, `ahead` or `unknown`.
    schema: &'static str,
}

/// `GET /readyz`: 200 when Postgres answers and holds exactly the migrations of this program, else 503.
pub async fn readyz(State(web): State<Web>) -> (StatusCode, Json<Ready>) {
    let (database, schema) = match schema_of(&web.house.db).await {
        Ok(Schema::Current) => (true, "current"),
        Ok(Schema::Behind(_)) => (true, "behind"),
        Ok(Schema::Ahead) => (true, "ahead"),
        Err(_) => (false, "unknown"),
    };
    let status = if schema == "current" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Ready { database, schema }))
}
