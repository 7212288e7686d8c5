//! `/unsubscribe/…`: the link in a letter. Shows what it would end; the button, or the mail program's own, does it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::Typed;
use leptos::prelude::*;
use sha2::{Digest, Sha256};
use store::notifications::{Link, read_link, unsubscribe};

use crate::House;
use crate::kernel::{Answer, Door, Form, Page};
use crate::ui::form::form;
use crate::ui::{button, cover, link_button};

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// `GET /unsubscribe/{token}`
pub async fn show(State(house): State<House>, Path(token): Path<String>) -> Answer {
    let link = read_link(&house.db, &hash(&token)).await?;
    Ok(draw(&house, &token, link.as_ref()))
}

fn draw(house: &House, token: &str, link: Option<&Link>) -> axum::response::Response {
    let Some(link) = link else {
        let page = Page::new(Door::Cover, "No such link").status(StatusCode::NOT_FOUND);
        return page.draw_for_stranger(house, || {
            let words = "This link is not known here, or older than a year. Sign in and choose under Settings what you hear of.";
            cover("No such link", link_button("/sign-in", "Sign in")).lead(words).view()
        });
    };
    Page::new(Door::Cover, "Mail about repairs").draw_for_stranger(house, || {
        let what = link.kind.title();
        let (lead, word, send) = match link.by_mail {
            true => (
                format!(
                    "{} sends you mail of the kind “{what}”: {}",
                    link.portfolio_name,
                    link.kind.hint(link.side)
                ),
                "No more mail of this kind",
                "stop",
            ),
            false => (
                format!(
                    "{} sends you no more mail of the kind “{what}”. It still stands on your pages.",
                    link.portfolio_name
                ),
                "Send it again after all",
                "again",
            ),
        };
        let typed = Typed::default();
        let fields = form(format!("/unsubscribe/{token}"), &typed)
            .hidden("do", send)
            .part(button(word).primary().wide())
            .part(view! { <p><a href="/sign-in">"Sign in to choose more"</a></p> });
        cover("Mail about repairs", fields).lead(lead).view()
    })
}

/// `POST /unsubscribe/{token}`: also what a mail program sends by itself (RFC 8058: `List-Unsubscribe=One-Click`).
pub async fn change(State(house): State<House>, Path(token): Path<String>, Form(typed): Form) -> Answer {
    let hash = hash(&token);
    unsubscribe(&house.db, &hash, typed.value("do") == "again").await?;
    let link = read_link(&house.db, &hash).await?;
    Ok(draw(&house, &token, link.as_ref()))
}
