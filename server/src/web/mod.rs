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

use crate::config::Config;
use axum::Router;
use axum::extract::FromRef;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
pub use listen::serve;
use metrics::Metrics;
use std::sync::Arc;
use store::Db;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// What every route may ask for.
#[derive(Clone)]
pub struct Web {
    /// The one door.
    pub db: Db,
    /// As it was read at start.
    pub config: Arc<Config>,
    /// Counters of this process.
    pub metrics: Arc<Metrics>,
}

impl Web {
    /// State of a server that has just started.
    pub fn new(db: Db, config: Config) -> Self {
        Self { metrics: Arc::new(Metrics::new(db.clone())), db, config: Arc::new(config) }
    }
}

impl FromRef<Web> for Db {
    fn from_ref(web: &Web) -> Self {
        web.db.clone()
    }
}

/// All routes with all layers. The last layer is the outermost: a request is numbered, timed and given its security
/// headers before anything can refuse it, and whatever panics inside is answered like everything else.
pub fn router(web: &Web) -> Router {
    let routes = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::show))
        .fallback(assets::or_missing);
    let csrf = csrf::layer(&web.config);
    app::routes(house(web))
        .merge(routes.with_state(web.clone()))
        .layer(from_fn_with_state(web.clone(), limits::hold))
        .layer(from_fn(csrf::require_origin_with_cookie))
        .layer(csrf)
        .layer(CatchPanicLayer::custom(oops::panicked))
        .layer(from_fn(oops::explain))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(web.clone(), headers::secure))
        .layer(from_fn_with_state(web.clone(), request::follow))
}

/// What the pages share.
fn house(web: &Web) -> app::House {
    let base_url = web.config.public_url();
    let files = assets::addresses().iter().map(|(name, path)| (name.clone(), path.clone()));
    app::House {
        db: web.db.clone(),
        assets: Arc::new(app::Assets::new(files)),
        secure_cookies: base_url.starts_with("https://"),
        base_url: base_url.into(),
        sends_mail: false,
    }
}
