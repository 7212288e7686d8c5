//! Adding and changing an account.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::bank::{AccountDraft, BankKind};
use domain::id::BankAccountId;
use leptos::prelude::*;
use store::accounts::{self, Account};
use store::{Error, Tx, properties};

use crate::kernel::{Answer, Door, Failure, Form, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{date, form, money, select, text};
use crate::ui::page_head;

/// `GET /accounts/new`
pub async fn blank(Landlord(visit): Landlord) -> Answer {
    let mut tx = visit.enter().await?;
    draw(&visit, &mut tx, None, "Add an account", &Typed::default()).await
}

/// `POST /accounts/new`
pub async fn add(Landlord(visit): Landlord, Form(mut typed): Form) -> Answer {
    let draft = AccountDraft::read(&mut typed);
    let mut tx = visit.enter().await?;
    if !typed.is_sound() {
        return draw(&visit, &mut tx, None, "Add an account", &typed).await;
    }
    match accounts::add(&mut tx, &draft).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(see_other(&format!("/accounts/{id}"), Notice::new(format!("{} was added.", draft.name))))
        }
        Err(error) => {
            refused(&mut typed, error)?;
            let mut tx = visit.enter().await?;
            draw(&visit, &mut tx, None, "Add an account", &typed).await
        }
    }
}

/// `GET /accounts/{id}/edit`
pub async fn edit(Landlord(visit): Landlord, Path(id): Path<BankAccountId>) -> Answer {
    let mut tx = visit.enter().await?;
    let account = accounts::find(&mut tx, id).await?;
    let title = format!("Change {}", account.draft.name);
    draw(&visit, &mut tx, Some(id), &title, &filled(&account)).await
}

/// `POST /accounts/{id}/edit`
pub async fn change(
    Landlord(visit): Landlord,
    Path(id): Path<BankAccountId>,
    Form(mut typed): Form,
) -> Answer {
    let mut tx = visit.enter().await?;
    let current = accounts::find(&mut tx, id).await?;
    let title = format!("Change {}", current.draft.name);
    let draft = AccountDraft::read(&mut typed);
    let version = typed.value("version").parse().unwrap_or_default();
    if !typed.is_sound() {
        return draw(&visit, &mut tx, Some(id), &title, &typed).await;
    }
    match accounts::change(&mut tx, id, version, &draft).await {
        Ok(()) => {
            tx.commit().await?;
            return Ok(see_other(
                &format!("/accounts/{id}"),
                Notice::new(format!("{} was changed.", draft.name)),
            ));
        }
        Err(Error::Stale) => typed.show_both(&filled(&current), LABELS),
        Err(error) => refused(&mut typed, error)?,
    }
    let mut tx = visit.enter().await?;
    draw(&visit, &mut tx, Some(id), &title, &typed).await
}

/// The form as it is stored.
fn filled(account: &Account) -> Typed {
    let d = &account.draft;
    Typed::filled([
        ("name", d.name.clone()),
        ("kind", d.kind.word().to_string()),
        ("last_four", d.last_four.clone().unwrap_or_default()),
        ("property", d.property.map(|p| p.to_string()).unwrap_or_default()),
        ("opening", if d.opening.is_zero() { String::new() } else { d.opening.plain() }),
        ("opening_on", d.opening_on.map(|day| day.to_string()).unwrap_or_default()),
        ("version", account.version.to_string()),
    ])
}

/// Puts a refusal beside its field; everything else stays a failure.
fn refused(typed: &mut Typed, error: Error) -> Result<(), Failure> {
    match error {
        Error::Refused { field, message } => {
            typed.fail(field, message);
            Ok(())
        }
        other => Err(other.into()),
    }
}

const LABELS: &[(&str, &str)] = &[
    ("name", "Name"),
    ("kind", "Kind"),
    ("last_four", "Last four digits"),
    ("property", "Property"),
    ("opening", "Opening balance"),
    ("opening_on", "Opening day"),
];

async fn draw(
    visit: &Visit,
    tx: &mut Tx,
    id: Option<BankAccountId>,
    title: &str,
    typed: &Typed,
) -> Result<Response, Failure> {
    let homes = properties::list(tx, visit.today()).await?;
    let homes: Vec<(String, String)> = homes.into_iter().map(|p| (p.id.to_string(), p.name)).collect();
    let page = Page::new(Door::Landlord, title).refused_if(!typed.is_sound());
    Ok(page.draw(visit, || {
        let head = page_head(title).crumbs(&[("/accounts", "Accounts")]);
        view! { {head} {fields(id, typed, homes)} }.into_any()
    }))
}

fn fields(id: Option<BankAccountId>, typed: &Typed, homes: Vec<(String, String)>) -> AnyView {
    let (action, word, back) = match id {
        Some(id) => (format!("/accounts/{id}/edit"), "Save changes", format!("/accounts/{id}")),
        None => ("/accounts/new".into(), "Add account", "/accounts".into()),
    };
    form(action, typed)
        .hidden("version", typed.value("version"))
        .row([
            text("name", "Name").max(80).hint("What you call it, like Olentangy checking."),
            select("kind", "Kind", BankKind::ALL.map(|k| (k.word(), k.title()))),
            text("last_four", "Last four digits").max(40).optional(),
        ])
        .with(
            select("property", "Property", homes)
                .blank("Several or none")
                .optional()
                .hint("Only if every line of this account belongs to one property."),
        )
        .group(
            "What it held when your books begin",
            [money("opening", "Balance").optional(), date("opening_on", "At the start of").optional()],
        )
        .submit(word)
        .cancel(back)
        .view()
}
