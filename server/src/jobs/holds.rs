//! What this process holds, and the heartbeat that keeps it. A job that has run longer than its kind may is kept no longer,
//! even when it cannot be stopped: another worker takes it, and this one cannot complete it any more.

use domain::id::JobId;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use store::Db;
use store::jobs::{self, Held};
use tokio::task::AbortHandle;

/// A job's id and try: the same job may come back while an earlier try has not noticed that it lost.
type Key = (JobId, u16);

struct Hold {
    held: Held,
    until: Option<Instant>,
    task: Option<AbortHandle>,
}

/// All holds of this process.
#[derive(Default)]
pub struct Holds(Mutex<HashMap<Key, Hold>>);

impl Holds {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Hold>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A job was taken.
    pub fn add(&self, held: &Held) {
        self.lock().insert(key(held), Hold { held: held.clone(), until: None, task: None });
    }

    /// It is this task that does it.
    pub fn done_by(&self, held: &Held, task: AbortHandle) {
        if let Some(hold) = self.lock().get_mut(&key(held)) {
            hold.task = Some(task);
        }
    }

    /// It has begun, and may take this long.
    pub fn begun(&self, held: &Held, longest: Duration) {
        if let Some(hold) = self.lock().get_mut(&key(held)) {
            hold.until = Some(Instant::now() + longest);
        }
    }

    /// It is over, or somebody else's.
    pub fn over(&self, held: &Held) {
        self.lock().remove(&key(held));
    }

    /// Everything that is held.
    pub fn all(&self) -> Vec<Held> {
        self.lock().values().map(|hold| hold.held.clone()).collect()
    }

    fn worth_keeping(&self) -> Vec<Held> {
        let now = Instant::now();
        let lock = self.lock();
        lock.values()
            .filter(|hold| hold.until.is_none_or(|until| until > now))
            .map(|hold| hold.held.clone())
            .collect()
    }

    /// Stops what somebody else does by now. What is being completed this very moment was removed already.
    fn give_up(&self, lost: &Held) {
        if let Some(hold) = self.lock().remove(&key(lost)) {
            tracing::warn!(job = %lost.id, kind = lost.kind, "another worker has taken a job over");
            if let Some(task) = hold.task {
                task.abort();
            }
        }
    }

    /// Keeps everything for as long as this is polled: three beats to a hold.
    pub async fn keep(&self, db: &Db, hold: Duration) {
        let longer = chrono::Duration::from_std(hold).unwrap_or(chrono::Duration::MAX);
        loop {
            tokio::time::sleep(hold / 3).await;
            let held = self.worth_keeping();
            if held.is_empty() {
                continue;
            }
            match jobs::extend(db, &held, longer).await {
                Ok(lost) => lost.iter().for_each(|held| self.give_up(held)),
                Err(error) => tracing::warn!(%error, "jobs could not be kept; another worker may take them"),
            }
        }
    }
}

fn key(held: &Held) -> Key {
    (held.id, held.tries)
}
