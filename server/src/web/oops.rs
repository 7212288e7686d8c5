//! When something is refused, missing or broken: a page in words for people, the bare status for programs.

use super::request::REQUEST_ID;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;

/// For a form that was sent from another site's page.
pub const FROM_ELSEWHERE: &str = "This did not come from one of our own pages, so nothing was done. Open the page again and try once more.";

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

/// Gives an error without a page one, for those who asked for a page.
pub async fn explain(request: Request, next: Next) -> Response {
    let wants_page = wants_page(request.headers());
    let id = request.headers().get(REQUEST_ID).cloned();
    let response = next.run(request).await;
    let status = response.status();
    let has_page = kind(response.headers()).is_some_and(|kind| kind.starts_with("text/html"));
    if has_page || !wants_page || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let said = parts.extensions.remove::<app::Sentence>().map(|sentence| sentence.0);
    let id = id.as_ref().and_then(|id| id.to_str().ok()).unwrap_or_default();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Response::from_parts(parts, Body::from(page(status, id, said.as_deref())))
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|kinds| kinds.contains("text/html"))
}

fn kind(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()
}

/// A page without Leptos: it must come out right when nothing else does.
fn page(status: StatusCode, id: &str, said: Option<&str>) -> String {
    let (title, text) = words(status);
    let text = escape(said.unwrap_or(text));
    let style = super::assets::address("duplex.css");
    let report = if status.is_server_error() {
        format!("<p>If it happens again, tell whoever runs this Duplex the number {id}.</p>")
    } else {
        String::new()
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{title} · Duplex</title><link rel=\"icon\" \
         href=\"/mark.svg\"><link rel=\"stylesheet\" href=\"{style}\"></head><body><main class=\"oops\"><h1>{title}</h1>\
         <p>{text}</p>{report}<p><a href=\"/\">Go to the start page</a></p></main></body></html>\n"
    )
}

/// What a page of ours said may repeat what somebody typed.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => ("Nothing here", "There is no such page, or it is not yours to see."),
        StatusCode::FORBIDDEN => ("Not done", FROM_ELSEWHERE),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("Not done", "This page cannot be used in that way. Start again from the start page.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("Too large", "What you sent is larger than is allowed here. Send a smaller file.")
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
            ("Our mistake", "Something went wrong here, and nothing you sent was kept.")
        }
        _ => ("Not understood", "The program could not make sense of this. Go back and try again."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_get_words_and_the_number_of_a_mistake() {
        let page = page(StatusCode::INTERNAL_SERVER_ERROR, "018f", None);
        assert!(page.contains("Our mistake") && page.contains("018f") && !page.contains("500"));
        assert!(!super::page(StatusCode::NOT_FOUND, "018f", None).contains("018f"));
    }
}
