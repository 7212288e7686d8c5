//! Making invitations: the link is shown once, to copy, and mailed where a mail server is set.

use axum::extract::Path;
use axum::response::Response;
use domain::id::TenantId;
use domain::{Role, Typed};
use leptos::prelude::*;
use store::invitations::{self, DAYS, NewInvitation};
use store::{Error, mail, portfolio};

use super::mails;
use super::secrets::Secret;
use crate::kernel::{Answer, Door, Failure, Form, Landlord, Page, Visit};
use crate::ui::form::{Control, email, form, text};
use crate::ui::{Icon, link_button, note, page_head};

/// What is wanted, before there is a secret.
pub struct Wanted {
    /// As what.
    pub role: Role,
    /// For which address only, and where a mail goes.
    pub email: Option<String>,
    /// For which tenant.
    pub tenant: Option<TenantId>,
    /// Limits a manager to these.
    pub properties: Option<Vec<domain::id::PropertyId>>,
}

/// A link that was made.
pub struct Made {
    /// The whole address to copy.
    pub link: String,
    /// Where it was mailed to.
    pub mailed_to: Option<String>,
}

/// Makes the invitation, and queues a mail where one can be sent.
///
/// # Errors
/// [`Error::Missing`] when the viewer may not invite for this role; [`Error::Refused`] in words.
pub async fn make(visit: &Visit, wanted: Wanted) -> Result<Made, Error> {
    let secret = Secret::fresh();
    let link = format!("{}/invitation/{}", visit.house.base_url, secret.text());
    let Wanted { role, email, tenant, properties } = wanted;
    let mut tx = visit.house.db.enter(&visit.standing.viewer).await?;
    let new = NewInvitation { token_hash: secret.hash(), role, email: email.clone(), tenant, properties };
    invitations::add(&mut tx, new).await?;
    let mailed_to = email.filter(|_| visit.house.sends_mail);
    if let Some(to) = &mailed_to {
        let portfolio = visit.standing.place.as_ref().map(|p| p.name.as_str()).unwrap_or_default();
        mail::queue(&mut tx, mails::invitation(to, portfolio, &visit.standing.name, role, &link)).await?;
    }
    tx.commit().await?;
    Ok(Made { link, mailed_to })
}

/// The page with the link, shown once.
pub fn shown(visit: &Visit, whom: &str, back: (&str, &str), made: &Made) -> Response {
    Page::new(Door::Landlord, "Invitation").draw(visit, || {
        let mailed = made
            .mailed_to
            .as_ref()
            .map(|to| note(Icon::Mail, format!("A mail with this link is on its way to {to} as well.")));
        let typed = Typed::filled([("link", made.link.clone())]);
        let words =
            format!("It opens once, within {DAYS} days. It is shown only now: copy it before you go on.");
        view! {
            {page_head(format!("Give this link to {whom}")).crumbs(&[back]).lead(words)}
            <div class="form">
                {text("link", "Link").fixed().draw(&typed, "f")}
                {mailed}
                <div class="actions">
                    {link_button(back.0, "Done").primary()}
                    {link_button(letter(visit, &made.link), "Write a mail with it").icon(Icon::Mail)}
                </div>
            </div>
        }
        .into_any()
    })
}

/// A mail with the link, for the program that the landlord writes mails with: it needs no mail server of ours.
fn letter(visit: &Visit, link: &str) -> String {
    let whose = visit.standing.place.as_ref().map_or("Duplex", |place| place.name.as_str());
    let body = format!(
        "Hello,\r\n\r\nthis link lets you in:\r\n{link}\r\n\r\nIt opens once, within {DAYS} days.\r\n"
    );
    let encoded = |text: &str| {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
    };
    format!("mailto:?subject={}&body={}", encoded(&format!("{whose} invites you")), encoded(&body))
}

/// `GET /tenants/{id}/invite`
pub async fn ask_tenant(Landlord(visit): Landlord, Path(id): Path<TenantId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let contact = invitations::guest(&mut tx, id).await?;
    let typed = Typed::filled([("email", contact.email.clone().unwrap_or_default())]);
    let known = portfolio::find(&mut tx).await?.draft;
    let reachable = known.contact_phone.is_some() || known.contact_email.is_some();
    Ok(draw(&visit, id, &contact.name, &typed, reachable))
}

/// The form; without a number or address of the landlord it says where to write one down.
fn draw(visit: &Visit, id: TenantId, name: &str, typed: &Typed, reachable: bool) -> Response {
    let title = format!("Invite {name}");
    let page = Page::new(Door::Landlord, title.clone()).refused_if(!typed.is_sound());
    page.draw(visit, || {
        let mails = visit.house.sends_mail;
        let hint = match mails {
            true => "The link is mailed there, and opens only for this address. Without one you get a link to copy.",
            false => "The link opens only for this address. Without one it opens for whoever has it.",
        };
        let fields = form(format!("/tenants/{id}/invite"), typed)
            .with(email("email", "Mail address").optional().hint(hint))
            .submit("Make the link")
            .cancel(format!("/tenants/{id}"));
        let lead = "They see their own home, lease and roommates’ names, and nothing else of yours.";
        let tenant = format!("/tenants/{id}");
        let crumbs = [("/tenants", "Tenants"), (tenant.as_str(), name)];
        let silent = (!reachable && visit.owns().is_ok()).then(|| {
            let words = view! {
                "They would find nobody to call in their portal. "
                <a href="/settings/portfolio">"Write down whom tenants call"</a>
            };
            note(Icon::Phone, words)
        });
        view! { {page_head(title.clone()).crumbs(&crumbs).lead(lead)} {fields} {silent} }.into_any()
    })
}

/// `POST /tenants/{id}/invite`
pub async fn invite_tenant(
    Landlord(visit): Landlord,
    Path(id): Path<TenantId>,
    Form(mut typed): Form,
) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let contact = invitations::guest(&mut tx, id).await?;
    drop(tx);
    let email = address(&mut typed);
    if !typed.is_sound() {
        return Ok(draw(&visit, id, &contact.name, &typed, true));
    }
    let wanted = Wanted { role: Role::Tenant, email, tenant: Some(id), properties: None };
    match make(&visit, wanted).await {
        Ok(made) => Ok(shown(&visit, &contact.name, (&format!("/tenants/{id}"), &contact.name), &made)),
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            Ok(draw(&visit, id, &contact.name, &typed, true))
        }
        Err(other) => Err(Failure::from(other)),
    }
}

/// An address that may be left out.
pub fn address(typed: &mut Typed) -> Option<String> {
    let given = !typed.value("email").trim().is_empty();
    given.then(|| typed.email("email"))
}
