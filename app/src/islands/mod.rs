//! Small interactive pieces: the only part of the application that becomes wasm. Each has a page that works without it.

mod drop;
mod review;

pub use drop::DropFiles;
pub use review::{Keys, Placed};
