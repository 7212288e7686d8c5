//! Reports: profit and loss by month or by property, each figure leading to its entries; and cash flow as a chart.

mod entries;
mod index;
mod profit;
mod statement;

use axum::Router;
use axum::routing::get;

use crate::House;

/// Pages about figures.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/reports", get(index::show))
        .route("/reports/profit-and-loss", get(profit::show))
        .route("/reports/profit-and-loss.csv", get(profit::as_csv))
        .route("/reports/entries", get(entries::show))
        .route("/reports/entries.csv", get(entries::as_csv))
}
