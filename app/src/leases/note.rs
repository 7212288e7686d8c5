//! The landlord's own note on a lease.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::LeaseId;
use leptos::prelude::*;
use store::Error;
use store::leases::{self, LeaseRecord};

use super::amend::open;
use crate::kernel::{Answer, Door, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{area, form};
use crate::ui::page_head;

fn filled(record: &LeaseRecord) -> Typed {
    let note = record.note.clone().unwrap_or_default();
    Typed::filled([("note", note), ("version", record.version.to_string())])
}

/// `GET /leases/{id}/note`
pub async fn ask(Landlord(visit): Landlord, Path(id): Path<LeaseId>) -> Answer {
    let record = open(&visit, id).await?;
    Ok(draw(&visit, &record, &filled(&record)))
}

/// `POST /leases/{id}/note`
pub async fn keep(Landlord(visit): Landlord, Path(id): Path<LeaseId>, Form(mut typed): Form) -> Answer {
    let record = open(&visit, id).await?;
    let note = typed.optional("note", "The note", 2_000);
    let version = typed.value("version").parse().unwrap_or_default();
    if !typed.is_sound() {
        return Ok(draw(&visit, &record, &typed));
    }
    let mut tx = visit.enter().await?;
    match leases::keep_note(&mut tx, id, version, note.as_deref()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(see_other(&format!("/leases/{id}"), Notice::new("Your note was kept.")))
        }
        Err(Error::Stale) => {
            let record = open(&visit, id).await?;
            typed.show_both(&filled(&record), &[("note", "The note")]);
            Ok(draw(&visit, &record, &typed))
        }
        Err(other) => Err(other.into()),
    }
}

fn draw(visit: &Visit, record: &LeaseRecord, typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, "Your note").refused_if(!typed.is_sound());
    page.draw(visit, || {
        let (back, home) = (format!("/leases/{}", record.id), record.home());
        let fields = form(format!("{back}/note"), typed)
            .hidden("version", typed.value("version"))
            .with(area("note", "Note").optional().rows(6).max(2_000).hint("Your tenants never see it."))
            .submit("Save note")
            .cancel(back.clone());
        view! { {page_head("Your note").crumbs(&[("/leases", "Leases"), (&back, &home)])} {fields} }
            .into_any()
    })
}
