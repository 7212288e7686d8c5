//! What the whole application shares, and what the server tells it about each request.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::job::Kind;
use store::Db;
use store::sessions::Idle;
use uuid::Uuid;

use super::assets::Assets;
use super::shelf::Shelf;
use crate::live::Deliveries;

/// Shared by all requests. Cheap to clone.
#[derive(Clone)]
pub struct House {
    /// The door to Postgres.
    pub db: Db,
    /// Names of the style sheet, scripts and icons.
    pub assets: Arc<Assets>,
    /// Where people reach this house, like `https://rent.example.com`, without a slash at the end; for links in mails.
    pub base_url: Arc<str>,
    /// Cookies only over https, with the `__Host-` prefix.
    pub secure_cookies: bool,
    /// Mail can be sent; otherwise pages show links to copy.
    pub sends_mail: bool,
    /// How long a sign-in may go unused.
    pub idle: Idle,
    /// Where photos and documents lie.
    pub shelf: Shelf,
    /// What is known of every kind of job.
    pub kinds: Arc<[Kind]>,
    /// What this process told to open pages lately.
    pub deliveries: Arc<Deliveries>,
}

impl FromRequestParts<House> for House {
    type Rejection = Infallible;

    /// The house as one request sees it: what is done for it is written down with its id.
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<House, Infallible> {
        let mut house = house.clone();
        if let Some(RequestId(id)) = parts.extensions.get::<RequestId>() {
            house.db = house.db.during(*id);
        }
        Ok(house)
    }
}

/// Names this request in logs, answers and the activity list.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(pub Uuid);

/// The network address the request came from.
#[derive(Clone, Copy, Debug)]
pub struct Address(pub IpAddr);
