//! What a process knows of its outbox without asking Postgres: what it has committed itself, and where its reader stands.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Instant;

use chrono::{DateTime, Utc};
use domain::id::EventId;
use tokio::sync::Notify;

use super::place::{Place, Seal};

/// The most commits whose moment is remembered: where nobody reads, as in a command, they would grow without end.
const MOMENTS_MAX: usize = 4_096;

/// Where a reader stands, and how a browser is told of it.
#[derive(Clone, Debug, Default)]
pub struct Here {
    pub(super) place: Arc<Place>,
    /// As text for `Last-Event-ID`; empty before a reader has looked.
    pub sealed: Arc<str>,
}

/// Shared by every copy of a [`crate::Db`].
#[derive(Default)]
pub(crate) struct Outbox {
    wake: Notify,
    /// Other processes have not been told.
    untold: AtomicBool,
    /// When each event that was not read yet was committed.
    moments: Mutex<HashMap<EventId, Instant>>,
    seal: RwLock<Option<Seal>>,
    here: RwLock<Here>,
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
        self.wake();
    }

    /// Lets the reader look.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Returns when there is something to look for, or has been since this was last asked.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Whether other processes have to be told of something.
    pub fn is_untold(&self) -> bool {
        self.untold.load(Ordering::Acquire)
    }

    /// The same, for whoever goes and tells them.
    pub fn take_untold(&self) -> bool {
        self.untold.swap(false, Ordering::AcqRel)
    }

    /// When this process committed an event; asked once.
    pub fn take_moment(&self, id: EventId) -> Option<Instant> {
        self.moments().remove(&id)
    }

    /// From now on places can be sealed and opened.
    pub(super) fn sealed_with(&self, seal: Seal) {
        *self.seal.write().unwrap_or_else(PoisonError::into_inner) = Some(seal);
    }

    /// A place with its text.
    pub fn seal(&self, place: Place, now: DateTime<Utc>) -> Here {
        let seal = self.seal.read().unwrap_or_else(PoisonError::into_inner);
        let sealed = seal.as_ref().and_then(|seal| seal.close(&place, now)).unwrap_or_default();
        Here { place: Arc::new(place), sealed: sealed.into() }
    }

    /// The place behind a text; `None` when it is not of this house or too old.
    pub fn open(&self, sealed: &str, now: DateTime<Utc>) -> Option<Place> {
        self.seal.read().unwrap_or_else(PoisonError::into_inner).as_ref()?.open(sealed, now)
    }

    /// The reader has handed over everything up to here.
    pub fn stands(&self, here: Here) {
        *self.here.write().unwrap_or_else(PoisonError::into_inner) = here;
    }

    /// Where the reader stands.
    pub fn here(&self) -> Here {
        self.here.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn moments(&self) -> MutexGuard<'_, HashMap<EventId, Instant>> {
        self.moments.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
