//! Every page and every write of both portals. The server adds files, health and the layers around them.

use axum::Router;

use crate::House;
use crate::{
    accounts, activity, demo, homes, imports, leases, people, portal, reports, review, rules, tax, tenants,
    today, transactions,
};

/// The application, over what it shares.
pub fn routes(house: House) -> Router {
    Router::new()
        .merge(accounts::routes())
        .merge(activity::routes())
        .merge(demo::routes())
        .merge(homes::routes())
        .merge(imports::routes())
        .merge(leases::routes())
        .merge(people::routes())
        .merge(portal::routes())
        .merge(reports::routes())
        .merge(review::routes())
        .merge(rules::routes())
        .merge(tax::routes())
        .merge(tenants::routes())
        .merge(today::routes())
        .merge(transactions::routes())
        .with_state(house)
}
