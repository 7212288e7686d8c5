//! `/settings/notifications` at both doors: which kinds, on pages or by mail, and when no mail.

use axum::response::Response;
use domain::notification::{NotificationKind, Quiet};
use domain::ticket::Side as TicketSide;
use domain::{Role, Typed};
use leptos::prelude::*;
use store::notifications::{self, Wish, Wishes};

use crate::kernel::{Answer, Door, Failure, Form, Notice, Page, Visit, go, see_other};
use crate::people::settings::{Side, settings_tabs};
use crate::ui::form::{check, form, select};
use crate::ui::{Icon, note, page_head};

/// Reads the settings of the side, or goes to it.
fn side(visit: &Visit) -> Result<(Side, TicketSide), Failure> {
    let side = Side::of(visit);
    match visit.role() {
        Some(Role::Tenant) => Ok((side, TicketSide::Tenant)),
        Some(role) if role.keeps_people() => Ok((side, TicketSide::Landlord)),
        _ => Err(Failure::Missing),
    }
}

/// `GET …/settings/notifications`
pub async fn show(visit: Visit) -> Answer {
    let (side, _) = side(&visit)?;
    if !visit.path.starts_with(side.base) {
        return Ok(go(&side.page("notifications")));
    }
    if visit.place()?.viewing_as.is_some() {
        return Ok(Page::new(Door::Tenant, "Notifications").draw(&visit, || {
            let words = "Here tenants choose what they are told, and how. It is theirs alone.";
            view! { {page_head("Settings")} {note(Icon::Lock, words)} }.into_any()
        }));
    }
    let mut tx = visit.enter().await?;
    let wishes = notifications::wishes(&mut tx).await?;
    draw(&visit, &typed(&wishes))
}

/// What is stored, as the form shows it.
fn typed(wishes: &Wishes) -> Typed {
    let mut typed = Typed::default();
    for wish in &wishes.kinds {
        for (on, place) in [(wish.on_pages, "pages"), (wish.by_mail, "mail")] {
            if on {
                typed.set(&format!("{place}-{}", wish.kind.word()), "1");
            }
        }
    }
    typed.set("quiet_from", wishes.quiet.from_minute.to_string());
    typed.set("quiet_until", wishes.quiet.until_minute.to_string());
    typed
}

fn draw(visit: &Visit, typed: &Typed) -> Answer {
    let (side, reader) = side(visit)?;
    let page = Page::new(side.door, "Notifications").refused_if(!typed.is_sound());
    Ok(page.draw(visit, || {
        let mut fields = form(side.page("notifications"), typed);
        for kind in NotificationKind::ALL {
            fields = fields.under(kind.title(), |form| {
                let form =
                    form.with(check(format!("pages-{}", kind.word()), "On my pages").hint(kind.hint(reader)));
                if visit.house.sends_mail {
                    form.with(check(format!("mail-{}", kind.word()), "By mail"))
                } else {
                    form
                }
            });
        }
        if visit.house.sends_mail {
            fields = fields.under("No mail at night", |form| {
                form.with(hours("quiet_from", "From")).with(hours("quiet_until", "Until").hint(
                    "By your own clock. The same hour twice means never. Emergencies are sent at once.",
                ))
            });
        }
        let silent = (!visit.house.sends_mail).then(|| {
            note(Icon::Mail, "This house sends no mail, so what happens stands on your pages alone.")
        });
        view! {
            {page_head("Settings")}
            {settings_tabs(visit, &side.page("notifications"))}
            {silent}
            {fields.submit("Save").view()}
        }
        .into_any()
    }))
}

/// The full hours of a day, as minutes.
fn hours(name: &'static str, label: &'static str) -> crate::ui::form::Field {
    let options = (0..24u16).map(|hour| {
        let word = match hour {
            0 => "Midnight".to_string(),
            12 => "Noon".to_string(),
            h if h < 12 => format!("{h} am"),
            h => format!("{} pm", h - 12),
        };
        ((hour * 60).to_string(), word)
    });
    select(name, label, options)
}

/// `POST …/settings/notifications`
pub async fn change(visit: Visit, Form(mut typed): Form) -> Answer {
    let (side, _) = side(&visit)?;
    let mut tx = visit.enter().await?;
    let stored = notifications::wishes(&mut tx).await?;
    let sends_mail = visit.house.sends_mail;
    let kinds = stored.kinds.iter().map(|old| Wish {
        kind: old.kind,
        on_pages: typed.checked(&format!("pages-{}", old.kind.word())),
        // Where no mail is sent, the form does not ask and nothing is lost.
        by_mail: if sends_mail { typed.checked(&format!("mail-{}", old.kind.word())) } else { old.by_mail },
    });
    let kinds = kinds.collect();
    let quiet = if sends_mail { quiet(&mut typed) } else { stored.quiet };
    if !typed.is_sound() {
        return draw(&visit, &typed);
    }
    notifications::change_wishes(&mut tx, &Wishes { kinds, quiet }).await?;
    tx.commit().await?;
    Ok(saved(side))
}

fn quiet(typed: &mut Typed) -> Quiet {
    let mut minute = |name, label| u16::try_from(typed.number(name, label, 0, 1439)).unwrap_or_default();
    Quiet { from_minute: minute("quiet_from", "From"), until_minute: minute("quiet_until", "Until") }
}

fn saved(side: Side) -> Response {
    see_other(&side.page("notifications"), Notice::new("Your notifications are saved."))
}
