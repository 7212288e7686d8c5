//! A limit on everything a request may take: bytes and time. Uploads, which are the multipart forms, get more of both.

use super::Web;
use super::oops::refuse;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::Limited;
use std::time::Duration;

/// Largest form or message that is not an upload.
const BODY_BYTES_MAX: usize = 1 << 20;
/// Uploads may take so many times the time of a page.
const UPLOAD_PATIENCE: u32 = 10;

/// Refuses a body that says it is too large, cuts off one that turns out to be, and gives up on what takes too long. The
/// time runs until the answer begins; a stream may go on.
pub async fn hold(State(web): State<Web>, request: Request, next: Next) -> Response {
    let upload = is_upload(request.headers());
    let bytes_max = if upload { (web.config.upload_mb as usize) << 20 } else { BODY_BYTES_MAX };
    if said_length(request.headers()).is_some_and(|length| length > bytes_max) {
        return too_large(upload.then_some(web.config.upload_mb));
    }
    let seconds = web.config.request_seconds * if upload { UPLOAD_PATIENCE } else { 1 };
    let request = request.map(|body| Body::new(Limited::new(body, bytes_max)));
    match tokio::time::timeout(Duration::from_secs(seconds.into()), next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::GATEWAY_TIMEOUT.into_response(),
    }
}

/// The sentence for a body that is too large; of files it says what to do.
fn too_large(upload_mb: Option<u32>) -> Response {
    match upload_mb {
        None => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Some(mb) => refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            &format!(
                "This is more than {mb} MB, so nothing of it was kept. Bring fewer files at once, or ask your bank for a \
                 shorter time, such as one year."
            ),
        ),
    }
}

fn is_upload(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

fn said_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
