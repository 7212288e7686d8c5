//! The portfolio: its name, its time zone, and the people tenants call. For owners.

use axum::response::Response;
use chrono_tz::Tz;
use domain::Typed;
use leptos::prelude::*;
use store::portfolio::{self, PortfolioDraft};
use store::{Error, mail};

use super::settings_tabs;
use crate::kernel::{Answer, Door, Form, Landlord, Notice, Page, Visit, see_other};
use crate::people::zones::zone_field;
use crate::ui::date::moment;
use crate::ui::form::{email, form, phone, text};
use crate::ui::table::{name, wide, words};
use crate::ui::{Icon, Status, Tone, page_head, section, status, table};

const PATH: &str = "/settings/portfolio";

/// Fields and their words, to name what differs when two people changed them.
const LABELS: &[(&str, &str)] = &[
    ("name", "Name"),
    ("zone", "Time zone"),
    ("contact_name", "Who to call"),
    ("contact_phone", "Phone"),
    ("contact_email", "Mail address"),
    ("emergency_phone", "Emergency phone"),
];

/// `GET /settings/portfolio`
pub async fn show(Landlord(visit): Landlord) -> Answer {
    visit.owns()?;
    let mut tx = visit.enter().await?;
    let found = portfolio::find(&mut tx).await?;
    let letters = mail::list(&mut tx).await?;
    Ok(draw(&visit, &filled(&found.draft, found.version), &letters))
}

fn filled(draft: &PortfolioDraft, version: i32) -> Typed {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Typed::filled([
        ("name", draft.name.clone()),
        ("zone", draft.zone.name().to_string()),
        ("contact_name", text(&draft.contact_name)),
        ("contact_phone", text(&draft.contact_phone)),
        ("contact_email", text(&draft.contact_email)),
        ("emergency_phone", text(&draft.emergency_phone)),
        ("version", version.to_string()),
    ])
}

fn read(typed: &mut Typed) -> Option<PortfolioDraft> {
    let given = !typed.value("contact_email").trim().is_empty();
    let draft = PortfolioDraft {
        name: typed.text("name", "Name", 120),
        zone: typed.choice::<Tz>("zone", "a time zone").unwrap_or(Tz::UTC),
        contact_name: typed.optional("contact_name", "Who to call", 120),
        contact_phone: typed.optional("contact_phone", "Phone", 40),
        contact_email: given.then(|| typed.email("contact_email")),
        emergency_phone: typed.optional("emergency_phone", "Emergency phone", 40),
    };
    typed.is_sound().then_some(draft)
}

fn draw(visit: &Visit, typed: &Typed, letters: &[mail::MailRow]) -> Response {
    Page::new(Door::Landlord, "Portfolio").refused_if(!typed.is_sound()).draw(visit, || {
        let call = view! { <p class="hint">"Tenants see these in their portal."</p> };
        let fields = form(PATH, typed)
            .hidden("version", typed.value("version"))
            .with(text("name", "Name").max(120))
            .with(
                zone_field("Time zone", visit.now()).hint("Decides when a day ends, and when rent is late."),
            )
            .group(
                "The people tenants call",
                [
                    text("contact_name", "Who to call").optional().max(120),
                    phone("contact_phone", "Phone").optional().max(40),
                    email("contact_email", "Mail address").optional(),
                    phone("emergency_phone", "Emergency phone")
                        .optional()
                        .max(40)
                        .hint("Day and night, for water, gas and fire."),
                ],
            )
            .part(call)
            .submit("Save");
        let sent = (!letters.is_empty()).then(|| section("mail", "Mail", listed(visit, letters)));
        view! { {page_head("Settings")} {settings_tabs(visit, PATH)} {fields} {sent} }.into_any()
    })
}

fn listed(visit: &Visit, letters: &[mail::MailRow]) -> AnyView {
    let mut rows =
        table("Mail that was sent or waits", [name("To"), wide("Subject"), words("Queued"), words("Status")]);
    for letter in letters {
        rows.row(|row| {
            row.text(&letter.recipient).narrow(&letter.subject).text(&letter.subject);
            row.view(moment(letter.created_at, visit.now(), visit.zone()).into_any());
            row.status(&state(letter)).sub(letter.failure.as_deref().unwrap_or_default());
        });
    }
    rows.view()
}

fn state(letter: &mail::MailRow) -> Status {
    match (letter.sent_at, &letter.failure) {
        (Some(_), _) => status(Tone::Plain, Icon::Check, "Sent"),
        (None, None) => status(Tone::Move, Icon::Clock, "Waits"),
        (None, Some(_)) if letter.given_up => status(Tone::Late, Icon::Alert, "Not sent"),
        (None, Some(_)) => status(Tone::Wait, Icon::Refresh, "Is tried again"),
    }
}

/// `POST /settings/portfolio`
pub async fn change(Landlord(visit): Landlord, Form(mut typed): Form) -> Answer {
    visit.owns()?;
    let mut tx = visit.enter().await?;
    let letters = mail::list(&mut tx).await?;
    let version = typed.value("version").parse().unwrap_or_default();
    let Some(draft) = read(&mut typed) else { return Ok(draw(&visit, &typed, &letters)) };
    match portfolio::change(&mut tx, version, &draft).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(see_other(PATH, Notice::new("The portfolio’s settings are saved.")))
        }
        Err(Error::Stale) => {
            let current = portfolio::find(&mut tx).await?;
            typed.show_both(&filled(&current.draft, current.version), LABELS);
            Ok(draw(&visit, &typed, &letters))
        }
        Err(other) => Err(other.into()),
    }
}
