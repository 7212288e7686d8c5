//! Letting somebody in and out: the session behind the cookie, and the cookie itself.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::Viewer;
use domain::id::{PersonId, PortfolioId, TenantId};
use store::Tx;
use store::doors::{self, Door, Turn};
use store::sessions::{self, NewSession};

use super::caller::Caller;
use super::secrets::Secret;
use crate::kernel::{Failure, House, session_cookie};

/// Longest life of the cookie; the session behind it ends much earlier when it is not used.
const COOKIE_S: u32 = 365 * 86_400;

/// Opens a session for a person whose password was right, and ends the one the browser brought along.
///
/// # Errors
/// [`Failure::Broken`] when the database does not answer.
pub async fn open(tx: &mut Tx, house: &House, caller: &Caller, person: PersonId) -> Result<Secret, Failure> {
    let secret = Secret::fresh();
    if let Some(old) = &caller.session {
        sessions::end(tx, &old.hash()).await?;
    }
    let (address, browser) = (caller.address.to_canonical().to_string(), caller.browser.clone());
    let new = NewSession { id_hash: secret.hash(), person, address, browser, idle: house.idle };
    sessions::open(tx, new).await?;
    Ok(secret)
}

/// Moves a session to another door under a new id.
///
/// # Errors
/// [`Failure::Missing`] when the door is not theirs.
pub async fn turn(
    tx: &mut Tx,
    old_hash: [u8; 32],
    (portfolio, door): (PortfolioId, Door),
    view_as: Option<TenantId>,
) -> Result<Secret, Failure> {
    let secret = Secret::fresh();
    let to = Turn { old_hash, new_hash: secret.hash(), portfolio, door, view_as };
    doors::turn(tx, to).await?;
    Ok(secret)
}

/// The page on which somebody with this session begins.
///
/// # Errors
/// [`Failure::Broken`] when the database does not answer.
pub async fn home(house: &House, secret: &Secret) -> Result<&'static str, Failure> {
    let standing = sessions::resolve(&house.db, &secret.hash()).await?;
    Ok(match standing.map(|s| s.viewer) {
        Some(Viewer::Member(_)) => "/",
        Some(Viewer::Tenant(_)) => "/portal",
        _ => "/doors",
    })
}

/// Hands the browser its session.
pub fn give(house: &House, secret: &Secret, response: Response) -> Response {
    set(house, secret.text(), COOKIE_S, response)
}

/// Takes the session from the browser.
pub fn take_away(house: &House, response: Response) -> Response {
    set(house, "", 0, response)
}

fn set(house: &House, value: &str, seconds: u32, mut response: Response) -> Response {
    let (name, secure) =
        (session_cookie(house.secure_cookies), if house.secure_cookies { "; Secure" } else { "" });
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// A path of this house, from text that anybody may have written; anything else is the front page.
pub fn local(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', '\r', '\n', '\t'])
        && !path.starts_with("/sign-");
    if ours { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for elsewhere in
            ["", "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "/sign-in"]
        {
            assert_eq!(local(elsewhere), "/", "{elsewhere}");
        }
        assert_eq!(local("/tax/2026?property=1"), "/tax/2026?property=1");
    }
}
