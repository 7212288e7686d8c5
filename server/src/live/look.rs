//! Looks after open streams: whether each is still its person's, every quarter of a minute and at once when something says
//! that it may not be. Many sessions are asked for in one transaction, which leaves no trace: a page that is open keeps
//! nobody signed in.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use store::sessions;

use super::frame::Why;
use super::hub::Hub;
use super::seat::Seat;

/// Seconds after which somebody is looked at again, and told that we are here.
pub const LOOK_S: u64 = 15;
/// Seconds after which a stream is ended that could not be looked at.
const BLIND_S: u64 = 60;
/// Sessions in one question.
const TOGETHER: usize = 100;
/// How often it looks who is due.
const ROUND: Duration = Duration::from_secs(1);

/// Looks after the streams of a hub. Never returns.
pub async fn after(hub: Arc<Hub>) {
    loop {
        let _ = tokio::time::timeout(ROUND, hub.look.notified()).await;
        let now = hub.seconds();
        let is_due =
            |seat: &Arc<Seat>| seat.is_held() || now >= seat.looked_at.load(Ordering::Relaxed) + LOOK_S;
        let mut due: Vec<Arc<Seat>> = hub.seats().into_iter().filter(is_due).collect();
        // Whoever is held back waits for us.
        due.sort_by_key(|seat| !seat.is_held());
        for seats in due.chunks(TOGETHER) {
            look(&hub, seats, now).await;
        }
    }
}

async fn look(hub: &Hub, seats: &[Arc<Seat>], now: u64) {
    // Whatever is said while we ask may be newer than the answer.
    let holds: Vec<u32> = seats.iter().map(|seat| seat.holds()).collect();
    let hashes: Vec<[u8; 32]> = seats.iter().map(|seat| seat.session).collect();
    let standings = match sessions::glance_all(&hub.db, &hashes).await {
        Ok(found) => found.into_iter().map(|s| (s.session_hash, s)).collect::<HashMap<_, _>>(),
        Err(error) => {
            tracing::warn!(%error, "open streams could not be looked at");
            for seat in seats {
                if now >= seat.looked_at.load(Ordering::Relaxed) + BLIND_S {
                    hub.end(seat, Why::Stop);
                }
            }
            return;
        }
    };
    for (seat, holds) in seats.iter().zip(holds) {
        match standings.get(&seat.session) {
            None => hub.end(seat, Why::Ended),
            Some(standing) if standing.viewer != seat.viewer => hub.end(seat, Why::Changed),
            Some(_) => {
                seat.looked_at.store(now, Ordering::Relaxed);
                seat.release(holds);
            }
        }
    }
}
