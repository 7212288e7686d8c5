//! Photos and documents of repairs: brought through the same guarded road as on the pages, and handed out as they are there.

use app::files::{Brought, OnTicket};
use app::kernel::{Failure, Photos};
use axum::Json;
use axum::extract::FromRequest;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::file::Thumbnail;
use domain::id::{FileId, TicketId};
use domain::token::Scope;
use serde::Serialize;
use store::files::{self, FileRow};
use store::tickets;
use utoipa::ToSchema;
use uuid::Uuid;

use super::caller::Caller;
use super::page::Page;
use super::problem::Problem;
use super::sent::Id;
use crate::web::Web;

/// A file.
#[derive(Serialize, ToSchema)]
pub struct Attachment {
    /// Its id.
    id: Uuid,
    /// What it is called.
    name: String,
    /// `jpeg`, `png`, `webp` or `pdf`.
    kind: &'static str,
    /// How large it is.
    bytes: u64,
    /// Width in pixels, of a picture.
    width: Option<u32>,
    /// Height in pixels, of a picture.
    height: Option<u32>,
    /// Its small picture can be asked for.
    has_thumbnail: bool,
    /// Who added it.
    added_by: String,
    /// `landlord` or `tenant`.
    side: &'static str,
    /// When.
    added_at: DateTime<Utc>,
}

impl From<FileRow> for Attachment {
    fn from(row: FileRow) -> Attachment {
        Attachment {
            id: row.id.0,
            kind: row.kind.word(),
            bytes: row.bytes,
            width: row.pixels.map(|(width, _)| width),
            height: row.pixels.map(|(_, height)| height),
            has_thumbnail: row.thumbnail == Thumbnail::Ready,
            added_by: row.added_by_name,
            side: row.side.word(),
            added_at: row.added_at,
            name: row.name,
        }
    }
}

/// Files of a repair, the oldest first.
#[utoipa::path(get, path = "/api/v1/tickets/{id}/attachments", tag = "Attachments", params(("id" = Uuid, Path)), responses((status = 200, body = Page<Attachment>)))]
pub async fn list(caller: Caller, Id(id): Id<TicketId>) -> Result<Page<Attachment>, Problem> {
    caller.may(Scope::TicketsRead)?;
    caller.is_landlord()?;
    let mut tx = caller.visit.enter().await?;
    tickets::find(&mut tx, id).await?;
    let rows = files::of_ticket(&mut tx, id).await?;
    Ok(Page { items: rows.into_iter().map(Attachment::from).collect(), next: None })
}

/// Files to bring.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the form; the pages' reader reads it")]
pub struct Files {
    /// JPEG, PNG, WebP or PDF, at most ten of 20 MB each.
    #[schema(value_type = Vec<String>, format = Binary)]
    photos: Vec<u8>,
    /// `1`: only the landlord's side sees them.
    is_note: Option<String>,
}

/// What became of the files.
#[derive(Serialize, ToSchema)]
pub struct Kept {
    /// All files of the repair, with those that are new.
    items: Vec<Attachment>,
    /// A sentence for each file that was left out.
    left_out: Vec<String>,
}

/// Adds files to a repair. What is unsound is left out and told of; the rest is kept.
#[utoipa::path(post, path = "/api/v1/tickets/{id}/attachments", tag = "Attachments", params(("id" = Uuid, Path)), request_body(content = Files, content_type = "multipart/form-data"), responses((status = 200, body = Kept)))]
pub async fn bring(caller: Caller, Id(ticket): Id<TicketId>, photos: Form) -> Result<Json<Kept>, Problem> {
    caller.may(Scope::TicketsWrite)?;
    let landlord = caller.is_landlord()?;
    let Form(photos) = photos;
    let is_note = photos.typed.checked("is_note");
    if is_note && !landlord {
        return Err(Problem::missing());
    }
    // Whoever may not see the repair brings nothing, however long it takes to look through it.
    let mut tx = caller.visit.enter().await?;
    tickets::find(&mut tx, ticket).await?;
    drop(tx);
    let mut brought = Brought::take(&caller.visit, photos).await;
    let mut tx = caller.visit.enter().await?;
    if !is_note && !brought.is_empty() {
        tickets::show_files(&mut tx, ticket).await?;
    }
    brought.keep(&caller.visit.house, &mut tx, OnTicket { ticket, for_household: !is_note }).await?;
    let rows = files::of_ticket(&mut tx, ticket).await?;
    tx.commit().await?;
    let left_out = brought.left_out().iter().map(|sentence| sentence.0.clone()).collect();
    Ok(Json(Kept { items: rows.into_iter().map(Attachment::from).collect(), left_out }))
}

/// A multipart form with files.
pub struct Form(Photos);

impl FromRequest<Web> for Form {
    type Rejection = Problem;

    async fn from_request(request: axum::extract::Request, web: &Web) -> Result<Form, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            return Err(Problem::new(
                "not-understood",
                "Send files as multipart/form-data, each as a part named photos.",
            ));
        }
        let read: Result<Photos, Failure> = Photos::from_request(request, web).await;
        read.map(Form).map_err(Problem::from)
    }
}

/// A file, whole.
#[utoipa::path(get, path = "/api/v1/attachments/{id}", tag = "Attachments", params(("id" = Uuid, Path)), responses((status = 200, description = "The file", content_type = "application/octet-stream"), (status = 304)))]
pub async fn whole(caller: Caller, Id(id): Id<FileId>, asked: HeaderMap) -> Result<Response, Problem> {
    caller.may(Scope::TicketsRead)?;
    Ok(app::files::whole(caller.visit, axum::extract::Path(id), asked).await?)
}

/// A small picture of a photo, once it is made.
#[utoipa::path(get, path = "/api/v1/attachments/{id}/thumbnail", tag = "Attachments", params(("id" = Uuid, Path)), responses((status = 200, description = "The picture", content_type = "image/jpeg"), (status = 304)))]
pub async fn small(caller: Caller, Id(id): Id<FileId>, asked: HeaderMap) -> Result<Response, Problem> {
    caller.may(Scope::TicketsRead)?;
    Ok(app::files::small(caller.visit, axum::extract::Path(id), asked).await?)
}

/// Takes a file away: the landlord's side any, tenants their own.
#[utoipa::path(delete, path = "/api/v1/attachments/{id}", tag = "Attachments", params(("id" = Uuid, Path)), responses((status = 204)))]
pub async fn remove(caller: Caller, Id(id): Id<FileId>) -> Result<Response, Problem> {
    caller.may(Scope::TicketsWrite)?;
    let mut tx = caller.visit.enter().await?;
    files::remove(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
