//! Settings: oneself at both doors; members and the portfolio for owners.

mod members;
mod own;
mod portfolio;
mod rights;
mod sessions;
mod tokens;

use axum::Router;
use axum::routing::{get, post};
use domain::Role;

use crate::House;
use crate::kernel::{Door, Visit};
use crate::ui::{Tabs, tabs};

/// Pages and writes of the settings.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/settings", get(own::show))
        .route("/settings/profile", post(own::profile))
        .route("/settings/password", post(own::password))
        .route("/settings/data", get(own::data))
        .route("/settings/sessions", get(sessions::show).post(sessions::end))
        .route("/settings/tokens", get(tokens::show).post(tokens::make))
        .route("/settings/tokens/{id}/end", post(tokens::end))
        .route("/settings/members", get(members::show))
        .route("/settings/members/invite", get(members::ask).post(members::invite))
        .route("/settings/members/{person}", get(rights::show).post(rights::change))
        .route("/settings/members/{person}/end", post(rights::end))
        .route("/settings/invitations/{id}/withdraw", post(members::withdraw))
        .route("/settings/portfolio", get(portfolio::show).post(portfolio::change))
        .route("/portal/settings", get(own::show))
        .route("/portal/settings/profile", post(own::profile))
        .route("/portal/settings/password", post(own::password))
        .route("/portal/settings/phone", post(own::phone))
        .route("/portal/settings/data", get(own::data))
        .route("/portal/settings/sessions", get(sessions::show).post(sessions::end))
        .route("/portal/settings/tokens", get(tokens::show).post(tokens::make))
        .route("/portal/settings/tokens/{id}/end", post(tokens::end))
}

/// The same pages stand at both doors, in the frame of each.
#[derive(Clone, Copy)]
pub struct Side {
    /// The frame.
    pub door: Door,
    /// Where the pages begin.
    pub base: &'static str,
}

impl Side {
    /// The side on which this visit stands.
    pub fn of(visit: &Visit) -> Side {
        match visit.role() {
            Some(Role::Tenant) => Side { door: Door::Tenant, base: "/portal/settings" },
            _ => Side { door: Door::Landlord, base: "/settings" },
        }
    }

    /// A page below the base.
    pub fn page(self, name: &str) -> String {
        format!("{}/{name}", self.base)
    }
}

/// The tabs of the settings; `here` is the address of one of them.
pub fn settings_tabs(visit: &Visit, here: &str) -> Tabs {
    let side = Side::of(visit);
    let mut row = tabs("Settings").tab(side.base, "You", here == side.base).tab(
        side.page("sessions"),
        "Sign-ins",
        here.ends_with("/sessions"),
    );
    if visit.role().is_some_and(|role| role == Role::Tenant || role.keeps_people()) {
        row = row.tab(side.page("notifications"), "Notifications", here.ends_with("/notifications"));
    }
    row = row.tab(side.page("tokens"), "Programs", here.ends_with("/tokens"));
    if visit.role().is_some_and(Role::owns) {
        row = row.tab("/settings/members", "Members", here == "/settings/members").tab(
            "/settings/portfolio",
            "Portfolio",
            here == "/settings/portfolio",
        );
        row = row.tab("/settings/jobs", "Jobs", here == "/settings/jobs");
        row = row.tab("/settings/live", "Live pages", here == "/settings/live");
    }
    row
}
