//! People: setting the house up, signing in and out, choosing a door, invitations, forgotten passwords, own settings,
//! members.

mod caller;
mod doors;
mod entrance;
mod invitation;
mod invite;
mod kept;
mod lent;
mod mails;
pub mod passwords;
mod reset;
pub mod secrets;
pub(crate) mod settings;
mod setup;
mod sign_in;
mod tries;
mod view_as;
mod zones;

use axum::Router;
use axum::routing::{get, post};

use crate::House;

pub use kept::keep;
pub(crate) use settings::settings_tabs;

/// Pages and writes about people.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/setup", get(setup::show).post(setup::found))
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/doors", get(doors::show).post(doors::choose))
        .route("/view-as", get(view_as::show).post(view_as::begin))
        .route("/view-as/end", post(view_as::end))
        .route("/invitation/{secret}", get(invitation::show).post(invitation::accept))
        .route("/tenants/{id}/invite", get(invite::ask_tenant).post(invite::invite_tenant))
        .route("/reset", get(reset::ask).post(reset::request))
        .route("/reset/{secret}", get(reset::show).post(reset::finish))
        .merge(settings::routes())
}
