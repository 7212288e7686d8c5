//! `/accounts/{id}`: what an account holds, written out as a sum; its newest lines; a place to drop a file.

use axum::extract::Path;
use domain::id::BankAccountId;
use domain::{Cents, Typed};
use leptos::prelude::*;
use store::Error;
use store::accounts::{self, Account};

use crate::imports::ACCEPT;
use crate::islands::DropFiles;
use crate::kernel::{Answer, Door, Landlord, Notice, Page, Visit, see_other};
use crate::ui::form::{choose_file, form};
use crate::ui::words::things;
use crate::ui::{Icon, Tone, button, date, leaders, link_button, page_head, press, section, status};

/// `GET /accounts/{id}`
pub async fn show(Landlord(visit): Landlord, Path(id): Path<BankAccountId>) -> Answer {
    let mut tx = visit.enter().await?;
    let account = accounts::find(&mut tx, id).await?;
    Ok(Page::new(Door::Landlord, account.draft.name.clone())
        .with_islands()
        .draw(&visit, || body(&visit, &account)))
}

fn body(visit: &Visit, account: &Account) -> AnyView {
    let id = account.id;
    let mut head = page_head(account.draft.name.clone())
        .crumbs(&[("/accounts", "Accounts")])
        .lead(what(account))
        .action(link_button(format!("/accounts/{id}/edit"), "Change").icon(Icon::Edit));
    let (path, word) = if account.archived { ("bring-back", "Bring back") } else { ("put-away", "Put away") };
    head = head.action(press(format!("/accounts/{id}/{path}"), button(word).quiet()));
    view! {
        {head}
        <div class="cols">
            {section("sum", "What it holds", sum(visit, account))}
            {section("file", "Bring a file", drop_form(account))}
        </div>
    }
    .into_any()
}

/// Opening and lines make what the books say; beside it stands what the bank says, and what is between them.
fn sum(visit: &Visit, account: &Account) -> AnyView {
    let opening = match account.draft.opening_on {
        Some(day) => format!("Opening balance, {}", date::full_day(day)),
        None => "Opening balance".to_string(),
    };
    let all = view! { <a href=format!("/transactions?account={}", account.id)>{things(account.sums.lines, "line", "lines")}</a> };
    let mut sum = leaders()
        .money(opening, account.draft.opening)
        .line(view! { {all} " since" }, account.sums.cents.to_string())
        .total("Books say", account.balance());
    if let Some((stated, on)) = account.sums.stated {
        let day = date::short_day(on, visit.today());
        sum = sum.after(format!("Bank says on {day}"), stated.to_string());
        let between = stated - account.balance();
        sum = match between {
            Cents(0) => {
                sum.after(status(Tone::Good, Icon::CheckCircle, "The same to the cent"), "difference $0.00")
            }
            _ => sum.after(status(Tone::Wait, Icon::Alert, "They differ"), format!("difference {between}")),
        };
    }
    sum.view()
}

/// A file for this account, dropped or chosen.
fn drop_form(account: &Account) -> AnyView {
    let typed = Typed::default();
    let look = button("Look at it").icon(Icon::Upload);
    // Before the first line there is nothing else to do here.
    let look = if account.sums.lines == 0 { look.primary() } else { look };
    form("/imports/new", &typed)
        .with_files()
        .hidden("account", account.id.to_string())
        .with(
            choose_file("file", "Files from your bank", ACCEPT)
                .several()
                .hint("CSV, OFX or QFX. Nothing is in the books before you have seen every line."),
        )
        .action(look)
        .part(view! { <DropFiles/> })
        .view()
}

/// `Checking account …4417`.
pub(super) fn what(account: &Account) -> String {
    let kind = account.draft.kind.title();
    let mut words = match &account.draft.last_four {
        Some(digits) => format!("{kind} …{digits}"),
        None => kind.to_string(),
    };
    if account.archived {
        words.push_str(", put away");
    }
    words
}

/// What lies between the bank's word and the books.
pub(super) fn apart(account: &Account) -> Option<Cents> {
    account.sums.stated.map(|(stated, _)| stated - account.balance())
}

/// `POST /accounts/{id}/put-away`
pub async fn put_away(Landlord(visit): Landlord, Path(id): Path<BankAccountId>) -> Answer {
    away(&visit, id, true).await
}

/// `POST /accounts/{id}/bring-back`
pub async fn bring_back(Landlord(visit): Landlord, Path(id): Path<BankAccountId>) -> Answer {
    away(&visit, id, false).await
}

async fn away(visit: &Visit, id: BankAccountId, away: bool) -> Answer {
    let mut tx = visit.enter().await?;
    match accounts::put_away(&mut tx, id, away).await {
        Ok(()) => {}
        Err(Error::Refused { message, .. }) => {
            return Ok(see_other(&format!("/accounts/{id}"), Notice::new(message)));
        }
        Err(other) => return Err(other.into()),
    }
    tx.commit().await?;
    let (sentence, back) = match away {
        true => ("The account was put away. Its lines and books stay.", "bring-back"),
        false => ("The account is back.", "put-away"),
    };
    Ok(see_other("/accounts", Notice::new(sentence).undo(format!("/accounts/{id}/{back}"))))
}
