//! Who listens: the open streams of this process, by portfolio and by person. A change is held against each listener of its
//! portfolio by a pure rule, so that a thousand open pages cost Postgres nothing.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use app::live::Delivery;
use domain::Viewer;
use domain::event::Audience;
use domain::id::{PersonId, PortfolioId};
use domain::standing::Standing;
use store::Db;
use store::events::{ACCESS, Event, Here, Round, Since};
use tokio::sync::Notify;

use super::frame::{self, Why};
use super::meter::{Meter, Sent};
use super::seat::{Ears, Seat};

/// Streams of one person; whoever opens more loses the oldest.
pub const PERSON_MAX: usize = 8;
/// Streams of this process.
pub const STREAMS_MAX: usize = 4_000;

/// The registry.
pub struct Hub {
    inner: Mutex<Inner>,
    /// What is counted.
    pub meter: Meter,
    /// The house's clock and door.
    pub db: Db,
    /// Rung when somebody has to be looked at before their time.
    pub look: Notify,
    began: Instant,
}

#[derive(Default)]
struct Inner {
    here: Here,
    rooms: HashMap<PortfolioId, Vec<Arc<Seat>>>,
    people: HashMap<PersonId, VecDeque<Arc<Seat>>>,
    count: usize,
    next: u64,
    closed: bool,
}

/// Why nobody can sit down.
pub enum Full {
    /// The session stands in no portfolio, so nothing is told to it.
    Nowhere,
    /// There are too many streams, or the program stops.
    Busy,
}

impl Hub {
    /// Nobody listens yet.
    pub fn new(db: Db, meter: Meter) -> Arc<Hub> {
        Arc::new(Hub { inner: Mutex::default(), meter, db, look: Notify::new(), began: Instant::now() })
    }

    /// Takes a seat. The answer says where the reader stood at that moment: everything after it will be heard, and what
    /// `since` has heard of it already is left out.
    pub fn sit(&self, standing: &Standing, since: Option<Since>) -> Result<(Arc<Seat>, Ears, Here), Full> {
        let portfolio = standing.viewer.portfolio().ok_or(Full::Nowhere)?;
        let mut inner = self.inner();
        if inner.closed || inner.count >= STREAMS_MAX {
            return Err(Full::Busy);
        }
        inner.next += 1;
        let (seat, ears) = Seat::new(inner.next, self.seconds(), portfolio, standing, since);
        let mine = inner.people.entry(standing.person).or_default();
        mine.push_back(Arc::clone(&seat));
        // Their right may have ended since they were looked at, when there was no seat yet to be told of it.
        seat.hold();
        self.look.notify_one();
        let oldest = (mine.len() > PERSON_MAX).then(|| mine.front().cloned()).flatten();
        inner.rooms.entry(portfolio).or_default().push(Arc::clone(&seat));
        inner.count += 1;
        if let Some(oldest) = oldest {
            self.dismiss(&mut inner, &oldest, Why::Many);
        }
        self.meter.deliveries.opened(portfolio);
        self.meter.streams(inner.count);
        Ok((seat, ears, inner.here.clone()))
    }

    /// A stream has ended from its side.
    pub fn leave(&self, seat: &Seat) {
        self.forget(&mut self.inner(), seat);
    }

    /// Ends a stream from ours.
    pub fn end(&self, seat: &Seat, why: Why) {
        self.dismiss(&mut self.inner(), seat, why);
    }

    /// Ends all of them, and takes nobody in any more.
    pub fn close(&self) {
        let mut inner = self.inner();
        inner.closed = true;
        let seats: Vec<Arc<Seat>> = inner.rooms.values().flatten().cloned().collect();
        for seat in seats {
            self.dismiss(&mut inner, &seat, Why::Stop);
        }
    }

    /// Since the program began.
    pub fn seconds(&self) -> u64 {
        self.began.elapsed().as_secs()
    }

    /// Everybody, for whoever looks after them.
    pub fn seats(&self) -> Vec<Arc<Seat>> {
        self.inner().rooms.values().flatten().cloned().collect()
    }

    /// Where the reader stands.
    pub fn here(&self) -> Here {
        self.inner().here.clone()
    }

    /// Hands what the reader has found to those it reaches.
    pub fn hear(&self, round: Round) {
        let mut inner = self.inner();
        let (access, changes): (Vec<Event>, Vec<Event>) =
            round.events.into_iter().partition(|event| event.topic == ACCESS);
        // First whoever may have lost a right: nothing more goes to them before they were looked at.
        for event in &access {
            for seat in inner.concerned(event) {
                seat.hold();
                self.look.notify_one();
            }
        }
        if round.lost {
            let seats: Vec<Arc<Seat>> = inner.rooms.values().flatten().cloned().collect();
            for seat in seats {
                match seat.is_beyond(&round.here) {
                    true => self.dismiss(&mut inner, &seat, Why::Stop),
                    false => seat.lag(),
                }
            }
        }
        let mut by_portfolio: HashMap<PortfolioId, Vec<Event>> = HashMap::new();
        for event in changes {
            self.meter.event(event.own);
            by_portfolio.entry(event.portfolio).or_default().push(event);
        }
        for (portfolio, events) in by_portfolio {
            if let Some(room) = inner.rooms.get(&portfolio) {
                self.tell(room, &events, &round.here);
            }
        }
        inner.here = round.here;
    }

    /// Tells a room of its changes, each of them to those it reaches.
    fn tell(&self, room: &[Arc<Seat>], events: &[Event], here: &Here) {
        let mut heard: Vec<Vec<usize>> = vec![Vec::new(); room.len()];
        let mut sent = Vec::with_capacity(events.len());
        for (n, event) in events.iter().enumerate() {
            let mut targets = 0;
            for (seat, heard) in room.iter().zip(&mut heard) {
                if seat.reached_by(event) {
                    heard.push(n);
                    targets += 1;
                }
            }
            let delivery = Delivery::new(event.topic.clone(), self.db.now(), event.own, targets);
            let delivery = Arc::new(delivery);
            if targets > 0 {
                self.meter.deliveries.told(event.portfolio, Arc::clone(&delivery));
            }
            sent.push(Arc::new(Sent { since: event.since, delivery }));
        }
        // Each text is made once, whoever gets it.
        let plain: Vec<_> = events.iter().map(|event| frame::of_event(event, None)).collect();
        let last: Vec<_> = events.iter().map(|event| frame::of_event(event, Some(&here.sealed))).collect();
        for (seat, heard) in room.iter().zip(heard) {
            let Some((end, before)) = heard.split_last() else { continue };
            for n in before {
                seat.send(plain[*n].clone(), Arc::clone(&sent[*n]));
            }
            seat.send(last[*end].clone(), Arc::clone(&sent[*end]));
        }
    }

    fn dismiss(&self, inner: &mut Inner, seat: &Seat, why: Why) {
        if self.forget(inner, seat) {
            self.meter.closed(why);
        }
        seat.end(why);
    }

    /// False when it was gone already.
    fn forget(&self, inner: &mut Inner, seat: &Seat) -> bool {
        let Some(room) = inner.rooms.get_mut(&seat.portfolio) else { return false };
        let Some(at) = room.iter().position(|s| s.number == seat.number) else { return false };
        room.swap_remove(at);
        if room.is_empty() {
            inner.rooms.remove(&seat.portfolio);
        }
        if let Some(mine) = inner.people.get_mut(&seat.person) {
            mine.retain(|s| s.number != seat.number);
            if mine.is_empty() {
                inner.people.remove(&seat.person);
            }
        }
        inner.count -= 1;
        self.meter.deliveries.closed(seat.portfolio);
        self.meter.streams(inner.count);
        true
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Whose standing an access event is about: all streams of a person, or of those who were on a lease.
    fn concerned(&self, event: &Event) -> Vec<&Arc<Seat>> {
        match event.audience {
            Audience::Person(person) => self.people.get(&person).into_iter().flatten().collect(),
            Audience::Household(_, lease) => {
                let on = |seat: &&Arc<Seat>| matches!(&seat.viewer, Viewer::Tenant(t) if t.leases.contains(&lease));
                self.rooms.get(&event.portfolio).into_iter().flatten().filter(on).collect()
            }
            Audience::Members(_) | Audience::Keepers(_) => Vec::new(),
        }
    }
}
