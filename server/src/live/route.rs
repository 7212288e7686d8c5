//! `GET /live`: the stream of a browser, known by its cookie. Tells first what was missed, then what comes.

use std::convert::Infallible;
use std::time::Duration;

use app::session_hash;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use store::events::{self, Here, Since};
use store::sessions;

use super::frame;
use super::hub::{Full, Hub};
use super::seat::Stream;
use crate::web::Web;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Tells a proxy not to gather the answer.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");
/// How long a stream waits for our reader to come to where another process's was.
const CATCH_UP: Duration = Duration::from_secs(1);

/// What a script says that cannot set a header.
#[derive(Deserialize)]
pub struct Asked {
    since: Option<String>,
}

/// Opens a stream. 204 tells a browser not to come back: nobody is signed in, or they stand in no portfolio.
pub async fn listen(State(web): State<Web>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let Some(hash) = session_hash(&headers, web.house.secure_cookies) else { return nobody() };
    let hub = &web.live;
    let opened = async {
        let Some(standing) = sessions::glance(&hub.db, &hash).await? else { return Ok(nobody()) };
        let told = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()).or(asked.since.as_deref());
        let told = told.filter(|text| !text.is_empty());
        let since = told.and_then(|text| Since::open(&hub.db, text));
        let since = caught_up(hub, since).await;
        // Whoever brings a place that leads nowhere has missed who knows what.
        let astray = told.is_some() && since.is_none();
        let (seat, ears, here) = match hub.sit(&standing, since.clone()) {
            Ok(seated) => seated,
            Err(Full::Nowhere) => return Ok(nobody()),
            Err(Full::Busy) => return Ok(busy()),
        };
        // From here on, whatever happens, the seat is given back.
        let mut stream = Stream::new(hub.clone(), seat, ears);
        let missed = match &since {
            None if astray => None,
            None => Some(Vec::new()),
            Some(since) => {
                let mut tx = hub.db.enter(&standing.viewer).await?;
                let missed = events::missed(&mut tx, since, &here).await?;
                tx.commit().await?;
                missed
            }
        };
        hub.meter.opened(missed.as_ref().map_or(0, Vec::len));
        if missed.is_none() {
            hub.meter.reset("missed");
        }
        stream.begin(first_words(missed.as_deref(), &here));
        Ok::<_, store::Error>(answer(stream))
    };
    opened.await.unwrap_or_else(|error: store::Error| {
        tracing::warn!(%error, "a live stream could not be opened");
        busy()
    })
}

/// Somebody who was further than our reader, because another process's was faster, waits for it. Where that does not help,
/// the place is one of a database that has been set back.
pub async fn caught_up(hub: &Hub, since: Option<Since>) -> Option<Since> {
    let since = since?;
    let begun = tokio::time::Instant::now();
    while since.is_ahead_of(&hub.here()) {
        if begun.elapsed() > CATCH_UP {
            return None;
        }
        events::wake(&hub.db);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Some(since)
}

fn first_words(missed: Option<&[events::Missed]>, here: &Here) -> Bytes {
    let Some(missed) = missed else {
        return [frame::hello(&here.sealed), frame::reset(&here.sealed)].concat().into();
    };
    let mut words: Vec<u8> = missed.iter().flat_map(|missed| frame::of_missed(missed).to_vec()).collect();
    // Only now: whoever loses the connection before is told of all of it again.
    words.extend_from_slice(&frame::hello(&here.sealed));
    words.into()
}

fn answer(stream: Stream) -> Response {
    let pieces = futures::stream::unfold(stream, async |mut stream: Stream| {
        let piece = stream.next().await?;
        Some((Ok::<_, Infallible>(piece), stream))
    });
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (X_ACCEL_BUFFERING, HeaderValue::from_static("no")),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}

fn nobody() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

fn busy() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, HeaderValue::from_static("30"))]).into_response()
}
