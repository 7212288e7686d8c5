//! What is said about a repair: comments that both sides read, and notes that the landlord's side keeps to itself.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::Typed;
use domain::id::{CommentId, TicketId};
use domain::ticket::{TEXT_MAX, said};
use domain::token::Scope;
use serde::{Deserialize, Serialize};
use store::tickets::{self, Entry, What};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::caller::Caller;
use super::page::{Page, limit, mark, no_cursor, read_mark};
use super::problem::Problem;
use super::sent::{Id, Query, Sent};

/// Which part of a thread.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Part {
    /// Entries to look at: 1 to 100, without it 50.
    pub limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    pub cursor: Option<String>,
}

/// Reads a part of the thread, the newest first, and keeps what `chosen` makes something of. A page may hold fewer entries
/// than it looked at, and only one without `next` is the last.
pub async fn part_of_thread<T>(
    caller: &Caller,
    id: TicketId,
    part: Part,
    chosen: impl Fn(Entry) -> Option<T>,
) -> Result<Page<T>, Problem> {
    caller.may(Scope::TicketsRead)?;
    caller.is_landlord()?;
    let limit = limit(part.limit)?;
    let before = part.cursor.as_deref().map(|text| read_mark(text).ok_or_else(no_cursor)).transpose()?;
    let mut tx = caller.visit.enter().await?;
    tickets::find(&mut tx, id).await?;
    let mut entries = tickets::thread(&mut tx, id, before, limit + 1).await?;
    let more = i64::try_from(entries.len()).is_ok_and(|n| n > limit);
    if more {
        entries.remove(0);
    }
    let next = entries.first().filter(|_| more).map(|entry| mark(entry.at, entry.id));
    Ok(Page { items: entries.into_iter().rev().filter_map(chosen).collect(), next })
}

/// Something said.
#[derive(Serialize, ToSchema)]
pub struct Comment {
    /// Its id.
    id: Uuid,
    /// When.
    at: DateTime<Utc>,
    /// Who.
    name: String,
    /// `landlord` or `tenant`.
    side: &'static str,
    /// The words.
    body: String,
    /// Only the landlord's side reads it.
    is_note: bool,
}

fn comment(entry: Entry) -> Option<Comment> {
    let (body, is_note) = match entry.what {
        What::Said(words) => (words, false),
        What::Noted(words) => (words, true),
        What::Done { .. } => return None,
    };
    Some(Comment { id: entry.id, at: entry.at, name: entry.name, side: entry.side.word(), body, is_note })
}

/// What was said about a repair, the newest first.
#[utoipa::path(get, path = "/api/v1/tickets/{id}/comments", tag = "Comments", params(("id" = Uuid, Path), Part), responses((status = 200, body = Page<Comment>)))]
pub async fn list(
    caller: Caller,
    Id(id): Id<TicketId>,
    Query(part): Query<Part>,
) -> Result<Page<Comment>, Problem> {
    part_of_thread(&caller, id, part, comment).await
}

/// Something to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// Made by you, so that what is sent twice is said once.
    id: Option<Uuid>,
    /// At most 5,000 characters.
    body: String,
    /// Landlords: keep it to your side.
    #[serde(default)]
    is_note: bool,
}

/// What was said.
#[derive(Serialize, ToSchema)]
pub struct Said {
    /// Its id.
    id: Uuid,
}

/// Says something about a repair, or keeps a note on it.
#[utoipa::path(post, path = "/api/v1/tickets/{id}/comments", tag = "Comments", params(("id" = Uuid, Path)), request_body = NewComment, responses((status = 201, body = Said), (status = 200, description = "It was said before", body = Said)))]
pub async fn say(
    caller: Caller,
    Id(ticket): Id<TicketId>,
    Sent(new): Sent<NewComment>,
) -> Result<Response, Problem> {
    caller.may(Scope::TicketsWrite)?;
    let mut typed = Typed::filled([("body", new.body)]);
    let words = said(&mut typed, "body", "What you say", TEXT_MAX);
    if !typed.is_sound() {
        return Err(Problem::of_fields(&typed));
    }
    let mut tx = caller.visit.enter().await?;
    let id = CommentId(new.id.unwrap_or_else(|| tx.new_id()));
    let is_new = if new.is_note {
        caller.landlord()?;
        tickets::note(&mut tx, ticket, id, &words).await?
    } else {
        tickets::say(&mut tx, ticket, id, &words).await?
    };
    tx.commit().await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Said { id: id.0 })).into_response())
}
