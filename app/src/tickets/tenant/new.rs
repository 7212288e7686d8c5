//! `/portal/repairs/new`: one page: what it is about, where, what is wrong, photos, how to get in, and whether it is an
//! emergency. One plain form; a small script keeps what was typed until it has arrived.

use axum::response::Response;
use domain::Typed;
use domain::id::{LeaseId, TicketId};
use domain::tenant::call_link;
use domain::ticket::Report;
use leptos::prelude::*;
use store::tenancy::{self, Contacts, OwnLease};
use store::{Error, Tx, own_data, tickets};

use crate::files::{Brought, OnTicket, choose};
use crate::kernel::{Answer, Asked, Door, Failure, Page, Photos, Tenancy, Visit, see_other};
use crate::tickets::draft::{Kept, SCRIPT};
use crate::tickets::fields::{Tiles, description, place};
use crate::ui::form::{area, check, choose_file, form, phone, select};
use crate::ui::{Icon, icon, page_head};

/// What the page needs to know: the homes one lives in, and whom to call.
struct Homes {
    living: Vec<OwnLease>,
    call: Contacts,
}

impl Homes {
    async fn read(tx: &mut Tx, visit: &Visit) -> store::Result<Homes> {
        let living = match &visit.standing.viewer {
            domain::Viewer::Tenant(t) => t.living.clone(),
            _ => Vec::new(),
        };
        let mut leases = tenancy::leases(tx).await?;
        leases.retain(|l| living.contains(&l.id));
        Ok(Homes { living: leases, call: tenancy::contacts(tx).await? })
    }
}

/// `GET /portal/repairs/new?category=…&place=…&description=…`
pub async fn blank(Tenancy(visit): Tenancy, Asked(asked): Asked) -> Answer {
    let mut tx = visit.enter().await?;
    let homes = Homes::read(&mut tx, &visit).await?;
    if homes.living.is_empty() {
        return Err(Failure::Missing);
    }
    let own = own_data::contact(&mut tx).await?;
    let mut typed =
        Typed::filled([("id", tx.new_id().to_string()), ("phone", own.phone.unwrap_or_default())]);
    for name in ["category", "place", "description"] {
        typed.set(name, asked.value(name));
    }
    Ok(draw(&visit, &homes, &typed))
}

/// `POST /portal/repairs/new`
pub async fn report(Tenancy(visit): Tenancy, kept: Kept, photos: Photos) -> Answer {
    let Photos { mut typed, files, left_out, room } = photos;
    let mut tx = visit.enter().await?;
    let homes = Homes::read(&mut tx, &visit).await?;
    let read = Report::read(&mut typed);
    let lease = home(&mut typed, &homes)?;
    let id = typed.value("id").parse().unwrap_or_else(|_| TicketId(tx.new_id()));
    drop(tx);
    let (Some(read), Some(lease), true) = (read, lease, typed.is_sound()) else {
        return Ok(draw(&visit, &homes, &typed));
    };
    let mut brought = Brought::take(&visit, Photos { typed: Typed::default(), files, left_out, room }).await;
    let mut tx = visit.enter().await?;
    let reported = match tickets::report_own(&mut tx, id, lease, &read).await {
        Ok(reported) => reported,
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            return Ok(draw(&visit, &homes, &typed));
        }
        Err(other) => return Err(other.into()),
    };
    let on = OnTicket { ticket: reported.id, for_household: true };
    brought.keep(&visit.house, &mut tx, on).await?;
    tx.commit().await?;
    let words = format!("Reported. {} sees it now.", homes.call.portfolio);
    Ok(kept.answer(see_other(&format!("/portal/repairs/{}", reported.id), brought.notice(words))))
}

/// The home that was chosen; the only one where there is one.
fn home(typed: &mut Typed, homes: &Homes) -> Result<Option<LeaseId>, Failure> {
    match &homes.living[..] {
        [] => Err(Failure::Missing),
        [only] => Ok(Some(only.id)),
        several => {
            let chosen: Option<LeaseId> = typed.choice("lease", "which home it is");
            match chosen {
                Some(id) if several.iter().any(|l| l.id == id) => Ok(Some(id)),
                Some(_) => Err(Failure::Missing),
                None => Ok(None),
            }
        }
    }
}

fn draw(visit: &Visit, homes: &Homes, typed: &Typed) -> Response {
    let page = Page::new(Door::Tenant, "Report a repair").refused_if(!typed.is_sound());
    page.with_script(SCRIPT).draw(visit, || {
        let head = page_head("Report a repair").crumbs(&[("/portal/repairs", "Repairs")]);
        view! { {head} {fields(visit, homes, typed)} }.into_any()
    })
}

fn fields(visit: &Visit, homes: &Homes, typed: &Typed) -> AnyView {
    let mut form = form("/portal/repairs/new", typed).with_files().hidden("id", typed.value("id"));
    if let Some(person) = visit.standing.viewer.person() {
        form = form.draft(format!("repair {person}"));
    }
    form = form.part(view! { <p class="note" data-draft-said="" role="status" hidden></p> }.into_any());
    if homes.living.len() > 1 {
        let options = homes.living.iter().map(|l| (l.id.to_string(), l.home()));
        form = form.with(select("lease", "Which home?", options));
    }
    form.with(Tiles)
        .with(place())
        .with(description("What is wrong?").hint("Since when, how bad, what you have tried."))
        .with(choose_file("camera", "Take a photo", ACCEPT_PHOTO).several().camera().optional())
        .with(choose("Photos or documents"))
        .under("How to get in", |form| {
            form.with(
                area("access", "When may somebody come in?")
                    .rows(2)
                    .max(500)
                    .optional()
                    .hint("Weekdays after five, mornings, any time …"),
            )
            .with(check("may_enter", "They may come in with the key when nobody is home"))
        })
        .under("How urgent is it?", |form| {
            form.with(
                check("emergency", "This is an emergency")
                    .hint("Water runs, gas smells, no heat in winter, a door does not lock."),
            )
            .part(emergency_box(&homes.call))
            .with(
                phone("phone", "Number to call you back")
                    .max(40)
                    .optional()
                    .hint("Needed in an emergency. Only your landlord’s side sees it."),
            )
        })
        .submit("Send report")
        .cancel("/portal/repairs")
        .view()
}

/// What the camera of a telephone makes.
const ACCEPT_PHOTO: &str = "image/*";

/// The number to call at once, large, where it stands beside the box that says emergency.
fn emergency_box(call: &Contacts) -> AnyView {
    let (words, phone) = match &call.emergency {
        Some(phone) => ("Call now, day or night. Then send the report too:", phone.clone()),
        None => ("Fire or gas? Leave first, then call:", "911".into()),
    };
    let to = call_link(&phone);
    view! {
        <p class="emergency">
            {icon(Icon::Phone)} <span>{words}</span>
            <a href=to>{phone}</a>
        </p>
    }
    .into_any()
}
