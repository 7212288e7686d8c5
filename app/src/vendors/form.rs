//! Adding a vendor, changing and putting one away.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::VendorId;
use domain::vendor::VendorDraft;
use leptos::prelude::*;
use store::Error;
use store::vendors::{self, Vendor};

use crate::kernel::{Answer, Door, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{area, email, form, phone, text};
use crate::ui::{button, page_head, press};

/// `GET /vendors/new`
pub async fn blank(Landlord(visit): Landlord) -> Answer {
    visit.keeps_people()?;
    Ok(draw(&visit, None, &Typed::default()))
}

/// `POST /vendors/new`
pub async fn add(Landlord(visit): Landlord, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let draft = VendorDraft::read(&mut typed);
    if !typed.is_sound() {
        return Ok(draw(&visit, None, &typed));
    }
    let mut tx = visit.enter().await?;
    match vendors::add(&mut tx, &draft).await {
        Ok(_) => tx.commit().await?,
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            return Ok(draw(&visit, None, &typed));
        }
        Err(other) => return Err(other.into()),
    }
    Ok(see_other("/vendors", Notice::new(format!("{} was added.", draft.name))))
}

/// `GET /vendors/{id}/edit`
pub async fn edit(Landlord(visit): Landlord, Path(id): Path<VendorId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let vendor = vendors::find(&mut tx, id).await?;
    Ok(draw(&visit, Some(&vendor), &vendor.draft.filled(vendor.version)))
}

/// `POST /vendors/{id}/edit`
pub async fn change(Landlord(visit): Landlord, Path(id): Path<VendorId>, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let vendor = vendors::find(&mut tx, id).await?;
    let draft = VendorDraft::read(&mut typed);
    let version = typed.value("version").parse().unwrap_or_default();
    if !typed.is_sound() {
        return Ok(draw(&visit, Some(&vendor), &typed));
    }
    match vendors::change(&mut tx, id, version, &draft).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            return Ok(draw(&visit, Some(&vendor), &typed));
        }
        Err(Error::Stale) => {
            typed.show_both(&vendor.draft.filled(vendor.version), LABELS);
            return Ok(draw(&visit, Some(&vendor), &typed));
        }
        Err(other) => return Err(other.into()),
    }
    Ok(see_other("/vendors", Notice::new(format!("{} was changed.", draft.name))))
}

/// Fields and their words, to name what differs when two people changed the same vendor.
const LABELS: &[(&str, &str)] = &[
    ("name", "Name"),
    ("trade", "What they do"),
    ("phone", "Phone number"),
    ("email", "Mail address"),
    ("note", "Note"),
];

fn draw(visit: &Visit, vendor: Option<&Vendor>, typed: &Typed) -> Response {
    let title = vendor.map_or_else(|| "Add a vendor".to_string(), |v| format!("Change {}", v.draft.name));
    Page::new(Door::Landlord, title.clone()).refused_if(!typed.is_sound()).draw(visit, || {
        let mut head = page_head(title).crumbs(&[("/maintenance", "Repairs"), ("/vendors", "Vendors")]);
        let (action, word) = match vendor {
            Some(vendor) => {
                let (path, word) =
                    if vendor.archived { ("bring-back", "Bring back") } else { ("put-away", "Put away") };
                head = head.action(press(format!("/vendors/{}/{path}", vendor.id), button(word).quiet()));
                (format!("/vendors/{}/edit", vendor.id), "Save changes")
            }
            None => ("/vendors/new".to_string(), "Add vendor"),
        };
        let fields = form(action, typed)
            .hidden("version", typed.value("version"))
            .with(text("name", "Name").max(120).complete("off"))
            .with(text("trade", "What they do").max(60).optional().placeholder("Plumbing"))
            .row([
                phone("phone", "Phone number").max(40).optional().complete("off"),
                email("email", "Mail address").optional().complete("off"),
            ])
            .with(
                area("note", "Note")
                    .max(1_000)
                    .optional()
                    .hint("For your side: prices, hours, what they did well."),
            )
            .submit(word)
            .cancel("/vendors");
        view! { {head} {fields} }.into_any()
    })
}

/// `POST /vendors/{id}/put-away`
pub async fn put_away(Landlord(visit): Landlord, Path(id): Path<VendorId>) -> Answer {
    away(&visit, id, true).await
}

/// `POST /vendors/{id}/bring-back`
pub async fn bring_back(Landlord(visit): Landlord, Path(id): Path<VendorId>) -> Answer {
    away(&visit, id, false).await
}

async fn away(visit: &Visit, id: VendorId, away: bool) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let name = vendors::find(&mut tx, id).await?.draft.name;
    match vendors::put_away(&mut tx, id, away).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Refused { message, .. }) => {
            return Ok(see_other(&format!("/vendors/{id}/edit"), Notice::new(message)));
        }
        Err(other) => return Err(other.into()),
    }
    let (sentence, back) = match away {
        true => (format!("{name} was put away. The repairs they did keep their name."), "bring-back"),
        false => (format!("{name} is back."), "put-away"),
    };
    Ok(see_other("/vendors", Notice::new(sentence).undo(format!("/vendors/{id}/{back}"))))
}
