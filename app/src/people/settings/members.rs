//! Members of the portfolio, and inviting more. For owners; for everybody else these pages do not exist.

use axum::extract::Path;
use axum::response::Response;
use domain::id::PropertyId;
use domain::{Role, Typed};
use leptos::prelude::*;
use store::members::MemberRow;
use store::properties::PropertyRow;
use store::{Error, invitations, members, properties};
use uuid::Uuid;

use super::settings_tabs;
use crate::kernel::{Answer, Door, Failure, Form as Sent, Landlord, Notice, Page, Visit, see_other};
use crate::people::invite::{self, Wanted};
use crate::ui::date::short_day;
use crate::ui::form::{Form, check, choices, email, form};
use crate::ui::table::{kind, name, wide, words};
use crate::ui::words::{list, things};
use crate::ui::{Icon, button, link_button, page_head, press, section, table};

/// `GET /settings/members`
pub async fn show(Landlord(visit): Landlord) -> Answer {
    visit.owns()?;
    let mut tx = visit.enter().await?;
    let (people, open) = (members::list(&mut tx).await?, invitations::open(&mut tx).await?);
    let homes = properties::list(&mut tx, visit.today()).await?;
    let open: Vec<_> = open.into_iter().filter(|i| i.tenant.is_none()).collect();
    Ok(Page::new(Door::Landlord, "Members").draw(&visit, || {
        let head = page_head("Settings")
            .action(link_button("/settings/members/invite", "Invite a member").icon(Icon::Plus));
        let waiting = (!open.is_empty())
            .then(|| section("waiting", "Invitations that still open", waiting(&visit, &open)));
        let tabs = settings_tabs(&visit, "/settings/members");
        view! { {head} {tabs} {listed(&visit, &people, &homes)} {waiting} }.into_any()
    }))
}

fn listed(visit: &Visit, people: &[MemberRow], homes: &[PropertyRow]) -> AnyView {
    let columns = [name("Member"), words("May"), wide("Since"), kind("Change", "do").unseen()];
    let mut rows = table("Members of this portfolio", columns);
    for member in people {
        rows.row(|row| {
            row.text(&member.name).sub(&member.email);
            row.text(member.role.title()).sub(&limits(member, homes));
            row.text(&short_day(member.created_at.with_timezone(&visit.zone()).date_naive(), visit.today()));
            row.view(link_button(format!("/settings/members/{}", member.person), "Change").small());
        });
    }
    rows.view()
}

/// The properties a manager is limited to, by name.
fn limits(member: &MemberRow, homes: &[PropertyRow]) -> String {
    let Some(ids) = &member.properties else { return String::new() };
    let names: Vec<String> = homes.iter().filter(|p| ids.contains(&p.id)).map(|p| p.name.clone()).collect();
    match names.as_slice() {
        [] => "No property yet".into(),
        [_, _, _, _, ..] => things(i64::try_from(names.len()).unwrap_or(i64::MAX), "property", "properties"),
        names => list(names),
    }
}

fn waiting(visit: &Visit, open: &[invitations::Open]) -> AnyView {
    let mut rows = table(
        "Invitations that still open",
        [name("For"), words("As"), wide("Until"), kind("Take back", "do").unseen()],
    );
    for invitation in open {
        rows.row(|row| {
            row.text(invitation.email.as_deref().unwrap_or("Whoever has the link"));
            row.text(invitation.role.parse::<Role>().map_or("", Role::title));
            row.text(&short_day(
                invitation.expires_at.with_timezone(&visit.zone()).date_naive(),
                visit.today(),
            ));
            let path = format!("/settings/invitations/{}/withdraw", invitation.id);
            row.view(press(path, button("Take back").small()));
        });
    }
    rows.view()
}

/// `GET /settings/members/invite`
pub async fn ask(Landlord(visit): Landlord) -> Answer {
    visit.owns()?;
    let mut tx = visit.enter().await?;
    let homes = properties::list(&mut tx, visit.today()).await?;
    Ok(draw(&visit, &homes, &Typed::default()))
}

fn draw(visit: &Visit, homes: &[PropertyRow], typed: &Typed) -> Response {
    let page = Page::new(Door::Landlord, "Invite a member").refused_if(!typed.is_sound());
    page.draw(visit, || {
        let head = page_head("Invite a member").crumbs(&[("/settings/members", "Members")]);
        let hint = match visit.house.sends_mail {
            true => "The link is mailed there, and opens only for this address. Without one you get a link to copy.",
            false => "The link opens only for this address. Without one it opens for whoever has it.",
        };
        let fields = form("/settings/members/invite", typed)
            .with(email("email", "Mail address").optional().hint(hint));
        let fields = role_fields(fields, homes).submit("Make the link").cancel("/settings/members");
        view! { {head} {fields} }.into_any()
    })
}

/// The question what a member may do, with the properties a manager can be limited to.
pub fn role_fields<'t>(fields: Form<'t>, homes: &[PropertyRow]) -> Form<'t> {
    let mut fields = fields.with(
        choices("role", "What may they do?")
            .choice("manager", "Manager")
            .words("Homes, tenants and books. Below you can limit them to some properties.")
            .choice("bookkeeper", "Bookkeeper")
            .words("Books and reports. Sees no tenants.")
            .choice("owner", "Owner")
            .words("Everything, including members and settings."),
    );
    if !homes.is_empty() {
        let words = "A manager sees all properties, unless you tick some here.";
        fields = fields.part(view! { <p class="hint">{words}</p> });
    }
    for home in homes {
        fields = fields.with(check(format!("property-{}", home.id), home.name.clone()));
    }
    fields
}

/// Role and limits as sent.
pub fn read_rights(typed: &mut Typed, homes: &[PropertyRow]) -> Option<members::Rights> {
    let role = typed.choice::<Role>("role", "what they may do")?;
    let ticked = |home: &&PropertyRow| typed.checked(&format!("property-{}", home.id));
    let picked: Vec<PropertyId> = homes.iter().filter(ticked).map(|home| home.id).collect();
    if !role.is_member() {
        typed.fail("role", "Choose what they may do.");
        return None;
    }
    if role != Role::Manager && !picked.is_empty() {
        typed.fail(
            "role",
            "Only a manager can be limited to properties. Choose manager, or tick no property.",
        );
        return None;
    }
    Some(members::Rights { role, properties: Some(picked).filter(|p| !p.is_empty()) })
}

/// `POST /settings/members/invite`
pub async fn invite(Landlord(visit): Landlord, Sent(mut typed): Sent) -> Answer {
    visit.owns()?;
    let mut tx = visit.enter().await?;
    let homes = properties::list(&mut tx, visit.today()).await?;
    let known = members::list(&mut tx).await?;
    drop(tx);
    let email = invite::address(&mut typed);
    if let Some(member) = known.iter().find(|member| email.as_ref() == Some(&member.email)) {
        let words =
            format!("{} is a member already. Change what they may do in the list of members.", member.name);
        typed.fail("email", words);
    }
    let rights = read_rights(&mut typed, &homes);
    let (Some(rights), true) = (rights, typed.is_sound()) else { return Ok(draw(&visit, &homes, &typed)) };
    let whom = email.clone().unwrap_or_else(|| format!("your new {}", rights.role));
    let wanted = Wanted { role: rights.role, email, tenant: None, properties: rights.properties };
    match invite::make(&visit, wanted).await {
        Ok(made) => Ok(invite::shown(&visit, &whom, ("/settings/members", "Members"), &made)),
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(draw(&visit, &homes, &typed))
        }
        Err(other) => Err(Failure::from(other)),
    }
}

/// `POST /settings/invitations/{id}/withdraw`
pub async fn withdraw(Landlord(visit): Landlord, Path(id): Path<Uuid>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    invitations::withdraw(&mut tx, id).await?;
    tx.commit().await?;
    let back = if visit.owns().is_ok() { "/settings/members" } else { "/tenants" };
    Ok(see_other(back, Notice::new("The invitation is taken back. Its link opens no more.")))
}
