//! Makes the small picture of a photo. Its page shows a box with words until then, and hears when it is there.

use super::work::{Done, Ending, Trouble, Work};
use app::Unshelved;
use domain::file::{Thumbnail, place, small_place};
use domain::id::FileId;
use serde::Deserialize;
use store::{Error, files};

/// Which file.
#[derive(Deserialize)]
struct Wanted {
    file: FileId,
}

/// Reads the photo, writes the small one, and only then says so.
pub async fn make(work: Work) -> Ending {
    let Wanted { file } = work.held.payload()?;
    let mut tx = work.enter().await?;
    let stands = match files::thumbnail(&mut tx, file).await {
        // Removed and swept before its turn came.
        Err(Error::Missing) => return Ok(Done::Nothing),
        other => other?,
    };
    tx.commit().await?;
    if stands != Thumbnail::Waiting {
        return Ok(Done::Nothing);
    }
    let now = match small(&work, file).await? {
        Some(bytes) => {
            let lies = small_place(work.held.portfolio, file);
            work.things.shelf.put(&lies, bytes).await.map_err(|error| away(&error))?;
            Thumbnail::Ready
        }
        None => Thumbnail::Failed,
    };
    let mut tx = work.enter().await?;
    files::set_thumbnail(&mut tx, file, now).await?;
    work.keep(tx).await
}

/// The small picture; none when the photo cannot be opened, which no further try would change.
async fn small(work: &Work, file: FileId) -> Result<Option<Vec<u8>>, Trouble> {
    let lies = place(work.held.portfolio, file);
    let bytes = match work.things.shelf.get(&lies).await {
        Ok(found) => found.whole().await.map_err(|error| away(&error))?,
        Err(Unshelved::Missing) => {
            tracing::error!(%file, "a row speaks of bytes that are not on the shelf");
            return Ok(None);
        }
        Err(error) => return Err(away(&error)),
    };
    match tokio::task::spawn_blocking(move || formats::file::small(&bytes)).await {
        Ok(Ok(small)) => Ok(Some(small)),
        Ok(Err(why)) => {
            tracing::warn!(%file, why, "a photo has no small picture");
            Ok(None)
        }
        Err(error) => {
            tracing::error!(%file, %error, "a photo has no small picture because of a mistake in the reader");
            Ok(None)
        }
    }
}

fn away(error: &dyn std::fmt::Display) -> Trouble {
    tracing::warn!(%error, "the place for files could not be used");
    Trouble::Again("The place for files did not answer.".to_owned())
}
