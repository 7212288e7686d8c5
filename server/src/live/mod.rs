//! The live stream: open pages hear, by ids only, that something changed, and ask again as themselves. One reader of the
//! outbox a process, one registry of who listens, one route.

mod frame;
mod hub;
mod look;
mod meter;
mod route;
mod seat;

use std::sync::Arc;

use store::{Db, events};
use tokio::task::JoinHandle;

pub use hub::Hub;
pub use meter::Meter;
pub use route::{caught_up, listen};

/// The tasks behind the streams.
pub struct Live {
    hub: Arc<Hub>,
    tasks: [JoinHandle<()>; 2],
}

/// Starts to read the outbox for a hub.
pub fn start(hub: &Arc<Hub>) -> Live {
    let (reading, looking) = (Arc::clone(hub), Arc::clone(hub));
    let read = tokio::spawn(async move {
        let db: Db = reading.db.clone();
        events::follow(&db, |round| reading.hear(round)).await;
    });
    Live { hub: Arc::clone(hub), tasks: [read, tokio::spawn(look::after(looking))] }
}

impl Live {
    /// Ends every stream with a word, so that the program can stop: each would go on for ever.
    pub fn close(&self) {
        self.hub.close();
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}
