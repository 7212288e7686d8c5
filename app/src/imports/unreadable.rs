//! `/imports/{id}/lines/{line}`: a record nobody could read, typed by hand or discarded.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::ImportId;
use leptos::prelude::*;
use store::imports::{self, Import, Left};
use store::{Error, Tx};

use super::one::head;
use super::raw::visible;
use crate::kernel::{Answer, Door, Failure, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{date, form, money, segments, text};
use crate::ui::{button, press};

/// The most that are looked through for one.
const LEFT_MAX: i64 = 1_000;

/// `GET /imports/{id}/lines/{line}`
pub async fn blank(Landlord(visit): Landlord, Path((id, line)): Path<(ImportId, i32)>) -> Answer {
    let mut tx = visit.enter().await?;
    let (import, left) = find(&mut tx, id, line).await?;
    Ok(draw(&visit, &import, &left, &Typed::default()))
}

/// `POST /imports/{id}/lines/{line}`
pub async fn type_in(
    Landlord(visit): Landlord,
    Path((id, line)): Path<(ImportId, i32)>,
    Form(mut typed): Form,
) -> Answer {
    let mut tx = visit.enter().await?;
    let (import, left) = find(&mut tx, id, line).await?;
    let day = typed.date("day", "Day");
    let amount = typed.money("amount", "Amount");
    if amount.0 <= 0 && typed.error("amount").is_none() {
        typed.fail("amount", "Write an amount above zero, and choose which way it went.");
    }
    let words = typed.text("words", "Text", 200);
    let (Some(day), true) = (day, typed.is_sound()) else { return Ok(draw(&visit, &import, &left, &typed)) };
    let amount = if typed.value("way") == "in" { amount } else { -amount };
    let written = imports::type_in(&mut tx, id, line, day, amount, &words).await;
    match written {
        Ok(_) => {
            tx.commit().await?;
            Ok(see_other(&format!("/imports/{id}"), Notice::new(format!("Line {line} waits in review now."))))
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(draw(&visit, &import, &left, &typed))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /imports/{id}/lines/{line}/discard`
pub async fn discard(Landlord(visit): Landlord, Path((id, line)): Path<(ImportId, i32)>) -> Answer {
    let mut tx = visit.enter().await?;
    imports::discard(&mut tx, id, line).await?;
    tx.commit().await?;
    Ok(see_other(
        &format!("/imports/{id}"),
        Notice::new(format!("Line {line} was discarded. The file keeps it.")),
    ))
}

async fn find(tx: &mut Tx, id: ImportId, line: i32) -> Result<(Import, Left), Failure> {
    let import = imports::find(tx, id).await?;
    let left = imports::left(tx, Some(id), LEFT_MAX).await?;
    let found = left.into_iter().find(|l| l.line_no == line).ok_or(Failure::Missing)?;
    Ok((import, found))
}

fn draw(visit: &Visit, import: &Import, left: &Left, typed: &Typed) -> Response {
    let title = format!("Line {} of {}", left.line_no, import.file_name);
    Page::new(Door::Landlord, title.clone()).refused_if(!typed.is_sound()).draw(visit, || {
        let place = format!("/imports/{}/lines/{}", import.id, left.line_no);
        let head = head(import, title)
            .lead(left.reason.clone())
            .action(press(format!("{place}/discard"), button("Discard it").quiet()));
        let fields = form(place, typed)
            .part(view! { <pre class="record">{visible(&left.raw)}</pre> })
            .row([date("day", "Day"), money("amount", "Amount")])
            .with(segments("way", "Which way did it go?").choice("out", "Paid out").choice("in", "Received"))
            .with(
                text("words", "Text")
                    .max(200)
                    .hint("What the bank would have written, like KESSLER HEATING."),
            )
            .submit("Keep this line")
            .cancel(format!("/imports/{}", import.id));
        view! { {head} {fields} }.into_any()
    })
}
