//! The tenant's pages of repairs: the household's list, a report on one page, and one repair with its thread. On a phone first.

pub mod access;
pub mod list;
pub mod new;
pub mod say;
pub mod show;
pub mod status;
pub mod visit;

pub use list::{AtHome, at_home};
