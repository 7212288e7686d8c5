//! Reading what a form sent. Unknown fields are kept as typed; each page reads what it knows.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, header};
use domain::Typed;

use super::answer::Failure;

/// The most fields and characters any form of ours sends.
pub(super) const PAIRS_MAX: usize = 2_000;
/// Room for a split over many categories, or for lines typed by hand.
pub(super) const BYTES_MAX: usize = 1_048_576;
/// The largest statement file; `formats` refuses larger ones in words.
const FILE_BYTES_MAX: usize = 64 * 1_048_576;

/// A form as it was sent, ready to be read field by field.
pub struct Form(pub Typed);

/// Marks a request whose form was typed before its session ended and comes back after signing in again: it is only shown.
#[derive(Clone, Copy, Debug)]
pub struct OnlyShown;

/// What stands above such a form.
const NOT_SENT: &str =
    "You were signed out before you sent this, so nothing has been done yet. Look it over and send it again.";

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Form, Failure> {
        let only_shown = request.extensions().get::<OnlyShown>().is_some();
        let bytes = axum::body::to_bytes(request.into_body(), BYTES_MAX).await.map_err(|_| {
            Failure::Bad("This form is longer than we read. Shorten it and send it again.".into())
        })?;
        let pairs: Vec<(String, String)> =
            url::form_urlencoded::parse(&bytes).into_owned().take(PAIRS_MAX).collect();
        let mut typed = Typed::new(pairs);
        if only_shown {
            // A form with something wrong is drawn again as it was typed, by every handler.
            typed.fail("", NOT_SENT);
        }
        Ok(Form(typed))
    }
}

/// One file that came with a form.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Name of the input.
    pub field: String,
    /// The person's name for the file, without folders.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A form with files.
pub struct Uploads {
    /// The plain fields.
    pub typed: Typed,
    /// The files that were chosen, in order.
    pub files: Vec<Upload>,
}

impl<S: Send + Sync> FromRequest<S> for Uploads {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Uploads, Failure> {
        if !is_multipart(request.headers()) {
            return Form::from_request(request, state)
                .await
                .map(|Form(typed)| Uploads { typed, files: Vec::new() });
        }
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| broken())?;
        let (mut pairs, mut files) = (Vec::new(), Vec::new());
        while let Some(mut part) = parts.next_field().await.map_err(|_| broken())? {
            let field = part.name().unwrap_or_default().to_string();
            let file =
                part.file_name().map(|name| name.rsplit(['/', '\\']).next().unwrap_or(name).to_string());
            let mut bytes = Vec::new();
            while let Some(chunk) = part.chunk().await.map_err(|_| broken())? {
                if bytes.len() + chunk.len() > FILE_BYTES_MAX {
                    return Err(Failure::Bad(
                        "This file is larger than 50 MB. Ask your bank for a shorter time, like one year."
                            .into(),
                    ));
                }
                bytes.extend_from_slice(&chunk);
            }
            match file {
                Some(name) if !name.is_empty() => files.push(Upload { field, name, bytes }),
                Some(_) => {}
                None if pairs.len() < PAIRS_MAX => {
                    pairs.push((field, String::from_utf8_lossy(&bytes).into_owned()))
                }
                None => {}
            }
        }
        Ok(Uploads { typed: Typed::new(pairs), files })
    }
}

/// The plain fields of a form with or without files; files are read past. Two thousand fields and a megabyte at most.
///
/// # Errors
/// [`Failure::Bad`] when it is longer, or was cut off.
pub async fn texts(request: Request) -> Result<Vec<(String, String)>, Failure> {
    if !is_multipart(request.headers()) {
        let Form(typed) = Form::from_request(request, &()).await?;
        return Ok(typed.pairs().map(|(name, value)| (name.to_string(), value.to_string())).collect());
    }
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let (mut pairs, mut left) = (Vec::new(), BYTES_MAX);
    while let Some(mut part) = parts.next_field().await.map_err(|_| broken())? {
        let (name, is_file) = (part.name().unwrap_or_default().to_string(), part.file_name().is_some());
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|_| broken())? {
            if !is_file {
                left = left.checked_sub(chunk.len()).ok_or_else(broken)?;
                bytes.extend_from_slice(&chunk);
            }
        }
        if !is_file && pairs.len() < PAIRS_MAX {
            pairs.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok(pairs)
}

pub(super) fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    kind.is_some_and(|v| v.starts_with("multipart/form-data"))
}

pub(super) fn broken() -> Failure {
    Failure::Bad("The upload was cut off. Choose the file again.".into())
}
