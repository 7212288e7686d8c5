//! What is somebody else's answers as if it did not exist, route by route.

use serde_json::{Value, json};

use crate::{ask, leak, open, strangers};

#[tokio::test]
async fn a_hidden_repair_answers_as_a_missing_one() {
    let scene = open().await;
    let (id, nothing) = (leak(&scene), "00000000-0000-4000-8000-0000000fffff");
    let say = json!({ "body": "Hello." });
    let step = json!({ "version": 1, "step": "complete" });
    let version = json!({ "version": 1 });
    let calls: [(&str, &str, Option<&Value>); 9] = [
        ("GET", "", None),
        ("PATCH", "", Some(&version)),
        ("POST", "/status", Some(&step)),
        ("POST", "/confirmation", Some(&version)),
        ("GET", "/comments", None),
        ("POST", "/comments", Some(&say)),
        ("GET", "/events", None),
        ("GET", "/attachments", None),
        ("POST", "/attachments", None),
    ];
    for who in strangers() {
        assert!(!ask(&scene, who, "GET", "/tickets", None).body.contains(&id), "{who} finds it in a list");
        for (method, part, body) in &calls {
            let hidden = ask(&scene, who, method, &format!("/tickets/{id}{part}"), *body);
            let missing = ask(&scene, who, method, &format!("/tickets/{nothing}{part}"), *body);
            assert_eq!(
                (hidden.status, &hidden.body),
                (missing.status, &missing.body),
                "{who} {method} {part}"
            );
            assert!([400, 403, 404].contains(&hidden.status), "{who} {method} {part}: {}", hidden.status);
        }
    }
}
