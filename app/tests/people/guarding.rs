//! Guessing gets slow, doors are one's own, and whoever looks through a tenant's eyes changes nothing.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use sqlx::PgConnection;

use crate::{Browser, PASSWORD, set_up, sign_in, site};

async fn run(owner: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_string())).execute(owner).await.unwrap();
}

/// A tenant of the only portfolio, who has no sign-in yet. Her id.
async fn dana(owner: &mut PgConnection) -> String {
    run(
        owner,
        "insert into tenant (portfolio_id, id, name, created_at)
           select id, '00000000-0000-7000-8000-00000000da0a', 'Dana Whitfield', now() from portfolio",
    )
    .await;
    "00000000-0000-7000-8000-00000000da0a".into()
}

#[tokio::test]
async fn the_eleventh_guess_waits_and_the_owner_still_gets_in() {
    let (mut base, house) = site(false).await;
    set_up(&house).await;
    let mut stranger = Browser::at(&house, "198.51.100.9");
    // Ten failures are counted without asking argon2 ten times.
    run(
        &mut base.owner,
        "insert into rate_limit (key_hash, window_start, tries)
           select sha256('address'::bytea || '\\000'::bytea || 'ruth@example.com'::bytea),
                  date_bin('15 minutes', timestamptz '2026-11-20 12:00:00Z', '2000-01-01 00:00:00Z'), 10",
    )
    .await;
    let before = Instant::now();
    sign_in(&mut stranger, "ruth@example.com", "guess eleven").await.refused_with("not right");
    assert!(before.elapsed() >= Duration::from_secs(1));
    let mut ruth = Browser::at(&house, "192.0.2.44");
    sign_in(&mut ruth, "ruth@example.com", PASSWORD).await.goes_to("/");
    let tries: i64 = sqlx::query_scalar("select sum(tries) from rate_limit where tries > 10")
        .fetch_one(&mut base.owner)
        .await
        .unwrap();
    assert_eq!(tries, 11, "her own success does not count");
}

#[tokio::test]
async fn a_tenant_comes_in_by_their_own_door() {
    let (mut base, house) = site(true).await;
    let mut ruth = set_up(&house).await;
    let dana_id = dana(&mut base.owner).await;
    assert!(ruth.get(&format!("/tenants/{dana_id}/invite")).await.body.contains("Invite Dana Whitfield"));
    let made = ruth.post(&format!("/tenants/{dana_id}/invite"), &[("email", "dana@example.com")]).await;
    assert!(made.body.contains("on its way to dana@example.com"));
    let mails: i64 =
        sqlx::query_scalar("select count(*) from mail_out").fetch_one(&mut base.owner).await.unwrap();
    assert_eq!(mails, 1);

    let mut browser = Browser::new(&house);
    let link = made.link("https://rent.example.com/invitation/");
    assert!(browser.get(&link).await.body.contains("value=\"Dana Whitfield\""));
    browser.post(&link, &[("name", "Dana Whitfield"), ("password", PASSWORD)]).await.goes_to("/portal");
    assert_eq!(browser.get("/properties").await.status, StatusCode::NOT_FOUND);
    browser.get("/").await.goes_to("/portal");
    browser.get("/settings").await.goes_to("/portal/settings");
    browser.post("/portal/settings/phone", &[("phone", "(555) 010-0142")]).await.goes_to("/portal/settings");
    let data = browser.get("/portal/settings/data").await;
    assert!(data.body.contains("(555) 010-0142") && data.body.contains("dana@example.com"));
    ruth.post(&format!("/tenants/{dana_id}/invite"), &[]).await.refused_with("signs in already");
}

#[tokio::test]
async fn whoever_looks_through_a_tenants_eyes_changes_nothing() {
    let (mut base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    assert!(ruth.get("/view-as").await.body.contains("No tenants yet"));
    let dana_id = dana(&mut base.owner).await;
    assert!(ruth.get("/view-as").await.body.contains("Dana Whitfield"));
    let before = ruth.session();
    ruth.post("/view-as", &[("tenant", &dana_id)]).await.goes_to("/portal");
    assert_ne!(before, ruth.session(), "a new id for another door");
    let page = ruth.get("/portal/settings").await;
    assert!(page.body.contains("You see what Dana Whitfield sees") && page.body.contains("theirs alone"));
    for (path, fields) in [
        ("/portal/settings/phone", [("phone", "1")]),
        ("/portal/settings/profile", [("name", "Mallory")]),
        ("/portal/settings/password", [("password", "a new sentence nobody knows")]),
    ] {
        let refused = ruth.post(path, &fields).await;
        assert!(refused.status.is_client_error(), "{path}: {}", refused.status);
    }
    ruth.post("/view-as/end", &[]).await.goes_to("/");
    assert_eq!(ruth.get("/properties").await.status, StatusCode::OK);
    let name: String =
        sqlx::query_scalar("select name from person").fetch_one(&mut base.owner).await.unwrap();
    assert_eq!(name, "Ruth Calloway");
    ruth.post("/view-as", &[("tenant", "00000000-0000-7000-8000-000000000000")]).await;
    assert_eq!(ruth.get("/properties").await.status, StatusCode::OK, "nobody there to look through");
}

#[tokio::test]
async fn a_person_with_two_doors_chooses_and_one_without_is_told() {
    let (mut base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    run(
        &mut base.owner,
        "insert into portfolio (id, name, time_zone, created_at)
           values ('00000000-0000-7000-8000-0000000000e1', 'Elsewhere', 'UTC', now());
         insert into tenant (portfolio_id, id, name, person_id, created_at)
           select '00000000-0000-7000-8000-0000000000e1', '00000000-0000-7000-8000-0000000000e2', 'Ruth', id, now() from person",
    )
    .await;
    assert!(ruth.get("/settings").await.body.contains("Go to another door"));
    let page = ruth.get("/doors").await;
    assert!(page.body.contains("Your home.") && page.body.contains("As owner."));
    let there = [("to", "tenant/00000000-0000-7000-8000-0000000000e1")];
    let before = ruth.session();
    ruth.post("/doors", &there).await.goes_to("/portal");
    assert_ne!(before, ruth.session());
    assert_eq!(ruth.get("/properties").await.status, StatusCode::NOT_FOUND);
    let not_hers = [("to", "landlord/00000000-0000-7000-8000-0000000000e1")];
    assert_eq!(ruth.post("/doors", &not_hers).await.status, StatusCode::NOT_FOUND);

    run(&mut base.owner, "update member set ended_at = now(); update tenant set archived_at = now()").await;
    ruth.get("/properties").await.goes_to("/doors");
    ruth.get("/settings").await.goes_to("/doors");
    assert!(ruth.get("/doors").await.body.contains("No door is open to you"));
}
