//! What a program sends: JSON and queries in which every field is known, or a problem in words.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::web::Web;

/// A body in JSON.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Web> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Sent<T>, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                "not-understood",
                "Send JSON, with the header Content-Type: application/json.",
            ));
        }
        let bytes = Bytes::from_request(request, web).await;
        let bytes = bytes
            .map_err(|_| Problem::new("not-understood", "The body did not arrive whole. Send it again."))?;
        // What it says names the field and where it stands: `unknown field "titel", expected one of …`.
        serde_json::from_slice(&bytes)
            .map(Sent)
            .map_err(|why| Problem::new("not-understood", format!("{why}.")))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| {
        kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    })
}

/// What stands behind the question mark.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Web> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Query<T>, Problem> {
        let read = axum::extract::Query::<T>::try_from_uri(&parts.uri);
        read.map(|query| Query(query.0))
            .map_err(|why| Problem::new("not-understood", format!("{}.", why.body_text())))
    }
}

/// An id in the path; what is none is nothing.
pub struct Id<T>(pub T);

impl<T: From<uuid::Uuid>> FromRequestParts<Web> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Id<T>, Problem> {
        let found = axum::extract::Path::<uuid::Uuid>::from_request_parts(parts, web).await;
        found.map(|id| Id(T::from(id.0))).map_err(|_| Problem::missing())
    }
}
