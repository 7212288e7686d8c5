//! Everything that is answered over HTTP: the routes, and what surrounds each of them.

mod assets;
mod csrf;
mod headers;
mod health;
mod limits;
mod listen;
mod metrics;
mod oops;
mod request;

use crate::api;
use crate::config::Config;
use crate::jobs;
use crate::live::{self, Hub};
use app::{Assets, House, Shelf};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
pub use listen::serve;
use metrics::Metrics;
use std::sync::Arc;
use store::Db;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// What the routes and layers of this crate may ask for.
#[derive(Clone)]
pub struct Web {
    /// What the pages share.
    pub house: House,
    /// As it was read at start.
    pub config: Arc<Config>,
    /// Counters of this process.
    pub metrics: Arc<Metrics>,
    /// Who has a page open.
    pub live: Arc<Hub>,
}

impl Web {
    /// State of a server that has just started.
    pub fn new(db: Db, config: Config, shelf: Shelf) -> Self {
        let metrics = Arc::new(Metrics::new(db.clone()));
        let live = Hub::new(db.clone(), metrics.live());
        let house = House {
            db,
            assets: Arc::new(Assets::new(assets::addresses())),
            base_url: config.public_url().into(),
            secure_cookies: config.is_https(),
            sends_mail: config.smtp_url.is_some(),
            idle: config.idle(),
            shelf,
            kinds: jobs::kinds().into(),
            deliveries: metrics.live().deliveries,
        };
        Self { house, live, metrics, config: Arc::new(config) }
    }
}

/// What a worker answers about itself.
pub fn router_of_worker(web: &Web) -> Router {
    about_itself().with_state(web.clone())
}

fn about_itself() -> Router<Web> {
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::show))
}

/// All routes with all layers. The last layer is the outermost: a request is numbered, timed and given its security
/// headers before anything can refuse it, and whatever panics inside is answered like everything else.
pub fn router(web: &Web) -> Router {
    let routes = about_itself()
        .route("/live", get(live::listen))
        .merge(api::routes(web))
        .fallback(assets::or_missing)
        .with_state(web.clone())
        .merge(app::routes(web.house.clone()));
    routes
        .layer(from_fn_with_state(web.clone(), limits::hold))
        .layer(from_fn(csrf::require_origin_with_cookie))
        .layer(csrf::layer(&web.config))
        .layer(CatchPanicLayer::custom(oops::panicked))
        .layer(from_fn_with_state(web.clone(), oops::explain))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(web.clone(), headers::secure))
        .layer(from_fn_with_state(web.clone(), request::follow))
        // Uploads are limited by `limits::hold`, for every extractor alike.
        .layer(DefaultBodyLimit::disable())
}
