//! A form that comes in after its session has ended. The answer is the sign-in page, which carries what was typed; once
//! the same person has signed in, their browser sends it on to where it was going (by 307, so without script), where it
//! is drawn again. Nothing is written on the way: nobody's form is done in their name before they have looked it over.
//!
//! Nothing is stored either. Forms with a password in them are not kept, and files have to be chosen again.

use axum::body::{Body, to_bytes};
use axum::extract::{OptionalFromRequestParts, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Typed;
use domain::id::PersonId;
use store::db::only_looking;
use store::{Tx, sessions};
use url::form_urlencoded::{Serializer, parse};

use super::lent::lend;
use super::secrets::{Secret, hex, unhex};
use super::{entrance, sign_in};
use crate::House;
use crate::kernel::{Door, Failure, OnlyShown, Page, Unknown, Visit, cookie, session_cookie, texts};
use crate::ui::form::form;
use crate::ui::{button, cover, link_button};

/// Marks the address to which a kept form is sent on.
const MARK: &str = "kept=1";
/// Begins the name of every kept field on the sign-in page.
const FIELD: &str = "kept.";
/// Where the form was going.
const PATH: &str = "kept-path";
/// The ended session it was typed in, as its hash.
const SESSION: &str = "kept-session";
/// Room for what was typed and the sign-in around it within one form.
const BYTES_MAX: usize = 512 * 1_024;

/// What was typed, on its way through the sign-in page.
pub struct Kept {
    path: String,
    session: [u8; 32],
    /// The fields as the sign-in page carries them.
    fields: Vec<(String, String)>,
}

impl Kept {
    /// What a form was sent with; `None` when there is nothing that may be kept.
    fn of(path: String, session: [u8; 32], typed: Vec<(String, String)>) -> Option<Kept> {
        let bytes: usize = typed.iter().map(|(name, value)| name.len() + value.len()).sum();
        let secret = typed.iter().any(|(name, _)| name.contains("password"));
        if typed.is_empty() || secret || bytes > BYTES_MAX {
            return None;
        }
        let fields = typed.into_iter().map(|(name, value)| (format!("{FIELD}{name}"), value)).collect();
        Some(Kept { path, session, fields })
    }

    /// What the sign-in page sent along.
    pub fn read(typed: &Typed) -> Option<Kept> {
        let path = entrance::local(typed.value(PATH));
        let session = unhex(typed.value(SESSION))?;
        let kept = typed.pairs().filter(|(name, _)| name.starts_with(FIELD));
        let fields = kept.map(|(name, value)| (name.to_string(), value.to_string())).collect();
        (path != "/").then(|| Kept { path: path.to_string(), session, fields })
    }

    /// All that the sign-in page carries.
    pub fn carried(&self) -> impl Iterator<Item = (String, String)> {
        let about = [(PATH, self.path.clone()), (SESSION, hex(&self.session))];
        about.map(|(name, value)| (name.to_string(), value)).into_iter().chain(self.fields.clone())
    }

    /// True when whoever has just signed in is the person who typed it.
    ///
    /// # Errors
    /// [`Failure::Broken`] when the database does not answer.
    pub async fn belongs_to(&self, tx: &mut Tx, person: PersonId) -> Result<bool, Failure> {
        Ok(sessions::was_of(tx, &self.session, person).await?)
    }

    /// Sends the browser on, with all that it has just sent.
    pub fn onward(&self) -> Response {
        let sign = if self.path.contains('?') { '&' } else { '?' };
        let place = HeaderValue::from_str(&format!("{}{sign}{MARK}", self.path));
        let place = place.unwrap_or(HeaderValue::from_static("/"));
        (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, place)]).into_response()
    }
}

/// Stands around every route.
pub async fn keep(State(house): State<House>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    if request.uri().query().is_some_and(|query| query.split('&').any(|pair| pair == MARK)) {
        return show_again(house, request, next).await.unwrap_or_else(IntoResponse::into_response);
    }
    let (parts, body) = request.into_parts();
    let session = cookie(&parts, session_cookie(house.secure_cookies)).map(Secret::read);
    let Some(session) = session else { return next.run(Request::from_parts(parts, body)).await };
    let (body, lent) = lend(body);
    let head = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    // A body that somebody has begun to read was not turned away at the door.
    let (Some(Unknown), Some(body)) = (response.extensions().get::<Unknown>(), lent.back()) else {
        return response;
    };
    let path = head.uri.path_and_query().map_or("/", |p| p.as_str()).to_string();
    match texts(Request::from_parts(head, body)).await {
        Ok(typed) => match Kept::of(path, session.hash(), typed) {
            Some(kept) => sign_in::ask_again(&house, &kept),
            None => response,
        },
        Err(_) => response,
    }
}

/// Draws a kept form again, through the handler that it is for, in transactions that cannot write.
async fn show_again(house: House, request: Request, next: Next) -> Result<Response, Failure> {
    let (mut parts, body) = request.into_parts();
    let visit = <Visit as OptionalFromRequestParts<House>>::from_request_parts(&mut parts, &house).await?;
    let bytes = to_bytes(body, 2 * BYTES_MAX).await.map_err(|e| Failure::Bad(e.to_string()))?;
    let kept = parse(&bytes)
        .filter_map(|(name, value)| Some((name.strip_prefix(FIELD)?.to_string(), value.into_owned())));
    let typed: Vec<(String, String)> = kept.collect();
    parts.uri = unmarked(&parts.uri);
    parts.extensions.insert(OnlyShown);
    parts.headers.remove(header::CONTENT_LENGTH);
    let action = parts.uri.to_string();
    let body = Serializer::new(String::new()).extend_pairs(&typed).finish();
    let response = only_looking(next.run(Request::from_parts(parts, Body::from(body)))).await;
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|k| k.as_bytes().starts_with(b"text/html"));
    let Some(visit) = visit else { return Ok(response) };
    match response.status() {
        StatusCode::UNPROCESSABLE_ENTITY if is_page => Ok(response),
        // It has no form to be drawn in: it went straight to work, and its transaction refused.
        status
            if status == StatusCode::UNPROCESSABLE_ENTITY
                || status.is_success()
                || status.is_redirection() =>
        {
            Ok(unsent(&visit, action, &typed))
        }
        _ => Ok(response),
    }
}

/// The address without the mark.
fn unmarked(uri: &Uri) -> Uri {
    let query =
        uri.query().unwrap_or_default().split('&').filter(|pair| *pair != MARK).collect::<Vec<_>>().join("&");
    let path = if query.is_empty() { uri.path().to_string() } else { format!("{}?{query}", uri.path()) };
    path.parse().unwrap_or_default()
}

/// For what has no form to be drawn in, like a choice beside a line: it waits behind one button.
fn unsent(visit: &Visit, action: String, typed: &[(String, String)]) -> Response {
    Page::new(Door::Cover, "Not sent yet").refused().draw(visit, || {
        let empty = Typed::default();
        let mut fields = form(action, &empty);
        for (name, value) in typed {
            fields = fields.hidden(name.clone(), value.clone());
        }
        let fields =
            fields.action(button("Send it now").primary()).action(link_button("/", "Leave it").quiet());
        cover("Not sent yet", fields.view())
            .lead("You were signed out before you sent this, so nothing has been done. It can be sent now.")
            .view()
    })
}
