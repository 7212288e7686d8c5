//! What one member may do, and ending their membership.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::PersonId;
use leptos::prelude::*;
use store::members::{self, MemberRow};
use store::properties::PropertyRow;
use store::{Error, properties};

use super::members::{read_rights, role_fields};
use crate::kernel::{Answer, Door, Failure, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::form;
use crate::ui::{button, page_head, press, section};

async fn found(visit: &Visit, person: PersonId) -> Result<(MemberRow, Vec<PropertyRow>), Failure> {
    visit.owns()?;
    let mut tx = visit.enter().await?;
    Ok((members::find(&mut tx, person).await?, properties::list(&mut tx, visit.today()).await?))
}

/// `GET /settings/members/{person}`
pub async fn show(Landlord(visit): Landlord, Path(person): Path<PersonId>) -> Answer {
    let (member, homes) = found(&visit, person).await?;
    let mut typed = Typed::filled([("role", member.role.word().to_string())]);
    for property in member.properties.iter().flatten() {
        typed.set(&format!("property-{property}"), "1");
    }
    Ok(draw(&visit, &member, &homes, &typed))
}

fn draw(visit: &Visit, member: &MemberRow, homes: &[PropertyRow], typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, member.name.clone()).refused_if(!typed.is_sound());
    page.draw(visit, || {
        let path = format!("/settings/members/{}", member.person);
        let head = page_head(member.name.clone())
            .crumbs(&[("/settings/members", "Members")])
            .lead(member.email.clone());
        let fields = role_fields(form(path.clone(), typed), homes).submit("Save").cancel("/settings/members");
        let end = view! {
            <p>"They are signed out of this portfolio at once. What they did stays written down, and you can invite
                them again."</p>
            {press(format!("{path}/end"), button("End membership").danger())}
        };
        view! { {head} {fields} {section("end", "End membership", end)} }.into_any()
    })
}

/// `POST /settings/members/{person}`
pub async fn change(
    Landlord(visit): Landlord,
    Path(person): Path<PersonId>,
    Form(mut typed): Form,
) -> Answer {
    let (member, homes) = found(&visit, person).await?;
    let Some(rights) = read_rights(&mut typed, &homes) else {
        return Ok(draw(&visit, &member, &homes, &typed));
    };
    let mut tx = visit.enter().await?;
    match members::change(&mut tx, person, rights).await {
        Ok(()) => {
            tx.commit().await?;
            let words = format!("{} may do something else now, and signs in again for it.", member.name);
            Ok(see_other("/settings/members", Notice::new(words)))
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(draw(&visit, &member, &homes, &typed))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /settings/members/{person}/end`
pub async fn end(Landlord(visit): Landlord, Path(person): Path<PersonId>) -> Answer {
    let (member, _) = found(&visit, person).await?;
    let mut tx = visit.enter().await?;
    match members::end(&mut tx, person).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Refused { message, .. }) => {
            return Ok(see_other(&format!("/settings/members/{person}"), Notice::new(message)));
        }
        Err(other) => return Err(other.into()),
    }
    let words = format!("The membership of {} is ended.", member.name);
    Ok(see_other("/settings/members", Notice::new(words)))
}
