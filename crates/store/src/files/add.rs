//! Adding files to a repair, as far as the portfolio has room for them.

use domain::Viewer;
use domain::file::{FileKind, Thumbnail};
use domain::id::{FileId, PersonId, TicketId};
use domain::ticket::Side;
use serde_json::json;

use super::{FILES_MAX, tell};
use crate::activity::Entry;
use crate::jobs::{NewJob, enqueue};
use crate::tickets::{self, Ticket};
use crate::{Error, Result, Tx};

/// A file whose bytes lie there already.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The name its bytes lie under.
    pub id: FileId,
    /// What it is.
    pub kind: FileKind,
    /// What people call it.
    pub name: String,
    /// How large it is; at most 20 MB.
    pub bytes: u32,
    /// Width and height in pixels, of a picture.
    pub pixels: Option<(u32, u32)>,
    /// Of its bytes.
    pub sha256: [u8; 32],
}

/// What became of files that were to be added.
#[derive(Clone, Debug, Default)]
pub struct Added {
    /// Those that are kept now.
    pub kept: Vec<FileId>,
    /// Those that the repair had already: a form that was sent twice. Nothing is lost.
    pub had: Vec<FileId>,
    /// Those for which the portfolio has no room, or the repair, by their names.
    pub no_room: Vec<(FileId, String)>,
}

/// True when the viewer's portfolio has room for so many bytes more, as it stands now.
///
/// # Errors
/// [`Error::Missing`] for viewers who add no files.
pub async fn has_room(mut tx: Tx, bytes: u64, bytes_max: u64) -> Result<bool> {
    // The transaction ends without being kept, and the room is free again.
    take(&mut tx, bytes, bytes_max).await
}

async fn take(tx: &mut Tx, bytes: u64, bytes_max: u64) -> Result<bool> {
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(sqlx::query_scalar!(
        r#"select app.take_file_room($1, $2) as "taken!""#,
        whole(bytes),
        whole(bytes_max)
    )
    .fetch_one(tx.conn())
    .await?)
}

/// How many bytes the portfolio keeps. For owners; zero for everybody else.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn room_used(tx: &mut Tx) -> Result<u64> {
    let used =
        sqlx::query_scalar!("select used_bytes from file_room where portfolio_id = app.portfolio_id()")
            .fetch_optional(tx.conn())
            .await?;
    Ok(used.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or_default())
}

/// Adds files to a repair: to be seen by its household too, or by the landlord's side alone. For each that finds no room the
/// others are still kept.
///
/// # Errors
/// [`Error::Missing`] when the repair is not the viewer's to see; [`Error::Looking`]; [`Error::Forbidden`].
pub async fn add(
    tx: &mut Tx,
    ticket: TicketId,
    for_household: bool,
    files: &[NewFile],
    bytes_max: u64,
) -> Result<Added> {
    let mut added = Added::default();
    if files.is_empty() {
        return Ok(added);
    }
    let ticket = tickets::find(tx, ticket).await?;
    let for_household = for_household && ticket.lease.is_some();
    let mut left = FILES_MAX - count(tx, &ticket).await?;
    let by = By::asking(tx).await?;
    for file in files {
        let kept = if left > 0 {
            keep(tx, &by, &ticket, for_household, file, bytes_max).await?
        } else {
            Kept::NoRoom
        };
        match kept {
            Kept::New => {
                added.kept.push(file.id);
                left -= 1;
            }
            Kept::Had => added.had.push(file.id),
            Kept::NoRoom => added.no_room.push((file.id, file.name.clone())),
        }
    }
    if !added.kept.is_empty() {
        let names: Vec<&str> =
            files.iter().filter(|f| added.kept.contains(&f.id)).map(|f| f.name.as_str()).collect();
        let sentence = format!("{} {}: Added {}.", ticket.number(), ticket.title, names.join(", "));
        tell(tx, &ticket, for_household, Entry::new("file.add", ticket.id, sentence)).await?;
    }
    Ok(added)
}

async fn count(tx: &mut Tx, ticket: &Ticket) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from file
            where portfolio_id = app.portfolio_id() and ticket_id = $1 and removed_at is null"#,
        ticket.id.0
    )
    .fetch_one(tx.conn())
    .await?)
}

/// What became of one.
enum Kept {
    New,
    Had,
    NoRoom,
}

/// Whoever is asking, by the name they go by.
struct By {
    person: PersonId,
    name: String,
    side: Side,
}

impl By {
    async fn asking(tx: &mut Tx) -> Result<By> {
        let (person, side) = match tx.viewer() {
            Viewer::Member(member) => (member.person, Side::Landlord),
            Viewer::Tenant(tenant) => (tenant.person.ok_or(Error::Looking)?, Side::Tenant),
            _ => return Err(Error::Forbidden),
        };
        let name = sqlx::query_scalar!("select name from person where id = $1", person.0)
            .fetch_one(tx.conn())
            .await?;
        Ok(By { person, name, side })
    }
}

/// Takes the room and writes the row, or neither, and has its small picture made.
async fn keep(
    tx: &mut Tx,
    by: &By,
    ticket: &Ticket,
    for_household: bool,
    file: &NewFile,
    bytes_max: u64,
) -> Result<Kept> {
    // Back to here where the repair has it already: then no room is taken, and the rest goes on.
    sqlx::query!("savepoint file").execute(tx.conn()).await?;
    if !take(tx, file.bytes.into(), bytes_max).await? {
        return Ok(Kept::NoRoom);
    }
    if !insert(tx, by, ticket, for_household, file).await? {
        sqlx::query!("rollback to savepoint file").execute(tx.conn()).await?;
        return Ok(Kept::Had);
    }
    if file.kind.is_photo() {
        enqueue(tx, NewJob::new("thumbnail", &json!({ "file": file.id })).keyed(file.id.to_string())).await?;
    }
    Ok(Kept::New)
}

/// False when the repair has the same bytes already, for the same people.
async fn insert(tx: &mut Tx, by: &By, ticket: &Ticket, for_household: bool, file: &NewFile) -> Result<bool> {
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let whole = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let thumbnail = if file.kind.is_photo() { Thumbnail::Waiting } else { Thumbnail::None };
    let done = sqlx::query!(
        "insert into file (portfolio_id, id, ticket_id, property_id, lease_id, kind, name, bytes, width, height, sha256, thumbnail, side,
           added_by, added_by_name, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict do nothing",
        portfolio,
        file.id.0,
        ticket.id.0,
        ticket.property.0,
        ticket.lease.filter(|_| for_household).map(|l| l.0),
        file.kind.word(),
        file.name,
        whole(file.bytes),
        file.pixels.map(|(width, _)| whole(width)),
        file.pixels.map(|(_, height)| whole(height)),
        &file.sha256[..],
        thumbnail.word(),
        by.side.word(),
        by.person.0,
        by.name,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
