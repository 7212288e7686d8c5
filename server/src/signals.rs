//! Being asked to stop: Ctrl-C, `kill`, a closed terminal, a service manager.

use crate::failure::{Failure, failed};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Hears every signal from the moment it is made, so that none is lost while something else is awaited.
pub struct Stop([Signal; 3]);

impl Stop {
    /// Begins to listen. From here on the system's own answer, which is to end the process at once, is off.
    pub fn listen() -> Result<Self, Failure> {
        let hear = |kind| signal(kind).map_err(|error| failed(format!("Signals cannot be heard: {error}.")));
        Ok(Self([
            hear(SignalKind::interrupt())?,
            hear(SignalKind::terminate())?,
            hear(SignalKind::hangup())?,
        ]))
    }

    /// Returns when somebody asks, or has asked already.
    pub async fn asked(&mut self) {
        let [interrupt, terminate, hangup] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}
