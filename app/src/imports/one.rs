//! `/imports/{id}`: wherever an import stands, this is its page: the question, the preview, the progress, the result.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::Typed;
use domain::id::ImportId;
use leptos::prelude::*;
use store::imports::{self, Import, State};
use store::{Tx, accounts};

use super::found::Found;
use super::intake::{Content, Intake, Looked};
use super::lines::Show;
use super::looks::{self, Stage};
use super::preview::{Preview, compared};
use super::{ask, result, write};
use crate::kernel::{Answer, Asked, Door, Failure, Form, Landlord, Notice, Page, Visit, go, see_other};
use crate::ui::words::{grouped, things};
use crate::ui::{Icon, PageHead, Status, Tone, link_button, note, page_head, progress, status};

impl Visit {
    /// What brings files for this visit.
    pub(super) fn intake(&self) -> Intake {
        Intake { db: self.db().clone(), viewer: self.standing.viewer.clone(), today: self.today() }
    }
}

/// `GET /imports/{id}?show=…&after=…`
pub async fn show(Landlord(visit): Landlord, Path(id): Path<ImportId>, Asked(asked): Asked) -> Answer {
    let mut tx = visit.enter().await?;
    // A program that was killed while it wrote has left nothing but the word "running". One that this process writes may
    // still be reading its file, and holds no lock yet.
    if !write::is_writing() && imports::recover(&mut tx).await? > 0 {
        tx.commit().await?;
        tx = visit.enter().await?;
    }
    let import = imports::find(&mut tx, id).await?;
    match import.state {
        State::Done | State::Undone => result::page(&visit, &mut tx, import, &asked).await,
        State::Running => Ok(running(&visit, &import)),
        State::Refused => {
            let sentence = import.refusal.clone().unwrap_or_default();
            Ok(refused(&visit, &import, sentence))
        }
        State::Question | State::Preview => {
            if import.outcome.rows >= looks::LARGE_LINES {
                match looks::look(&mut tx, &visit.intake(), &import).await? {
                    Stage::Found(found) => {
                        let preview = page_of(&mut tx, found, &asked).await?;
                        return previewed(&visit, &import, preview).await;
                    }
                    Stage::Odd => {}
                    stage => return Ok(looking(&visit, &import, &stage)),
                }
            }
            tx.commit().await?;
            looked_at(&visit, id, &asked, Typed::default()).await
        }
    }
}

async fn page_of(tx: &mut Tx, found: Arc<Found>, asked: &Typed) -> Result<Preview, Failure> {
    let (show, after) = (Show::from_word(asked.value("show")), asked.value("after").parse().unwrap_or(0));
    Ok(Preview::of(tx, found, show, after).await?)
}

/// The question or the preview; `typed` holds an answer that could not be taken.
async fn looked_at(visit: &Visit, id: ImportId, asked: &Typed, typed: Typed) -> Answer {
    let Looked { import, file, .. } = visit.intake().look(id).await?;
    match file {
        Content::Refused(sentence) => Ok(refused(visit, &import, sentence)),
        Content::Question(question) => {
            let waiting = waiting(visit, id).await?;
            let page = Page::new(Door::Landlord, import.file_name.clone()).refused_if(!typed.is_sound());
            Ok(page.draw(visit, || {
                let head = head(&import, format!("One question about {}", import.file_name))
                    .lead("The file can be read in more than one way, and a wrong guess would put wrong days or amounts into the books.");
                let action = format!("/imports/{id}/answer");
                view! { {head} {waiting} {ask::view(&action, &question, &typed)} }.into_any()
            }))
        }
        Content::Lines(reading) => {
            let mut tx = visit.enter().await?;
            let found = Arc::new(compared(&mut tx, &import, *reading).await?);
            let preview = page_of(&mut tx, found, asked).await?;
            tx.commit().await?;
            previewed(visit, &import, preview).await
        }
    }
}

async fn previewed(visit: &Visit, import: &Import, preview: Preview) -> Answer {
    let mut tx = visit.enter().await?;
    let account = accounts::find(&mut tx, import.account).await?;
    tx.commit().await?;
    let waiting = waiting(visit, import.id).await?;
    Ok(Page::new(Door::Landlord, import.file_name.clone()).draw(visit, || {
        let title = format!("{} from {}", things(preview.lines(), "line", "lines"), account.title());
        let head = head(import, title)
            .lead("Nothing is in the books until you say so, and one click takes it all back.");
        view! { {head} {waiting} {preview.view(visit, import.id)} }.into_any()
    }))
}

/// The way back: to the accounts, the imports, and the file's account.
pub(super) fn head(import: &Import, title: String) -> PageHead {
    let account = format!("/accounts/{}", import.account);
    page_head(title).crumbs(&[
        ("/accounts", "Accounts"),
        ("/imports", "imports"),
        (account.as_str(), import.account_name.as_str()),
    ])
}

/// Other files that wait, where several were brought.
async fn waiting(visit: &Visit, here: ImportId) -> Result<Option<AnyView>, Failure> {
    const NAMED_MAX: i64 = 12;
    let mut tx = visit.enter().await?;
    let files = imports::list(&mut tx, None, None, NAMED_MAX).await?;
    let open = |i: &&Import| matches!(i.state, State::Question | State::Preview | State::Running);
    let rows: Vec<AnyView> =
        files.iter().filter(open).map(|import| file_row(import, import.id == here)).collect();
    Ok((rows.len() > 1)
        .then(|| view! { <ul class="files" role="list" aria-label="Files that wait">{rows}</ul> }.into_any()))
}

fn file_row(import: &Import, here: bool) -> AnyView {
    let name = match here {
        true => import.file_name.clone().into_any(),
        false => {
            view! { <a href=format!("/imports/{}", import.id)>{import.file_name.clone()}</a> }.into_any()
        }
    };
    let rows = i64::try_from(import.outcome.rows).unwrap_or(i64::MAX);
    let about = format!("{}, {}", import.account_name, things(rows, "line", "lines"));
    view! { <li><b>{name}</b> <span class="sub">{about}</span> {stands(import)}</li> }.into_any()
}

/// Where an import stands, in words.
pub(super) fn stands(import: &Import) -> Status {
    match import.state {
        State::Question => status(Tone::Wait, Icon::Question, "Has a question"),
        State::Preview => status(Tone::Wait, Icon::Hourglass, "Ready to look at"),
        State::Running => status(Tone::Move, Icon::Refresh, "Being imported"),
        State::Done => status(Tone::Plain, Icon::Check, "Imported"),
        State::Undone => status(Tone::Plain, Icon::Undo, "Taken back"),
        State::Refused => status(Tone::Plain, Icon::Ban, "No statement"),
    }
}

/// While it is written. The header makes the page ask again by itself, without script.
fn running(visit: &Visit, import: &Import) -> Response {
    let of = i64::try_from(import.outcome.rows).unwrap_or(i64::MAX);
    let page = Page::new(Door::Landlord, import.file_name.clone());
    let mut response = page.draw(visit, || {
        let head = head(import, format!("Importing {}", import.file_name))
            .lead("You can close this page; it goes on by itself.");
        let bar = progress(import.file_name.clone(), i64::from(import.written), of, "lines");
        view! { {head} {bar} }.into_any()
    });
    response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("2"));
    response
}

/// While a large file is looked at. The page asks again by itself.
fn looking(visit: &Visit, import: &Import, stage: &Stage) -> Response {
    let (words, step) = match stage {
        Stage::Waiting => ("Another large file is being read first", 0),
        Stage::Reading => ("Reading every line", 1),
        _ => ("Comparing every line with what is there", 2),
    };
    let page = Page::new(Door::Landlord, import.file_name.clone());
    let mut response = page.draw(visit, || {
        let lines = i64::try_from(import.outcome.rows).unwrap_or(i64::MAX);
        let head = head(import, format!("Looking at {}", import.file_name)).lead(format!(
            "{}. You can close this page; it goes on by itself.",
            things(lines, "line", "lines")
        ));
        view! { {head} {progress(words, step, 3, "steps")} }.into_any()
    });
    response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("1"));
    response
}

fn refused(visit: &Visit, import: &Import, sentence: String) -> Response {
    Page::new(Door::Landlord, import.file_name.clone()).draw(visit, || {
        let again = format!("/imports/new?account={}", import.account);
        let head = head(import, format!("{} cannot be imported", import.file_name))
            .action(link_button(again, "Choose another file").primary().icon(Icon::Upload));
        view! { {head} {note(Icon::Alert, sentence)} }.into_any()
    })
}

/// `POST /imports/{id}/answer`
pub async fn answer(Landlord(visit): Landlord, Path(id): Path<ImportId>, Form(mut typed): Form) -> Answer {
    let intake = visit.intake();
    let Content::Question(question) = intake.look(id).await?.file else {
        // Somebody has answered meanwhile, or the answer was remembered from another file.
        return Ok(go(&format!("/imports/{id}")));
    };
    match ask::chosen(&question, &mut typed) {
        None => looked_at(&visit, id, &Typed::default(), typed).await,
        Some(choice) => {
            intake.answer(id, &question, &choice.answer).await?;
            Ok(go(&format!("/imports/{id}")))
        }
    }
}

/// `POST /imports/{id}/import`
pub async fn import(Landlord(visit): Landlord, Path(id): Path<ImportId>) -> Answer {
    use super::write::Written;
    let here = format!("/imports/{id}");
    match visit.intake().write(id).await {
        Ok(Written::Running) => Ok(go(&here)),
        Ok(Written::Done(outcome)) => {
            let new = i64::try_from(outcome.new + outcome.twins).unwrap_or(i64::MAX);
            let words = match outcome.booked {
                0 => format!("{} imported.", things(new, "line", "lines")),
                n => format!(
                    "{} imported, {} booked by your rules.",
                    things(new, "line", "lines"),
                    grouped(i64::try_from(n).unwrap_or(i64::MAX))
                ),
            };
            Ok(see_other(&here, Notice::new(words).undo(format!("{here}/undo"))))
        }
        Err(store::Error::Refused { message, .. }) => Ok(see_other(&here, Notice::new(message))),
        Err(other) => Err(other.into()),
    }
}

/// `POST /imports/{id}/undo`
pub async fn undo(Landlord(visit): Landlord, Path(id): Path<ImportId>) -> Answer {
    let here = format!("/imports/{id}");
    let mut tx = visit.enter().await?;
    match imports::undo(&mut tx, id).await {
        Ok(undone) => {
            tx.commit().await?;
            let lines = i64::try_from(undone.lines).unwrap_or(i64::MAX);
            let words =
                format!("Taken back: {} and what was booked from them.", things(lines, "line", "lines"));
            Ok(see_other(&here, Notice::new(words)))
        }
        Err(store::Error::Refused { message, .. }) => Ok(see_other(&here, Notice::new(message))),
        Err(other) => Err(other.into()),
    }
}

/// `POST /imports/{id}/again`: the kept file as a new import.
pub async fn again(Landlord(visit): Landlord, Path(id): Path<ImportId>) -> Answer {
    let mut tx = visit.enter().await?;
    let import = imports::find(&mut tx, id).await?;
    let file = imports::file(&mut tx, id).await?;
    tx.commit().await?;
    let target = super::target::Target::Account(import.account);
    let mut existing = Vec::new();
    match visit.intake().take(&target, &mut existing, &file.name, file.bytes).await {
        Ok(taken) => Ok(go(&format!("/imports/{}", taken.first().unwrap_or(&id)))),
        Err(super::intake::NotTaken::Told(sentence)) => {
            Ok(see_other(&format!("/imports/{id}"), Notice::new(sentence)))
        }
        Err(super::intake::NotTaken::Store(error)) => Err(error.into()),
    }
}
