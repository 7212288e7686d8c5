//! What the walls hold, seen from the pages: somebody hidden is nobody, and everything done is told with its request.

use axum::http::StatusCode;

use crate::{Browser, PASSWORD, Page, REQUEST, set_up, sign_in, site};

/// Adds a house with one home; the id of the property.
async fn add_house(ruth: &mut Browser, street: &str) -> String {
    let fields = [("street", street), ("city", "Albany"), ("state", "NY"), ("zip", "12207"), ("kind", "1")];
    ruth.post("/properties/new", &fields).await.to.rsplit('/').next().unwrap().to_string()
}

/// Nia accepts an invitation as a manager of one property.
async fn limited(ruth: &mut Browser, nia: &mut Browser, property: &str) {
    let ticked = format!("property-{property}");
    let fields = [("role", "manager"), ("email", "nia@example.com"), (ticked.as_str(), "1")];
    let made = ruth.post("/settings/members/invite", &fields).await;
    let link = made.link("https://rent.example.com/invitation/");
    nia.post(&link, &[("name", "Nia"), ("password", PASSWORD)]).await.goes_to("/");
}

/// A page without the id that was asked for, to be compared with the answer for another.
fn without(page: Page, id: &str) -> (StatusCode, String) {
    (page.status, page.body.replace(id, ""))
}

#[tokio::test]
async fn a_tenant_out_of_reach_cannot_be_put_on_a_lease_and_answers_as_a_missing_one() {
    let (mut base, house) = site(false).await;
    let (mut ruth, mut nia) = (set_up(&house).await, Browser::new(&house));
    let lark = add_house(&mut ruth, "1 Lark St").await;
    limited(&mut ruth, &mut nia, &lark).await;
    ruth.post("/tenants/new", &[("name", "Maya Okafor")]).await;
    let one = async |sql: &'static str, conn: &mut sqlx::PgConnection| {
        sqlx::query_scalar::<_, String>(sql).fetch_one(conn).await.unwrap()
    };
    let maya = one("select id::text from tenant where name = 'Maya Okafor'", &mut base.owner).await;
    let unit = one("select id::text from unit", &mut base.owner).await;
    let nobody = "0190b1c4-0000-7000-8000-00000000dead".to_string();

    let mut answers = Vec::new();
    for who in [&maya, &nobody] {
        let fields = |step: &'static str, go: &'static str| {
            [
                ("step", step),
                ("go", go),
                ("unit", unit.as_str()),
                ("starts_on", "2026-12-01"),
                ("rent", "1450"),
                ("due_day", "1"),
                ("who_1", who.as_str()),
                ("rows", "1"),
                ("split", "equal"),
            ]
        };
        let shown = nia.post("/leases/new", &fields("people", "next")).await;
        let kept = nia.post("/leases/new", &fields("check", "save")).await;
        assert_eq!(kept.status, StatusCode::NOT_FOUND, "{}", kept.body);
        assert!(!shown.body.contains("Maya"), "{}", shown.body);
        let page = nia.get(&format!("/tenants/{who}")).await;
        answers.push([shown, kept, page].map(|answer| without(answer, who)));
    }
    assert_eq!(answers[0], answers[1]);
    let leases: i64 =
        sqlx::query_scalar("select count(*) from lease").fetch_one(&mut base.owner).await.unwrap();
    assert_eq!(leases, 0);

    // The same with a lease of her own, to which somebody is to move.
    let own = [
        ("step", "check"),
        ("go", "save"),
        ("unit", unit.as_str()),
        ("starts_on", "2026-12-01"),
        ("rent", "1450"),
        ("due_day", "1"),
        ("who_1", "new"),
        ("name_1", "Bo Berg"),
        ("rows", "1"),
        ("split", "equal"),
    ];
    let lease = nia.post("/leases/new", &own).await.to;
    assert!(lease.starts_with("/leases/"), "{lease}");
    let mut answers = Vec::new();
    for who in [&maya, &nobody] {
        let fields = [
            ("version", "1"),
            ("from_on", "2027-01-01"),
            ("who_1", who.as_str()),
            ("rows", "1"),
            ("split", "equal"),
        ];
        answers.push(without(nia.post(&format!("{lease}/people"), &fields).await, who));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn everything_done_names_its_request() {
    let (mut base, house) = site(false).await;
    let (mut ruth, mut nia) = (set_up(&house).await, Browser::new(&house));
    let lark = add_house(&mut ruth, "1 Lark St").await;
    limited(&mut ruth, &mut nia, &lark).await;
    let entries: Vec<(String, String, Option<uuid::Uuid>)> =
        sqlx::query_as("select id::text, kind, request_id from activity")
            .fetch_all(&mut base.owner)
            .await
            .unwrap();
    for kind in ["portfolio.add", "property.add", "invitation.add", "invitation.accept"] {
        let (id, _, request) = entries.iter().find(|(_, k, _)| k == kind).unwrap_or_else(|| panic!("{kind}"));
        assert_eq!(*request, Some(REQUEST), "{kind}");
        let page = ruth.get(&format!("/activity/{id}")).await;
        assert!(page.body.contains(&REQUEST.to_string()), "{kind}: {}", page.body);
    }
}

#[tokio::test]
async fn what_somebody_changed_about_themselves_stands_in_their_settings() {
    let (_base, house) = site(false).await;
    let (mut ruth, mut nia) = (set_up(&house).await, Browser::new(&house));
    let lark = add_house(&mut ruth, "1 Lark St").await;
    limited(&mut ruth, &mut nia, &lark).await;
    assert!(!ruth.get("/settings/sessions").await.body.contains("What you changed"));
    let profile = [("name", "Ruth C."), ("zone", "America/Denver"), ("scheme", "dark")];
    ruth.post("/settings/profile", &profile).await.goes_to("/settings");
    let fields = [("old_password", PASSWORD), ("old", PASSWORD), ("password", "a new sentence nobody knows")];
    ruth.post("/settings/password", &fields).await.goes_to("/settings");
    let page = ruth.get("/settings/sessions").await;
    for sentence in [
        "Changed the password.",
        "Changed the name from “Ruth Calloway” to “Ruth C.”.",
        "Changed the time zone from America/New York to America/Denver.",
    ] {
        assert!(page.body.contains(sentence), "{sentence}: {}", page.body);
    }
    assert!(ruth.get("/settings/data").await.body.contains("Changed the password."));
    assert!(!nia.get("/settings/sessions").await.body.contains("What you changed"));
    let mut phone = Browser::new(&house);
    sign_in(&mut phone, "nia@example.com", PASSWORD).await.goes_to("/");
}
