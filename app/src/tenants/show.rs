//! `/tenants/{id}`: how to reach somebody, where they live and lived, and whether they use the portal.

use axum::extract::Path;
use chrono::NaiveDate;
use domain::id::TenantId;
use domain::lease::State;
use domain::tenant::call_link;
use leptos::prelude::*;
use store::Error;
use store::leases::{self, Stay};
use store::tenants::{self, Access, Tenant};

use super::list::access;
use crate::kernel::{Answer, Door, Landlord, Notice, Page, Visit, see_other};
use crate::leases::until_cell;
use crate::ui::table::{figures, kind, name, wide, words};
use crate::ui::{
    Icon, button, date, empty, facts, link_button, page_head, press, section, section_linked, table,
};

/// `GET /tenants/{id}`
pub async fn show(Landlord(visit): Landlord, Path(id): Path<TenantId>) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let tenant = tenants::find(&mut tx, id).await?;
    let stays = leases::of_tenant(&mut tx, id, visit.today()).await?;
    Ok(Page::new(Door::Landlord, tenant.draft.name.clone()).draw(&visit, || body(&visit, &tenant, &stays)))
}

fn body(visit: &Visit, tenant: &Tenant, stays: &[Stay]) -> AnyView {
    let (id, today) = (tenant.id, visit.today());
    let head = page_head(tenant.draft.name.clone())
        .crumbs(&[("/tenants", "Tenants")])
        .lead(lead(tenant, stays, today))
        .action(link_button(format!("/tenants/{id}/edit"), "Change").icon(Icon::Edit));
    let (path, word) = if tenant.archived { ("bring-back", "Bring back") } else { ("put-away", "Put away") };
    let head = head.action(press(format!("/tenants/{id}/{path}"), button(word).quiet()));
    let new = format!("/leases/new?tenant={id}");
    let leases = match stays {
        [] => {
            let words = "A lease says where somebody lives, from when to when, and for what rent.";
            let add = (!tenant.archived).then(|| link_button(new, "Add lease").icon(Icon::Plus));
            section("leases", "Leases", empty("No lease yet", words, add))
        }
        stays if tenant.archived => section("leases", "Leases", stays_table(stays, today)),
        stays => section_linked("leases", "Leases", (new, "Add lease"), stays_table(stays, today)),
    };
    view! {
        {head}
        {leases}
        <div class="cols">
            {section("reach", "How to reach them", reach(tenant))}
            {section("portal", "Tenant portal", portal(visit, tenant))}
        </div>
    }
    .into_any()
}

fn lead(tenant: &Tenant, stays: &[Stay], today: NaiveDate) -> String {
    if tenant.archived {
        return "Put away: their leases stay written down, and they cannot sign in.".into();
    }
    let lives = |s: &&Stay| s.from_on <= today && s.until_on.is_none_or(|last| today <= last);
    if let Some(stay) = stays.iter().find(lives) {
        let until = stay.until_on.map_or_else(String::new, |last| format!(" until {}", date::full_day(last)));
        return format!("Lives in {}{until}.", stay.line.home());
    }
    match stays.first() {
        Some(stay) if stay.from_on > today => {
            format!("Moves into {} on {}.", stay.line.home(), date::full_day(stay.from_on))
        }
        Some(stay) => {
            let until = stay.until_on.map_or_else(String::new, date::full_day);
            format!("Lived in {} until {until}.", stay.line.home())
        }
        None => "On no lease.".into(),
    }
}

fn stays_table(stays: &[Stay], today: NaiveDate) -> AnyView {
    let columns =
        [name("Home"), wide("From"), words("Until"), figures("Share"), kind("Rent a month", "num wide")];
    let mut list = table("Leases", columns);
    for stay in stays {
        let state = State::of(stay.from_on, stay.until_on, today);
        let from = date::column_day(stay.from_on, today);
        list.row_as(if state == State::Ended { "past" } else { "" }, |row| {
            row.link(&format!("/leases/{}", stay.line.id), &stay.line.home()).narrow(&format!("from {from}"));
            until_cell(row.text(&from), stay.from_on, stay.until_on, today);
            row.text(&stay.share.to_string()).text(&stay.line.rent.to_string());
        });
    }
    list.view()
}

fn reach(tenant: &Tenant) -> AnyView {
    let unknown = || "Not known".into_any();
    let phone = tenant.draft.phone.clone();
    let email = tenant.draft.email.clone();
    facts([
        ("Phone", phone.map_or_else(unknown, |p| view! { <a href=call_link(&p)>{p.clone()}</a> }.into_any())),
        (
            "Mail",
            email
                .map_or_else(unknown, |m| view! { <a href=format!("mailto:{m}")>{m.clone()}</a> }.into_any()),
        ),
    ])
}

fn portal(visit: &Visit, tenant: &Tenant) -> AnyView {
    let id = tenant.id;
    let words = match tenant.access {
        Access::SignsIn => "They see their own home, lease and roommates’ names.",
        Access::Invited(_) => "A link is with them. Until it is used you can make another.",
        Access::None => "They see nothing yet. A link lets them in; it needs no mail server.",
    };
    let invite = link_button(format!("/tenants/{id}/invite"), "Invite to the portal").icon(Icon::Mail);
    let invite = match tenant.access {
        Access::SignsIn => None,
        _ if tenant.archived => None,
        Access::Invited(_) => Some(invite),
        Access::None => Some(invite.primary()),
    };
    view! {
        <p>{access(tenant.access, visit.today(), visit.zone())}</p>
        <p class="after">{words}</p>
        <div class="actions">
            {invite.map(crate::ui::Button::view)}
            <form method="post" action="/view-as">
                <input type="hidden" name="tenant" value=id.to_string()/>
                {button("See what they see").icon(Icon::Eye)}
            </form>
        </div>
    }
    .into_any()
}

/// `POST /tenants/{id}/put-away`
pub async fn put_away(Landlord(visit): Landlord, Path(id): Path<TenantId>) -> Answer {
    away(&visit, id, true).await
}

/// `POST /tenants/{id}/bring-back`
pub async fn bring_back(Landlord(visit): Landlord, Path(id): Path<TenantId>) -> Answer {
    away(&visit, id, false).await
}

async fn away(visit: &Visit, id: TenantId, away: bool) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let tenant = tenants::find(&mut tx, id).await?;
    match tenants::put_away(&mut tx, id, away, visit.today()).await {
        Ok(()) => {}
        Err(Error::Refused { message, .. }) => {
            return Ok(see_other(&format!("/tenants/{id}"), Notice::new(message)));
        }
        Err(other) => return Err(other.into()),
    }
    tx.commit().await?;
    let name = tenant.draft.name;
    let (sentence, back, place) = match away {
        true => (format!("{name} was put away."), "bring-back", "/tenants".to_string()),
        false => (format!("{name} is back."), "put-away", format!("/tenants/{id}")),
    };
    Ok(see_other(&place, Notice::new(sentence).undo(format!("/tenants/{id}/{back}"))))
}
