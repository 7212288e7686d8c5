//! The one road by which files come in. First, with no transaction open: opened within limits, written anew, and laid on the
//! shelf under a name of ours. Then, in the transaction of what they hang on: a row, and the room they take. Whoever is
//! interrupted in between leaves bytes without a row, which are swept; never a row without bytes.

use domain::file::{kept_name, place};
use domain::id::{FileId, PortfolioId, TicketId};
use formats::file::{Clean, clean};
use sha2::{Digest, Sha256};
use store::files::{Added, NewFile};
use store::{Error, Tx, files};
use tokio::sync::Semaphore;
use url::form_urlencoded;

use crate::House;
use crate::kernel::{Notice, Photos, Sentence, Upload, Visit};

/// Photos opened at once. Each may need a core for a second and hundreds of megabytes.
static PLACES: Semaphore = Semaphore::const_new(2);

/// Room for sentences in the cookie of a notice, in bytes as they are written there.
const NOTICE_BYTES_MAX: usize = 2_800;

/// A file that was found sound and lies on the shelf, and belongs to nothing yet.
#[derive(Debug)]
pub struct Accepted(NewFile);

/// What a file hangs on, and who sees it.
#[derive(Clone, Copy, Debug)]
pub struct OnTicket {
    /// The repair.
    pub ticket: TicketId,
    /// Seen by the household too; else by the landlord's side alone.
    pub for_household: bool,
}

/// Makes a file fit to be kept and lays it on the shelf.
///
/// # Errors
/// A sentence that names the file and says what to do.
pub async fn take(visit: &Visit, upload: Upload) -> Result<Accepted, Sentence> {
    let Upload { name, bytes, .. } = upload;
    let told = domain::file::told_name(&name);
    let clean = open(name.clone(), bytes).await.map_err(Sentence)?;
    let portfolio = visit.standing.viewer.portfolio().ok_or_else(|| sorry(&told))?;
    let new = NewFile {
        id: files::new_id(visit.db()),
        kind: clean.kind,
        name: kept_name(&name, clean.kind),
        bytes: u32::try_from(clean.bytes.len()).map_err(|_| sorry(&told))?,
        pixels: clean.pixels,
        sha256: Sha256::digest(&clean.bytes).into(),
    };
    if !has_room(visit, &new).await.map_err(|error| broke(&told, &error))? {
        return Err(no_room(&told));
    }
    visit
        .house
        .shelf
        .put(&place(portfolio, new.id), clean.bytes)
        .await
        .map_err(|error| broke(&told, &error))?;
    Ok(Accepted(new))
}

/// Opens it beside the requests of others, few at a time.
async fn open(name: String, bytes: Vec<u8>) -> Result<Clean, String> {
    let sorry = format!(
        "“{}” could not be opened because of a mistake in Duplex. Send a screenshot of it.",
        domain::file::told_name(&name)
    );
    let Ok(_place) = PLACES.acquire().await else { return Err(sorry) };
    tokio::task::spawn_blocking(move || clean(&name, &bytes)).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a photo could not be opened because of a mistake in the reader");
        Err(sorry)
    })
}

/// Asked before bytes are written, so that a full portfolio fills no disk; taken for good with the row.
async fn has_room(visit: &Visit, new: &NewFile) -> store::Result<bool> {
    let tx = visit.db().enter(&visit.standing.viewer).await?;
    files::has_room(tx, new.bytes.into(), visit.house.shelf.portfolio_bytes_max).await
}

fn broke(name: &str, error: &dyn std::fmt::Display) -> Sentence {
    tracing::error!(%error, "a file could not be kept");
    sorry(name)
}

fn sorry(name: &str) -> Sentence {
    Sentence(format!("“{name}” could not be kept just now. Send it again in a moment."))
}

fn no_room(name: &str) -> Sentence {
    Sentence(format!("“{name}” was not kept, because there is no more room for photos and documents here."))
}

/// Keeps a file: its row, and the room it takes.
///
/// # Errors
/// [`Error::Refused`] when there is no more room; as [`files::add`].
pub async fn keep(house: &House, tx: &mut Tx, accepted: Accepted, on: OnTicket) -> store::Result<FileId> {
    let Accepted(new) = accepted;
    let added = add(house, tx, std::slice::from_ref(&new), on).await?;
    match added.no_room.first() {
        None => Ok(new.id),
        Some((_, name)) => Err(Error::refused("photos", no_room(name).0)),
    }
}

async fn add(house: &House, tx: &mut Tx, new: &[NewFile], on: OnTicket) -> store::Result<Added> {
    let portfolio = tx.portfolio()?;
    let most = house.shelf.portfolio_bytes_max;
    let added = files::add(tx, on.ticket, on.for_household, new, most).await?;
    let needless = added.had.iter().chain(added.no_room.iter().map(|(id, _)| id)).copied().collect();
    drop_later(house, portfolio, needless);
    Ok(added)
}

/// Drops bytes that no row will speak of. What is not dropped now is swept.
fn drop_later(house: &House, portfolio: PortfolioId, files: Vec<FileId>) {
    let shelf = house.shelf.clone();
    if !files.is_empty() {
        tokio::spawn(async move {
            for file in files {
                if let Err(error) = shelf.remove(&place(portfolio, file)).await {
                    tracing::warn!(%error, "bytes that nobody needs stay until they are swept");
                }
            }
        });
    }
}

/// The files that came with a form: those that are sound, and a sentence for each other. What is not kept when this goes is
/// dropped from the shelf: nothing had been written down about it.
#[derive(Default)]
pub struct Brought {
    accepted: Vec<Accepted>,
    left_out: Vec<Sentence>,
    lies: Option<(House, PortfolioId)>,
}

impl Drop for Brought {
    fn drop(&mut self) {
        let files: Vec<FileId> = self.accepted.drain(..).map(|Accepted(new)| new.id).collect();
        if let Some((house, portfolio)) = &self.lies {
            drop_later(house, *portfolio, files);
        }
    }
}

impl Brought {
    /// Takes the files of a form, one after the other. Call it once the rest of the form is sound.
    pub async fn take(visit: &Visit, photos: Photos) -> Brought {
        let lies = visit.standing.viewer.portfolio().map(|portfolio| (visit.house.clone(), portfolio));
        let mut brought = Brought { accepted: Vec::new(), left_out: photos.left_out, lies };
        for upload in photos.files {
            match take(visit, upload).await {
                Ok(accepted) => brought.accepted.push(accepted),
                Err(sentence) => brought.left_out.push(sentence),
            }
        }
        brought
    }

    /// True when there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.accepted.is_empty()
    }

    /// Keeps the sound ones. What finds no room is left out, and the rest of the transaction goes on.
    ///
    /// # Errors
    /// As [`files::add`].
    pub async fn keep(&mut self, house: &House, tx: &mut Tx, on: OnTicket) -> store::Result<()> {
        let new: Vec<NewFile> = self.accepted.drain(..).map(|Accepted(new)| new).collect();
        let added = add(house, tx, &new, on).await?;
        self.left_out.extend(added.no_room.iter().map(|(_, name)| no_room(name)));
        Ok(())
    }

    /// What was left out and why, file by file.
    pub fn left_out(&self) -> &[Sentence] {
        &self.left_out
    }

    /// What is said on the next page: what was done, and what was left out and why. It travels in a cookie, which holds four
    /// kilobytes: of very many files only the first are named.
    pub fn notice(&self, done: impl Into<String>) -> Notice {
        let mut words = done.into();
        let mut room = NOTICE_BYTES_MAX;
        for (at, Sentence(sentence)) in self.left_out.iter().enumerate() {
            let bytes = form_urlencoded::byte_serialize(sentence.as_bytes()).map(str::len).sum();
            let Some(less) = room.checked_sub(bytes) else {
                words.push_str(&format!(" {} more files were left out too.", self.left_out.len() - at));
                break;
            };
            room = less;
            words.push(' ');
            words.push_str(sentence);
        }
        Notice::new(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_fits_a_cookie_however_long_the_names_are() {
        let sentence = Sentence(format!("“{}” is larger than 20 MB.", "سقف".repeat(26)));
        let brought = Brought { accepted: Vec::new(), left_out: vec![sentence; 10], lies: None };
        let words = brought.notice("Reported.").sentence;
        let encoded: usize = form_urlencoded::byte_serialize(words.as_bytes()).map(str::len).sum();
        assert!(encoded < 3_500, "{encoded}");
        assert!(
            words.starts_with("Reported. “سقف") && words.ends_with(" more files were left out too."),
            "{words}"
        );
        let few = Brought { accepted: Vec::new(), left_out: brought.left_out[..1].to_vec(), lies: None };
        assert!(few.notice("Sent.").sentence.ends_with("is larger than 20 MB."));
    }
}
