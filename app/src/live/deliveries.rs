//! The last changes that this process told to open pages, by portfolio: kept in memory only, for /settings/live.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::id::PortfolioId;

/// Changes remembered for a portfolio.
const KEPT: usize = 50;
/// Portfolios remembered; beyond, all are forgotten but those whose pages are open.
const PORTFOLIOS_MAX: usize = 1_000;

/// One change that was told.
#[derive(Debug)]
pub struct Delivery {
    /// What changed, as a noun.
    pub topic: String,
    /// When it was told.
    pub at: DateTime<Utc>,
    /// Whether this process had committed it; otherwise another one.
    pub own: bool,
    /// To how many open pages it was told.
    pub targets: usize,
    arrived: AtomicUsize,
    slowest_us: AtomicU64,
}

impl Delivery {
    /// Told to so many pages, none of which has it yet.
    pub fn new(topic: String, at: DateTime<Utc>, own: bool, targets: usize) -> Delivery {
        let (arrived, slowest_us) = (AtomicUsize::new(0), AtomicU64::new(0));
        Delivery { topic, at, own, targets, arrived, slowest_us }
    }

    /// One of them has it, so long after it was committed.
    pub fn arrived(&self, after: Duration) {
        self.arrived.fetch_add(1, Ordering::Relaxed);
        let us = u64::try_from(after.as_micros()).unwrap_or(u64::MAX);
        self.slowest_us.fetch_max(us, Ordering::Relaxed);
    }

    /// The time until the last of those that have it had it; `None` while nobody has.
    pub fn slowest(&self) -> Option<Duration> {
        (self.arrived.load(Ordering::Relaxed) > 0)
            .then(|| Duration::from_micros(self.slowest_us.load(Ordering::Relaxed)))
    }
}

/// The last deliveries and open streams of each portfolio.
#[derive(Default)]
pub struct Deliveries(Mutex<HashMap<PortfolioId, Room>>);

#[derive(Default)]
struct Room {
    open: usize,
    last: VecDeque<Arc<Delivery>>,
}

impl Deliveries {
    /// A stream was opened.
    pub fn opened(&self, portfolio: PortfolioId) {
        let mut rooms = self.rooms();
        if rooms.len() >= PORTFOLIOS_MAX {
            rooms.retain(|_, room| room.open > 0);
        }
        rooms.entry(portfolio).or_default().open += 1;
    }

    /// A stream has ended.
    pub fn closed(&self, portfolio: PortfolioId) {
        if let Some(room) = self.rooms().get_mut(&portfolio) {
            room.open = room.open.saturating_sub(1);
        }
    }

    /// Something was told.
    pub fn told(&self, portfolio: PortfolioId, delivery: Arc<Delivery>) {
        if let Some(room) = self.rooms().get_mut(&portfolio) {
            room.last.push_front(delivery);
            room.last.truncate(KEPT);
        }
    }

    /// Streams that are open in a portfolio, and what was told there last, newest first.
    pub fn of(&self, portfolio: PortfolioId) -> (usize, Vec<Arc<Delivery>>) {
        let rooms = self.rooms();
        rooms.get(&portfolio).map_or((0, Vec::new()), |room| (room.open, room.last.iter().cloned().collect()))
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<PortfolioId, Room>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
