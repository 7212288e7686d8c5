//! The first start: one person says who they are, and the house is theirs. Works exactly once.

use axum::extract::State;
use axum::response::Response;
use chrono_tz::Tz;
use domain::viewer::Member;
use domain::{Role, Typed, Viewer};
use store::doors::Door as Side;
use store::setup::{self, NewHouse};

use super::caller::Caller;
use super::zones::zone_field;
use super::{entrance, passwords};
use crate::kernel::{Answer, Door, Form, Page, go};
use crate::ui::form::{choices, email, form, new_password, text};
use crate::ui::{Icon, button, cover};
use crate::{House, demo};

/// `GET /setup`
pub async fn show(State(house): State<House>) -> Answer {
    let mut tx = house.db.enter(&Viewer::Public).await?;
    if !setup::is_fresh(&mut tx).await? {
        return Ok(go("/sign-in"));
    }
    Ok(draw(&house, &Typed::filled([("zone", Tz::America__New_York.name().to_string())])))
}

fn draw(house: &House, typed: &Typed) -> Response {
    let page = Page::new(Door::Cover, "Set up Duplex").refused_if(!typed.is_sound());
    page.draw_for_stranger(house, || {
        let fields = form("/setup", typed)
            .with(text("name", "Your name").complete("name").max(120))
            .with(
                email("email", "Mail address")
                    .complete("username")
                    .hint("To sign in. No mail is sent until you set up a mail server."),
            )
            .with(new_password("password", "Password").hint("8 characters or more. A sentence is good."))
            .with(
                zone_field("Time zone", house.db.now())
                    .hint("Decides when a day ends, and when rent is late."),
            )
            .with(
                choices("begin", "How do you want to begin?")
                    .choice("look", "Look around")
                    .words("3 properties, 6 homes, 8 tenants and 14 months to play with, apart from your own books. You can remove it at any time.")
                    .choice("empty", "Start empty")
                    .words("Add your first property, or drop a file from your bank."),
            )
            .part(button("Open Duplex").primary().wide());
        cover("Your books, on your own machine", fields)
            .lead("Tell Duplex who you are. It takes a minute, and everything can be changed later.")
            .point(
                Icon::Lock,
                "Nothing leaves this machine",
                "until you connect a bank, a mailbox or a mail server, one by one.",
            )
            .point(
                Icon::Lineage,
                "Every figure can be followed",
                "from the tax form to the line of the bank’s file.",
            )
            .point(Icon::Undo, "Every change can be undone", "for 30 days, and is written down for ever.")
            .view()
    })
}

/// `POST /setup`
pub async fn found(house: House, caller: Caller, Form(mut typed): Form) -> Answer {
    let name = typed.text("name", "Your name", 120);
    let email = typed.email("email");
    let password = passwords::read(&mut typed, "password", &email);
    let zone = typed.choice::<Tz>("zone", "a time zone");
    let (Some(zone), true) = (zone, typed.is_sound()) else { return Ok(draw(&house, &typed)) };

    let mut tx = house.db.enter(&Viewer::Public).await?;
    if !setup::is_fresh(&mut tx).await? {
        return Ok(go("/sign-in"));
    }
    drop(tx);
    let password_hash = passwords::hash(password).await?;
    let portfolio = portfolio_name(&name);
    let mut tx = house.db.enter(&Viewer::Public).await?;
    let new =
        NewHouse { name: &name, email: &email, password_hash: &password_hash, zone, portfolio: &portfolio };
    let (person, own) = match setup::found(&mut tx, new).await {
        Ok(found) => found,
        Err(store::Error::Refused { field, message }) => {
            typed.fail(field, message);
            return Ok(draw(&house, &typed));
        }
        Err(other) => return Err(other.into()),
    };
    let mut secret = entrance::open(&mut tx, &house, &caller, person).await?;
    tx.commit().await?;
    if typed.value("begin") == "look" {
        let owner = Member { portfolio: own, person, role: Role::Owner, reach: None };
        let demo = demo::found(&house.db, &owner, zone).await?;
        let mut tx = house.db.enter(&Viewer::Public).await?;
        secret = entrance::turn(&mut tx, secret.hash(), (demo, Side::Landlord), None).await?;
        tx.commit().await?;
    }
    Ok(entrance::give(&house, &secret, go("/")))
}

/// "Calloway Homes" for Ruth Calloway: a beginning, to be changed in the settings.
fn portfolio_name(person: &str) -> String {
    let last: String = person.split_whitespace().last().unwrap_or("My").chars().take(100).collect();
    format!("{last} Homes")
}
