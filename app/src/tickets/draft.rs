//! Forms whose script keeps what was typed until it has arrived. The script asks with a header of its own, and is told where
//! the thing stands instead of being led there, so that it knows that it arrived.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;

/// The script of `public/` that keeps drafts.
pub const SCRIPT: &str = "draft.js";
const HEADER: &str = "duplex-draft";

/// Whether that script sent the form.
#[derive(Clone, Copy, Debug)]
pub struct Kept(bool);

impl<S: Send + Sync> FromRequestParts<S> for Kept {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Kept, Infallible> {
        Ok(Kept(parts.headers.contains_key(HEADER)))
    }
}

impl Kept {
    /// The answer to a form that was accepted: a redirect, or for the script the place to go to.
    pub fn answer(self, mut response: Response) -> Response {
        if self.0 {
            *response.status_mut() = StatusCode::CREATED;
        }
        response
    }
}
