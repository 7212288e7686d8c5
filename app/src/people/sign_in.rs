//! Signing in and out. A wrong address and a wrong password look the same, and take the same time.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::{Typed, Viewer};
use leptos::prelude::*;
use serde::Deserialize;
use store::{people, sessions, setup};

use super::caller::Caller;
use super::kept::Kept;
use super::{entrance, passwords, tries};
use crate::House;
use crate::kernel::{Answer, Door, Failure, Form, Page, Visit, go};
use crate::ui::form::{email, form, password};
use crate::ui::{button, cover};

/// What the address of the page says.
#[derive(Deserialize)]
pub struct Ask {
    /// Where to go afterwards.
    #[serde(default)]
    then: String,
    /// `reset` after a new password was set.
    #[serde(default)]
    after: String,
}

/// `GET /sign-in`
pub async fn show(State(house): State<House>, visit: Option<Visit>, Query(ask): Query<Ask>) -> Answer {
    if visit.is_some() {
        return Ok(go(entrance::local(&ask.then)));
    }
    let mut tx = house.db.enter(&Viewer::Public).await?;
    if setup::is_fresh(&mut tx).await? {
        return Ok(go("/setup"));
    }
    let lead = match ask.after.as_str() {
        "reset" => "Your new password is set. Sign in with it.",
        "out" => "You are signed out.",
        _ => "",
    };
    Ok(draw(&house, &Typed::filled([("then", entrance::local(&ask.then).to_string())]), lead))
}

/// The answer to a form whose session is over: signing in again brings back what was typed.
pub fn ask_again(house: &House, kept: &Kept) -> Response {
    let mut typed = Typed::new(kept.carried().collect());
    typed.fail("", "You were signed out meanwhile, so this was not sent. What you typed is kept: sign in, and it is there again.");
    draw(house, &typed, "")
}

fn draw(house: &House, typed: &Typed, lead: &'static str) -> Response {
    let page = Page::new(Door::Cover, "Sign in").refused_if(!typed.is_sound());
    page.draw_for_stranger(house, || {
        let mut fields = form("/sign-in", typed).hidden("then", typed.value("then"));
        for (name, value) in Kept::read(typed).iter().flat_map(Kept::carried) {
            fields = fields.hidden(name, value);
        }
        let fields = fields
            .with(email("email", "Mail address").complete("username"))
            .with(password("password", "Password"))
            .part(button("Sign in").primary().wide())
            .part(view! { <p><a href="/reset">"Forgot your password?"</a></p> });
        let page = cover("Sign in", fields);
        if lead.is_empty() { page.view() } else { page.lead(lead).view() }
    })
}

/// `POST /sign-in`
pub async fn sign_in(State(house): State<House>, caller: Caller, Form(mut typed): Form) -> Answer {
    let email = typed.email("email");
    let password = typed.value("password").to_string();
    if password.is_empty() {
        typed.fail("password", "Password is missing.");
    }
    if !typed.is_sound() {
        return Ok(draw(&house, &typed, ""));
    }
    let attempt = match tries::count(&house, caller.address, &email).await {
        Ok(attempt) => attempt,
        Err(Failure::Bad(sentence)) => {
            typed.fail("", sentence);
            return Ok(draw(&house, &typed, ""));
        }
        Err(other) => return Err(other),
    };
    let mut tx = house.db.enter(&Viewer::Public).await?;
    let known = people::secret(&mut tx, &email).await?;
    // Hashing takes its time: no transaction waits for it.
    tx.commit().await?;
    let (person, kept) = known.map(|s| (s.person, s.password_hash)).unzip();
    let right = passwords::verify(password, kept).await?;
    let Some(person) = person.filter(|_| right) else {
        typed.fail(
            "",
            "The mail address or the password is not right. Try again, or ask for a new password below.",
        );
        return Ok(draw(&house, &typed, ""));
    };
    let mut tx = house.db.enter(&Viewer::Public).await?;
    attempt.succeeded(&mut tx).await?;
    let kept = match Kept::read(&typed) {
        Some(kept) if kept.belongs_to(&mut tx, person).await? => Some(kept),
        _ => None,
    };
    let secret = entrance::open(&mut tx, &house, &caller, person).await?;
    tx.commit().await?;
    if let Some(kept) = kept {
        return Ok(entrance::give(&house, &secret, kept.onward()));
    }
    let then = match entrance::local(typed.value("then")) {
        "/" => entrance::home(&house, &secret).await?,
        then => then,
    };
    Ok(entrance::give(&house, &secret, go(then)))
}

/// `POST /sign-out`
pub async fn sign_out(State(house): State<House>, caller: Caller) -> Answer {
    if let Some(secret) = &caller.session {
        let mut tx = house.db.enter(&Viewer::Public).await?;
        sessions::end(&mut tx, &secret.hash()).await?;
        tx.commit().await?;
    }
    Ok(entrance::take_away(&house, go("/sign-in?after=out")))
}
