//! What a handler answers: a page, a redirect, a file; or a failure in words.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::notice::Notice;

/// What every handler returns.
pub type Answer = Result<Response, Failure>;

/// Why there is no page. A hidden thing fails exactly as a missing one.
#[derive(Debug)]
pub enum Failure {
    /// Nothing here, or not for this viewer.
    Missing,
    /// Nobody is signed in: go there first, then come back.
    SignIn {
        /// Where to come back to.
        then: String,
    },
    /// The page is somebody else's, and theirs is here: a tenant at the landlord's door, a person before any door.
    Elsewhere(&'static str),
    /// The viewer may look but not do this.
    Forbidden,
    /// The request makes no sense; the sentence says what to do.
    Bad(String),
    /// Something of ours broke; told in the log, with the request id on the page.
    Broken(String),
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Failure {
        match error {
            store::Error::Missing => Failure::Missing,
            store::Error::Forbidden => Failure::Forbidden,
            store::Error::Stale | store::Error::Looking => Failure::Bad(error.to_string()),
            store::Error::Refused { ref message, .. } => Failure::Bad(message.to_string()),
            store::Error::Database(e) => Failure::Broken(e.to_string()),
        }
    }
}

/// Marks an answer that sends somebody to sign in, because nobody knows who they are.
#[derive(Clone, Copy, Debug)]
pub struct Unknown;

/// The words of a failure, for the server's outer layer that dresses bare statuses as pages or as problem+json.
#[derive(Clone, Debug)]
pub struct Sentence(pub String);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, sentence) = match self {
            Failure::SignIn { then } => {
                let then: String = url::form_urlencoded::byte_serialize(then.as_bytes()).collect();
                let mut response = go(&format!("/sign-in?then={then}"));
                response.extensions_mut().insert(Unknown);
                return response;
            }
            Failure::Elsewhere(path) => return go(path),
            Failure::Missing => (StatusCode::NOT_FOUND, None),
            Failure::Forbidden => (
                StatusCode::FORBIDDEN,
                Some("You may not do this here. Ask the owner of this portfolio.".to_string()),
            ),
            Failure::Bad(sentence) => (StatusCode::UNPROCESSABLE_ENTITY, Some(sentence)),
            Failure::Broken(why) => {
                tracing::error!(%why, "a request failed");
                (StatusCode::INTERNAL_SERVER_ERROR, None)
            }
        };
        let mut response = status.into_response();
        if let Some(sentence) = sentence {
            response.extensions_mut().insert(Sentence(sentence));
        }
        response
    }
}

/// Goes to a page of ours after something was done, and says so there.
pub fn see_other(path: &str, notice: Notice) -> Response {
    let mut response = go(path);
    if let Ok(cookie) = HeaderValue::from_str(&notice.cookie()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Goes to a page of ours.
pub fn go(path: &str) -> Response {
    let place = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}

/// A file to keep, with a name of ours.
pub fn download(name: &str, kind: &'static str, bytes: impl Into<axum::body::Body>) -> Response {
    let safe: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '-' }).collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{safe}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes.into()).into_response()
}

/// Rows as a CSV download. Text that a spreadsheet would take for a formula gets a leading apostrophe.
pub fn csv<R>(name: &str, head: &[&str], rows: R) -> Response
where
    R: IntoIterator<Item = Vec<String>>,
{
    let mut out = String::new();
    push_row(&mut out, head.iter().map(|h| (*h).to_string()));
    for row in rows {
        push_row(&mut out, row.into_iter());
    }
    download(name, "text/csv; charset=utf-8", out)
}

fn push_row(out: &mut String, cells: impl Iterator<Item = String>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        let number = cell.strip_prefix('-').unwrap_or(&cell).chars().all(|c| c.is_ascii_digit() || c == '.');
        let formula = !number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let cell = if formula { format!("'{cell}") } else { cell };
        if cell.contains([',', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let mut out = String::new();
        push_row(&mut out, ["=1+1", "-12.50", "@x", "a,\"b\""].into_iter().map(String::from));
        assert_eq!(out, "'=1+1,-12.50,'@x,\"a,\"\"b\"\"\"\r\n");
    }
}
