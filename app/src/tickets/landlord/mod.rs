//! The landlord's pages of repairs: the triage list, one repair with its thread, facts and costs, and every write about it.
//! For those who keep people; for others these pages do not exist.

pub mod book;
pub mod cost;
mod costs;
pub mod edit;
mod facts;
pub mod list;
pub mod new;
mod pressing;
pub mod say;
pub mod show;
pub mod status;
pub mod vendor;
pub mod visit;

pub use pressing::{Pressing, pressing};
