//! Handing files out: whole as a download, small as a picture. Whoever may not see the repair gets what a missing file gets.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::file::{FileKind, Thumbnail, place, small_place};
use domain::id::{FileId, PortfolioId};
use store::files::{self, FileRow};

use crate::kernel::{Answer, Failure, Unshelved, Visit};

/// Even where a browser would show it, nothing in it runs or loads anything.
const POLICY: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");
/// Kept by the browser of one person, and asked for again each time: who may see it changes.
const CACHE: HeaderValue = HeaderValue::from_static("private, no-cache");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// `GET /files/{id}`
pub async fn whole(visit: Visit, Path(id): Path<FileId>, asked: HeaderMap) -> Answer {
    let (portfolio, file) = look(&visit, id).await?;
    let (tag, lies) = (format!("\"{id}\""), place(portfolio, id));
    let mut response = answer(&visit, &asked, &tag, &lies, file.kind).await?;
    if let Ok(value) = HeaderValue::from_str(&disposition(&file.name)) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// `GET /files/{id}/small`
pub async fn small(visit: Visit, Path(id): Path<FileId>, asked: HeaderMap) -> Answer {
    let (portfolio, file) = look(&visit, id).await?;
    if file.thumbnail != Thumbnail::Ready {
        return Err(Failure::Missing);
    }
    let (tag, lies) = (format!("\"{id}.small\""), small_place(portfolio, id));
    answer(&visit, &asked, &tag, &lies, FileKind::Jpeg).await
}

async fn look(visit: &Visit, id: FileId) -> Result<(PortfolioId, FileRow), Failure> {
    let mut tx = visit.enter().await?;
    let found = files::read(&mut tx, id).await?;
    tx.commit().await?;
    Ok(found)
}

/// The bytes as they come from the shelf, or nothing when the browser has them.
async fn answer(visit: &Visit, asked: &HeaderMap, tag: &str, lies: &str, kind: FileKind) -> Answer {
    let known =
        asked.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).is_some_and(|tags| tags.contains(tag));
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { bytes(visit, lies, kind).await? };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, CACHE);
    headers.insert(CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
    Ok(response)
}

async fn bytes(visit: &Visit, lies: &str, kind: FileKind) -> Result<Response, Failure> {
    let found = visit.house.shelf.get(lies).await.map_err(|error| match error {
        Unshelved::Missing => {
            tracing::error!("a row speaks of bytes that are not on the shelf");
            Failure::Missing
        }
        Unshelved::Away(why) => Failure::Broken(why),
    })?;
    let (length, kind) = (HeaderValue::from(found.bytes), HeaderValue::from_static(kind.content_type()));
    Ok(([(CONTENT_TYPE, kind), (CONTENT_LENGTH, length)], Body::from_stream(found.content)).into_response())
}

/// A download by the name people gave it: plain letters for old programs, every script for the others.
fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '-' }).collect();
    let every: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", every.replace('+', "%20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_breaks_out_of_no_header() {
        let line = disposition("a\"; filename=\"evil.html\r\nX: 1.jpg");
        assert!(!line.contains(['\r', '\n']) && line.matches('"').count() == 2, "{line}");
        assert_eq!(
            disposition("Leck Küche 1.jpg"),
            "attachment; filename=\"Leck-K-che-1.jpg\"; filename*=UTF-8''Leck%20K%C3%BCche%201.jpg"
        );
    }
}
