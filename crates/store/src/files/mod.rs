//! Photos and documents of repairs: what they are and whose. Their bytes lie elsewhere, under names made of ids; they are
//! there before the row is, and go before the row goes, so that no row is ever without them.

mod add;
mod remove;
mod sweep;
mod thumbnail;

use chrono::{DateTime, Utc};
use domain::Viewer;
use domain::file::{FileKind, Thumbnail};
use domain::id::{ActivityId, FileId, LeaseId, PersonId, PortfolioId, PropertyId, TicketId};
use domain::ticket::Side;

use crate::activity::{Entry, record};
use crate::db::id_at;
use crate::events::{Audience, announce};
use crate::tickets::Ticket;
use crate::{Db, Error, Result, Tx};

pub use add::{Added, NewFile, add, has_room, room_used};
pub use remove::{bring_back, remove};
pub use sweep::{Removed, forget, kept, removed};
pub use thumbnail::{set_thumbnail, thumbnail};

/// More files than this on one repair are an archive.
pub const FILES_MAX: i64 = 100;

/// A file of a repair, as people may know it.
#[derive(Clone, Debug)]
pub struct FileRow {
    /// Its id.
    pub id: FileId,
    /// The repair it hangs on.
    pub ticket: TicketId,
    /// The household that sees it; none for what the landlord's side keeps to itself.
    pub lease: Option<LeaseId>,
    /// What it is.
    pub kind: FileKind,
    /// What it is called.
    pub name: String,
    /// How large it is.
    pub bytes: u64,
    /// Width and height in pixels, of a picture.
    pub pixels: Option<(u32, u32)>,
    /// How it stands with its small picture.
    pub thumbnail: Thumbnail,
    /// From which side it came.
    pub side: Side,
    /// Who added it.
    pub added_by: PersonId,
    /// As they were called then.
    pub added_by_name: String,
    /// When.
    pub added_at: DateTime<Utc>,
}

impl FileRow {
    /// Whether this viewer may take it away: the landlord's side any, tenants their own.
    pub fn may_remove(&self, viewer: &Viewer) -> bool {
        match viewer {
            Viewer::Member(_) => true,
            Viewer::Tenant(tenant) => tenant.person == Some(self.added_by),
            _ => false,
        }
    }
}

/// A row as it comes from the queries below.
struct Raw {
    id: uuid::Uuid,
    ticket_id: uuid::Uuid,
    lease_id: Option<uuid::Uuid>,
    kind: String,
    name: String,
    bytes: i32,
    width: Option<i32>,
    height: Option<i32>,
    thumbnail: String,
    side: String,
    added_by: uuid::Uuid,
    added_by_name: String,
    added_at: DateTime<Utc>,
}

impl From<Raw> for FileRow {
    fn from(raw: Raw) -> FileRow {
        let whole = |n: i32| u32::try_from(n).unwrap_or_default();
        FileRow {
            id: FileId(raw.id),
            ticket: TicketId(raw.ticket_id),
            lease: raw.lease_id.map(LeaseId),
            // The table knows no other words; what is handed out as a document does no harm.
            kind: raw.kind.parse().unwrap_or(FileKind::Pdf),
            name: raw.name,
            bytes: u64::try_from(raw.bytes).unwrap_or_default(),
            pixels: raw.width.map(whole).zip(raw.height.map(whole)),
            thumbnail: raw.thumbnail.parse().unwrap_or(Thumbnail::Failed),
            side: Side::from_word(&raw.side),
            added_by: PersonId(raw.added_by),
            added_by_name: raw.added_by_name,
            added_at: raw.added_at,
        }
    }
}

/// A new name for a file, for its bytes to lie under before its row is written.
pub fn new_id(db: &Db) -> FileId {
    FileId(id_at(db.now()))
}

/// Files of a repair that the viewer may see, oldest first.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<Vec<FileRow>> {
    let rows = sqlx::query_as!(
        Raw,
        "select id, ticket_id, lease_id, kind, name, bytes, width, height, thumbnail, side, added_by, added_by_name, added_at
           from file where portfolio_id = app.portfolio_id() and ticket_id = $1 and removed_at is null
          order by added_at, id limit $2",
        ticket.0,
        FILES_MAX
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(FileRow::from).collect())
}

/// One file, and the portfolio under which its bytes lie.
///
/// # Errors
/// [`Error::Missing`] when it is not there, was removed, or is not the viewer's to see.
pub async fn read(tx: &mut Tx, id: FileId) -> Result<(PortfolioId, FileRow)> {
    let portfolio = tx.portfolio().map_err(|_| Error::Missing)?;
    let row = sqlx::query_as!(
        Raw,
        "select id, ticket_id, lease_id, kind, name, bytes, width, height, thumbnail, side, added_by, added_by_name, added_at
           from file where portfolio_id = app.portfolio_id() and id = $1 and removed_at is null",
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((portfolio, row.into()))
}

/// An entry of the activity list, and the word to open pages of whoever sees the file.
async fn tell(tx: &mut Tx, ticket: &Ticket, for_household: bool, entry: Entry) -> Result<ActivityId> {
    let id = record(tx, entry.at(ticket.property).about_people()).await?;
    tell_pages(tx, ticket.id, ticket.property, ticket.lease.filter(|_| for_household)).await?;
    Ok(id)
}

/// Lets open pages of the repair ask again.
async fn tell_pages(
    tx: &mut Tx,
    ticket: TicketId,
    property: PropertyId,
    lease: Option<LeaseId>,
) -> Result<()> {
    let audience = match lease {
        Some(lease) => Audience::Household(property, lease),
        None => Audience::Keepers(Some(property)),
    };
    announce(tx, "ticket", ticket, audience).await
}
