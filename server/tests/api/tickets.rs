//! A repair from report to confirmation, both sides through the API; and what is not understood.

use serde_json::json;

use crate::{ask, json_of, leak, open, text};

#[tokio::test]
async fn a_leak_goes_from_report_to_confirmation() {
    let scene = open().await;
    let id = leak(&scene);
    let list = json_of(&scene, "ruth", "GET", "/tickets?status=waiting", None, 200);
    assert_eq!((&list["items"][0]["id"], &list["next"]), (&json!(id), &json!(null)));
    let path = format!("/tickets/{id}");
    let read = ask(&scene, "ruth", "GET", &path, None);
    let tag = read.header("etag").unwrap().to_owned();
    let authorization = ("authorization", "Bearer ruth");
    let again = scene.served.ask("GET", &format!("/api/v1{path}"), &[authorization, ("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.as_str()), (304, ""));

    let said = json!({ "id": "00000000-0000-4000-8000-00000000abcd", "body": "Kessler comes tomorrow." });
    let comments = format!("{path}/comments");
    json_of(&scene, "ruth", "POST", &comments, Some(&said), 201);
    json_of(&scene, "ruth", "POST", &comments, Some(&said), 200);
    let note = json!({ "body": "canary-7f3a ask for a price", "is_note": true });
    json_of(&scene, "ruth", "POST", &comments, Some(&note), 201);
    json_of(&scene, "maya", "POST", &comments, Some(&note), 404);
    let hers = json_of(&scene, "ruth", "GET", &comments, None, 200);
    assert_eq!(hers["items"].as_array().unwrap().len(), 2);
    assert_eq!(hers["items"][0]["is_note"], true, "the newest first");
    for part in ["", "/comments", "/events", "/attachments"] {
        let answer = ask(&scene, "daniel", "GET", &format!("{path}{part}"), None);
        assert!(answer.status == 200 && !answer.body.contains("canary-7f3a"), "{part}: {}", answer.body);
    }
    let his = json_of(&scene, "daniel", "GET", &comments, None, 200);
    assert_eq!(his["items"].as_array().unwrap().len(), 1);

    let version = json_of(&scene, "ruth", "GET", &path, None, 200)["version"].clone();
    let change = json!({ "version": version, "priority": "high" });
    let changed = json_of(&scene, "ruth", "PATCH", &path, Some(&change), 200);
    assert_eq!((&changed["priority"], &changed["title"]), (&json!("high"), &json!("Water drips")));
    let step = |version: &serde_json::Value, step: &str| json!({ "version": version, "step": step });
    let late =
        json_of(&scene, "ruth", "POST", &format!("{path}/status"), Some(&step(&version, "complete")), 409);
    assert_eq!(late["type"], "urn:duplex:problem:stale");
    let now = changed["version"].clone();
    let done = json_of(&scene, "ruth", "POST", &format!("{path}/status"), Some(&step(&now, "complete")), 200);
    assert_eq!(done["status"], "completed");
    let closed = json_of(&scene, "maya", "POST", &comments, Some(&json!({ "body": "It drips." })), 422);
    assert_eq!(closed["type"], "urn:duplex:problem:refused");
    let confirmed = json!({ "version": done["version"] });
    let whole = json_of(&scene, "maya", "POST", &format!("{path}/confirmation"), Some(&confirmed), 200);
    assert!(whole["confirmed_at"].is_string());
    let events = json_of(&scene, "maya", "GET", &format!("{path}/events"), None, 200);
    let kinds: Vec<String> = events["items"].as_array().unwrap().iter().map(|e| text(&e["kind"])).collect();
    assert_eq!(kinds, ["confirmed", "status", "priority", "reported"]);
}

#[tokio::test]
async fn a_report_that_is_sent_twice_is_one_and_a_landlord_says_where_it_is() {
    let scene = open().await;
    let id = "00000000-0000-4000-8000-00000000beef";
    let report = json!({ "id": id, "category": "door", "place": "Hall", "description": "The lock sticks." });
    for status in [201, 200] {
        assert_eq!(json_of(&scene, "maya", "POST", "/tickets", Some(&report), status)["id"], id);
    }
    let nowhere = json_of(
        &scene,
        "ruth",
        "POST",
        "/tickets",
        Some(&json!({ "category": "door", "place": "", "description": "x" })),
        422,
    );
    let fields: Vec<String> =
        nowhere["errors"].as_array().unwrap().iter().map(|e| text(&e["field"])).collect();
    assert_eq!(fields, ["place", "property"]);
    let there = json!({ "category": "outside", "place": "Yard", "description": "A tree leans.", "priority": "low",
        "property": crate::scene::id(crate::scene::HOUSE) });
    let own = json_of(&scene, "ruth", "POST", "/tickets", Some(&there), 201);
    assert_eq!((&own["lease_id"], &own["priority"]), (&json!(null), &json!("low")));
    json_of(&scene, "maya", "GET", &format!("/tickets/{}", text(&own["id"])), None, 404);
}

#[tokio::test]
async fn lists_come_in_pages_and_lose_nothing() {
    let scene = open().await;
    let mut ids: Vec<String> = (0..5).map(|_| leak(&scene)).collect();
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = json_of(&scene, "ruth", "GET", &format!("/tickets?limit=2{cursor}"), None, 200);
        found.extend(page["items"].as_array().unwrap().iter().map(|t| text(&t["id"])));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    ids.sort();
    found.sort();
    assert_eq!(found, ids);
}

#[tokio::test]
async fn what_is_not_understood_is_answered_in_words() {
    let scene = open().await;
    let id = leak(&scene);
    let unknown = json!({ "category": "water", "place": "Bath", "description": "Drip.", "titel": "Bath" });
    let problem = json_of(&scene, "maya", "POST", "/tickets", Some(&unknown), 400);
    assert!(text(&problem["detail"]).contains("titel"), "{problem}");
    for path in [
        "/tickets?stauts=open",
        "/tickets?status=shut",
        "/tickets?limit=0",
        "/tickets?cursor=x",
        "/events?since=zz",
    ] {
        let problem = json_of(&scene, "ruth", "GET", path, None, 400);
        assert_eq!(problem["type"], "urn:duplex:problem:not-understood", "{path}");
    }
    let long = json!({ "body": "ö".repeat(10_000) });
    let refused = json_of(&scene, "maya", "POST", &format!("/tickets/{id}/comments"), Some(&long), 422);
    assert!(text(&refused["detail"]).contains("10,000"), "{refused}");
    let headers = [("authorization", "Bearer maya"), ("content-length", "2"), ("content-type", "text/plain")];
    assert_eq!(scene.served.send("POST", "/api/v1/tickets", &headers, b"{}").status, 400);
    json_of(&scene, "maya", "GET", "/tickets/no-id", None, 404);
}

#[tokio::test]
async fn what_changes_is_heard_by_whom_it_concerns() {
    let scene = open().await;
    let begin = |who: &str| text(&json_of(&scene, who, "GET", "/events", None, 200)["next"]);
    let places: Vec<(&str, String)> =
        crate::scene::EVERYBODY.into_iter().map(|who| (who, begin(who))).collect();
    let id = leak(&scene);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    for (who, since) in places {
        let concerned = ["ruth", "maya", "daniel"].contains(&who);
        loop {
            let heard = json_of(&scene, who, "GET", &format!("/events?since={since}"), None, 200);
            let told = heard["items"]
                .as_array()
                .unwrap()
                .iter()
                .any(|e| e["subject"] == id && e["topic"] == "ticket");
            assert!(concerned || !told, "{who} hears of what does not concern them");
            if told || !concerned {
                break;
            }
            assert!(std::time::Instant::now() < deadline, "{who} never heard of it");
        }
    }
    assert_eq!(json_of(&scene, "ruth", "GET", "/events?since=00ff", None, 200)["reset"], true);
}
