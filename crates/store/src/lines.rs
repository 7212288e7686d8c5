//! Bank lines: the long list with its filters, and one line with everything known about it.

mod list;
mod one;

pub use list::{Filter, LineRow, LineState, Placed, list};
pub use one::{Document, Guessed, Line, Origin, find, history};
