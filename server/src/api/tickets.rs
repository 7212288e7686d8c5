//! Repairs: the list, one of them, reporting, putting right, and its steps.

use axum::Json;
use axum::http::header::{ETAG, HeaderValue, IF_NONE_MATCH, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::Typed;
use domain::id::{LeaseId, PropertyId, TicketId, UnitId};
use domain::ticket::{Facts, Move, Priority, Report, Status};
use domain::token::Scope;
use serde::Deserialize;
use store::Tx;
use store::tickets::{self, Cursor, Filter, Line, NewTicket, Shown};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::caller::Caller;
use super::page::{Page, limit, mark, no_cursor, read_mark};
use super::problem::Problem;
use super::sent::{Id, Query, Sent};
use super::shape::{Ticket, TicketLine};

/// What a list asks for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Listed {
    /// `going` (open and in progress, the most pressing first), `waiting` (of these, where the household waits for an answer), or
    /// one status, the newest first. Without it: `going`.
    status: Option<String>,
    /// Of one priority. For the landlord's side.
    priority: Option<String>,
    /// In one property. For the landlord's side.
    property: Option<Uuid>,
    /// Entries on a page: 1 to 100, without it 50.
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// Repairs that the caller may see.
#[utoipa::path(get, path = "/api/v1/tickets", tag = "Repairs", params(Listed), responses((status = 200, body = Page<TicketLine>)))]
pub async fn list(caller: Caller, Query(asked): Query<Listed>) -> Result<Page<TicketLine>, Problem> {
    caller.may(Scope::TicketsRead)?;
    let shown = read_shown(asked.status.as_deref())?;
    let limit = limit(asked.limit)?;
    let mut tx = caller.visit.enter().await?;
    if !caller.is_landlord()? {
        return Ok(Page { items: own(&mut tx, shown).await?, next: None });
    }
    let priority = asked.priority.as_deref().map(str::parse::<Priority>).transpose();
    let priority = priority
        .map_err(|()| Problem::new("not-understood", "priority: choose emergency, high, normal or low."))?;
    let filter = Filter { shown, priority, property: asked.property.map(PropertyId), age: None };
    let after = asked.cursor.as_deref().map(|text| read_cursor(text).ok_or_else(no_cursor)).transpose()?;
    let mut lines = tickets::triage(&mut tx, &filter, after, limit + 1).await?;
    let more = i64::try_from(lines.len()).is_ok_and(|n| n > limit);
    lines.truncate(usize::try_from(limit).unwrap_or_default());
    let next = lines.last().filter(|_| more).map(cursor);
    Ok(Page { items: lines.into_iter().map(TicketLine::from).collect(), next })
}

/// A household has few: they come on one page.
async fn own(tx: &mut Tx, shown: Shown) -> Result<Vec<TicketLine>, Problem> {
    let own = tickets::own(tx).await?;
    let lines = own.open.into_iter().chain(own.closed);
    let wanted = |line: &Line| match shown {
        Shown::Going => !line.status.is_closed(),
        Shown::Waiting => line.waits_since.is_some(),
        Shown::Only(status) => line.status == status,
    };
    Ok(lines.filter(wanted).map(TicketLine::from).collect())
}

fn read_shown(word: Option<&str>) -> Result<Shown, Problem> {
    match word {
        None | Some("going") => Ok(Shown::Going),
        Some("waiting") => Ok(Shown::Waiting),
        Some(word) => word.parse::<Status>().map(Shown::Only).map_err(|_| {
            let words = "status: choose going, waiting, open, in_progress, completed or cancelled.";
            Problem::new("not-understood", words)
        }),
    }
}

fn cursor(line: &Line) -> String {
    format!("{}.{}", line.priority.word(), mark(line.created_at, line.id.0))
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (priority, rest) = text.split_once('.')?;
    let (created_at, id) = read_mark(rest)?;
    Some(Cursor { priority: priority.parse().ok()?, created_at, id: TicketId(id) })
}

/// One repair. With `If-None-Match`, 304 while nothing has changed.
#[utoipa::path(get, path = "/api/v1/tickets/{id}", tag = "Repairs", params(("id" = Uuid, Path)), responses((status = 200, body = Ticket), (status = 304)))]
pub async fn show(caller: Caller, Id(id): Id<TicketId>, headers: HeaderMap) -> Result<Response, Problem> {
    caller.may(Scope::TicketsRead)?;
    let mut tx = caller.visit.enter().await?;
    let ticket = whole(&caller, &mut tx, id).await?;
    let tag = ticket.tag();
    let known =
        headers.get(IF_NONE_MATCH).and_then(|v| v.to_str().ok()).is_some_and(|tags| tags.contains(&tag));
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { Json(ticket).into_response() };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    Ok(response)
}

/// A repair as the caller's side knows it.
async fn whole(caller: &Caller, tx: &mut Tx, id: TicketId) -> Result<Ticket, Problem> {
    let landlord = caller.is_landlord()?;
    let ticket = tickets::find(tx, id).await?;
    let inside = if landlord { tickets::inside(tx, id).await? } else { Default::default() };
    Ok(Ticket::new(ticket, inside))
}

/// A repair to be reported.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// Made by you, so that a report that is sent twice is one.
    id: Option<Uuid>,
    /// `water`, `heating`, `electric`, `appliance`, `door`, `pest`, `structure`, `outside` or `other`.
    category: String,
    /// Where in the home, in a few words.
    place: String,
    /// What is wrong; at most 5,000 characters.
    description: String,
    /// Tenants: the lease of the home, where they have several.
    lease: Option<Uuid>,
    /// Tenants: an emergency, which needs a number to call back.
    #[serde(default)]
    emergency: bool,
    /// Tenants: when somebody may come in.
    access: Option<String>,
    /// Tenants: whether somebody may come in with nobody at home.
    #[serde(default)]
    may_enter: bool,
    /// Tenants: a number to call back.
    phone: Option<String>,
    /// Landlords: the property.
    property: Option<Uuid>,
    /// Landlords: the home; without it, a part that all share.
    unit: Option<Uuid>,
    /// Landlords: the household sees it, and is asked about visits.
    #[serde(default)]
    with_household: bool,
    /// Landlords: a title of your own.
    title: Option<String>,
    /// Landlords: `emergency`, `high`, `normal` (without it) or `low`.
    priority: Option<String>,
}

impl NewReport {
    fn typed(&self) -> Typed {
        let mut typed = Typed::filled([
            ("category", self.category.clone()),
            ("place", self.place.clone()),
            ("description", self.description.clone()),
            ("title", self.title.clone().unwrap_or_default()),
            ("access", self.access.clone().unwrap_or_default()),
            ("phone", self.phone.clone().unwrap_or_default()),
            ("priority", self.priority.clone().unwrap_or_else(|| "normal".into())),
        ]);
        for (name, on) in [("emergency", self.emergency), ("may_enter", self.may_enter)] {
            if on {
                typed.set(name, "1");
            }
        }
        typed
    }
}

/// Reports a repair.
#[utoipa::path(post, path = "/api/v1/tickets", tag = "Repairs", request_body = NewReport, responses((status = 201, body = Ticket), (status = 200, description = "It was reported before", body = Ticket)))]
pub async fn report(caller: Caller, Sent(new): Sent<NewReport>) -> Result<Response, Problem> {
    caller.may(Scope::TicketsWrite)?;
    let landlord = caller.is_landlord()?;
    let mut typed = new.typed();
    let read = if landlord { Report::read_landlords(&mut typed) } else { Report::read(&mut typed) };
    if landlord && new.property.is_none() {
        typed.fail("property", "Say in which property it is.");
    }
    let (Some(report), true) = (read, typed.is_sound()) else { return Err(Problem::of_fields(&typed)) };
    let mut tx = caller.visit.enter().await?;
    let id = TicketId(new.id.unwrap_or_else(|| tx.new_id()));
    let reported = match new.property.filter(|_| landlord) {
        Some(property) => {
            let unit = new.unit.map(UnitId);
            let place =
                NewTicket { id, property: PropertyId(property), unit, with_household: new.with_household };
            tickets::report(&mut tx, &place, &report, caller.visit.today()).await?
        }
        None => tickets::report_own(&mut tx, id, lease(&caller, new.lease)?, &report).await?,
    };
    let ticket = whole(&caller, &mut tx, reported.id).await?;
    tx.commit().await?;
    let status = if reported.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, [(LOCATION, format!("/api/v1/tickets/{}", ticket.id))], Json(ticket)).into_response())
}

/// The lease that was named, or the only one.
fn lease(caller: &Caller, named: Option<Uuid>) -> Result<LeaseId, Problem> {
    let domain::Viewer::Tenant(tenant) = &caller.visit.standing.viewer else {
        return Err(Problem::missing());
    };
    match (named, &tenant.living[..]) {
        (Some(named), _) => Ok(LeaseId(named)),
        (None, [only]) => Ok(*only),
        (None, []) => Err(Problem::missing()),
        (None, _) => {
            let mut typed = Typed::default();
            typed.fail("lease", "You live in several homes. Say in which one it is.");
            Err(Problem::of_fields(&typed))
        }
    }
}

/// What the landlord's side puts right. What is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// As you read it.
    version: i32,
    /// In one line.
    title: Option<String>,
    /// What it is about.
    category: Option<String>,
    /// Where in the home.
    place: Option<String>,
    /// How soon.
    priority: Option<String>,
}

/// Puts a repair right. For the landlord's side.
#[utoipa::path(patch, path = "/api/v1/tickets/{id}", tag = "Repairs", params(("id" = Uuid, Path)), request_body = Change, responses((status = 200, body = Ticket)))]
pub async fn change(
    caller: Caller,
    Id(id): Id<TicketId>,
    Sent(change): Sent<Change>,
) -> Result<Json<Ticket>, Problem> {
    caller.may(Scope::TicketsWrite)?;
    caller.landlord()?;
    let mut tx = caller.visit.enter().await?;
    let ticket = tickets::find(&mut tx, id).await?;
    let or = |new: Option<String>, old: &str| new.unwrap_or_else(|| old.to_owned());
    let mut typed = Typed::filled([
        ("title", or(change.title, &ticket.title)),
        ("category", or(change.category, ticket.category.word())),
        ("place", or(change.place, &ticket.place)),
        ("priority", or(change.priority, ticket.priority.word())),
    ]);
    let read = Facts::read(&mut typed);
    let (Some(facts), true) = (read, typed.is_sound()) else { return Err(Problem::of_fields(&typed)) };
    tickets::change_facts(&mut tx, id, change.version, &facts).await?;
    let ticket = whole(&caller, &mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(ticket))
}

/// A step to another status.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// As you read it.
    version: i32,
    /// `start`, `complete`, `cancel` or `reopen`. Tenants may cancel what they reported, and reopen within 30 days.
    step: String,
}

/// Takes a step: starts, completes, cancels or reopens a repair.
#[utoipa::path(post, path = "/api/v1/tickets/{id}/status", tag = "Repairs", params(("id" = Uuid, Path)), request_body = Step, responses((status = 200, body = Ticket)))]
pub async fn step(
    caller: Caller,
    Id(id): Id<TicketId>,
    Sent(wanted): Sent<Step>,
) -> Result<Json<Ticket>, Problem> {
    caller.may(Scope::TicketsWrite)?;
    let step = wanted.step.parse::<Move>().map_err(|()| {
        let mut typed = Typed::default();
        typed.fail("step", "Choose start, complete, cancel or reopen.");
        Problem::of_fields(&typed)
    })?;
    let mut tx = caller.visit.enter().await?;
    tickets::change_status(&mut tx, id, wanted.version, step).await?;
    let ticket = whole(&caller, &mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(ticket))
}

/// The household's word.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// As you read it.
    version: i32,
}

/// Says that a repair is fixed. For the household.
#[utoipa::path(post, path = "/api/v1/tickets/{id}/confirmation", tag = "Repairs", params(("id" = Uuid, Path)), request_body = Confirmation, responses((status = 200, body = Ticket)))]
pub async fn confirm(
    caller: Caller,
    Id(id): Id<TicketId>,
    Sent(read): Sent<Confirmation>,
) -> Result<Json<Ticket>, Problem> {
    caller.may(Scope::TicketsWrite)?;
    let mut tx = caller.visit.enter().await?;
    tickets::confirm(&mut tx, id, read.version).await?;
    let ticket = whole(&caller, &mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(ticket))
}
