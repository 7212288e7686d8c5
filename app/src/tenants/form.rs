//! Adding and changing a tenant. The same page answers a form that cannot be accepted, with everything typed in place.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::TenantId;
use domain::tenant::TenantDraft;
use leptos::prelude::*;
use store::{Error, tenants};

use crate::kernel::{Answer, Door, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{email, form, phone, text};
use crate::ui::page_head;

/// `GET /tenants/new`
pub async fn blank(Landlord(visit): Landlord) -> Answer {
    visit.keeps_people()?;
    Ok(draw(&visit, None, "Add a tenant", &Typed::default()))
}

/// `POST /tenants/new`
pub async fn add(Landlord(visit): Landlord, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let draft = TenantDraft::read(&mut typed);
    if !typed.is_sound() {
        return Ok(draw(&visit, None, "Add a tenant", &typed));
    }
    let mut tx = visit.enter().await?;
    match tenants::add(&mut tx, &draft).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(see_other(&format!("/tenants/{id}"), Notice::new(format!("{} was added.", draft.name))))
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(draw(&visit, None, "Add a tenant", &typed))
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /tenants/{id}/edit`
pub async fn edit(Landlord(visit): Landlord, Path(id): Path<TenantId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let tenant = tenants::find(&mut tx, id).await?;
    let title = format!("Change {}", tenant.draft.name);
    Ok(draw(&visit, Some(id), &title, &tenant.draft.filled(tenant.version)))
}

/// `POST /tenants/{id}/edit`
pub async fn change(Landlord(visit): Landlord, Path(id): Path<TenantId>, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let current = tenants::find(&mut tx, id).await?;
    let title = format!("Change {}", current.draft.name);
    let draft = TenantDraft::read(&mut typed);
    let version = typed.value("version").parse().unwrap_or_default();
    if !typed.is_sound() {
        return Ok(draw(&visit, Some(id), &title, &typed));
    }
    match tenants::change(&mut tx, id, version, &draft).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(see_other(&format!("/tenants/{id}"), Notice::new(format!("{} was changed.", draft.name))))
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(draw(&visit, Some(id), &title, &typed))
        }
        Err(Error::Stale) => {
            typed.show_both(&current.draft.filled(current.version), LABELS);
            Ok(draw(&visit, Some(id), &title, &typed))
        }
        Err(other) => Err(other.into()),
    }
}

/// Fields and their words, to name what differs when two people changed the same tenant.
const LABELS: &[(&str, &str)] = &[("name", "Name"), ("email", "Mail address"), ("phone", "Phone number")];

fn draw(visit: &Visit, id: Option<TenantId>, title: &str, typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, title).refused_if(!typed.is_sound());
    page.draw(visit, || {
        let (action, word, back) = match id {
            Some(id) => (format!("/tenants/{id}/edit"), "Save changes", format!("/tenants/{id}")),
            None => ("/tenants/new".into(), "Add tenant", "/tenants".into()),
        };
        let fields = form(action, typed)
            .hidden("version", typed.value("version"))
            .with(text("name", "Name").max(120).hint("As on the lease.").complete("off"))
            .with(
                email("email", "Mail address")
                    .optional()
                    .complete("off")
                    .hint("For you to write to. They sign in only once you invite them."),
            )
            .with(phone("phone", "Phone number").optional().max(40).complete("off"))
            .submit(word)
            .cancel(back);
        view! { {page_head(title).crumbs(&[("/tenants", "Tenants")])} {fields} }.into_any()
    })
}
