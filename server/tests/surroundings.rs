//! What surrounds every route: health, headers, limits, and who may send a form.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod common;

use common::{Served, duplex, folder};
use store::testing::TestHouse;

async fn serve(settings: &[(&str, &str)]) -> (TestHouse, Served, tempfile::TempDir) {
    let house = TestHouse::new().await;
    let folder = folder();
    let mut command = duplex(folder.path());
    command.env("DATABASE_URL", &house.url).envs(settings.iter().copied());
    let served = Served::start_with(command);
    (house, served, folder)
}

#[tokio::test]
async fn every_answer_holds_the_browser_back() {
    let (_house, served, _folder) = serve(&[]).await;
    for path in ["/healthz", "/no-such-page", "/metrics"] {
        let answer = served.get(path);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert_eq!(answer.header("x-request-id").map(str::len), Some(36), "{path}");
        assert_eq!(answer.header("strict-transport-security"), None, "only with https");
    }
    let forged = served.ask("GET", "/healthz", &[("x-request-id", "mine")]);
    assert_ne!(forged.header("x-request-id"), Some("mine"));
}

#[tokio::test]
async fn a_public_https_address_is_kept_to_https() {
    let (_house, served, _folder) = serve(&[("DUPLEX_BASE_URL", "https://rent.example.com")]).await;
    assert!(served.get("/healthz").header("strict-transport-security").is_some());
    let from = |origin| served.ask("POST", "/no-such-page", &[("origin", origin)]).status;
    assert_eq!((from("https://rent.example.com"), from("https://rent.example.org")), (404, 403));
}

#[tokio::test]
async fn metrics_are_for_this_machine_or_the_token() {
    let (_house, served, _folder) = serve(&[("DUPLEX_METRICS_TOKEN", "sixteen-letters-or-more")]).await;
    let proxied = [("x-forwarded-for", "203.0.113.7")];
    assert_eq!(
        served.ask("GET", "/metrics", &proxied).status,
        404,
        "a stranger behind a proxy on this machine"
    );
    let with = |token| served.ask("GET", "/metrics", &[proxied[0], ("authorization", token)]);
    assert_eq!(with("Bearer sixteen-letters-or-less").status, 404);
    let answer = with("Bearer sixteen-letters-or-more");
    assert!(answer.body.contains("duplex_http_requests_total"), "{}", answer.body);
    assert!(
        answer.body.contains("duplex_db_connections_open")
            && answer.body.contains("duplex_resident_memory_bytes")
    );
}

#[tokio::test]
async fn people_get_pages_and_programs_get_statuses() {
    let (_house, served, _folder) = serve(&[]).await;
    let person = served.ask("GET", "/no-such-page", &[("accept", "text/html,*/*")]);
    assert_eq!((person.status, person.body.contains("Nothing here")), (404, true));
    let program = served.get("/no-such-page");
    assert_eq!((program.status, program.header("content-type")), (404, Some("application/problem+json")));
    assert!(
        program.body.contains(r#""status":404"#) && program.body.contains("request_id"),
        "{}",
        program.body
    );
}

#[tokio::test]
async fn forms_come_from_here() {
    let (_house, served, _folder) = serve(&[]).await;
    let send = |headers: &[(&str, &str)]| served.ask("POST", "/no-such-page", headers).status;
    let here = format!("http://{}", served.addr);
    assert_eq!(send(&[("sec-fetch-site", "cross-site")]), 403);
    assert_eq!(send(&[("sec-fetch-site", "same-site")]), 403);
    assert_eq!(send(&[("origin", "https://evil.example")]), 403);
    assert_eq!(send(&[("origin", "null")]), 403);
    assert_eq!(send(&[("cookie", "session=x")]), 403, "a browser would say where it comes from");
    assert_eq!(send(&[("sec-fetch-site", "same-origin"), ("cookie", "session=x")]), 404);
    assert_eq!(send(&[("origin", &here), ("cookie", "session=x")]), 404);
}

#[tokio::test]
async fn a_large_body_is_refused_before_it_is_read() {
    let (_house, served, _folder) = serve(&[("DUPLEX_UPLOAD_MB", "2")]).await;
    let send = |length: &str, kind| {
        let headers = [("sec-fetch-site", "same-origin"), ("content-length", length), ("content-type", kind)];
        served.ask("POST", "/no-such-page", &headers).status
    };
    assert_eq!(send("1500000", "application/x-www-form-urlencoded"), 413);
    assert_eq!(send("3000000", "multipart/form-data; boundary=x"), 413);
}
