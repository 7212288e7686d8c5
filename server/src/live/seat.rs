//! One open stream: the place where changes are put down for it, and the stream that carries them away.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use axum::body::Bytes;
use domain::Viewer;
use domain::id::{PersonId, PortfolioId};
use domain::standing::Standing;
use store::events::{Event, Here, Since};
use tokio::sync::{mpsc, watch};

use super::frame::{self, Why};
use super::hub::Hub;
use super::look::LOOK_S;
use super::meter::Sent;

/// Changes that wait for a browser that reads slowly; with more it loads anew.
const WAITING_MAX: usize = 128;

type Change = (Bytes, Arc<Sent>);

/// What the hub knows of a stream.
pub struct Seat {
    /// Tells it from others.
    pub number: u64,
    /// The portfolio it stands in.
    pub portfolio: PortfolioId,
    /// Who listens.
    pub person: PersonId,
    /// As whom. A stream is ended when that changes.
    pub viewer: Viewer,
    /// Their session.
    pub session: [u8; 32],
    /// When they were looked at last, in seconds since the program began.
    pub looked_at: AtomicU64,
    since: Option<Since>,
    changes: mpsc::Sender<Change>,
    orders: watch::Sender<Orders>,
    lagging: AtomicBool,
}

/// What a stream is told apart from changes.
#[derive(Clone, Copy, Default)]
struct Orders {
    end: Option<Why>,
    /// How often somebody said to hold back, and which of these was looked at: nothing goes out in between.
    holds: u32,
    looked: u32,
    beats: u32,
}

impl Orders {
    fn held(self) -> bool {
        self.holds != self.looked
    }
}

/// The stream's end of it.
pub struct Ears {
    changes: mpsc::Receiver<Change>,
    orders: watch::Receiver<Orders>,
}

impl Seat {
    /// A seat, and what its stream listens with. `now` in seconds since the program began.
    pub fn new(
        number: u64,
        now: u64,
        portfolio: PortfolioId,
        standing: &Standing,
        since: Option<Since>,
    ) -> (Arc<Seat>, Ears) {
        let (changes, heard) = mpsc::channel(WAITING_MAX);
        let (orders, followed) = watch::channel(Orders::default());
        let seat = Seat {
            number,
            portfolio,
            person: standing.person,
            viewer: standing.viewer.clone(),
            session: standing.session_hash,
            // Spread out, so that those who came together are not all looked at together.
            looked_at: AtomicU64::new(now.saturating_sub(number % LOOK_S)),
            since,
            changes,
            orders,
            lagging: AtomicBool::new(false),
        };
        (Arc::new(seat), Ears { changes: heard, orders: followed })
    }

    /// Whether this one hears of a change, and has not heard of it before.
    pub fn reached_by(&self, event: &Event) -> bool {
        event.audience.reaches(event.portfolio, &self.viewer)
            && self.since.as_ref().is_none_or(|since| !since.had(event))
    }

    /// Puts a change down. When there is no room the rest is left out, and the browser loads anew.
    pub fn send(&self, frame: Bytes, sent: Arc<Sent>) {
        if !self.lagging.load(Ordering::Acquire) && self.changes.try_send((frame, sent)).is_err() {
            self.lag();
        }
    }

    /// The browser has to load anew.
    pub fn lag(&self) {
        self.lagging.store(true, Ordering::Release);
        self.beat();
    }

    /// Lets a sign of life go out, with the place up to which everything is told.
    pub fn beat(&self) {
        self.orders.send_modify(|orders| orders.beats = orders.beats.wrapping_add(1));
    }

    /// Nothing goes out until it was looked at.
    pub fn hold(&self) {
        self.orders.send_modify(|orders| orders.holds = orders.holds.wrapping_add(1));
    }

    /// Whether it waits to be looked at.
    pub fn is_held(&self) -> bool {
        self.orders.borrow().held()
    }

    /// How often it was held back so far: what whoever looks at it now will have looked at.
    pub fn holds(&self) -> u32 {
        self.orders.borrow().holds
    }

    /// It was looked at when it had been held back so often, and may go on, unless it was held back again meanwhile.
    pub fn release(&self, holds: u32) {
        // The first look is that of its opening: the stream has said where it is already.
        let is_first = self.orders.borrow().looked == 0;
        self.orders.send_modify(|orders| orders.looked = holds);
        if !is_first && !self.is_held() {
            self.beat();
        }
    }

    /// It has heard of more than the reader has read: the database is an older copy.
    pub fn is_beyond(&self, here: &Here) -> bool {
        self.since.as_ref().is_some_and(|since| since.is_ahead_of(here))
    }

    /// The last word.
    pub fn end(&self, why: Why) {
        self.orders.send_modify(|orders| orders.end = orders.end.or(Some(why)));
    }
}

/// The body of an answer in the making: what was missed, and then what comes.
pub struct Stream {
    hub: Arc<Hub>,
    seat: Arc<Seat>,
    ears: Ears,
    first: Option<Bytes>,
    /// Taken, and then held back.
    aside: Option<Change>,
    beats: u32,
    over: bool,
}

impl Stream {
    /// Holds the seat until it is dropped.
    pub fn new(hub: Arc<Hub>, seat: Arc<Seat>, ears: Ears) -> Stream {
        Stream { hub, seat, ears, first: None, aside: None, beats: 0, over: false }
    }

    /// Says this before anything else.
    pub fn begin(&mut self, first: Bytes) {
        self.first = Some(first);
    }

    /// The next piece; `None` after the last word.
    pub async fn next(&mut self) -> Option<Bytes> {
        while !self.over {
            let orders = *self.ears.orders.borrow_and_update();
            if let Some(why) = orders.end {
                self.over = true;
                return Some(frame::bye(why));
            }
            if !orders.held()
                && let Some(piece) = self.waiting(orders.beats)
            {
                return Some(piece);
            }
            tokio::select! {
                biased;
                turned = self.ears.orders.changed() => turned.ok()?,
                change = self.ears.changes.recv(), if !orders.held() => self.aside = Some(change?),
            }
        }
        None
    }

    /// What can go out at once.
    fn waiting(&mut self, beats: u32) -> Option<Bytes> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        if self.beats != beats {
            self.beats = beats;
            if let Some(word) = self.beat() {
                return Some(word);
            }
        }
        self.gather()
    }

    /// All changes that wait, in one piece; but none that was put down after somebody said to hold them back.
    fn gather(&mut self) -> Option<Bytes> {
        let mut all: Option<Vec<u8>> = None;
        loop {
            let change = self.aside.take().or_else(|| self.ears.changes.try_recv().ok());
            let Some((frame, sent)) = change else { return all.map(Bytes::from) };
            let orders = *self.ears.orders.borrow();
            if orders.held() || orders.end.is_some() {
                self.aside = Some((frame, sent));
                return all.map(Bytes::from);
            }
            self.hub.meter.delivered(&sent);
            match &mut all {
                Some(all) => all.extend_from_slice(&frame),
                // Mostly there is one, and it goes out as it is.
                None if self.ears.changes.is_empty() => return Some(frame),
                None => all = Some(frame.to_vec()),
            }
        }
    }

    /// The place up to which everything is told; none while something waits that was told before it.
    fn beat(&mut self) -> Option<Bytes> {
        // In this order: whatever the hub puts down after we have asked it lies beyond the place it named.
        let here = self.hub.here();
        if self.seat.lagging.load(Ordering::Acquire) {
            self.aside = None;
            while self.ears.changes.try_recv().is_ok() {}
            self.seat.lagging.store(false, Ordering::Release);
            self.hub.meter.reset("behind");
            return Some(frame::reset(&here.sealed));
        }
        (self.aside.is_none() && self.ears.changes.is_empty()).then(|| frame::beat(&here.sealed))
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.hub.leave(&self.seat);
    }
}
