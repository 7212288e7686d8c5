//! A form on somebody else's page must not act in our user's name. Browsers say where a request comes from, in
//! Sec-Fetch-Site or Origin; what changes something needs to come from here.

use super::oops;
use crate::config::Config;
use axum::extract::Request;
use axum::http::header::{COOKIE, ORIGIN};
use axum::http::{HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::csrf::{CsrfLayer, ProtectionError};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// How a request from elsewhere is refused.
pub type Refuse = fn(ProtectionError) -> Response;

/// The layer. Our public address is trusted as an origin because a proxy may have changed `Host`.
pub fn layer(config: &Config) -> CsrfLayer<Refuse> {
    let plain = CsrfLayer::new();
    let ours = config.base_url.as_ref().map(|url| url.origin().ascii_serialization());
    let trusting = match ours.map(|origin| plain.clone().add_trusted_origin(origin)) {
        Some(Ok(layer)) => layer,
        Some(Err(_)) | None => plain,
    };
    trusting.with_rejection_response(refuse as Refuse)
}

/// Every browser of this decade sends one of the two headers with a form. A request that changes something, brings a
/// cookie and says nothing of where it comes from is not one of our pages'.
pub async fn require_origin_with_cookie(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let headers = request.headers();
    let silent = !headers.contains_key(SEC_FETCH_SITE) && !headers.contains_key(ORIGIN);
    if !safe && silent && headers.contains_key(COOKIE) {
        return oops::refuse(StatusCode::FORBIDDEN, oops::FROM_ELSEWHERE);
    }
    next.run(request).await
}

fn refuse(error: ProtectionError) -> Response {
    tracing::warn!(%error, "refused a request that comes from another site");
    oops::refuse(StatusCode::FORBIDDEN, oops::FROM_ELSEWHERE)
}
