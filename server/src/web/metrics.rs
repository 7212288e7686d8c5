//! Counters of this process for Prometheus: requests and their times by route, database connections, memory.

use super::Web;
use crate::jobs::JobMetrics;
use crate::live::Meter;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, FORWARDED};
use axum::http::{HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use store::Db;
use subtle::ConstantTimeEq;

/// Upper ends of the buckets of request times, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// How proxies say where a request comes from.
pub const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// The registry and the handles into it.
pub struct Metrics {
    registry: Registry,
    requests: Family<Asked, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    connections_open: Gauge,
    connections_idle: Gauge,
    memory_bytes: Gauge,
    jobs: Arc<JobMetrics>,
    live: Meter,
    db: Db,
}

impl Metrics {
    /// All counters at zero.
    pub fn new(db: Db) -> Self {
        let mut registry = Registry::with_prefix("duplex");
        let requests = Family::default();
        let seconds = Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        let (connections_open, connections_idle, memory_bytes) = <(Gauge, Gauge, Gauge)>::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time until an answer begins", seconds.clone());
        registry.register("db_connections_open", "Connections to Postgres", connections_open.clone());
        registry.register("db_connections_idle", "Of these, waiting for work", connections_idle.clone());
        registry.register("resident_memory_bytes", "Memory of this process", memory_bytes.clone());
        let jobs = Arc::new(JobMetrics::new(&mut registry));
        let live = Meter::new(&mut registry);
        Self { registry, requests, seconds, connections_open, connections_idle, memory_bytes, jobs, live, db }
    }

    /// Those of the queue.
    pub fn jobs(&self) -> Arc<JobMetrics> {
        Arc::clone(&self.jobs)
    }

    /// Those of live streams.
    pub fn live(&self) -> Meter {
        self.live.clone()
    }

    /// Counts one answer. `route` is the pattern, so that there are only so many.
    pub fn count(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let asked = Asked { method: known(method), route: route.to_owned(), status: status.as_u16() };
        self.requests.get_or_create(&asked).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    async fn text(&self) -> Result<String, std::fmt::Error> {
        self.jobs.look(&self.db).await;
        let (open, idle) = self.db.connections();
        self.connections_open.set(i64::from(open));
        self.connections_idle.set(i64::try_from(idle).unwrap_or(i64::MAX));
        self.memory_bytes.set(resident_bytes());
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// `GET /metrics`, for this machine or whoever has the token; for everybody else there is no such page.
pub async fn show(State(web): State<Web>, request: Request) -> Response {
    if !may_read(&request, web.config.metrics_token.as_deref()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match web.metrics.text().await {
        Ok(text) => ([(CONTENT_TYPE, TEXT)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A proxy on this machine brings strangers from loopback too, but says so in a header.
fn may_read(request: &Request, token: Option<&str>) -> bool {
    let headers = request.headers();
    let bearer = headers.get(AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    if let (Some(bearer), Some(token)) = (bearer, token) {
        return bearer.ct_eq(token.as_bytes()).into();
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let forwarded = headers.contains_key(FORWARDED) || headers.contains_key(X_FORWARDED_FOR);
    !forwarded && peer.is_some_and(|ConnectInfo(address)| address.ip().to_canonical().is_loopback())
}

/// Made-up methods would make new counters without end.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// From /proc, in bytes; 0 where there is none.
fn resident_bytes() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<i64>().ok()).unwrap_or(0) * 1024
}
