//! Setup, sign-in, sign-out, invitations, resets.

use axum::http::StatusCode;

use crate::{Browser, PASSWORD, set_up, sign_in, site};

#[tokio::test]
async fn the_first_person_sets_the_house_up_and_nobody_after_them() {
    let (_base, house) = site(false).await;
    let mut ruth = Browser::new(&house);
    ruth.get("/properties").await.goes_to("/sign-in?then=%2Fproperties");
    ruth.get("/sign-in").await.goes_to("/setup");
    assert!(ruth.get("/setup").await.body.contains("Your books, on your own machine"));
    let bad = [("name", "Ruth"), ("email", "ruth@"), ("password", "password1"), ("zone", "Atlantis")];
    let page = ruth.post("/setup", &bad).await;
    page.refused_with("Write a whole mail address");
    page.refused_with("Many people use this password");
    page.refused_with("Choose a time zone.");
    assert!(
        page.body.contains("value=\"ruth@\"") && !page.body.contains("password1"),
        "kept, but no password"
    );

    let mut ruth = set_up(&house).await;
    assert_eq!(ruth.get("/properties").await.status, StatusCode::OK);
    Browser::new(&house).get("/setup").await.goes_to("/sign-in");
    let again = [("name", "Eve"), ("email", "eve@example.com"), ("password", PASSWORD), ("zone", "UTC")];
    Browser::new(&house).post("/setup", &again).await.goes_to("/sign-in");
}

#[tokio::test]
async fn a_wrong_address_and_a_wrong_password_look_the_same() {
    let (_base, house) = site(false).await;
    set_up(&house).await;
    let mut browser = Browser::new(&house);
    let wrong = sign_in(&mut browser, "ruth@example.com", "the boiler is silent").await;
    let unknown = sign_in(&mut browser, "eve1@example.com", "the boiler is silent").await;
    wrong.refused_with("The mail address or the password is not right.");
    let plain = |page: &crate::Page| {
        page.body.replace("eve1@example.com", "ruth@example.com").split("nonce").next().map(str::to_string)
    };
    assert_eq!(plain(&wrong), plain(&unknown));
    assert!(browser.session().is_empty());
    sign_in(&mut browser, "", "").await.refused_with("Password is missing.");
}

#[tokio::test]
async fn each_sign_in_has_its_own_id_and_ends_with_sign_out() {
    let (_base, house) = site(false).await;
    set_up(&house).await;
    let mut browser = Browser::new(&house);
    let page = sign_in(&mut browser, "RUTH@example.com", PASSWORD).await;
    page.goes_to("/");
    let cookie = &page.set_cookies[0];
    for word in ["__Host-duplex=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    let first = browser.session();
    sign_in(&mut browser, "ruth@example.com", PASSWORD).await.goes_to("/");
    assert_ne!(first, browser.session());
    browser.cookie = Some(first);
    browser.get("/properties").await.goes_to("/sign-in?then=%2Fproperties");

    let mut browser = Browser::new(&house);
    let fields = [("email", "ruth@example.com"), ("password", PASSWORD), ("then", "/settings")];
    browser.post("/sign-in", &fields).await.goes_to("/settings");
    let fields = [("email", "ruth@example.com"), ("password", PASSWORD), ("then", "//evil.example")];
    browser.post("/sign-in", &fields).await.goes_to("/");
    let session = browser.session();
    browser.post("/sign-out", &[]).await.goes_to("/sign-in?after=out");
    assert!(browser.session().is_empty());
    browser.cookie = Some(session);
    browser.get("/settings").await.goes_to("/sign-in?then=%2Fsettings");
}

#[tokio::test]
async fn an_invitation_is_a_link_that_opens_once() {
    let (_base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    let made =
        ruth.post("/settings/members/invite", &[("email", "Nia@example.com"), ("role", "bookkeeper")]).await;
    let link = made.link("https://rent.example.com/invitation/");
    assert_eq!(link.len(), "/invitation/".len() + 64);

    let mut nia = Browser::new(&house);
    let page = nia.get(&link).await;
    assert!(
        page.body.contains("Ruth Calloway invites you to keep Calloway Homes, as bookkeeper."),
        "{}",
        page.body
    );
    let weak =
        nia.post(&link, &[("name", "Nia"), ("email", "other@example.com"), ("password", "short")]).await;
    weak.refused_with("shorter than 8 characters");
    assert!(weak.body.contains("value=\"Nia\"") && weak.body.contains("nia@example.com"));
    nia.post(&link, &[("name", "Nia Brooks"), ("email", "x"), ("password", PASSWORD)]).await.goes_to("/");
    assert_eq!(nia.get("/settings").await.status, StatusCode::OK);
    assert_eq!(nia.get("/settings/members").await.status, StatusCode::NOT_FOUND);

    for body in [nia.get(&link).await, nia.post(&link, &[]).await] {
        assert_eq!(body.status, StatusCode::GONE);
        assert!(body.body.contains("It was used already"), "{}", body.body);
    }
    assert_eq!(nia.get("/invitation/nonsense").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn somebody_who_signs_in_here_already_accepts_with_their_password() {
    let (_base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    let made = ruth.post("/settings/members/invite", &[("role", "owner")]).await;
    let link = made.link("https://rent.example.com/invitation/");
    // Signed in as a member already: told so, and the link still opens for somebody else.
    ruth.post(&link, &[]).await.refused_with("You are in this portfolio already.");
    let mut nia = Browser::new(&house);
    let taken = [("name", "Nia"), ("email", "ruth@example.com"), ("password", PASSWORD)];
    nia.post(&link, &taken).await.refused_with("signs in here already");
    let fields = [("name", "Nia"), ("email", "nia@example.com"), ("password", PASSWORD)];
    nia.post(&link, &fields).await.goes_to("/");
    // Ended, invited again by address, and back with the password she has.
    let person: (String,) = sqlx::query_as("select id::text from person where email = 'nia@example.com'")
        .fetch_one(&mut { _base }.owner)
        .await
        .unwrap();
    ruth.post(&format!("/settings/members/{}/end", person.0), &[]).await.goes_to("/settings/members");
    nia.get("/properties").await.goes_to("/sign-in?then=%2Fproperties");
    let made =
        ruth.post("/settings/members/invite", &[("email", "nia@example.com"), ("role", "manager")]).await;
    let link = made.link("https://rent.example.com/invitation/");
    nia.post(&link, &[("password", "wrong wrong")]).await.refused_with("This is not your password here.");
    nia.post(&link, &[("password", PASSWORD)]).await.goes_to("/");
    assert_eq!(nia.get("/properties").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_once_by_mail() {
    let (mut base, house) = site(true).await;
    let mut ruth = set_up(&house).await;
    let mut browser = Browser::new(&house);
    for email in ["ruth@example.com", "nobody@example.com"] {
        let page = browser.post("/reset", &[("email", email)]).await;
        assert!(page.body.contains(&format!("If {email} signs in here, a link is on its way there.")));
    }
    let body: String =
        sqlx::query_scalar("select body from mail_out").fetch_one(&mut base.owner).await.unwrap();
    let at = body.find("/reset/").unwrap();
    let link = body[at..].split_whitespace().next().unwrap().to_string();
    browser.post(&link, &[("password", "short")]).await.refused_with("shorter than 8 characters");
    assert!(browser.get(&link).await.body.contains("ruth@example.com"));
    browser.post(&link, &[("password", "a new sentence nobody knows")]).await.goes_to("/sign-in?after=reset");
    assert_eq!(browser.get(&link).await.status, StatusCode::GONE);
    let again = browser.post(&link, &[("password", "yet another sentence")]).await;
    assert_eq!(again.status, StatusCode::GONE);
    ruth.get("/settings").await.goes_to("/sign-in?then=%2Fsettings");
    sign_in(&mut browser, "ruth@example.com", PASSWORD).await.refused_with("not right");
    sign_in(&mut browser, "ruth@example.com", "a new sentence nobody knows").await.goes_to("/");
}

#[tokio::test]
async fn without_a_mail_server_the_page_says_who_can_help() {
    let (_base, house) = site(false).await;
    set_up(&house).await;
    let page = Browser::new(&house).get("/reset").await;
    assert!(page.body.contains("duplex user password"), "{}", page.body);
}
