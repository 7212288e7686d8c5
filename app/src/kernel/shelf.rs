//! Where the bytes of files lie. What is behind it, a folder or a bucket, was chosen at start; here it is only asked to keep,
//! hand out and drop. Never while a transaction is open: it may be far away.

use std::fmt;
use std::sync::Arc;

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

/// The place for files, and how much of it a portfolio may fill. Cheap to clone.
#[derive(Clone)]
pub struct Shelf {
    objects: Arc<dyn ObjectStore>,
    /// The most bytes that one portfolio keeps.
    pub portfolio_bytes_max: u64,
}

/// Why the shelf did not do what it was asked.
#[derive(Debug)]
pub enum Unshelved {
    /// Nothing lies there.
    Missing,
    /// It cannot be reached, or is full; for the log.
    Away(String),
}

impl fmt::Display for Unshelved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unshelved::Missing => f.write_str("nothing lies there"),
            Unshelved::Away(why) => f.write_str(why),
        }
    }
}

impl From<object_store::Error> for Unshelved {
    fn from(error: object_store::Error) -> Unshelved {
        match error {
            object_store::Error::NotFound { .. } => Unshelved::Missing,
            other => Unshelved::Away(other.to_string()),
        }
    }
}

/// What lies at a place, read as it comes.
pub struct Found {
    /// How many bytes there are.
    pub bytes: u64,
    /// The bytes.
    pub content: BoxStream<'static, std::io::Result<Bytes>>,
}

impl Found {
    /// All of it at once.
    ///
    /// # Errors
    /// [`Unshelved::Away`] when it ends before its end.
    pub async fn whole(mut self) -> Result<Vec<u8>, Unshelved> {
        let mut whole = Vec::with_capacity(usize::try_from(self.bytes).unwrap_or_default());
        while let Some(chunk) = self.content.try_next().await.map_err(|e| Unshelved::Away(e.to_string()))? {
            whole.extend_from_slice(&chunk);
        }
        Ok(whole)
    }
}

/// Something that lies on the shelf.
#[derive(Clone, Debug)]
pub struct Lying {
    /// Where.
    pub place: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl Shelf {
    /// A shelf on this place.
    pub fn new(objects: Arc<dyn ObjectStore>, portfolio_bytes_max: u64) -> Shelf {
        Shelf { objects, portfolio_bytes_max }
    }

    /// A shelf that forgets everything with the process, with room for 64 MB: for tests and measurements.
    pub fn in_memory() -> Shelf {
        Shelf::new(Arc::new(object_store::memory::InMemory::new()), 64 << 20)
    }

    /// Keeps bytes at a place, whole or not at all.
    ///
    /// # Errors
    /// [`Unshelved::Away`] when it cannot.
    pub async fn put(&self, place: &str, bytes: Vec<u8>) -> Result<(), Unshelved> {
        self.objects.put(&Path::from(place), bytes.into()).await?;
        Ok(())
    }

    /// What lies at a place.
    ///
    /// # Errors
    /// [`Unshelved::Missing`] when nothing does; [`Unshelved::Away`].
    pub async fn get(&self, place: &str) -> Result<Found, Unshelved> {
        let found = self.objects.get(&Path::from(place)).await?;
        let bytes = found.meta.size;
        Ok(Found { bytes, content: found.into_stream().map_err(std::io::Error::other).boxed() })
    }

    /// Drops what lies at a place, if anything does.
    ///
    /// # Errors
    /// [`Unshelved::Away`] when it cannot.
    pub async fn remove(&self, place: &str) -> Result<(), Unshelved> {
        match self.objects.delete(&Path::from(place)).await.map_err(Unshelved::from) {
            Err(Unshelved::Missing) => Ok(()),
            other => other,
        }
    }

    /// Everything that lies in a folder, a few hundred at a time.
    pub fn list(&self, folder: &str) -> BoxStream<'static, Result<Lying, Unshelved>> {
        let lying = self.objects.list(Some(&Path::from(folder)));
        lying.map_ok(|o| Lying { place: o.location.to_string(), since: o.last_modified }).err_into().boxed()
    }
}
