//! Lines that wait for somebody to say what they were for: the queue, and every decision about a line with its undo.
//!
//! A decision carries the line's version. Whoever comes second is told [`crate::Error::Stale`], reads the line again in the
//! same transaction and shows both.

mod accept;
mod aside;
mod book;
mod line;
mod place;
mod queue;
mod twin;

pub use accept::{Accepted, accept_certain, take_back};
pub use aside::{reopen, set_aside};
pub use book::{Split, accept, book, book_in_its_place};
pub use queue::{Group, Place, Sort, Waiting, around, groups, queue};
pub use twin::answer_twin;

pub(crate) use accept::move_lines;
pub(crate) use book::{Decision, decide};
pub(crate) use line::hold;
