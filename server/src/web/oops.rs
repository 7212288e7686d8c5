//! When something is refused, missing or broken: a page in words for people, problem+json for programs.

use super::Web;
use super::request::REQUEST_ID;
use app::{Sentence, Sorry, sorry};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::any::Any;

/// For a form that was sent from another site's page.
pub const FROM_ELSEWHERE: &str = "This did not come from one of our own pages, so nothing was done. Open the page again and try once more.";

/// A status with words of its own; `explain` dresses them.
pub fn refuse(status: StatusCode, sentence: &str) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(Sentence(sentence.to_owned()));
    response
}

/// Answers a panic; `explain` then puts it into words. What the panic said goes to the log only.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let said =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(
        panic = said.unwrap_or("nothing"),
        "a request was given up because of a mistake in the program"
    );
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Dresses an error that has no page and no words for programs yet.
pub async fn explain(State(web): State<Web>, request: Request, next: Next) -> Response {
    let wants_page = wants_page(request.headers());
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let mut response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let dressed =
        kind(response.headers()).is_some_and(|kind| kind.starts_with("text/html") || kind.contains("json"));
    if dressed || !is_error {
        return response;
    }
    let said = response.extensions_mut().remove::<Sentence>();
    let (title, sentence) = words(status, said);
    let dress = if wants_page {
        sorry(&web.house, Sorry { title, sentence, report: status.is_server_error().then_some(&id) })
    } else {
        problem(status, title, &sentence, &id)
    };
    // What the route has set, such as Retry-After or a cookie, stays.
    let (mut parts, _) = response.into_parts();
    let (dress, body) = dress.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.extend(dress.headers);
    Response::from_parts(parts, body)
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|kinds| kinds.contains("text/html"))
}

fn kind(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()
}

/// RFC 9457.
fn problem(status: StatusCode, title: &str, sentence: &str, id: &str) -> Response {
    let body = json!({
        "type": "about:blank", "title": title, "status": status.as_u16(), "detail": sentence, "request_id": id,
    });
    let kind = HeaderValue::from_static("application/problem+json");
    ([(CONTENT_TYPE, kind)], body.to_string()).into_response()
}

/// A title, and what was said, or else what such a status usually means.
fn words(status: StatusCode, said: Option<Sentence>) -> (&'static str, String) {
    let (title, usual) = match status {
        StatusCode::NOT_FOUND => ("Nothing here", "There is no such page, or it is not yours to see."),
        StatusCode::FORBIDDEN => ("Not allowed", "You may not do this."),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("Not done", "This address does not work that way. Go to the start page.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("Too large", "What you sent is larger than this house takes. Send less.")
        }
        StatusCode::TOO_MANY_REQUESTS => {
            ("Too often", "That was tried too often. Wait a few minutes and try again.")
        }
        StatusCode::GATEWAY_TIMEOUT => {
            ("Too slow", "This took too long and was given up. Try again in a moment.")
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            ("Not right now", "The database does not answer. Try again in a moment.")
        }
        _ if status.is_server_error() => {
            ("Our mistake", "Something broke here. What you sent may not have been kept.")
        }
        _ => ("Not understood", "The program could not make sense of this. Go back and try again."),
    };
    (title, said.map_or_else(|| usual.to_owned(), |Sentence(sentence)| sentence))
}
