//! The API as programs use it: with tokens, in JSON, against the real program.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

#[path = "../common/mod.rs"]
mod common;
mod files;
#[allow(dead_code, reason = "the streams use all of it")]
#[path = "../live/scene.rs"]
mod scene;
mod tickets;
mod tokens;
mod walls;

use common::Answer;
use scene::{EVERYBODY, Scene};
use serde_json::{Value, json};

/// A house in which everybody has a token that is their name and may do everything.
pub async fn open() -> Scene {
    let mut scene = Scene::open().await;
    let tokens = "insert into api_token (portfolio_id, id, person_id, door, name, scopes, token_hash, created_at)
         select s.portfolio_id, gen_random_uuid(), p.id, s.door, 'Test', '{tickets:read,tickets:write,events:read}', sha256(p.name::bytea), now()
           from person p join session s on s.person_id = p.id";
    scene.house.run_as_owner(tokens).await;
    scene
}

/// Asks as somebody; with a body it is sent as JSON.
pub fn ask(scene: &Scene, who: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
    let (authorization, text) = (format!("Bearer {who}"), body.map(ToString::to_string).unwrap_or_default());
    let length = text.len().to_string();
    let mut headers = vec![("authorization", authorization.as_str()), ("content-length", &length)];
    if body.is_some() {
        headers.push(("content-type", "application/json"));
    }
    scene.served.send(method, &format!("/api/v1{path}"), &headers, text.as_bytes())
}

/// The same, with the answer read; it has to have this status.
pub fn json_of(
    scene: &Scene,
    who: &str,
    method: &str,
    path: &str,
    body: Option<&Value>,
    status: u16,
) -> Value {
    let answer = ask(scene, who, method, path, body);
    assert_eq!(answer.status, status, "{who} {method} {path}: {}", answer.body);
    serde_json::from_str(&answer.body)
        .unwrap_or_else(|e| panic!("{who} {method} {path}: {e}: {}", answer.body))
}

/// Maya reports a leak; answers its id.
pub fn leak(scene: &Scene) -> String {
    let report = json!({ "category": "water", "place": "Kitchen", "description": "Water drips. תקלה 💧", "access": "After five" });
    text(&json_of(scene, "maya", "POST", "/tickets", Some(&report), 201)["id"])
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// Those who see nothing of Maya's repairs.
pub fn strangers() -> impl Iterator<Item = &'static str> {
    EVERYBODY.into_iter().filter(|name| !["ruth", "maya", "daniel"].contains(name))
}
