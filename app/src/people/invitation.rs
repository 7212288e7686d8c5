//! Following an invitation: as somebody new, as somebody who signs in here already, or as whoever is signed in.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Role, Typed, Viewer};
use leptos::prelude::*;
use store::invitations::{self, Accepted, Invitation, Newcomer, State as Link};
use store::{Error, Tx, people};

use super::caller::Caller;
use super::secrets::Secret;
use super::{entrance, passwords, tries};
use crate::House;
use crate::kernel::{Answer, Door, Failure, Form as Sent, Page, Visit, go};
use crate::ui::form::{Form, email, form, new_password, password, text};
use crate::ui::{button, cover, link_button, press};

/// `GET /invitation/{secret}`
pub async fn show(State(house): State<House>, visit: Option<Visit>, Path(secret): Path<String>) -> Answer {
    let Some(invitation) = find(&house, &secret).await? else { return Ok(closed(&house, None)) };
    if invitation.state != Link::Open {
        return Ok(closed(&house, Some(&invitation)));
    }
    let typed = Typed::filled([
        ("name", invitation.tenant_name.clone().unwrap_or_default()),
        ("email", invitation.email.clone().unwrap_or_default()),
    ]);
    Ok(draw(&house, visit.as_ref(), &secret, &invitation, &typed))
}

async fn find(house: &House, secret: &str) -> Result<Option<Invitation>, Failure> {
    let mut tx = house.db.enter(&Viewer::Public).await?;
    Ok(invitations::read(&mut tx, &Secret::read(secret).hash()).await?)
}

fn closed(house: &House, invitation: Option<&Invitation>) -> Response {
    let (status, words) = match invitation.map(|i| i.state) {
        Some(Link::Used) => (StatusCode::GONE, "It was used already. If you used it, sign in."),
        Some(Link::Expired) => (StatusCode::GONE, "It is older than 14 days. Ask for a new one."),
        Some(Link::Withdrawn) => (StatusCode::GONE, "Whoever made it took it back. Ask for a new one."),
        _ => (StatusCode::NOT_FOUND, "There is no such invitation. Check that the link is whole."),
    };
    Page::new(Door::Cover, "This invitation does not open").status(status).draw_for_stranger(house, || {
        cover("This invitation does not open", link_button("/sign-in", "Sign in")).lead(words).view()
    })
}

fn draw(
    house: &House,
    visit: Option<&Visit>,
    secret: &str,
    invitation: &Invitation,
    typed: &Typed,
) -> Response {
    let page = Page::new(Door::Cover, "You are invited").refused_if(!typed.is_sound());
    page.draw_for_stranger(house, || {
        let action = format!("/invitation/{secret}");
        let body = match visit {
            Some(visit) => as_visitor(&action, visit, typed),
            None if invitation.has_person => as_known(&action, typed),
            None => as_newcomer(&action, invitation, typed),
        };
        let page = cover(format!("Welcome to {}", invitation.portfolio_name), body).lead(lead(invitation));
        if invitation.role == Role::Tenant { page.for_tenant().view() } else { page.view() }
    })
}

fn lead(invitation: &Invitation) -> String {
    let Invitation { portfolio_name, invited_by, .. } = invitation;
    match invitation.role {
        role if invited_by.is_empty() => {
            format!("You are invited to keep {portfolio_name}, as {}.", role.title().to_lowercase())
        }
        Role::Tenant => format!(
            "{invited_by} of {portfolio_name} invites you. You will see your home, your lease, and whom to call."
        ),
        role => {
            format!("{invited_by} invites you to keep {portfolio_name}, as {}.", role.title().to_lowercase())
        }
    }
}

fn as_visitor(action: &str, visit: &Visit, typed: &Typed) -> AnyView {
    let name = visit.standing.name.clone();
    let accept = form(action, typed).part(button(format!("Accept as {name}")).primary().wide());
    view! { {accept} <p>"You are signed in as " {name.clone()} ". Somebody else? Sign out, then open the link again."</p>
    {press("/sign-out", button("Sign out").quiet())} }
    .into_any()
}

fn as_known(action: &str, typed: &Typed) -> AnyView {
    form(action, typed)
        .with(email("email", "Mail address").complete("username").fixed())
        .with(password("password", "Your password here"))
        .part(button("Accept").primary().wide())
        .part(view! { <p><a href="/reset">"Forgot your password?"</a></p> })
        .view()
}

fn as_newcomer(action: &str, invitation: &Invitation, typed: &Typed) -> AnyView {
    let address = email("email", "Mail address").complete("username").hint("To sign in.");
    let address = if invitation.email.is_some() { address.fixed() } else { address };
    let fields: Form<'_> = form(action, typed)
        .with(text("name", "Your name").complete("name").max(120))
        .with(address)
        .with(new_password("password", "Password").hint("8 characters or more. A sentence is good."));
    let known = view! {
        <p>"You sign in here already? " <a href=format!("/sign-in?then={action}")>"Sign in first"</a> "."</p>
    };
    fields.part(button("Accept").primary().wide()).part(known).view()
}

/// `POST /invitation/{secret}`
pub async fn accept(
    house: House,
    visit: Option<Visit>,
    caller: Caller,
    Path(secret): Path<String>,
    Sent(mut typed): Sent,
) -> Answer {
    let Some(invitation) = find(&house, &secret).await? else { return Ok(closed(&house, None)) };
    if invitation.state != Link::Open {
        return Ok(closed(&house, Some(&invitation)));
    }
    let token_hash = Secret::read(&secret).hash();
    if let Some(email) = &invitation.email {
        typed.set("email", email.clone());
    }
    let accepted = match &visit {
        Some(visit) => {
            let mut tx = house.db.enter(&Viewer::Person { person: visit.standing.person }).await?;
            let accepted = invitations::accept(&mut tx, &token_hash, None).await;
            keep(tx, accepted, &mut typed).await?
        }
        None if invitation.has_person => known(&house, &caller, &token_hash, &mut typed).await?,
        None => newcomer(&house, &token_hash, &invitation, &mut typed).await?,
    };
    let Some(accepted) = accepted else {
        return Ok(draw(&house, visit.as_ref(), &secret, &invitation, &typed));
    };
    let mut tx = house.db.enter(&Viewer::Public).await?;
    let opened = entrance::open(&mut tx, &house, &caller, accepted.person).await?;
    let place = (accepted.portfolio, accepted.door);
    let session = entrance::turn(&mut tx, opened.hash(), place, None).await?;
    tx.commit().await?;
    let home = if invitation.role == Role::Tenant { "/portal" } else { "/" };
    Ok(entrance::give(&house, &session, go(home)))
}

/// Commits, or writes down in the form why not.
async fn keep(
    tx: Tx,
    accepted: Result<Accepted, Error>,
    typed: &mut Typed,
) -> Result<Option<Accepted>, Failure> {
    match accepted {
        Ok(accepted) => {
            tx.commit().await?;
            Ok(Some(accepted))
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

/// Somebody who signs in here: their password is the proof, guessed as slowly as at the front door.
async fn known(
    house: &House,
    caller: &Caller,
    token_hash: &[u8; 32],
    typed: &mut Typed,
) -> Result<Option<Accepted>, Failure> {
    let email = typed.email("email");
    let attempt = match tries::count(house, caller.address, &email).await {
        Ok(attempt) => attempt,
        Err(Failure::Bad(sentence)) => {
            typed.fail("", sentence);
            return Ok(None);
        }
        Err(other) => return Err(other),
    };
    let mut tx = house.db.enter(&Viewer::Public).await?;
    let known = people::secret(&mut tx, &email).await?;
    tx.commit().await?;
    let (person, kept) = known.map(|s| (s.person, s.password_hash)).unzip();
    let right = passwords::verify(typed.value("password").to_string(), kept).await?;
    let Some(person) = person.filter(|_| right) else {
        typed.fail("password", "This is not your password here. Try again.");
        return Ok(None);
    };
    let mut tx = house.db.enter(&Viewer::Public).await?;
    attempt.succeeded(&mut tx).await?;
    tx.commit().await?;
    let mut tx = house.db.enter(&Viewer::Person { person }).await?;
    let accepted = invitations::accept(&mut tx, token_hash, None).await;
    keep(tx, accepted, typed).await
}

async fn newcomer(
    house: &House,
    token_hash: &[u8; 32],
    invitation: &Invitation,
    typed: &mut Typed,
) -> Result<Option<Accepted>, Failure> {
    let name = typed.text("name", "Your name", 120);
    let email = typed.email("email");
    let password = passwords::read(typed, "password", &email);
    if !typed.is_sound() {
        return Ok(None);
    }
    let password_hash = passwords::hash(password).await?;
    let mut tx = house.db.enter(&Viewer::Public).await?;
    let new = Newcomer { name: &name, email: &email, password_hash: &password_hash, zone: invitation.zone };
    let accepted = invitations::accept(&mut tx, token_hash, Some(new)).await;
    keep(tx, accepted, typed).await
}
