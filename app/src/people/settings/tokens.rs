//! `…/settings/tokens`: programs that act for somebody. The secret is shown once, when it is made.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::TokenId;
use domain::token::{Scope, TokenDraft};
use leptos::prelude::*;
use store::Error;
use store::tokens::{self, Token};

use super::{Side, settings_tabs};
use crate::kernel::{Answer, Failure, Form, Notice, Page, Visit, go, see_other};
use crate::people::secrets::Secret;
use crate::ui::form::{check, form, select, text};
use crate::ui::table::{kind, name, wide, words};
use crate::ui::{Icon, button, date, empty, link_button, note, page_head, press, section, table};

/// `GET …/tokens`
pub async fn show(visit: Visit) -> Answer {
    let side = here(&visit)?;
    if !visit.path.starts_with(side.base) {
        return Ok(go(&side.page("tokens")));
    }
    draw(&visit, &fresh()).await
}

/// The side, for whoever stands in a portfolio as themselves.
fn here(visit: &Visit) -> Result<Side, Failure> {
    match visit.place()?.viewing_as {
        Some(_) => Err(Failure::Missing),
        None => Ok(Side::of(visit)),
    }
}

fn fresh() -> Typed {
    Typed::filled([(Scope::TicketsRead.word(), "1".to_string()), ("days", "90".to_string())])
}

async fn draw(visit: &Visit, typed: &Typed) -> Answer {
    let side = here(visit)?;
    let mut tx = visit.enter().await?;
    let open = tokens::list(&mut tx).await?;
    let page = Page::new(side.door, "Programs").refused_if(!typed.is_sound());
    Ok(page.draw(visit, || {
        let path = side.page("tokens");
        let docs = link_button("/api/docs", "What programs can do").icon(Icon::File);
        view! {
            {page_head("Settings").action(docs)}
            {settings_tabs(visit, &path)}
            {listed(visit, side, &open)}
            {section("make", "Let a program in", fields(&path, typed))}
        }
        .into_any()
    }))
}

fn listed(visit: &Visit, side: Side, open: &[Token]) -> AnyView {
    if open.is_empty() {
        let words =
            "A token lets a program of yours, such as a home board or a script, do what you can do here.";
        return empty("No programs yet", words, None);
    }
    let columns =
        [name("What for"), wide("May"), words("Used"), wide("Opens until"), kind("End", "do").unseen()];
    let mut rows = table("Tokens of your programs", columns).folds();
    let (now, zone) = (visit.now(), visit.standing.zone);
    for token in open {
        rows.row(|row| {
            let may: Vec<&str> = token.scopes.iter().map(|scope| scope.title()).collect();
            row.text(&token.name).sub(&format!("made {}", date::ago(token.created_at, now, zone)));
            row.text(&may.join(", "));
            match token.used_at {
                Some(at) => row.view(date::moment(at, now, zone).into_any()),
                None => row.text("never"),
            };
            match token.expires_at {
                Some(at) if at <= now => row.text("too old"),
                Some(at) => row.view(date::stamp(at, now, zone).into_any()),
                None => row.text("you end it"),
            };
            let end = format!("{}/{}/end", side.page("tokens"), token.id);
            row.view(press(end, button("End").small()));
        });
    }
    rows.view()
}

fn fields(path: &str, typed: &Typed) -> AnyView {
    let days = TokenDraft::DAYS.iter().map(|days| (days.to_string(), format!("{days} days")));
    let mut form = form(path, typed).with(text("name", "What it is for").max(60).placeholder("Home board"));
    for scope in Scope::ALL {
        form = form.with(check(scope.word(), scope.title()));
    }
    form.with(select("days", "How long it opens", days).blank("Until you end it").optional())
        .submit("Make a token")
        .view()
}

/// `POST …/tokens`
pub async fn make(visit: Visit, Form(mut typed): Form) -> Answer {
    let side = here(&visit)?;
    let draft = TokenDraft::read(&mut typed, visit.now());
    if !typed.is_sound() {
        return draw(&visit, &typed).await;
    }
    let secret = Secret::fresh();
    let mut tx = visit.enter().await?;
    match tokens::add(&mut tx, &draft, &secret.hash()).await {
        Ok(_) => tx.commit().await?,
        Err(Error::Refused { message, .. }) => {
            drop(tx);
            typed.fail("name", message);
            return draw(&visit, &typed).await;
        }
        Err(other) => return Err(other.into()),
    }
    Ok(shown(&visit, side, &draft.name, secret.text()))
}

/// The secret, once.
fn shown(visit: &Visit, side: Side, whose: &str, secret: &str) -> Response {
    let title = format!("Token for {whose}");
    Page::new(side.door, title.clone()).draw(visit, || {
        let typed = Typed::filled([("token", secret.to_owned())]);
        let path = side.page("tokens");
        view! {
            {page_head(title.clone()).crumbs(&[(path.as_str(), "Programs")])}
            {note(Icon::Key, "Copy it now: it is shown this once, and only a fingerprint of it is kept.")}
            <div class="form">
                {crate::ui::form::Control::draw(text("token", "Token").fixed(), &typed, "f")}
                <div class="actions">{link_button(path.clone(), "Done").primary()}</div>
            </div>
        }
        .into_any()
    })
}

/// `POST …/tokens/{id}/end`
pub async fn end(visit: Visit, Path(id): Path<TokenId>) -> Answer {
    let side = here(&visit)?;
    let mut tx = visit.enter().await?;
    tokens::end(&mut tx, id).await?;
    tx.commit().await?;
    Ok(see_other(&side.page("tokens"), Notice::new("That token opens nothing any more.")))
}
