//! What went wrong, for programs: RFC 9457, with a type that stays the same while the words may change.

use app::kernel::Failure;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Typed;
use serde::Serialize;
use utoipa::ToSchema;

/// Why something was not done.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// One of the types under "Problems", such as `urn:duplex:problem:stale`.
    #[serde(rename = "type")]
    kind: String,
    /// The same in a few words.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// A sentence that says what to do.
    detail: String,
    /// What is wrong field by field; left out when it is none of the fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Wrong>,
}

/// What is wrong with a field.
#[derive(Debug, Serialize, ToSchema)]
pub struct Wrong {
    /// The field's name.
    pub field: String,
    /// A sentence that says what to do.
    pub message: String,
}

/// Every type with its status and title, for the documentation.
pub const KINDS: [(&str, StatusCode, &str); 9] = [
    ("unknown-token", StatusCode::UNAUTHORIZED, "No such token"),
    ("scope", StatusCode::FORBIDDEN, "Outside the token’s scopes"),
    ("forbidden", StatusCode::FORBIDDEN, "Not allowed"),
    ("not-found", StatusCode::NOT_FOUND, "Nothing here"),
    ("stale", StatusCode::CONFLICT, "Changed meanwhile"),
    ("refused", StatusCode::UNPROCESSABLE_ENTITY, "Not accepted"),
    ("not-understood", StatusCode::BAD_REQUEST, "Not understood"),
    ("too-often", StatusCode::TOO_MANY_REQUESTS, "Too often"),
    ("broken", StatusCode::INTERNAL_SERVER_ERROR, "Our mistake"),
];

impl Problem {
    /// A problem of one of [`KINDS`].
    pub fn new(kind: &'static str, detail: impl Into<String>) -> Problem {
        let found = KINDS.iter().find(|(name, ..)| *name == kind);
        let (kind, status, title) = *found.unwrap_or(&KINDS[KINDS.len() - 1]);
        let kind = format!("urn:duplex:problem:{kind}");
        Problem { kind, title, status: status.as_u16(), detail: detail.into(), errors: Vec::new() }
    }

    /// For what is not there, or not for this caller.
    pub fn missing() -> Problem {
        Problem::new("not-found", "There is nothing here, or it is not yours to see.")
    }

    /// For fields that could not be accepted.
    pub fn of_fields(typed: &Typed) -> Problem {
        let errors = typed
            .errors()
            .iter()
            .map(|e| Wrong { field: e.field.clone(), message: e.message.clone() })
            .collect::<Vec<_>>();
        let detail = errors.first().map_or_else(String::new, |wrong| wrong.message.clone());
        Problem { errors, ..Problem::new("refused", detail) }
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Problem {
        match error {
            store::Error::Missing => Problem::missing(),
            store::Error::Forbidden | store::Error::Looking => {
                Problem::new("forbidden", "You may not do this.")
            }
            store::Error::Stale => Problem::new(
                "stale",
                "Somebody changed it since you read it. Read it again, then send the new version.",
            ),
            store::Error::Refused { field: "", message } => Problem::new("refused", message),
            store::Error::Refused { field, message } => {
                let errors = vec![Wrong { field: field.into(), message: message.to_string() }];
                Problem { errors, ..Problem::new("refused", message) }
            }
            store::Error::Database(error) => broken(&error.to_string()),
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Problem {
        match failure {
            Failure::Missing | Failure::SignIn { .. } | Failure::Elsewhere(_) => Problem::missing(),
            Failure::Forbidden => Problem::new("forbidden", "You may not do this."),
            Failure::Bad(sentence) => Problem::new("refused", sentence),
            Failure::Broken(why) => broken(&why),
        }
    }
}

fn broken(why: &str) -> Problem {
    tracing::error!(why, "a request of a program failed");
    Problem::new("broken", "Something broke here. Ask again in a moment.")
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
