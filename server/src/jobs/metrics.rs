//! Counters of the queue: what this process has done, and, asked for at that moment, what waits, runs and has failed in the
//! whole house.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Duration;
use store::{Db, jobs};

/// Upper ends of the buckets of waits and times, in seconds.
const BUCKETS: [f64; 13] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 600.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfKind {
    kind: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct InState {
    kind: String,
    state: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    kind: &'static str,
    outcome: &'static str,
}

/// The handles.
pub struct JobMetrics {
    amounts: Family<InState, Gauge>,
    overdue: Family<OfKind, Gauge>,
    waits: Family<OfKind, Histogram, fn() -> Histogram>,
    seconds: Family<OfKind, Histogram, fn() -> Histogram>,
    ended: Family<Ended, Counter>,
}

impl JobMetrics {
    /// All counters at zero, in this registry.
    pub fn new(registry: &mut Registry) -> Self {
        let times = || Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        let (amounts, overdue, ended) = <(Family<_, _>, Family<_, _>, Family<_, _>)>::default();
        let (waits, seconds) = (times(), times());
        registry.register("jobs", "Jobs in the queue, by kind and state", amounts.clone());
        registry.register(
            "jobs_overdue_seconds",
            "How long the first waiting job has been due",
            overdue.clone(),
        );
        registry.register("job_wait_seconds", "From due to begun, in this process", waits.clone());
        registry.register("job_seconds", "Time of a try, in this process", seconds.clone());
        registry.register("jobs_ended", "Tries that ended in this process", ended.clone());
        Self { amounts, overdue, waits, seconds, ended }
    }

    /// A job has begun, so long after it was due.
    pub fn began(&self, kind: &str, waited: Duration) {
        self.waits.get_or_create(&OfKind { kind: kind.to_owned() }).observe(waited.as_secs_f64());
    }

    /// A try has ended: `done`, `failed` (it is tried again), `dead` or `lost` (somebody else does it).
    pub fn ended(&self, kind: &'static str, outcome: &'static str, took: Duration) {
        self.seconds.get_or_create(&OfKind { kind: kind.to_owned() }).observe(took.as_secs_f64());
        self.ended.get_or_create(&Ended { kind, outcome }).inc();
    }

    /// Looks at the queue itself. A database that does not answer leaves out what it would have said.
    pub async fn look(&self, db: &Db) {
        self.amounts.clear();
        self.overdue.clear();
        let Ok(amounts) = jobs::amounts(db).await else { return };
        for amount in amounts {
            if amount.state == "waiting" {
                let overdue = (db.now() - amount.oldest).num_seconds().max(0);
                self.overdue.get_or_create(&OfKind { kind: amount.kind.clone() }).set(overdue);
            }
            self.amounts.get_or_create(&InState { kind: amount.kind, state: amount.state }).set(amount.jobs);
        }
    }
}
