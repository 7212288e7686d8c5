//! The workers of this process: one loop that takes work, and as many tasks as there is work in hand.

use super::holds::Holds;
use super::metrics::JobMetrics;
use super::one::one;
use super::registry::{LINES, Line};
use super::things::Things;
use super::{cron, finish};
use crate::config::Config;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use store::Db;
use store::jobs::{self, Held};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::{Id, JoinHandle, JoinSet};
use tokio::time::MissedTickBehavior;

/// How often work is looked for that another process has enqueued, or that was put off until later.
const ROUND: Duration = Duration::from_secs(1);
/// Time for what is under way when the program is asked to stop; what takes longer is given back.
const FINISH_MAX: Duration = Duration::from_secs(10);

/// What every task of the crew stands on.
pub struct Floor {
    /// The door to Postgres.
    pub db: Db,
    /// What jobs need.
    pub things: Arc<Things>,
    /// What is held.
    pub holds: Arc<Holds>,
    /// One for each job that is under way; closed when the program stops.
    pub places: Semaphore,
    /// Where jobs that wrote nothing are handed in.
    pub done: mpsc::Sender<Held>,
    /// Counters of this process.
    pub metrics: Arc<JobMetrics>,
    name: String,
    hold: Duration,
    lines: Vec<&'static Line>,
}

/// The crew at work.
pub struct Crew {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Crew {
    /// Begins to work on every kind that it is able to.
    pub fn start(db: &Db, things: Things, config: &Config, metrics: Arc<JobMetrics>) -> Crew {
        Crew::with(db, things, config, metrics, LINES.iter().collect())
    }

    /// The same for some kinds.
    pub(super) fn with(
        db: &Db,
        things: Things,
        config: &Config,
        metrics: Arc<JobMetrics>,
        lines: Vec<&'static Line>,
    ) -> Crew {
        let (stop, stopped) = watch::channel(false);
        let holds = Arc::new(Holds::default());
        let (done, finisher) = finish::start(db.clone(), Arc::clone(&holds));
        let floor = Floor {
            db: db.clone(),
            lines: lines.into_iter().filter(|line| (line.able)(&things)).collect(),
            things: Arc::new(things),
            holds,
            places: Semaphore::new(usize::try_from(config.jobs_at_once).unwrap_or(1)),
            done,
            metrics,
            name: name(),
            hold: Duration::from_secs(u64::from(config.job_hold_seconds)),
        };
        Crew { stop, task: tokio::spawn(run(floor, finisher, stopped)) }
    }

    /// From here on nothing new is begun.
    pub fn stop(&self) {
        let _ = self.stop.send(true);
    }

    /// Waits until what is under way is done, or given back.
    pub async fn close(self) {
        self.stop();
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the workers broke");
        }
    }
}

async fn run(floor: Floor, finisher: JoinHandle<()>, stopped: watch::Receiver<bool>) {
    let floor = Arc::new(floor);
    let heart = {
        let floor = Arc::clone(&floor);
        tokio::spawn(async move { floor.holds.keep(&floor.db, floor.hold).await })
    };
    let calendar = tokio::spawn(cron::watch(floor.db.clone()));
    let mut hands = Hands::default();
    work(&floor, &mut hands, stopped).await;
    calendar.abort();
    floor.places.close();
    if tokio::time::timeout(FINISH_MAX, hands.rest()).await.is_err() {
        tracing::info!("some jobs were still under way and are given back");
    }
    hands.tasks.shutdown().await;
    heart.abort();
    // Nobody is left who could hand anything in.
    let (db, holds) = (floor.db.clone(), Arc::clone(&floor.holds));
    let _ = heart.await;
    drop(floor);
    if tokio::time::timeout(FINISH_MAX, finisher).await.is_err() {
        tracing::warn!("jobs that are done could not be written down; they are done once more");
    }
    let left = holds.all();
    if !left.is_empty()
        && let Err(error) = jobs::give_back(&db, &left).await
    {
        tracing::warn!(%error, jobs = left.len(), "jobs could not be given back; they wait until their holds run out");
    }
}

/// Takes work while there is any, and otherwise waits to be woken.
async fn work(floor: &Arc<Floor>, hands: &mut Hands, mut stopped: watch::Receiver<bool>) {
    let (mut look, mut was_down) = (true, false);
    // Of its own, so that jobs which end all the time cannot keep it from coming.
    let mut round = tokio::time::interval(ROUND);
    round.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !*stopped.borrow() {
        let mut more = false;
        if look {
            match take(floor, hands).await {
                Ok(full) => (more, was_down) = (full, false),
                // Once for each time that the database goes away.
                Err(error) if !was_down => {
                    tracing::warn!(%error, "work could not be looked for; trying again every second");
                    was_down = true;
                }
                Err(_) => {}
            }
        }
        tokio::select! {
            told = stopped.changed() => if told.is_err() { return },
            () = hands.freed(), if !hands.tasks.is_empty() => look = more,
            () = floor.db.work_comes() => look = true,
            _ = round.tick() => look = true,
        }
    }
}

/// Takes what there is room for. True when there may be more than that.
async fn take(floor: &Arc<Floor>, hands: &mut Hands) -> store::Result<bool> {
    let rooms: Vec<(&str, u16)> = floor.lines.iter().map(|line| (line.kind.word, hands.room(line))).collect();
    if rooms.iter().all(|(_, room)| *room == 0) {
        return Ok(true);
    }
    let hold = chrono::Duration::from_std(floor.hold).unwrap_or(chrono::Duration::MAX);
    let taken = jobs::claim(&floor.db, &floor.name, &rooms, hold).await?;
    let full = |(kind, room): &(&str, u16)| {
        taken.iter().filter(|held| held.kind == *kind).count() >= usize::from(*room)
    };
    let more = rooms.iter().any(full);
    for held in taken {
        if let Some(line) = floor.lines.iter().find(|line| line.kind.word == held.kind) {
            hands.begin(floor, line, held);
        }
    }
    Ok(more)
}

/// The tasks that are under way, by kind.
#[derive(Default)]
struct Hands {
    tasks: JoinSet<()>,
    kinds: HashMap<Id, &'static str>,
}

impl Hands {
    fn room(&self, line: &Line) -> u16 {
        let busy = self.kinds.values().filter(|kind| **kind == line.kind.word).count();
        line.kind.at_once.saturating_sub(u16::try_from(busy).unwrap_or(u16::MAX))
    }

    fn begin(&mut self, floor: &Arc<Floor>, line: &'static Line, held: Held) {
        floor.holds.add(&held);
        let task = self.tasks.spawn(one(Arc::clone(floor), line, held.clone()));
        self.kinds.insert(task.id(), line.kind.word);
        floor.holds.done_by(&held, task);
    }

    /// Returns when a task has ended, and notes all that have.
    async fn freed(&mut self) {
        let mut ended = self.tasks.join_next_with_id().await;
        while let Some(result) = ended {
            let id = match &result {
                Ok((id, ())) => *id,
                Err(error) => error.id(),
            };
            self.kinds.remove(&id);
            ended = self.tasks.try_join_next_with_id();
        }
    }

    async fn rest(&mut self) {
        while !self.tasks.is_empty() {
            self.freed().await;
        }
    }
}

/// Who has taken a job, for people who look: the machine and the process.
fn name() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{}, process {}", host.trim(), std::process::id())
}
