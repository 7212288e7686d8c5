//! Follows each request from its first to its last moment: a number for the log and for people who report a problem, a
//! span that every line of the log stands in, a count and a time for the metrics.

use super::Web;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::net::SocketAddr;
use std::time::Instant;
use tracing::Instrument;

/// Carries the number, in the request for whoever handles it and in the answer for whoever asked.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs the route and never the path or the query, because those may hold an invitation or a search.
pub async fn follow(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let number = fresh_number();
    let id = HeaderValue::from_str(&number.to_string()).unwrap_or_else(|_| HeaderValue::from_static("none"));
    request.extensions_mut().insert(app::RequestId(number));
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        request.extensions_mut().insert(app::Address(peer.ip()));
    }
    // A number that a stranger sends along is overwritten: it would end up in our log.
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = id.to_str().unwrap_or_default(), %method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    response.headers_mut().insert(REQUEST_ID, id);

    let (status, took) = (response.status(), begun.elapsed());
    web.metrics.count(&method, &route, status, took);
    let milliseconds = took.as_millis();
    span.in_scope(|| {
        if status.is_server_error() {
            tracing::error!(status = status.as_u16(), milliseconds, "failed");
        } else if route != "other" && !matches!(route.as_str(), "/healthz" | "/readyz" | "/metrics") {
            tracing::info!(status = status.as_u16(), milliseconds, "answered");
        }
    });
    response
}

/// A random UUID. Not one of the store's: a request is nobody's row.
fn fresh_number() -> uuid::Uuid {
    let mut bytes = [0_u8; 16];
    store::db::fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
