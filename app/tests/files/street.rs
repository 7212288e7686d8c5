//! One house with two households, everybody who might want to look, and a browser for each.

use app::{Address, Assets, House, Shelf};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::Viewer;
use domain::id::{FileId, PortfolioId, TicketId};
use http_body_util::BodyExt;
use sqlx::AssertSqlSafe;
use std::sync::Arc;
use store::testing::{TestHouse, fresh};
use tower::util::ServiceExt;
use uuid::Uuid;

/// An answer as a browser gets it.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// What the notice of the next page will say, and where its undo leads.
    pub fn notice(&self) -> (String, String) {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
        let notice =
            cookies.filter_map(|cookie| cookie.strip_prefix("duplex_notice=")).next().unwrap_or_default();
        let value = notice.split(';').next().unwrap_or_default();
        let json = url::form_urlencoded::parse(value.as_bytes())
            .next()
            .map(|(json, _)| json.into_owned())
            .unwrap_or_default();
        let read: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        let word = |name: &str| read[name].as_str().unwrap_or_default().to_string();
        (word("sentence"), word("undo"))
    }
}

pub struct Street {
    pub base: TestHouse,
    pub house: House,
    pub portfolio: PortfolioId,
    router: Router,
}

/// Everybody with a session: the name is the secret in their cookie.
pub const SEE_IT: [&str; 5] = ["ada", "roommate", "owner", "manager", "limited_here"];
pub const SEE_NOTHING: [&str; 6] =
    ["neighbor", "former", "bookkeeper", "limited_elsewhere", "rival", "doorless"];

impl Street {
    pub async fn new(portfolio_bytes_max: u64) -> Street {
        let mut base = TestHouse::new().await;
        let (ours, theirs) = (base.portfolio("Birch").await, base.portfolio("Elm").await);
        let lease = fresh();
        let sql = people(ours.portfolio.0, ours.person.0, theirs.portfolio.0, theirs.person.0, lease);
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut base.owner).await.expect("the street");
        let mut shelf = Shelf::in_memory();
        shelf.portfolio_bytes_max = portfolio_bytes_max;
        let house = House {
            db: base.db.clone(),
            assets: Arc::new(Assets::new([])),
            base_url: "https://rent.example.com".into(),
            secure_cookies: true,
            sends_mail: false,
            idle: Default::default(),
            shelf,
            deliveries: Arc::default(),
            kinds: Arc::default(),
        };
        let router = app::routes(house.clone());
        Street { base, house, portfolio: ours.portfolio, router }
    }

    async fn send(&self, who: &str, mut request: Request<Body>) -> Answer {
        let cookie = format!("__Host-duplex={who}");
        request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        request.extensions_mut().insert(Address("192.0.2.1".parse().unwrap()));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        Answer { status, headers, body }
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(who, Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn get_again(&self, who: &str, path: &str, tag: &str) -> Answer {
        self.send(who, Request::get(path).header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap())
            .await
    }

    pub async fn post(&self, who: &str, path: &str) -> Answer {
        let form = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(who, form.body(Body::empty()).unwrap()).await
    }

    /// Reports a leak with these files, as a page without script sends it.
    pub async fn report(&self, who: &str, ticket: TicketId, files: &[(&str, Vec<u8>)]) -> Answer {
        let mut body = Vec::new();
        let fields = [
            ("id", ticket.to_string()),
            ("category", "water".into()),
            ("place", "Kitchen".into()),
            ("description", "Water runs from under the sink 💧".into()),
        ];
        for (name, value) in fields {
            body.extend(
                format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .into_bytes(),
            );
        }
        for (name, bytes) in files {
            // What the browser says about it is a lie each time, and believed by nobody.
            let head = format!(
                "--b\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--b--\r\n");
        let request = Request::post("/portal/repairs/new")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.send(who, request.body(Body::from(body)).unwrap()).await
    }

    /// Files of a repair as they stand in the table, removed ones included: id, kind, name and size.
    pub async fn rows(&mut self, ticket: TicketId) -> Vec<(FileId, String, String, i32)> {
        let rows: Vec<(Uuid, String, String, i32)> =
            sqlx::query_as("select id, kind, name, bytes from file where ticket_id = $1 order by name")
                .bind(ticket.0)
                .fetch_all(&mut self.base.owner)
                .await
                .unwrap();
        rows.into_iter().map(|(id, kind, name, bytes)| (FileId(id), kind, name, bytes)).collect()
    }

    pub fn worker(&self) -> Viewer {
        Viewer::Worker { portfolio: self.portfolio }
    }
}

/// Everybody, and a session for each.
fn people(ours: Uuid, owner: Uuid, theirs: Uuid, rival: Uuid, lease: Uuid) -> String {
    let (here, elsewhere, next_door) = (fresh(), fresh(), fresh());
    let mut sql = String::new();
    for (property, name) in [(here, "Birch Street"), (elsewhere, "Oak Street")] {
        sql += &format!(
            "insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at)
               values ('{ours}', '{property}', '{name}', '14 {name}', 'Columbus', 'OH', '43201', 2, now());"
        );
    }
    for (lease, unit, name) in [(lease, fresh(), "Unit 1"), (next_door, fresh(), "Unit 2")] {
        sql += &format!(
            "insert into unit (portfolio_id, id, property_id, name, created_at) values ('{ours}', '{unit}', '{here}', '{name}', now());
             insert into lease (portfolio_id, id, property_id, unit_id, starts_on, created_at)
               values ('{ours}', '{lease}', '{here}', '{unit}', '2025-01-01', now());"
        );
    }
    for (name, home, until) in [
        ("ada", lease, "null"),
        ("roommate", lease, "null"),
        ("former", lease, "'2026-10-31'"),
        ("neighbor", next_door, "null"),
    ] {
        let (person, tenant) = (fresh(), fresh());
        sql += &format!(
            "{}
             insert into tenant (portfolio_id, id, name, person_id, created_by, created_at) values ('{ours}', '{tenant}', '{name}', '{person}', '{owner}', now());
             insert into lease_member (portfolio_id, lease_id, property_id, tenant_id, tenant_created_by, from_on, until_on, share_bp, created_at)
               values ('{ours}', '{home}', '{here}', '{tenant}', '{owner}', '2025-01-01', {until}, 5000, now());
             {}",
            somebody(person, name),
            session(name, person, Some((ours, "tenant")), None)
        );
        if name == "ada" {
            sql += &session("eyes_of_ada", owner, Some((ours, "landlord")), Some(tenant));
        }
    }
    for (name, role, only) in [
        ("manager", "manager", None),
        ("limited_here", "manager", Some(here)),
        ("limited_elsewhere", "manager", Some(elsewhere)),
        ("bookkeeper", "bookkeeper", None),
    ] {
        let person = fresh();
        sql += &format!(
            "{} insert into member (portfolio_id, person_id, role, name, email, limited, created_at)
               values ('{ours}', '{person}', '{role}', '{name}', '{name}@example.com', {}, now()); {}",
            somebody(person, name),
            only.is_some(),
            session(name, person, Some((ours, "landlord")), None)
        );
        if let Some(property) = only {
            sql += &format!(
                "insert into member_property (portfolio_id, person_id, property_id) values ('{ours}', '{person}', '{property}');"
            );
        }
    }
    let doorless = fresh();
    sql += &somebody(doorless, "doorless");
    sql + &session("doorless", doorless, None, None)
        + &session("owner", owner, Some((ours, "landlord")), None)
        + &session("rival", rival, Some((theirs, "landlord")), None)
}

fn somebody(person: Uuid, name: &str) -> String {
    format!(
        "insert into person (id, name, email, password_hash, time_zone, created_at)
           values ('{person}', '{name}', '{name}@example.com', 'x', 'America/New_York', now());"
    )
}

/// At noon of the tests, for a year.
fn session(secret: &str, person: Uuid, at: Option<(Uuid, &str)>, eyes: Option<Uuid>) -> String {
    let quoted = |value: Option<String>| value.map_or_else(|| "null".to_string(), |v| format!("'{v}'"));
    let portfolio = quoted(at.map(|(portfolio, _)| portfolio.to_string()));
    let door = quoted(at.map(|(_, door)| door.to_string()));
    let eyes = quoted(eyes.map(|tenant| tenant.to_string()));
    format!(
        "insert into session (id_hash, person_id, portfolio_id, door, view_as_tenant, address, browser, created_at, seen_at, expires_at, member_idle_s,
           tenant_idle_s)
         values (sha256('{secret}'::bytea), '{person}', {portfolio}, {door}, {eyes}, '192.0.2.1', 'Firefox', '2026-11-20 12:00Z', '2026-11-20 12:00Z',
           '2027-11-20 12:00Z', 86400, 2592000);"
    )
}
