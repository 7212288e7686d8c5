//! Own settings, sessions, members and the portfolio.

use axum::http::StatusCode;

use crate::{Browser, PASSWORD, set_up, sign_in, site};

#[tokio::test]
async fn a_changed_password_signs_out_everywhere_else() {
    let (_base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    let mut phone = Browser::new(&house);
    sign_in(&mut phone, "ruth@example.com", PASSWORD).await.goes_to("/");
    let new = "a new sentence nobody knows";
    let wrong = ruth.post("/settings/password", &[("old_password", "wrong"), ("password", new)]).await;
    wrong.refused_with("This is not your password now.");
    let weak = ruth.post("/settings/password", &[("old_password", PASSWORD), ("password", "ruth")]).await;
    weak.refused_with("shorter than 8");
    ruth.post("/settings/password", &[("old_password", PASSWORD), ("password", new)])
        .await
        .goes_to("/settings");
    assert_eq!(ruth.get("/settings").await.status, StatusCode::OK);
    phone.get("/settings").await.goes_to("/sign-in?then=%2Fsettings");
    sign_in(&mut phone, "ruth@example.com", new).await.goes_to("/");
}

#[tokio::test]
async fn sign_ins_are_listed_and_ended() {
    let (_base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    let mut phone = Browser::at(&house, "203.0.113.7");
    sign_in(&mut phone, "ruth@example.com", PASSWORD).await.goes_to("/");
    let page = ruth.get("/settings/sessions").await;
    assert!(page.body.contains("Firefox on Linux") && page.body.contains("203.0.113.7"));
    assert!(!page.body.contains(ruth.session().split('=').nth(1).unwrap()), "no secret in the page");
    let at = page.body.find("name=\"session\" value=\"").map(|at| at + "name=\"session\" value=\"".len());
    let values: Vec<&str> =
        page.body.split("name=\"session\" value=\"").skip(1).map(|v| &v[..v.find('"').unwrap()]).collect();
    assert!(at.is_some() && values.len() == 2 && values.contains(&"others"), "{values:?}");
    let other = values.iter().find(|v| **v != "others").unwrap();

    let mut stranger = Browser::new(&house);
    stranger.post("/settings/sessions", &[("session", other)]).await.goes_to("/sign-in?then=%2F");
    ruth.post("/settings/sessions", &[("session", other)]).await.goes_to("/settings/sessions");
    phone.get("/settings").await.goes_to("/sign-in?then=%2Fsettings");
    let again = ruth.post("/settings/sessions", &[("session", other)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    ruth.post("/settings/sessions", &[("session", "others")]).await.goes_to("/settings/sessions");
    assert_eq!(ruth.get("/settings").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_profile_is_saved_and_keeps_what_was_typed() {
    let (_base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    let bad = ruth
        .post("/settings/profile", &[("name", " "), ("zone", "America/Denver"), ("scheme", "dark")])
        .await;
    bad.refused_with("Your name is missing.");
    assert!(bad.body.contains("value=\"America/Denver\" selected"));
    let good = [("name", "Ruth C."), ("zone", "America/Denver"), ("scheme", "dark")];
    ruth.post("/settings/profile", &good).await.goes_to("/settings");
    let page = ruth.get("/settings").await;
    assert!(page.body.contains("value=\"Ruth C.\"") && page.body.contains("data-scheme=\"dark\""));
}

#[tokio::test]
async fn members_are_limited_changed_and_never_all_gone() {
    let (mut base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    let fields =
        [("street", "1 Lark St"), ("city", "Albany"), ("state", "NY"), ("zip", "12207"), ("kind", "1")];
    let made = ruth.post("/properties/new", &fields).await;
    let property = made.to.rsplit('/').next().unwrap().to_string();
    let ticked = format!("property-{property}");
    let odd = [("role", "owner"), (ticked.as_str(), "1")];
    ruth.post("/settings/members/invite", &odd).await.refused_with("Only a manager can be limited");
    let limited = [("role", "manager"), ("email", "nia@example.com"), (ticked.as_str(), "1")];
    let link =
        ruth.post("/settings/members/invite", &limited).await.link("https://rent.example.com/invitation/");
    assert!(ruth.get("/settings/members").await.body.contains("nia@example.com"));
    let mut nia = Browser::new(&house);
    nia.post(&link, &[("name", "Nia"), ("password", PASSWORD)]).await.goes_to("/");
    assert!(ruth.get("/settings/members").await.body.contains("1 Lark St"));

    let ids: Vec<(String, String)> =
        sqlx::query_as("select email, id::text from person").fetch_all(&mut base.owner).await.unwrap();
    let id = |email: &str| ids.iter().find(|(e, _)| e == email).unwrap().1.clone();
    let (her, own) = (id("nia@example.com"), id("ruth@example.com"));
    let page = ruth.get(&format!("/settings/members/{her}")).await;
    assert!(page.body.contains(&format!("name=\"{ticked}\" value=\"1\" checked")), "{}", page.body);
    ruth.post(&format!("/settings/members/{own}"), &[("role", "bookkeeper")])
        .await
        .refused_with("needs an owner");
    ruth.post(&format!("/settings/members/{own}/end"), &[])
        .await
        .goes_to(&format!("/settings/members/{own}"));
    assert_eq!(nia.post(&format!("/settings/members/{own}/end"), &[]).await.status, StatusCode::NOT_FOUND);
    ruth.post(&format!("/settings/members/{her}"), &[("role", "bookkeeper")])
        .await
        .goes_to("/settings/members");
    nia.get("/properties").await.goes_to("/sign-in?then=%2Fproperties");
}

#[tokio::test]
async fn two_owners_who_edit_the_portfolio_see_both_versions() {
    let (_base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    let save = |phone: &'static str, version: &'static str| {
        [("name", "Calloway Homes"), ("zone", "UTC"), ("contact_phone", phone), ("version", version)]
    };
    ruth.post("/settings/portfolio", &save("555-0101", "1")).await.goes_to("/settings/portfolio");
    let stale = ruth.post("/settings/portfolio", &save("555-0102", "1")).await;
    stale.refused_with("Somebody else changed this");
    assert!(stale.body.contains("555-0101") && stale.body.contains("value=\"555-0102\""));
    ruth.post("/settings/portfolio", &save("555-0102", "2")).await.goes_to("/settings/portfolio");
}

#[tokio::test]
async fn an_invitation_is_taken_back() {
    let (mut base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    let link = ruth
        .post("/settings/members/invite", &[("role", "owner")])
        .await
        .link("https://rent.example.com/invitation/");
    let id: String =
        sqlx::query_scalar("select id::text from invitation").fetch_one(&mut base.owner).await.unwrap();
    ruth.post(&format!("/settings/invitations/{id}/withdraw"), &[]).await.goes_to("/settings/members");
    let page = Browser::new(&house).get(&link).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.body.contains("took it back"));
}
