//! Who is visiting: the session behind the cookie, resolved once per request, and the two doors it can stand at.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::standing::Place;
use domain::{Role, Standing};
use sha2::{Digest, Sha256};
use store::{Db, Tx};

use super::answer::Failure;
use super::house::{Address, House};
use super::notice::{self, Notice};

/// One request of a signed-in person.
#[derive(Clone)]
pub struct Visit {
    /// What all requests share.
    pub house: House,
    /// Who, where, and with what rights.
    pub standing: Standing,
    /// Path and query of the request.
    pub path: String,
    /// What was done on the page before.
    pub notice: Option<Notice>,
    /// Where it came from.
    pub address: IpAddr,
    /// Where the outbox was read up to before the page was: what its live stream goes on from.
    pub since: Arc<str>,
}

/// A member at the landlord's door.
pub struct Landlord(pub Visit);

/// A tenant at theirs, or a member looking through a tenant's eyes.
pub struct Tenancy(pub Visit);

/// Name of the session cookie: bound to this host where https allows it.
pub fn session_cookie(secure: bool) -> &'static str {
    if secure { "__Host-duplex" } else { "duplex" }
}

/// Marks what an open page asks for when it hears that something changed (public/live.js).
const BY_ITSELF: HeaderName = HeaderName::from_static("duplex-live");

/// The key of the session that a request belongs to: SHA-256 of what its cookie says.
pub fn session_hash(headers: &HeaderMap, secure_cookies: bool) -> Option<[u8; 32]> {
    let token = cookie_in(headers, session_cookie(secure_cookies))?;
    Some(Sha256::digest(token.as_bytes()).into())
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    cookie_in(&parts.headers, name)
}

fn cookie_in<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(k, v)| (k == name).then_some(v))
}

/// The page of ours that a form was sent from, as the browser says; the front page where it does not say. Only a place to
/// come back to: whoever reads it still looks whether it is ours.
fn page_before(parts: &Parts) -> String {
    let told = parts.headers.get(header::REFERER).and_then(|v| v.to_str().ok());
    let page = told.and_then(|text| url::Url::parse(text).ok());
    page.map_or_else(
        || "/".into(),
        |url| url[url::Position::BeforePath..url::Position::AfterQuery].to_string(),
    )
}

impl OptionalFromRequestParts<House> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Option<Visit>, Failure> {
        let Some(hash) = session_hash(&parts.headers, house.secure_cookies) else { return Ok(None) };
        let since = store::events::here(&house.db).sealed;
        // What an open page asks for by itself keeps nobody signed in, and takes no notice from whom it is for.
        let by_itself = parts.headers.contains_key(BY_ITSELF);
        let standing = match by_itself {
            true => store::sessions::glance(&house.db, &hash).await?,
            false => store::sessions::resolve(&house.db, &hash).await?,
        };
        let Some(standing) = standing else { return Ok(None) };
        let Ok(house) = <House as FromRequestParts<House>>::from_request_parts(parts, house).await;
        Ok(Some(Visit {
            house,
            standing,
            path: parts.uri.path_and_query().map_or_else(|| "/".into(), ToString::to_string),
            notice: cookie(parts, notice::COOKIE).filter(|_| !by_itself).and_then(Notice::read),
            address: parts.extensions.get::<Address>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |a| a.0),
            since,
        }))
    }
}

impl FromRequestParts<House> for Visit {
    type Rejection = Failure;

    /// Anybody who is signed in; others are asked to sign in first and brought back.
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Visit, Failure> {
        let visit = <Visit as OptionalFromRequestParts<House>>::from_request_parts(parts, house).await?;
        visit.ok_or_else(|| {
            let back = parts.method == axum::http::Method::GET;
            let path = parts.uri.path_and_query().map_or("/", |p| p.as_str());
            Failure::SignIn { then: if back { path.to_string() } else { page_before(parts) } }
        })
    }
}

impl FromRequestParts<House> for Landlord {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Landlord, Failure> {
        let visit = <Visit as FromRequestParts<House>>::from_request_parts(parts, house).await?;
        match visit.role() {
            _ if visit.standing.place.is_none() => Err(Failure::Elsewhere("/doors")),
            Some(role) if role.is_member() => Ok(Landlord(visit)),
            // At the front door of the house the tenant is shown to theirs; elsewhere there is nothing for them.
            Some(Role::Tenant) if visit.path == "/" => Err(Failure::Elsewhere("/portal")),
            _ => Err(Failure::Missing),
        }
    }
}

impl FromRequestParts<House> for Tenancy {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Tenancy, Failure> {
        let visit = <Visit as FromRequestParts<House>>::from_request_parts(parts, house).await?;
        match visit.role() {
            _ if visit.standing.place.is_none() => Err(Failure::Elsewhere("/doors")),
            Some(Role::Tenant) if parts.method == axum::http::Method::GET => Ok(Tenancy(visit)),
            Some(Role::Tenant) if visit.place().is_ok_and(|p| p.viewing_as.is_none()) => Ok(Tenancy(visit)),
            Some(Role::Tenant) => Err(Failure::Bad(
                "You are looking through a tenant’s eyes, so nothing can be changed here. Go back to your own side first.".into(),
            )),
            _ => Err(Failure::Missing),
        }
    }
}

impl Visit {
    /// Their standing in the portfolio.
    pub fn role(&self) -> Option<Role> {
        self.standing.viewer.role()
    }

    /// The portfolio they stand in.
    ///
    /// # Errors
    /// [`Failure::Missing`] before a door was chosen.
    pub fn place(&self) -> Result<&Place, Failure> {
        self.standing.place.as_ref().ok_or(Failure::Missing)
    }

    /// The door to Postgres.
    pub fn db(&self) -> &Db {
        &self.house.db
    }

    /// Opens a transaction as this person.
    ///
    /// # Errors
    /// [`Failure::Broken`] when the database does not answer.
    pub async fn enter(&self) -> Result<Tx, Failure> {
        Ok(self.house.db.enter(&self.standing.viewer).await?)
    }

    /// The current moment.
    pub fn now(&self) -> DateTime<Utc> {
        self.house.db.now()
    }

    /// The zone that decides when a day ends: the portfolio's, else the person's.
    pub fn zone(&self) -> Tz {
        self.standing.place.as_ref().map_or(self.standing.zone, |p| p.zone)
    }

    /// Today, where the portfolio is.
    pub fn today(&self) -> NaiveDate {
        self.now().with_timezone(&self.zone()).date_naive()
    }

    /// Goes on only for those who know the people; for others such pages do not exist.
    ///
    /// # Errors
    /// [`Failure::Missing`] for bookkeepers.
    pub fn keeps_people(&self) -> Result<(), Failure> {
        self.role().filter(|r| r.keeps_people()).map(|_| ()).ok_or(Failure::Missing)
    }

    /// Goes on only for owners.
    ///
    /// # Errors
    /// [`Failure::Missing`] for everybody else.
    pub fn owns(&self) -> Result<(), Failure> {
        self.role().filter(|r| r.owns()).map(|_| ()).ok_or(Failure::Missing)
    }
}
