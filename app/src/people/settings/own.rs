//! Oneself: name, time zone, colors, password; for tenants also the number the landlord calls; and everything kept about
//! them, to see and to take away.

use axum::response::Response;
use chrono_tz::Tz;
use domain::{Typed, Viewer};
use leptos::prelude::*;
use store::{own_data, people};

use super::{Side, settings_tabs};
use crate::kernel::{Answer, Door, Failure, Form, Notice, Page, Visit, download, go, see_other};
use crate::people::{passwords, zones::zone_field};
use crate::ui::form::{
    email, form, new_password, password as password_field, phone as phone_field, segments, text,
};
use crate::ui::{Icon, button, facts, link_button, note, page_head, press, section};

/// The forms of the page, each as typed or as stored.
struct Forms {
    profile: Typed,
    password: Typed,
    contact: Option<own_data::Contact>,
    phone: Typed,
}

/// Everything as it is stored.
async fn stored(visit: &Visit) -> Result<Forms, Failure> {
    let mut tx = visit.enter().await?;
    let me = people::profile(&mut tx).await?;
    let contact = match visit.standing.viewer {
        Viewer::Tenant(_) => Some(own_data::contact(&mut tx).await?),
        _ => None,
    };
    let phone = contact.as_ref().and_then(|c| c.phone.clone()).unwrap_or_default();
    Ok(Forms {
        profile: Typed::filled([
            ("name", me.name),
            ("zone", me.zone.name().to_string()),
            ("scheme", me.scheme),
        ]),
        password: Typed::filled([("email", me.email)]),
        contact,
        phone: Typed::filled([("phone", phone)]),
    })
}

/// `GET /settings` and `GET /portal/settings`
pub async fn show(visit: Visit) -> Answer {
    let side = Side::of(&visit);
    if visit.standing.place.is_none() {
        return Err(Failure::Elsewhere("/doors"));
    }
    if !visit.path.starts_with(side.base) {
        return Ok(go(side.base));
    }
    if visit.place()?.viewing_as.is_some() {
        return Ok(seen_by_landlord(&visit));
    }
    let forms = stored(&visit).await?;
    Ok(draw(&visit, &forms))
}

/// What a tenant's settings are to a landlord who looks through their eyes: none of theirs.
fn seen_by_landlord(visit: &Visit) -> Response {
    Page::new(Door::Tenant, "Settings").draw(visit, || {
        let words = "Here tenants change their own name, phone number and password, see where they are signed in, and \
                     take their data away. It is theirs alone.";
        view! { {page_head("Settings")} {note(Icon::Lock, words)} }.into_any()
    })
}

fn draw(visit: &Visit, forms: &Forms) -> Response {
    let side = Side::of(visit);
    let refused = [&forms.profile, &forms.password, &forms.phone].iter().any(|typed| !typed.is_sound());
    Page::new(side.door, "Settings").refused_if(refused).draw(visit, || {
        let reach = forms.contact.as_ref().map(|contact| reach(side, contact, &forms.phone));
        let elsewhere = (visit.standing.doors > 1).then(|| {
            let words = "You are known at another door of this house too.";
            let link = link_button("/doors", "Go to another door").icon(Icon::Door);
            section("doors", "Other doors", view! { <p>{words}</p> <p class="actions">{link}</p> })
        });
        let kept = match side.door {
            Door::Tenant => {
                "Your name and address, where you are signed in, and what you agreed with your landlord."
            }
            _ => "Your name and address, where you are signed in, and which portfolios you are in.",
        };
        view! {
            {page_head("Settings")}
            {settings_tabs(visit, side.base)}
            {section("you", "You", profile_form(visit, side, forms))}
            {reach}
            {section("password", "Password", password_form(side, &forms.password))}
            {elsewhere}
            {section("out", "Sign out", view! {
                <p>"On a computer that others use, sign out when you are done."</p>
                <p class="actions">{press("/sign-out", button("Sign out").icon(Icon::Exit))}</p>
            })}
            {section("data", "What is kept about you", view! {
                <p>{kept}</p>
                <p class="actions">{link_button(side.page("data"), "Download it").icon(Icon::Download)}</p>
            })}
        }
        .into_any()
    })
}

fn profile_form(visit: &Visit, side: Side, forms: &Forms) -> AnyView {
    form(side.page("profile"), &forms.profile)
        .prefix("you")
        .with(text("name", "Your name").complete("name").max(120))
        .with(
            zone_field("Time zone", visit.now())
                .hint("For the times you read. When rent is late is up to the portfolio’s own zone."),
        )
        .with(
            segments("scheme", "Colors")
                .choice("system", "As my device")
                .choice("light", "Light")
                .choice("dark", "Dark"),
        )
        .submit("Save")
        .view()
}

fn reach(side: Side, contact: &own_data::Contact, typed: &Typed) -> AnyView {
    let known = facts([
        ("Name on the lease", contact.name.clone()),
        ("Mail address", contact.email.clone().unwrap_or_else(|| "Not known".into())),
    ]);
    let fields = form(side.page("phone"), typed)
        .prefix("reach")
        .with(phone_field("phone", "Phone").optional().max(40).hint("Only your landlord sees it."))
        .action(button("Save number"));
    section("reach", "How your landlord reaches you", view! { {known} {fields} })
}

fn password_form(side: Side, typed: &Typed) -> AnyView {
    form(side.page("password"), typed)
        .prefix("secret")
        .with(email("email", "Mail address").complete("username").fixed())
        .with(password_field("old_password", "Password now"))
        .with(
            new_password("password", "New password")
                .hint("8 characters or more. You are signed out everywhere else."),
        )
        .action(button("Change password"))
        .view()
}

/// `POST …/profile`
pub async fn profile(visit: Visit, Form(mut typed): Form) -> Answer {
    let name = typed.text("name", "Your name", 120);
    let zone = typed.choice::<Tz>("zone", "a time zone");
    let scheme = match typed.value("scheme") {
        "light" => "light",
        "dark" => "dark",
        _ => "system",
    };
    let (Some(zone), true) = (zone, typed.is_sound()) else {
        let forms = Forms { profile: typed, ..stored(&visit).await? };
        return Ok(draw(&visit, &forms));
    };
    let mut tx = visit.enter().await?;
    people::change_profile(&mut tx, &name, zone, scheme).await?;
    tx.commit().await?;
    Ok(see_other(Side::of(&visit).base, Notice::new("Your settings are saved.")))
}

/// `POST …/phone`
pub async fn phone(visit: Visit, Form(mut typed): Form) -> Answer {
    let phone = typed.optional("phone", "Phone", 40);
    if !typed.is_sound() {
        let forms = Forms { phone: typed, ..stored(&visit).await? };
        return Ok(draw(&visit, &forms));
    }
    let mut tx = visit.enter().await?;
    own_data::change_phone(&mut tx, phone.as_deref()).await?;
    tx.commit().await?;
    Ok(see_other(Side::of(&visit).base, Notice::new("Your number is saved.")))
}

/// `POST …/password`
pub async fn password(visit: Visit, Form(mut typed): Form) -> Answer {
    let mut tx = visit.enter().await?;
    let (kept, me) = (people::my_password_hash(&mut tx).await?, people::profile(&mut tx).await?);
    drop(tx);
    let new = passwords::read(&mut typed, "password", &me.email);
    typed.set("email", me.email);
    if !passwords::verify(typed.value("old_password").to_string(), Some(kept)).await? {
        typed.fail("old_password", "This is not your password now. Type it again.");
    }
    if !typed.is_sound() {
        let forms = Forms { password: typed, ..stored(&visit).await? };
        return Ok(draw(&visit, &forms));
    }
    let password_hash = passwords::hash(new).await?;
    let mut tx = visit.enter().await?;
    people::change_password(&mut tx, &password_hash, &visit.standing.session_hash).await?;
    tx.commit().await?;
    let words = "Your password is changed. You are signed out everywhere else.";
    Ok(see_other(Side::of(&visit).base, Notice::new(words)))
}

/// `GET …/data`: everything kept about the viewer, as JSON.
pub async fn data(visit: Visit) -> Answer {
    let mut tx = visit.enter().await?;
    let data = own_data::collect(&mut tx).await?;
    let text = serde_json::to_string_pretty(&data).map_err(|e| Failure::Broken(e.to_string()))?;
    Ok(download("duplex-my-data.json", "application/json", text))
}
