//! What happened: the timeline of one repair, and everything the caller hears of.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::id::TicketId;
use domain::token::Scope;
use serde::{Deserialize, Serialize};
use store::events::{self, Since, missed};
use store::tickets::{Entry, What};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::caller::Caller;
use super::comments::{Part, part_of_thread};
use super::page::{Page, no_cursor};
use super::problem::Problem;
use super::sent::{Id, Query};
use crate::live::caught_up;
use crate::web::Web;

/// One thing done about a repair.
#[derive(Serialize, ToSchema)]
pub struct TicketEvent {
    /// Its id.
    id: Uuid,
    /// When.
    at: DateTime<Utc>,
    /// Who.
    name: String,
    /// `landlord` or `tenant`.
    side: &'static str,
    /// Such as `reported`, `status`, `visit_proposed`.
    kind: &'static str,
    /// Words before.
    before: Option<String>,
    /// Words after.
    after: Option<String>,
}

fn event(entry: Entry) -> Option<TicketEvent> {
    let What::Done { what, before, after, .. } = entry.what else { return None };
    let (name, side, kind) = (entry.name, entry.side.word(), what.word());
    Some(TicketEvent { id: entry.id, at: entry.at, name, side, kind, before, after })
}

/// What was done about a repair, the newest first.
#[utoipa::path(get, path = "/api/v1/tickets/{id}/events", tag = "Events", params(("id" = Uuid, Path), Part), responses((status = 200, body = Page<TicketEvent>)))]
pub async fn of_ticket(
    caller: Caller,
    Id(id): Id<TicketId>,
    Query(part): Query<Part>,
) -> Result<Page<TicketEvent>, Problem> {
    part_of_thread(&caller, id, part, event).await
}

/// From where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct From {
    /// `next` of the answer before; without it, from now on.
    since: Option<String>,
}

/// Something that changed: ids only. Ask for the thing itself to see what it says.
#[derive(Serialize, ToSchema)]
pub struct Heard {
    /// The event's id.
    id: Uuid,
    /// A noun, such as `ticket`.
    topic: String,
    /// The id of what changed.
    subject: Uuid,
}

/// What changed since.
#[derive(Serialize, ToSchema)]
pub struct Changes {
    /// In no certain order.
    items: Vec<Heard>,
    /// What to send as `since` next time.
    next: String,
    /// More has changed than can be told, or it is too long ago: read what you need anew.
    reset: bool,
}

/// What has changed that the caller may see, since the last time they asked; kept for half a day.
#[utoipa::path(get, path = "/api/v1/events", tag = "Events", params(From), responses((status = 200, body = Changes)))]
pub async fn since(
    State(web): State<Web>,
    caller: Caller,
    Query(from): Query<From>,
) -> Result<Json<Changes>, Problem> {
    caller.may(Scope::EventsRead)?;
    let db = &web.house.db;
    // Where the reader stood before the rows are read, so that nothing falls in between.
    let here = events::here(db);
    let changes = |items, reset| Json(Changes { items, next: here.sealed.to_string(), reset });
    let Some(text) = from.since else { return Ok(changes(Vec::new(), false)) };
    if text.len() > 4_096 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(no_cursor());
    }
    let Some(since) = caught_up(&web.live, Since::open(db, &text)).await else {
        return Ok(changes(Vec::new(), true));
    };
    let here = events::here(db);
    let changes = |items, reset| Json(Changes { items, next: here.sealed.to_string(), reset });
    let mut tx = caller.visit.enter().await?;
    let Some(missed) = missed(&mut tx, &since, &here).await? else { return Ok(changes(Vec::new(), true)) };
    let heard = missed.into_iter().map(|m| Heard { id: m.id.0, topic: m.topic, subject: m.subject });
    Ok(changes(heard.collect(), false))
}
