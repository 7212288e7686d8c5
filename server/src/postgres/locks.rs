//! Who uses a data folder. Three files, locked with flock, so that a program that dies lets go by itself:
//! * `serve.lock`, alone: one `duplex serve` a folder;
//! * `postgres.lock`, alone: whoever holds it has started Postgres and will stop it;
//! * `users.lock`, shared by everybody who uses Postgres: who started it for a short command waits for them at the end.
//!
//! Taken in the order serve, postgres, users by `serve`; users, postgres (without waiting) by short commands, so that
//! nobody waits in a circle.

use crate::failure::{Failure, failed};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often a lock is tried again.
const TRY_EVERY: Duration = Duration::from_millis(50);
/// How long `serve` waits for a short command that has started Postgres.
const WAIT_MAX: Duration = Duration::from_secs(600);

/// A file that is locked for as long as the value lives.
#[derive(Debug)]
pub struct Lock(File);

impl Lock {
    /// Locks the file at `path` for nobody else, or answers `None` when somebody has it.
    pub fn try_alone(path: &Path) -> Result<Option<Self>, Failure> {
        Self::try_with(path, File::try_lock)
    }

    /// Waits for the lock, calling `waiting` once when it is not free at once.
    pub async fn alone(path: &Path, waiting: impl FnOnce()) -> Result<Self, Failure> {
        Self::wait_for(path, File::try_lock, waiting).await
    }

    /// Waits until nobody holds the file alone.
    pub async fn shared(path: &Path) -> Result<Self, Failure> {
        Self::wait_for(path, File::try_lock_shared, || {}).await
    }

    /// Leaves a note in the file for those who find it locked.
    pub fn write_note(&mut self, note: &str) -> std::io::Result<()> {
        self.0.set_len(0)?;
        self.0.rewind()?;
        self.0.write_all(note.as_bytes())
    }

    async fn wait_for(
        path: &Path,
        try_it: fn(&File) -> Result<(), TryLockError>,
        waiting: impl FnOnce(),
    ) -> Result<Self, Failure> {
        let begun = Instant::now();
        let mut waiting = Some(waiting);
        loop {
            if let Some(lock) = Self::try_with(path, try_it)? {
                return Ok(lock);
            }
            if begun.elapsed() > WAIT_MAX {
                return Err(failed(format!(
                    "Another duplex command has been using {} for more than ten minutes; wait for it or stop it.",
                    path.parent().unwrap_or(path).display()
                )));
            }
            if let Some(tell) = waiting.take() {
                tell();
            }
            tokio::time::sleep(TRY_EVERY).await;
        }
    }

    fn try_with(path: &Path, try_it: fn(&File) -> Result<(), TryLockError>) -> Result<Option<Self>, Failure> {
        let cannot =
            |error: std::io::Error| failed(format!("The file {} cannot be locked: {error}.", path.display()));
        let mut options = OpenOptions::new();
        let file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(cannot)?;
        match try_it(&file) {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(cannot(error)),
        }
    }
}

/// What the holder of a lock has written into it; empty when nothing.
pub fn read_note(path: &Path) -> String {
    let mut note = String::new();
    // An unreadable note only makes the sentence shorter.
    let _ = File::open(path).and_then(|mut file| file.read_to_string(&mut note));
    note.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_alone_or_many_together() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users.lock");
        let one = Lock::shared(&path).await.unwrap();
        let two = Lock::shared(&path).await.unwrap();
        assert!(Lock::try_alone(&path).unwrap().is_none());
        drop((one, two));
        let mut alone = Lock::try_alone(&path).unwrap().unwrap();
        alone.write_note("process 7").unwrap();
        assert_eq!(read_note(&path), "process 7");
        assert!(Lock::try_alone(&path).unwrap().is_none());
    }
}
