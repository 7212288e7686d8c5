//! What a process knows of its own commits: that there is something to read, since when, and that others do not know yet.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use domain::id::EventId;
use tokio::sync::Notify;

/// The most commits whose moment is remembered: where nobody reads, as in a command, they would grow without end.
const MOMENTS_MAX: usize = 4_096;

/// Shared by every copy of a [`crate::Db`].
#[derive(Default)]
pub(crate) struct Outbox {
    wake: Notify,
    /// Other processes have not been told.
    untold: AtomicBool,
    /// When each event that was not read yet was committed.
    moments: Mutex<HashMap<EventId, Instant>>,
}

impl Outbox {
    /// A transaction that told of something is committed: the reader of this process goes and looks at once.
    pub fn committed(&self, ids: impl Iterator<Item = EventId>) {
        let now = Instant::now();
        let mut moments = self.moments();
        if moments.len() >= MOMENTS_MAX {
            moments.clear();
        }
        moments.extend(ids.map(|id| (id, now)));
        drop(moments);
        self.untold.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    fn moments(&self) -> MutexGuard<'_, HashMap<EventId, Instant>> {
        self.moments.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
