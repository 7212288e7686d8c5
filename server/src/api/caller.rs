//! Who calls: the person whose token a program shows, and how often it has called within the minute.

use std::sync::Arc;

use app::Address;
use app::kernel::Visit;
use app::people::secrets::Secret;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{AUTHORIZATION, HeaderName, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Viewer;
use domain::token::{PER_MINUTE, Scope};
use std::net::{IpAddr, Ipv4Addr};
use store::tokens;

use super::problem::Problem;
use crate::web::Web;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// The person for whom a program calls.
#[derive(Clone)]
pub struct Caller {
    /// As if they were looking at a page.
    pub visit: Visit,
    scopes: Arc<[Scope]>,
}

impl Caller {
    /// Goes on only with a token that may do this.
    pub fn may(&self, scope: Scope) -> Result<(), Problem> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        Err(Problem::new(
            "scope",
            format!("This token may not do that. Make one that has the scope {scope}."),
        ))
    }

    /// True at the landlord's door. Bookkeepers know nothing of repairs.
    pub fn is_landlord(&self) -> Result<bool, Problem> {
        match (&self.visit.standing.viewer, self.visit.role()) {
            (Viewer::Tenant(_), _) => Ok(false),
            (_, Some(role)) if role.keeps_people() => Ok(true),
            _ => Err(Problem::missing()),
        }
    }

    /// Goes on only at the landlord's door.
    pub fn landlord(&self) -> Result<(), Problem> {
        if self.is_landlord()? { Ok(()) } else { Err(Problem::missing()) }
    }
}

/// Lets in whoever shows a token, and says how many requests are left to it.
pub async fn admit(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let Some(secret) = bearer(request.headers()) else {
        let words =
            "Send a token with the header Authorization: Bearer … Tokens are made under Settings, Programs.";
        return Problem::new("unknown-token", words).into_response();
    };
    let house = web.house;
    let caller = match tokens::use_token(&house.db, &Secret::read(secret).hash()).await {
        Ok(Some(caller)) => caller,
        Ok(None) => {
            let words = "This token opens nothing: it was ended, is too old, or its person has no part here any more.";
            return Problem::new("unknown-token", words).into_response();
        }
        Err(error) => return Problem::from(error).into_response(),
    };
    let (left, reset) = (caller.left, seconds_left(house.db.now().timestamp()));
    let mut response = if left < 0 {
        let words = format!("This token may ask {PER_MINUTE} times a minute. Wait {reset} seconds.");
        let mut response = Problem::new("too-often", words).into_response();
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(reset));
        response
    } else {
        let since = store::events::here(&house.db).sealed;
        let visit = Visit {
            path: request.uri().path_and_query().map_or_else(|| "/".into(), ToString::to_string),
            address: request.extensions().get::<Address>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |a| a.0),
            standing: caller.standing,
            notice: None,
            house,
            since,
        };
        request.extensions_mut().insert(Caller { visit, scopes: caller.scopes.into() });
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in
        [(LIMIT, PER_MINUTE.into()), (REMAINING, left.max(0).into()), (RESET, i64::from(reset))]
    {
        headers.insert(name, HeaderValue::from(value));
    }
    response
}

/// The token that a request shows.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Until the minute of the clock is over.
fn seconds_left(now: i64) -> u32 {
    u32::try_from(60 - now.rem_euclid(60)).unwrap_or(60)
}

impl FromRequestParts<Web> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Caller, Problem> {
        parts.extensions.get::<Caller>().cloned().ok_or_else(Problem::missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_as_a_bearer_and_no_other_way() {
        let read = |text: &'static str| {
            let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static(text))]);
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(read("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(read("bearer  abc").as_deref(), Some("abc"));
        assert_eq!(read("Basic abc"), None);
        assert_eq!(read("abc"), None);
        assert_eq!(bearer(&HeaderMap::new()), None);
    }

    #[test]
    fn a_minute_is_over_within_a_minute() {
        assert_eq!((seconds_left(0), seconds_left(59), seconds_left(-1)), (60, 1, 1));
    }
}
