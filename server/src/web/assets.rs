//! Styles, scripts, icons: the folder that bin/build makes, inside the program in a release, read from disk in a debug
//! build. Files come with a brotli and a gzip twin, made once instead of for every answer.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue,
    IF_NONE_MATCH, VARY,
};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The site folder. Without one, as in a first debug build, there are simply no files.
#[derive(RustEmbed)]
#[folder = "$DUPLEX_SITE"]
#[allow_missing = true]
struct Site;

/// Maps the name of a file to the address it is served at, as in `"duplex.css": "/pkg/duplex.3f9a….css"`.
const LIST: &str = "site.json";
/// Files under here have their content's hash in their name.
const HASHED: &str = "pkg/";
/// A year: browsers ask for no more.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// An hour, and a week longer while the browser asks for a new one: icons and the like, under their plain names.
const A_WHILE: HeaderValue = HeaderValue::from_static("public, max-age=3600, stale-while-revalidate=604800");
/// Encodings that the build makes, best first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Where each file of the site is served, by its plain name.
pub fn addresses() -> BTreeMap<String, String> {
    let list = Site::get(LIST).map(|file| file.data).unwrap_or_default();
    serde_json::from_slice(&list).unwrap_or_default()
}

/// Answers with a file, or says that there is nothing.
pub async fn or_missing(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let name = uri.path().trim_start_matches('/');
    if !matches!(method, Method::GET | Method::HEAD) || name == LIST {
        return StatusCode::NOT_FOUND.into_response();
    }
    match Site::get(name) {
        Some(file) => answer(name, file, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn answer(name: &str, plain: EmbeddedFile, asked: &HeaderMap) -> Response {
    let tag = tag(&plain);
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let known = asked
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.contains(&tag));
    let (data, encoding) = if known { (Vec::new().into(), None) } else { encoded(name, plain, asked) };
    let body = match data {
        std::borrow::Cow::Borrowed(bytes) => Body::from(bytes),
        std::borrow::Cow::Owned(bytes) => Body::from(bytes),
    };
    let mut response = body.into_response();
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, if name.starts_with(HASHED) { FOREVER } else { A_WHILE });
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    for (header, value) in
        [(ETAG, Some(tag.as_str())), (CONTENT_TYPE, Some(kind.as_ref())), (CONTENT_ENCODING, encoding)]
    {
        if let Some(Ok(value)) = value.map(HeaderValue::from_str) {
            headers.insert(header, value);
        }
    }
    response
}

/// The smallest form that the browser takes. The tag is weak because it stands for all of them.
fn encoded(
    name: &str,
    plain: EmbeddedFile,
    asked: &HeaderMap,
) -> (std::borrow::Cow<'static, [u8]>, Option<&'static str>) {
    for (encoding, suffix) in ENCODINGS {
        if accepts(asked, encoding)
            && let Some(file) = Site::get(&format!("{name}{suffix}"))
        {
            return (file.data, Some(encoding));
        }
    }
    (plain.data, None)
}

fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    let values = asked.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|choice| {
        let (name, quality) = choice.split_once(';').unwrap_or((choice, ""));
        // `;q=0` is how a client says "anything but this".
        name.trim() == encoding && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let mut tag = String::from("W/\"");
    for byte in &hash[..12] {
        // Writing into a String cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_chosen_as_asked() {
        let asked = |value| HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]);
        assert!(accepts(&asked("gzip, deflate, br;q=0.9"), "br"));
        assert!(!accepts(&asked("gzip, br;q=0"), "br"));
        assert!(!accepts(&asked("brotli"), "br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }
}
