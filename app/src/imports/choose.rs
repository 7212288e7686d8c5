//! `/imports/new`: which files, and into which account. One plain form, several files at once.

use axum::response::Response;
use domain::Typed;
use domain::bank::{AccountDraft, BankKind};
use domain::id::ImportId;
use leptos::prelude::*;
use store::accounts::{self, Account};

use super::intake::NotTaken;
use super::target::{Existing, Target};
use crate::islands::DropFiles;
use crate::kernel::{
    Answer, Asked, Door, Failure, Landlord, Notice, Page, Upload, Uploads, Visit, go, see_other,
};
use crate::ui::form::{choose_file, form, select, text};
use crate::ui::page_head;
use crate::ui::words::list;

/// What a bank's files are called. The reader looks at the bytes; this only helps to find them.
pub const ACCEPT: &str = ".csv,.ofx,.qfx,.txt,.tsv";
/// More files than this at once are a mistake.
const FILES_MAX: usize = 40;

/// `GET /imports/new?account=…`
pub async fn blank(Landlord(visit): Landlord, Asked(mut typed): Asked) -> Answer {
    let mut tx = visit.enter().await?;
    let rows = accounts::list(&mut tx, false).await?;
    if typed.value("account").is_empty() {
        let begin = match rows.as_slice() {
            [] => "new".to_string(),
            [only] => only.id.to_string(),
            _ => "named".to_string(),
        };
        if begin == "new" {
            // A file that names no account would be asked for again, because no browser keeps a chosen file.
            typed.set("name", "Checking");
        }
        typed.set("account", begin);
    }
    Ok(draw(&visit, &rows, &typed))
}

/// `POST /imports/new`
pub async fn take(Landlord(visit): Landlord, Uploads { mut typed, files }: Uploads) -> Answer {
    let mut tx = visit.enter().await?;
    let rows = accounts::list(&mut tx, false).await?;
    tx.commit().await?;
    let target = read_target(&mut typed);
    if files.is_empty() {
        typed.fail("file", "Choose a file that you have downloaded from your bank.");
    }
    if files.len() > FILES_MAX {
        typed.fail("file", format!("Bring at most {FILES_MAX} files at once."));
    }
    let (Some(target), true) = (target, typed.is_sound()) else { return Ok(draw(&visit, &rows, &typed)) };
    let (taken, left_out) = take_each(&visit, target, &rows, files).await?;
    let Some(first) = taken.first() else {
        for sentence in left_out {
            typed.fail("file", sentence);
        }
        return Ok(draw(&visit, &rows, &typed));
    };
    let place = format!("/imports/{first}");
    match left_out.is_empty() {
        true => Ok(go(&place)),
        false => Ok(see_other(&place, Notice::new(format!("Left out: {}", list(&left_out))))),
    }
}

async fn take_each(
    visit: &Visit,
    target: Target,
    rows: &[Account],
    files: Vec<Upload>,
) -> Result<(Vec<ImportId>, Vec<String>), Failure> {
    let intake = visit.intake();
    let mut existing: Vec<Existing> = rows.iter().map(Existing::from).collect();
    let (mut taken, mut left_out) = (Vec::new(), Vec::new());
    let several = files.len() > 1;
    let mut target = target;
    for file in files {
        match intake.take(&target, &mut existing, &file.name, file.bytes).await {
            Ok(mut imports) => {
                // The account that the first file made is the one that the next files are for.
                if let (Target::New(_), Some(made)) = (&target, existing.last()) {
                    target = Target::Account(made.id);
                }
                taken.append(&mut imports);
            }
            Err(NotTaken::Told(sentence)) if several => left_out.push(format!("{}: {sentence}", file.name)),
            Err(NotTaken::Told(sentence)) => left_out.push(sentence),
            Err(NotTaken::Store(error)) => return Err(error.into()),
        }
    }
    Ok((taken, left_out))
}

fn read_target(typed: &mut Typed) -> Option<Target> {
    match typed.value("account") {
        "named" => Some(Target::Named),
        "new" => {
            let draft = AccountDraft::read(typed);
            typed.is_sound().then_some(Target::New(draft))
        }
        _ => typed.choice("account", "an account, or let the file say").map(Target::Account),
    }
}

fn draw(visit: &Visit, rows: &[Account], typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, "Import a file").with_islands().refused_if(!typed.is_sound());
    page.draw(visit, || {
        let head = page_head("Bring a file from your bank")
            .crumbs(&[("/accounts", "Accounts"), ("/imports", "imports")])
            .lead(
                "Nothing is in the books before you have seen every line, and one click takes it all back.",
            );
        view! { {head} {fields(rows, typed)} }.into_any()
    })
}

fn fields(rows: &[Account], typed: &Typed) -> AnyView {
    let accounts = rows.iter().map(|a| (a.id.to_string(), a.title()));
    let account = select("account", "Account", Vec::<(String, String)>::new())
        .options(None::<String>, [("named", "As the file says")])
        .options(Some("Your accounts"), accounts)
        .options(None::<String>, [("new", "A new account, named below")])
        .hint("Most OFX and QFX files name their account, most CSV files do not.");
    form("/imports/new", typed)
        .with_files()
        .with(
            choose_file("file", "Files", ACCEPT)
                .several()
                .hint("CSV, OFX or QFX, at most 50 MB each. You can also drop them anywhere on this page."),
        )
        .with(account)
        .group(
            "If it is a new account",
            [
                text("name", "Name").max(80).optional().placeholder("Rental checking"),
                select("kind", "Kind", BankKind::ALL.map(|k| (k.word(), k.title()))).optional(),
                text("last_four", "Last four digits").max(40).optional(),
            ],
        )
        .part(view! { <DropFiles/> })
        .submit("Look at it")
        .cancel("/accounts")
        .view()
}
