//! The rules of the business: what money, leases, periods and viewers are, and how typed forms become them.
//!
//! Pure. May not do I/O, read a clock, draw randomness or know a database: whatever changes comes in as a
//! parameter. Part of the wasm build, so nothing here may pull in a runtime.

pub mod bank;
pub mod category;
pub mod demo;
pub mod depreciation;
pub mod event;
pub mod file;
pub mod form;
pub mod id;
pub mod job;
pub mod lease;
pub mod ledger;
pub mod money;
pub mod notification;
pub mod period;
pub mod property;
pub mod role;
pub mod rules;
pub mod schedule_e;
pub mod standing;
pub mod tenant;
pub mod ticket;
pub mod token;
pub mod unit;
pub mod vendor;
pub mod viewer;

pub use category::{Category, CategoryKind};
pub use form::Typed;
pub use money::Cents;
pub use period::Period;
pub use role::Role;
pub use standing::Standing;
pub use viewer::Viewer;
