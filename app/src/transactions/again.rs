//! Deciding again about a line: other categories, other properties, other parts; or back to review. What stood before is
//! voided, never overwritten.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::BankLineId;
use leptos::prelude::*;
use store::lines::{self, Line, LineState};
use store::review;
use store::{Error, Tx};

use super::one::name_of;
use crate::islands::Keys;
use crate::kernel::{Answer, Door, Failure, Form, Landlord, Notice, Page, Visit, see_other};
use crate::pick::Pick;
use crate::review::parts::{self, Part};
use crate::review::signed;
use crate::ui::form::error_summary;
use crate::ui::{button, link_button, money, page_head};

/// `GET /transactions/{id}/edit`
pub async fn form(Landlord(visit): Landlord, Path(id): Path<BankLineId>) -> Answer {
    let mut tx = visit.enter().await?;
    let line = booked(&mut tx, id).await?;
    let mut typed = Typed::filled([("version", line.version.to_string())]);
    parts::fill(&mut typed, &standing(&line));
    draw(&visit, &mut tx, &line, typed).await
}

/// `POST /transactions/{id}/edit`
pub async fn change(Landlord(visit): Landlord, Path(id): Path<BankLineId>, Form(mut typed): Form) -> Answer {
    let mut tx = visit.enter().await?;
    let line = booked(&mut tx, id).await?;
    let total = line.amount.abs();
    match typed.value("do").to_string().as_str() {
        "split" => parts::add(&mut typed, total),
        word => match word.strip_prefix("remove-").and_then(|n| n.parse().ok()) {
            Some(at) => parts::remove(&mut typed, at, total),
            None => return save(&visit, tx, &line, typed).await,
        },
    }
    draw(&visit, &mut tx, &line, typed).await
}

async fn save(visit: &Visit, mut tx: Tx, line: &Line, mut typed: Typed) -> Answer {
    let parts = parts::read(&mut typed, line.amount.abs());
    if !typed.is_sound() {
        return draw(visit, &mut tx, line, typed).await;
    }
    let version = typed.value("version").parse().unwrap_or_default();
    let signed: Vec<_> = parts.iter().map(|p| signed(line.amount, p)).collect();
    match review::book(&mut tx, line.id, version, &signed).await {
        Ok(()) => {
            tx.commit().await?;
            let words = format!("{}, {}: decided again.", name_of(line), money::flow(line.amount));
            return Ok(see_other(&format!("/transactions/{}", line.id), Notice::new(words)));
        }
        Err(Error::Refused { field, message }) => {
            let field = if field.is_empty() { String::new() } else { format!("{field}-1") };
            typed.fail(&field, message);
        }
        Err(Error::Stale) => {
            typed.fail("", "Somebody else decided about this line meanwhile. Their parts stand on its page; save again to keep yours.");
            typed.set("version", line.version.to_string());
        }
        Err(other) => return Err(other.into()),
    }
    let mut tx = visit.enter().await?;
    draw(visit, &mut tx, line, typed).await
}

/// `POST /transactions/{id}/reopen`
pub async fn reopen(Landlord(visit): Landlord, Path(id): Path<BankLineId>) -> Answer {
    let mut tx = visit.enter().await?;
    let line = lines::find(&mut tx, id).await?;
    match review::reopen(&mut tx, id, line.version).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Refused { message, .. }) => {
            return Ok(see_other(&format!("/transactions/{id}"), Notice::new(message)));
        }
        Err(other) => return Err(other.into()),
    }
    let words = format!("{}, {}: back in review.", name_of(&line), money::flow(line.amount));
    Ok(see_other(&format!("/review/{id}"), Notice::new(words)))
}

async fn booked(tx: &mut Tx, id: BankLineId) -> Result<Line, Failure> {
    let line = lines::find(tx, id).await?;
    match line.state {
        LineState::Booked => Ok(line),
        _ => Err(Failure::Bad(
            "This line is not in the books, so there is nothing to decide again. Review it first.".into(),
        )),
    }
}

fn standing(line: &Line) -> Vec<Part> {
    let documents = line.documents.iter().filter(|d| d.voided_at.is_none());
    let part = |d: &lines::Document| Part {
        category: d.category.clone(),
        property: d.property,
        amount: d.cash.abs(),
    };
    documents.map(part).collect()
}

async fn draw(visit: &Visit, tx: &mut Tx, line: &Line, typed: Typed) -> Result<Response, Failure> {
    let pick = Pick::read(tx, visit.today()).await?.received(line.amount.0 > 0);
    let title = format!("Decide again about {}", name_of(line));
    let page = Page::new(Door::Landlord, title.clone()).with_islands().refused_if(!typed.is_sound());
    Ok(page.draw(visit, || {
        let here = format!("/transactions/{}", line.id);
        let head =
            page_head(title).crumbs(&[("/transactions", "Transactions"), (here.as_str(), "this line")]).lead(
                format!("{}. What stands now is voided, and stays in its history.", money::flow(line.amount)),
            );
        let action = format!("{here}/edit");
        view! {
            {head}
            <div class="sheets">
                <form method="post" action=action novalidate>
                    <button class="sr" name="do" value="save" tabindex="-1" aria-hidden="true">"Save"</button>
                    <input type="hidden" name="version" value=typed.value("version").to_string()/>
                    {error_summary(&typed, &parts::slots(&typed, &pick))}
                    {parts::draw(&typed, line.amount.abs(), &pick)}
                    <div class="actions">
                        {button("Save").primary().sends("do", "save")}
                        {link_button(here, "Cancel").quiet()}
                    </div>
                </form>
            </div>
            <Keys/>
        }
        .into_any()
    }))
}
