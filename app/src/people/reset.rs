//! A forgotten password: a link by mail, single use, an hour long. Where no mail is sent, the person who runs the
//! machine helps. Nothing tells a stranger whether an address is known here.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Typed, Viewer};
use leptos::prelude::*;
use store::resets::{self, NewReset};

use super::caller::Caller;
use super::secrets::Secret;
use super::{mails, passwords, tries};
use crate::House;
use crate::kernel::{Answer, Door, Failure, Form, Page, go};
use crate::ui::form::{email, form, new_password};
use crate::ui::{button, cover, link_button};

/// `GET /reset`
pub async fn ask(State(house): State<House>) -> Answer {
    Ok(draw(&house, &Typed::default()))
}

fn draw(house: &House, typed: &Typed) -> Response {
    let page = Page::new(Door::Cover, "A new password").refused_if(!typed.is_sound());
    page.draw_for_stranger(house, || {
        if !house.sends_mail {
            let words =
                "This house sends no mail. Whoever runs the machine can set a new password for you there:";
            let help = view! {
                <p><code>"duplex user password --email YOUR-ADDRESS --password-stdin"</code></p>
                {link_button("/sign-in", "Back to sign in")}
            };
            return cover("A new password", help.into_any()).lead(words).view();
        }
        let fields = form("/reset", typed)
            .with(email("email", "Mail address").complete("username"))
            .part(button("Send me a link").primary().wide())
            .part(view! { <p><a href="/sign-in">"Back to sign in"</a></p> });
        cover("A new password", fields).lead("We send you a link that lets you choose a new one.").view()
    })
}

/// `POST /reset`
pub async fn request(State(house): State<House>, caller: Caller, Form(mut typed): Form) -> Answer {
    let email = typed.email("email");
    if !typed.is_sound() || !house.sends_mail {
        return Ok(draw(&house, &typed));
    }
    if let Err(failure) = tries::count(&house, caller.address, &format!("reset {email}")).await {
        let Failure::Bad(sentence) = failure else { return Err(failure) };
        typed.fail("", sentence);
        return Ok(draw(&house, &typed));
    }
    let secret = Secret::fresh();
    let (subject, body) = mails::reset(&house.base_url, secret.text());
    let new = NewReset { email: &email, token_hash: secret.hash(), subject: &subject, body: &body };
    let mut tx = house.db.enter(&Viewer::Public).await?;
    resets::request(&mut tx, new).await?;
    tx.commit().await?;
    Ok(Page::new(Door::Cover, "Look into your mailbox").draw_for_stranger(&house, || {
        let words = format!(
            "If {email} signs in here, a link is on its way there. It opens once, within the hour. Look among \
             unwanted mail too."
        );
        cover("Look into your mailbox", link_button("/sign-in", "Back to sign in")).lead(words).view()
    }))
}

/// `GET /reset/{secret}`
pub async fn show(State(house): State<House>, Path(secret): Path<String>) -> Answer {
    match address(&house, &secret).await? {
        Some(email) => Ok(choose(&house, &secret, &Typed::filled([("email", email)]))),
        None => Ok(closed(&house)),
    }
}

async fn address(house: &House, secret: &str) -> Result<Option<String>, Failure> {
    let mut tx = house.db.enter(&Viewer::Public).await?;
    Ok(resets::address(&mut tx, &Secret::read(secret).hash()).await?)
}

fn choose(house: &House, secret: &str, typed: &Typed) -> Response {
    let page = Page::new(Door::Cover, "Choose a new password").refused_if(!typed.is_sound());
    page.draw_for_stranger(house, || {
        let fields = form(format!("/reset/{secret}"), typed)
            .with(email("email", "Mail address").complete("username").fixed())
            .with(new_password("password", "New password").hint("8 characters or more. A sentence is good."))
            .part(button("Set password").primary().wide());
        cover("Choose a new password", fields)
            .lead("You are signed out everywhere else when it is set.")
            .view()
    })
}

fn closed(house: &House) -> Response {
    let page = Page::new(Door::Cover, "This link is closed").status(StatusCode::GONE);
    page.draw_for_stranger(house, || {
        cover("This link is closed", link_button("/reset", "Ask for a new link"))
            .lead("It was used, or is older than an hour. Your password is as it was.")
            .view()
    })
}

/// `POST /reset/{secret}`
pub async fn finish(house: House, Path(secret): Path<String>, Form(mut typed): Form) -> Answer {
    let Some(email) = address(&house, &secret).await? else { return Ok(closed(&house)) };
    typed.set("email", email.clone());
    let password = passwords::read(&mut typed, "password", &email);
    if !typed.is_sound() {
        return Ok(choose(&house, &secret, &typed));
    }
    let password_hash = passwords::hash(password).await?;
    let mut tx = house.db.enter(&Viewer::Public).await?;
    if !resets::finish(&mut tx, &Secret::read(&secret).hash(), &password_hash).await? {
        return Ok(closed(&house));
    }
    tx.commit().await?;
    Ok(go("/sign-in?after=reset"))
}
