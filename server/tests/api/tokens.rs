//! Tokens: what opens nothing, what is outside their scopes, how often they may ask, and that the document says all there is.

use serde_json::Value;
use std::collections::BTreeSet;

use crate::common::{answered, duplex, said};
use crate::{ask, json_of, open, text};

#[tokio::test]
async fn what_is_no_token_opens_nothing() {
    let mut scene = open().await;
    scene.house.run_as_owner("update api_token set ended_at = now() where name = 'Test' and person_id = (select id from person where name = 'daniel');
        update api_token set expires_at = now() where person_id = (select id from person where name = 'neighbor');
        update member set ended_at = now() where name = 'Nia';").await;
    for who in ["nobody", "daniel", "neighbor", "nia", ""] {
        let problem = json_of(&scene, who, "GET", "/tickets", None, 401);
        assert_eq!(problem["type"], "urn:duplex:problem:unknown-token", "{who}");
    }
    let bare = scene.served.ask("GET", "/api/v1/tickets", &[("cookie", "duplex=ruth")]);
    assert_eq!((bare.status, bare.header("www-authenticate")), (401, Some("bearer")), "a cookie is no token");
    assert_eq!(
        scene.served.ask("GET", "/", &[("cookie", "duplex=ruth"), ("accept", "text/html")]).status,
        200
    );
    // And a token is no cookie: signed in as nobody, the front page leads to the entrance.
    scene.house.run_as_owner("delete from session").await;
    assert_eq!(
        scene.served.ask("GET", "/", &[("cookie", "duplex=ruth"), ("accept", "text/html")]).status,
        303
    );
}

#[tokio::test]
async fn a_token_does_what_its_scopes_say_and_no_more() {
    let mut scene = open().await;
    scene.house.run_as_owner("update api_token set scopes = '{tickets:read}'").await;
    json_of(&scene, "ruth", "GET", "/tickets", None, 200);
    let change = serde_json::json!({ "category": "water", "place": "Kitchen", "description": "Drip." });
    for (method, path, body) in [("POST", "/tickets", Some(&change)), ("GET", "/events", None)] {
        let problem = json_of(&scene, "maya", method, path, body, 403);
        assert_eq!(problem["type"], "urn:duplex:problem:scope", "{method} {path}");
    }
}

#[tokio::test]
async fn a_token_may_ask_so_often_within_a_minute() {
    let mut scene = open().await;
    let first = ask(&scene, "ruth", "GET", "/tickets", None);
    assert_eq!(first.header("ratelimit-limit"), Some("600"));
    assert_eq!(first.header("ratelimit-remaining"), Some("599"));
    // Used up for this minute and, should that be over, for the next.
    scene.house.run_as_owner("update api_token set asked = 600, minute = date_trunc('minute', now())").await;
    let mut answer = ask(&scene, "ruth", "GET", "/tickets", None);
    if answer.status == 200 {
        scene
            .house
            .run_as_owner("update api_token set asked = 600, minute = date_trunc('minute', now())")
            .await;
        answer = ask(&scene, "ruth", "GET", "/tickets", None);
    }
    assert_eq!((answer.status, answer.header("ratelimit-remaining")), (429, Some("0")));
    let wait: u32 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait));
}

#[tokio::test]
async fn the_document_tells_of_every_route_and_of_no_other() {
    let scene = open().await;
    let source = include_str!("../../src/api/mod.rs");
    let routes: BTreeSet<&str> = source
        .split(".route(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|p| p.starts_with("/api/v1/"))
        .collect();
    let answer = scene.served.get("/api/v1/openapi.json");
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    let told: BTreeSet<&str> = paths.keys().map(String::as_str).chain(["/api/v1/openapi.json"]).collect();
    assert_eq!(routes, told);
    for (path, methods) in paths {
        for method in methods.as_object().unwrap().keys() {
            let path =
                path.strip_prefix("/api/v1").unwrap().replace("{id}", "00000000-0000-4000-8000-000000000001");
            let answer = ask(&scene, "nobody", &method.to_uppercase(), &path, None);
            assert_eq!(answer.status, 401, "{method} {path} is there, and shut");
        }
    }
    let page = scene.served.ask("GET", "/api/docs", &[("accept", "text/html")]);
    assert!(page.status == 200 && page.body.contains("/api/v1/tickets/{id}/comments"), "{}", page.status);
}

#[tokio::test]
async fn a_token_is_made_on_the_command_line() {
    let scene = open().await;
    let folder = crate::common::folder();
    let token = |args: &[&str]| {
        let mut command = duplex(folder.path());
        command.env("DATABASE_URL", &scene.house.url).env("DUPLEX_OWNER_URL", &scene.house.owner_url);
        command.env("DUPLEX_LOG", "warn").args(["user", "token"]).args(args).output().unwrap()
    };
    let made = token(&["--email", "Maya@example.com", "--scope", "tickets:read"]);
    assert!(made.status.success(), "{}", said(&made));
    let secret = answered(&made).trim().to_owned();
    json_of(&scene, &secret, "GET", "/tickets", None, 200);
    json_of(&scene, &secret, "GET", "/events", None, 403);
    let nobody = token(&["--email", "nobody@example.com"]);
    assert!(said(&nobody).contains("has no part in any portfolio"), "{}", said(&nobody));
    assert_eq!(token(&["--email", "maya@example.com", "--scope", "all"]).status.code(), Some(2));
    let page = scene.served.ask(
        "GET",
        "/portal/settings/tokens",
        &[("cookie", "duplex=maya"), ("accept", "text/html")],
    );
    assert!(
        page.body.contains("Made on the command line") && !text(&Value::from(page.body)).contains(&secret)
    );
}
