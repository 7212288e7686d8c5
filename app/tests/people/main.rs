//! People through the pages themselves, as a browser without script uses them: forms, cookies, redirects, sentences.

#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod getting_in;
mod guarding;
mod kept;
mod settings;
mod walls;

use std::net::IpAddr;
use std::sync::Arc;

use app::{Address, Assets, House, RequestId, Shelf};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use store::testing::TestHouse;
use tower::ServiceExt;
use uuid::Uuid;

/// A browser: it keeps its cookies and follows nothing by itself.
pub(crate) struct Browser {
    router: Router,
    cookie: Option<String>,
    address: IpAddr,
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) to: String,
    pub(crate) body: String,
    pub(crate) set_cookies: Vec<String>,
}

/// The application over a fresh database, with or without a mail server.
pub(crate) async fn site(sends_mail: bool) -> (TestHouse, House) {
    let base = TestHouse::new().await;
    let house = House {
        db: base.db.clone(),
        assets: Arc::new(Assets::new([])),
        base_url: "https://rent.example.com".into(),
        secure_cookies: true,
        sends_mail,
        idle: Default::default(),
        shelf: Shelf::in_memory(),
        kinds: Arc::default(),
        deliveries: Arc::default(),
    };
    (base, house)
}

impl Browser {
    pub(crate) fn new(house: &House) -> Browser {
        Browser::at(house, "192.0.2.1")
    }

    pub(crate) fn at(house: &House, address: &str) -> Browser {
        Browser { router: app::routes(house.clone()), cookie: None, address: address.parse().unwrap() }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    async fn send(&mut self, mut request: Request<Body>) -> Page {
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        request.headers_mut().insert(header::USER_AGENT, "Firefox Linux".parse().unwrap());
        request.extensions_mut().insert(Address(self.address));
        request.extensions_mut().insert(RequestId(REQUEST));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let text =
            |name| response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_string();
        let to = text(header::LOCATION);
        let set_cookies: Vec<String> = response
            .headers()
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|v| v.to_str().unwrap().to_string())
            .collect();
        for cookie in set_cookies.iter().filter(|c| c.starts_with("__Host-duplex=")) {
            let pair = cookie.split(';').next().unwrap().to_string();
            self.cookie = Some(pair).filter(|pair| !pair.ends_with('='));
        }
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Page { status, to, body: String::from_utf8_lossy(&bytes).into_owned(), set_cookies }
    }

    /// The session as it stands in the cookie.
    pub(crate) fn session(&self) -> String {
        self.cookie.clone().unwrap_or_default()
    }
}

impl Page {
    /// The answer to a form that was not accepted, with this sentence in it.
    pub(crate) fn refused_with(&self, sentence: &str) {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", self.body);
        assert!(self.body.contains(sentence), "{sentence}: {}", self.body);
    }

    /// The answer to one that was: on to this page.
    pub(crate) fn goes_to(&self, path: &str) {
        assert_eq!((self.status, self.to.as_str()), (StatusCode::SEE_OTHER, path), "{}", self.body);
    }

    /// The first link of ours in the page that begins so, without the host.
    pub(crate) fn link(&self, start: &str) -> String {
        let at = self.body.find(start).unwrap_or_else(|| panic!("{start} in {}", self.body));
        let rest = &self.body[at..];
        rest[..rest.find(['"', '<', ' ', '\n']).unwrap_or(rest.len())].replace("https://rent.example.com", "")
    }
}

/// As the server would name every request here.
pub(crate) const REQUEST: Uuid = Uuid::from_u128(0x0a5c_ed11);

pub(crate) const PASSWORD: &str = "the boiler hums at night";

/// Ruth sets the house up; her browser is signed in afterwards.
pub(crate) async fn set_up(house: &House) -> Browser {
    let mut ruth = Browser::new(house);
    let fields = [
        ("name", "Ruth Calloway"),
        ("email", "Ruth@Example.com"),
        ("password", PASSWORD),
        ("zone", "America/New_York"),
    ];
    ruth.post("/setup", &fields).await.goes_to("/");
    ruth
}

/// Signs somebody in.
pub(crate) async fn sign_in(browser: &mut Browser, email: &str, password: &str) -> Page {
    browser.post("/sign-in", &[("email", email), ("password", password), ("then", "/")]).await
}
