//! A form whose session ended while it was typed: back after signing in again, for the same person only, and not done
//! before they have looked it over.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use store::testing::TestHouse;

use crate::{Browser, PASSWORD, Page, set_up, sign_in, site};

const HOUSE: &[(&str, &str)] = &[
    ("street", "1 Lark St \"rear\" & <b>side</b>"),
    ("city", "Albany"),
    ("state", "NY"),
    ("zip", "12207"),
    ("kind", "1"),
];

async fn end_sessions(base: &mut TestHouse) {
    base.run_as_owner("update session set expires_at = created_at").await;
}

async fn count(base: &mut TestHouse, table: &'static str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut base.owner).await.unwrap()
}

/// Fields that the page carries unseen, with a password for the sign-in among them.
fn carried(page: &Page) -> Vec<(String, String)> {
    let plain = |text: &str| {
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    };
    let mut fields: Vec<(String, String)> = page
        .body
        .split("<input type=\"hidden\" name=\"")
        .skip(1)
        .filter_map(|rest| {
            let (name, rest) = rest.split_once('"')?;
            let value = rest.strip_prefix(" value=\"").and_then(|v| v.split_once('"')).map_or("", |(v, _)| v);
            Some((plain(name), plain(value)))
        })
        .collect();
    fields.push(("email".into(), "ruth@example.com".into()));
    fields.push(("password".into(), PASSWORD.into()));
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn what_was_typed_is_there_after_signing_in_again_and_nothing_was_done() {
    let (mut base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    end_sessions(&mut base).await;

    let page = ruth.post("/properties/new?from=list", HOUSE).await;
    page.refused_with("What you typed is kept: sign in, and it is there again.");
    let mut wrong = carried(&page);
    wrong.retain(|(name, _)| name != "password");
    wrong.push(("password".into(), "not this one".into()));
    let page = ruth.post("/sign-in", &borrowed(&wrong)).await;
    page.refused_with("The mail address or the password is not right.");

    let fields = carried(&page);
    let sent_on = ruth.post("/sign-in", &borrowed(&fields)).await;
    assert_eq!(sent_on.status, StatusCode::TEMPORARY_REDIRECT, "{}", sent_on.body);
    assert_eq!(sent_on.to, "/properties/new?from=list&kept=1");
    let shown = ruth.post(&sent_on.to, &borrowed(&fields)).await;
    shown.refused_with("Look it over and send it again.");
    for words in ["value=\"1 Lark St &quot;rear&quot; &amp; &lt;b&gt;side&lt;/b&gt;\"", "value=\"12207\""] {
        assert!(shown.body.contains(words), "{words}: {}", shown.body);
    }
    assert!(!shown.body.contains(PASSWORD) && !shown.body.contains("kept"), "{}", shown.body);
    assert_eq!(count(&mut base, "property").await, 0, "nobody has looked it over yet");
    assert_eq!(ruth.post("/properties/new", HOUSE).await.status, StatusCode::SEE_OTHER);
    assert_eq!(count(&mut base, "property").await, 1);
}

#[tokio::test]
async fn somebody_else_who_signs_in_gets_nothing_of_it() {
    let (mut base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    let made = ruth.post("/settings/members/invite", &[("role", "owner")]).await;
    let mut nia = Browser::new(&house);
    let fields = [("name", "Nia"), ("email", "nia@example.com"), ("password", PASSWORD)];
    nia.post(&made.link("https://rent.example.com/invitation/"), &fields).await.goes_to("/");
    end_sessions(&mut base).await;

    let mut fields = carried(&ruth.post("/properties/new", HOUSE).await);
    fields.retain(|(name, _)| name != "email");
    fields.push(("email".into(), "nia@example.com".into()));
    let page = ruth.post("/sign-in", &borrowed(&fields)).await;
    page.goes_to("/");
    assert!(!page.body.contains("Lark"));
}

#[tokio::test]
async fn no_password_is_kept_and_nobody_is_asked_to_keep_nothing() {
    let (mut base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    end_sessions(&mut base).await;
    let secret = [("old_password", PASSWORD), ("password", "a new sentence nobody knows")];
    ruth.post("/settings/password", &secret).await.goes_to("/sign-in?then=%2F");
    ruth.post("/view-as/end", &[]).await.goes_to("/sign-in?then=%2F");
    let mut stranger = Browser::new(&house);
    stranger.post("/properties/new", HOUSE).await.goes_to("/sign-in?then=%2F");
    // A cookie that never was a session's keeps nobody's words for anybody.
    stranger.cookie = Some("__Host-duplex=made-up".into());
    let page = stranger.post("/properties/new", HOUSE).await;
    stranger.post("/sign-in", &borrowed(&carried(&page))).await.goes_to("/");
}

#[tokio::test]
async fn what_has_no_form_to_stand_in_waits_behind_a_button() {
    let (mut base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    end_sessions(&mut base).await;
    let page = ruth.post("/settings/sessions", &[("session", "others")]).await;
    let fields = carried(&page);
    let sent_on = ruth.post("/sign-in", &borrowed(&fields)).await;
    let mut phone = Browser::new(&house);
    sign_in(&mut phone, "ruth@example.com", PASSWORD).await.goes_to("/");
    let waits = ruth.post(&sent_on.to, &borrowed(&fields)).await;
    waits.refused_with("Send it now");
    assert_eq!(phone.get("/settings").await.status, StatusCode::OK, "not done");
    let sent: Vec<_> = carried(&waits);
    ruth.post("/settings/sessions", &borrowed(&sent)).await.goes_to("/settings/sessions");
    phone.get("/settings").await.goes_to("/sign-in?then=%2Fsettings");
}

#[tokio::test]
async fn words_beside_a_file_are_kept_and_the_file_is_asked_for_again() {
    let (mut base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    end_sessions(&mut base).await;
    let part =
        |head: &str, body: &str| format!("--x\r\ncontent-disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let body = [
        part("name=\"account\"", "new"),
        part("name=\"name\"", "Rental checking"),
        part("name=\"file\"; filename=\"bank.csv\"", "Date,Amount\n2026-11-02,SECRET LINE"),
        "--x--\r\n".into(),
    ];
    let request =
        Request::post("/imports/new").header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let page = ruth.send(request.body(Body::from(body.concat())).unwrap()).await;
    page.refused_with("What you typed is kept");
    assert!(!page.body.contains("SECRET LINE"));
    let fields = carried(&page);
    let sent_on = ruth.post("/sign-in", &borrowed(&fields)).await;
    let shown = ruth.post(&sent_on.to, &borrowed(&fields)).await;
    shown.refused_with("Choose a file that you have downloaded from your bank.");
    assert!(shown.body.contains("value=\"Rental checking\""), "{}", shown.body);
    assert_eq!(count(&mut base, "bank_account").await, 0);
}

#[tokio::test]
async fn a_button_after_the_session_leads_back_to_its_page() {
    let (mut base, house) = site(false).await;
    let mut ruth = set_up(&house).await;
    end_sessions(&mut base).await;
    for (told, then) in [
        ("https://rent.example.com/tax/2026?line=5#where", "/sign-in?then=%2Ftax%2F2026%3Fline%3D5"),
        ("nonsense", "/sign-in?then=%2F"),
    ] {
        let request = Request::post("/view-as/end").header(header::REFERER, told);
        ruth.send(request.body(Body::empty()).unwrap()).await.goes_to(then);
    }
}
