//! Follows each request from its first to its last moment: a number for the log and for people who report a problem, a
//! span that every line of the log stands in, a count and a time for the metrics.

use super::Web;
use super::metrics::X_FORWARDED_FOR;
use app::{Address, RequestId};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

/// Carries the number, in the request for whoever handles it and in the answer for whoever asked.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs the route and never the path or the query, because those may hold an invitation or a search.
pub async fn follow(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let number = fresh_id();
    let id = HeaderValue::from_str(&number.to_string()).unwrap_or_else(|_| HeaderValue::from_static("none"));
    let address = address(&request, &web.config.trusted_proxies);
    request.extensions_mut().insert(RequestId(number));
    request.extensions_mut().insert(Address(address));
    // A number that a stranger sends along is overwritten: it would end up in our log.
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %number, %method, route);
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
fn fresh_id() -> Uuid {
    let mut bytes = [0_u8; 16];
    store::db::fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Where a request comes from. Proxies that we trust are believed, each about the one before it; whatever a stranger
/// has written into the header stands further left and is not reached.
fn address(request: &Request, trusted: &[IpAddr]) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let mut address =
        peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip().to_canonical());
    let lines = request.headers().get_all(X_FORWARDED_FOR).iter().rev();
    let mut told = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.rsplit(','));
    while trusted.contains(&address) {
        match told.next().and_then(|text| text.trim().parse::<IpAddr>().ok()) {
            Some(before) => address = before.to_canonical(),
            None => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let from = |peer: &str, told: &str, trusted: &[IpAddr]| {
            let mut request = Request::builder().header(X_FORWARDED_FOR, told).body(Body::empty()).unwrap();
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(ip(peer), 1)));
            address(&request, trusted)
        };
        let proxy = [ip("10.0.0.1")];
        assert_eq!(from("203.0.113.9", "198.51.100.1", &proxy), ip("203.0.113.9"));
        assert_eq!(
            from("10.0.0.1", "1.2.3.4, 198.51.100.1", &proxy),
            ip("198.51.100.1"),
            "the left is the client's claim"
        );
        assert_eq!(from("10.0.0.1", "198.51.100.1, 10.0.0.1", &proxy), ip("198.51.100.1"));
        assert_eq!(from("10.0.0.1", "nonsense", &proxy), ip("10.0.0.1"));
        assert_eq!(from("10.0.0.1", "198.51.100.1", &[]), ip("10.0.0.1"));
    }
}
