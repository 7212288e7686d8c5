//! A limit on everything a request may take: bytes and time. Uploads, which are the multipart forms, get more of both.

use super::Web;
use super::oops::refuse;
use crate::api::BRINGS_FILES;
use app::files::{FORM_SENDS_MAX, FORMS};
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Limited};
use std::time::Duration;

/// Largest form or message that is not an upload.
const BODY_BYTES_MAX: usize = 1 << 20;
/// Uploads may take so many times the time of a page.
const UPLOAD_PATIENCE: u32 = 10;
/// Most of a refused body that is read past.
const PASSED_BYTES_MAX: usize = 512 << 20;
/// Longest wait for the next part of a refused body.
const PAUSE_MAX: Duration = Duration::from_secs(2);

/// Refuses a body that says it is too large, cuts off one that turns out to be, and gives up on what takes too long. The
/// time runs until the answer begins; a stream may go on.
pub async fn hold(State(web): State<Web>, request: Request, next: Next) -> Response {
    let upload = is_upload(request.headers());
    let photos =
        request.extensions().get::<MatchedPath>().map(MatchedPath::as_str).is_some_and(brings_photos);
    let mb_max = if photos { FORM_SENDS_MAX >> 20 } else { web.config.upload_mb as usize };
    let bytes_max = if upload { mb_max << 20 } else { BODY_BYTES_MAX };
    let seconds = web.config.request_seconds * if upload { UPLOAD_PATIENCE } else { 1 };
    let patience = Duration::from_secs(seconds.into());
    if said_length(request.headers()).is_some_and(|length| length > bytes_max) {
        // Whoever asks first sends nothing after a no.
        if !request.headers().contains_key(EXPECT) {
            // Best effort: what does not end in time gets its answer then.
            let _ = tokio::time::timeout(patience, let_pass(request.into_body())).await;
        }
        return too_large(upload.then_some(mb_max));
    }
    let request = request.map(|body| Body::new(Limited::new(body, bytes_max)));
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::GATEWAY_TIMEOUT.into_response(),
    }
}

/// Reads what is refused to its end and keeps nothing: a browser that cannot send to the end shows no answer. Whoever
/// pauses has most likely sent what they will.
async fn let_pass(mut body: Body) {
    let mut left = PASSED_BYTES_MAX;
    while let Ok(Some(Ok(frame))) = tokio::time::timeout(PAUSE_MAX, body.frame()).await {
        let bytes = frame.data_ref().map_or(0, |data| data.len());
        match left.checked_sub(bytes) {
            Some(less) => left = less,
            None => return,
        }
    }
}

/// The sentence for a body that is too large; of files it says what to do.
fn too_large(upload_mb: Option<usize>) -> Response {
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

fn brings_photos(route: &str) -> bool {
    FORMS.contains(&route) || route == BRINGS_FILES
}

fn is_upload(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

fn said_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
