//! Every page and every write of both portals. The server adds files, health and the layers around them.

use axum::Router;
use axum::middleware::from_fn_with_state;

use crate::House;
use crate::{
    accounts, activity, demo, files, homes, imports, jobs, leases, live, notifications, people, portal,
    reports, review, rules, tax, tenants, tickets, today, transactions, vendors,
};

/// The application, over what it shares.
pub fn routes(house: House) -> Router {
    Router::new()
        .merge(accounts::routes())
        .merge(activity::routes())
        .merge(demo::routes())
        .merge(files::routes())
        .merge(homes::routes())
        .merge(imports::routes())
        .merge(jobs::routes())
        .merge(leases::routes())
        .merge(live::routes())
        .merge(notifications::routes())
        .merge(people::routes())
        .merge(portal::routes())
        .merge(reports::routes())
        .merge(review::routes())
        .merge(rules::routes())
        .merge(tax::routes())
        .merge(tenants::routes())
        .merge(tickets::routes())
        .merge(today::routes())
        .merge(transactions::routes())
        .merge(vendors::routes())
        .layer(from_fn_with_state(house.clone(), people::keep))
        .with_state(house)
}
