//! What is counted about live streams: for Prometheus, and for the page that owners see.

use std::sync::Arc;
use std::time::Instant;

use app::live::{Deliveries, Delivery};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::frame::Why;

/// Upper ends of the buckets of times from commit to delivery, in seconds.
const BUCKETS: [f64; 12] = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Who committed what is told: this process or another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Source {
    source: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    why: &'static str,
}

/// The handles. Cheap to clone.
#[derive(Clone)]
pub struct Meter {
    streams: Gauge,
    opened: Counter,
    closed: Family<Reason, Counter>,
    events: Family<Source, Counter>,
    replayed: Counter,
    resets: Family<Reason, Counter>,
    seconds: Family<Source, Histogram, fn() -> Histogram>,
    /// The last of them by portfolio.
    pub deliveries: Arc<Deliveries>,
}

impl Meter {
    /// All at zero, to be shown by this registry.
    pub fn new(registry: &mut Registry) -> Meter {
        let meter = Meter {
            streams: Gauge::default(),
            opened: Counter::default(),
            closed: Family::default(),
            events: Family::default(),
            replayed: Counter::default(),
            resets: Family::default(),
            seconds: Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram),
            deliveries: Arc::default(),
        };
        registry.register("live_streams", "Live streams that are open", meter.streams.clone());
        registry.register("live_opened", "Live streams opened", meter.opened.clone());
        registry.register("live_closed", "Live streams ended from this side", meter.closed.clone());
        registry.register("live_events", "Changes read from the outbox", meter.events.clone());
        registry.register("live_replayed", "Changes told to streams that came back", meter.replayed.clone());
        registry.register("live_resets", "Streams told to load anew", meter.resets.clone());
        registry.register(
            "live_seconds",
            "Time from the commit of a change until a stream has it",
            meter.seconds.clone(),
        );
        meter
    }

    /// So many streams are open.
    pub fn streams(&self, open: usize) {
        self.streams.set(i64::try_from(open).unwrap_or(i64::MAX));
    }

    /// One more was opened, which was told so many changes that it had missed.
    pub fn opened(&self, replayed: usize) {
        self.opened.inc();
        self.replayed.inc_by(u64::try_from(replayed).unwrap_or_default());
    }

    /// One was ended.
    pub fn closed(&self, why: Why) {
        self.closed.get_or_create(&Reason { why: why.word() }).inc();
    }

    /// One was told to load anew: "missed" too much, was too "slow", or everything is "lost".
    pub fn reset(&self, why: &'static str) {
        self.resets.get_or_create(&Reason { why }).inc();
    }

    /// A change was read.
    pub fn event(&self, own: bool) {
        self.events.get_or_create(&Source { source: source(own) }).inc();
    }

    /// A change has reached one stream.
    pub fn delivered(&self, sent: &Sent) {
        let took = sent.since.elapsed();
        self.seconds.get_or_create(&Source { source: source(sent.delivery.own) }).observe(took.as_secs_f64());
        sent.delivery.arrived(took);
    }
}

fn source(own: bool) -> &'static str {
    if own { "here" } else { "elsewhere" }
}

/// A change on its way to streams.
pub struct Sent {
    /// When it was committed.
    pub since: Instant,
    /// What is remembered of it.
    pub delivery: Arc<Delivery>,
}
