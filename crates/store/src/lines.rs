//! Bank lines: the long list with its filters, and one line with everything known about it.

mod add;
mod imported;
mod list;
mod one;

pub(crate) use add::add_one;
pub use add::by_hand;
pub use imported::{Imported, imported};
pub use list::{Filter, LineRow, LineState, Placed, list};
pub use one::{Document, Guessed, Line, Origin, find, history};
