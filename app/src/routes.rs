//! Every page and every write of both portals. The server adds files, health and the layers around them.

use axum::Router;

use crate::House;
use crate::{activity, homes, leases, people, portal, reports, tax, tenants, today};

/// The application, over what it shares.
pub fn routes(house: House) -> Router {
    Router::new()
        .merge(activity::routes())
        .merge(homes::routes())
        .merge(leases::routes())
        .merge(people::routes())
        .merge(portal::routes())
        .merge(reports::routes())
        .merge(tax::routes())
        .merge(tenants::routes())
        .merge(today::routes())
        .with_state(house)
}
