//! `/maintenance/{id}/costs/{cost}/book`: a cost becomes an expense: by one of the open bank lines of its amount, or by hand on
//! an account; in one press, or chosen here.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::{BankAccountId, BankLineId, CostId, TicketId};
use leptos::prelude::*;
use store::accounts::{self, Account};
use store::categories::{self, CategoryRow};
use store::tickets::{self, Chosen, Cost, Offer, Ticket};
use store::{Error, Tx};

use super::cost::{of, told};
use super::costs::at_costs;
use crate::kernel::{Answer, Door, Failure, Form, Landlord, Notice, Page, Visit, see_other};
use crate::pick;
use crate::ui::form::{choices, form, select};
use crate::ui::words::title_case;
use crate::ui::{date, empty, link_button, page_head};

/// What can be chosen.
struct Ways {
    offers: Vec<Offer>,
    accounts: Vec<Account>,
    categories: Vec<CategoryRow>,
    default: Option<BankAccountId>,
}

impl Ways {
    async fn read(tx: &mut Tx, ticket: &Ticket, cost: &Cost) -> store::Result<Ways> {
        let mut categories = categories::list(tx, false).await?;
        categories.retain(|c| c.kind == domain::CategoryKind::Expense);
        Ok(Ways {
            offers: tickets::offers(tx, ticket.property, &[cost]).await?.pop().unwrap_or_default(),
            accounts: accounts::list(tx, false).await?,
            categories,
            default: tickets::default_account(tx, ticket.property).await?.map(|(id, _)| id),
        })
    }
}

/// `GET /maintenance/{id}/costs/{cost}/book`
pub async fn edit(Landlord(visit): Landlord, Path((id, cost)): Path<(TicketId, CostId)>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let cost = of(&mut tx, id, cost).await?;
    let ways = Ways::read(&mut tx, &ticket, &cost).await?;
    let typed = Typed::filled([
        ("version", cost.version.to_string()),
        ("category", Chosen::default().category),
        ("account", ways.default.map(|a| a.to_string()).unwrap_or_default()),
    ]);
    Ok(draw(&visit, &ticket, &cost, &ways, &typed))
}

/// `POST /maintenance/{id}/costs/{cost}/book`
pub async fn book(
    Landlord(visit): Landlord,
    Path((id, which)): Path<(TicketId, CostId)>,
    Form(mut typed): Form,
) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let cost = of(&mut tx, id, which).await?;
    let ways = Ways::read(&mut tx, &ticket, &cost).await?;
    let one_press = typed.checked("one");
    if one_press && ways.accounts.is_empty() {
        // There is nothing to book on yet: the page says so.
        return Ok(draw(
            &visit,
            &ticket,
            &cost,
            &ways,
            &Typed::filled([("version", cost.version.to_string())]),
        ));
    }
    let version = typed.value("version").parse().unwrap_or_default();
    let chosen = match typed.value("category") {
        "" => Chosen::default(),
        code => Chosen { category: code.to_string() },
    };
    let (done, how) = match line(&typed, &ways) {
        Some(line) => {
            (tickets::book_line(&mut tx, which, version, line, &chosen).await, "by its bank line".to_string())
        }
        None => match account(&mut typed, &ways) {
            Some(account) => {
                let done = tickets::book_by_hand(&mut tx, which, version, account, &chosen).await;
                let name =
                    ways.accounts.iter().find(|a| a.id == account).map(|a| a.title()).unwrap_or_default();
                (done, format!("by hand on {name}. Its bank line takes its place when it comes"))
            }
            None => return Ok(draw(&visit, &ticket, &cost, &ways, &typed)),
        },
    };
    match done {
        Ok(()) => tx.commit().await?,
        Err(Error::Refused { field, message }) if !one_press => {
            typed.fail(field, message);
            return Ok(draw(&visit, &ticket, &cost, &ways, &typed));
        }
        Err(error) => return told(id, error),
    }
    let sentence = format!("{}, {}, is booked {how}.", cost.what, cost.amount);
    let undo = format!("/maintenance/{id}/costs/{which}/unbook");
    Ok(see_other(&at_costs(id), Notice::new(sentence).undo(undo)))
}

/// The bank line that was chosen, with the version that was read.
fn line(typed: &Typed, ways: &Ways) -> Option<(BankLineId, i32)> {
    let id: BankLineId = typed.value("line").parse().ok()?;
    let offered = ways.offers.iter().find(|o| o.line == id).map(|o| o.version);
    let version = typed.value("line_version").parse().ok().or(offered).unwrap_or_default();
    Some((id, version))
}

/// The account that was chosen; the one that is offered where nobody has said.
fn account(typed: &mut Typed, ways: &Ways) -> Option<BankAccountId> {
    match typed.value("account").is_empty() {
        true if ways.default.is_some() => ways.default,
        _ => typed.choice("account", "the account it was paid from"),
    }
}

fn draw(visit: &Visit, ticket: &Ticket, cost: &Cost, ways: &Ways, typed: &Typed) -> Response {
    Page::new(Door::Landlord, "Make an expense").refused_if(!typed.is_sound()).draw(visit, || {
        let page = format!("/maintenance/{}", ticket.id);
        let head = page_head("Make an expense")
            .crumbs(&[("/maintenance", "Repairs"), (&page, &ticket.title)])
            .lead(format!("{}, {}, {}.", cost.what, cost.amount, date::full_day(cost.on)));
        if ways.accounts.is_empty() {
            let words =
                "An expense is paid from an account. Add the one you pay repairs from; it needs no bank.";
            let add = link_button("/accounts/new", "Add an account").primary();
            return view! { {head} {empty("No account yet", words, Some(add))} }.into_any();
        }
        view! { {head} {fields(visit, ticket, cost, ways, typed)} }.into_any()
    })
}

fn fields(visit: &Visit, ticket: &Ticket, cost: &Cost, ways: &Ways, typed: &Typed) -> AnyView {
    let categories = ways.categories.iter().map(|c| (c.code.clone(), pick::words(c)));
    let accounts = ways.accounts.iter().map(|a| (a.id.to_string(), a.title()));
    let mut form = form(format!("/maintenance/{}/costs/{}/book", ticket.id, cost.id), typed)
        .hidden("version", typed.value("version"))
        .with(select("category", "What for", categories));
    if !ways.offers.is_empty() {
        let mut lines = choices("line", "Which payment was it?");
        for offer in &ways.offers {
            let booked = if offer.is_booked { ", in the books already" } else { "" };
            let day = date::short_day(offer.posted_on, visit.today());
            let words = format!("{}, {day}{booked}", offer.account);
            lines = lines
                .choice(offer.line.to_string(), title_case(&offer.merchant))
                .words(words)
                .price(offer.amount.to_string());
        }
        lines = lines
            .choice("", "None of these")
            .words("Book it by hand on the account below. Its bank line takes its place when it comes.");
        form = form.with(lines);
    }
    let account = select("account", "Paid from", accounts);
    let account = match ways.offers.is_empty() {
        true => account.hint("No open bank line has this amount yet. When it comes, it takes the place of what is booked here."),
        false => account.optional(),
    };
    form.with(account).submit("Book it").cancel(at_costs(ticket.id)).view()
}

/// `POST /maintenance/{id}/costs/{cost}/unbook`
pub async fn unbook(
    Landlord(visit): Landlord,
    Path((id, which)): Path<(TicketId, CostId)>,
    Form(typed): Form,
) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let cost = of(&mut tx, id, which).await?;
    // The undo of a notice knows no version: it takes back what stands.
    let version = typed.value("version").parse().unwrap_or(cost.version);
    match tickets::unbook(&mut tx, which, version).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Forbidden) => return Err(Failure::Forbidden),
        Err(error) => return told(id, error),
    }
    Ok(see_other(&at_costs(id), Notice::new(format!("{} is out of the books.", cost.what))))
}
