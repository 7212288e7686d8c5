//! The outbox: nothing is lost or told twice, whoever commits when; everybody hears of exactly what row-level security shows
//! them; and whatever ends a session, or changes what it may see, says so.

mod access;
mod missed;
mod reach;
mod reading;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::Viewer;
use store::events::{self, Audience, Event, Here};
use store::testing::fresh;
use store::{Db, Tx};
use tokio::task::JoinHandle;
use uuid::Uuid;

/// A reader of this process, and what it has heard.
pub(crate) struct Listener {
    heard: Arc<Mutex<Vec<Event>>>,
    task: JoinHandle<()>,
}

impl Listener {
    /// Reads until it is dropped; answers once it has looked for the first time.
    pub(crate) async fn start(db: &Db) -> Listener {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (own, list) = (db.clone(), Arc::clone(&heard));
        let follow = async move {
            events::follow(&own, move |round| list.lock().unwrap().extend(round.events)).await;
        };
        let listener = Listener { heard, task: tokio::spawn(follow) };
        within(async || (!here(db).sealed.is_empty()).then_some(())).await;
        listener
    }

    /// Subjects in the order in which they were heard of.
    pub(crate) fn subjects(&self) -> Vec<Uuid> {
        self.heard.lock().unwrap().iter().map(|e| e.subject).collect()
    }

    /// Waits until it has heard of so many.
    pub(crate) async fn hears(&self, count: usize) -> Vec<Uuid> {
        within(async || (self.subjects().len() >= count).then_some(())).await;
        self.subjects()
    }

    /// Waits until it has heard of this.
    pub(crate) async fn hears_of(&self, subject: Uuid) -> Event {
        let find = async || self.heard.lock().unwrap().iter().find(|e| e.subject == subject).cloned();
        within(find).await
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What comes true within ten seconds.
pub(crate) async fn within<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..1_000 {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come true within ten seconds")
}

pub(crate) fn here(db: &Db) -> Here {
    events::here(db)
}

/// Tells of something new inside an open transaction.
pub(crate) async fn tell(tx: &mut Tx, audience: Audience) -> Uuid {
    let subject = fresh();
    events::announce(tx, "ticket", subject, audience).await.unwrap();
    subject
}

/// Tells of something new and commits.
pub(crate) async fn told(db: &Db, viewer: &Viewer, audience: Audience) -> Uuid {
    let mut tx = db.enter(viewer).await.unwrap();
    let subject = tell(&mut tx, audience).await;
    tx.commit().await.unwrap();
    subject
}
