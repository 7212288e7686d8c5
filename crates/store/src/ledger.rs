//! The only writer of documents, transfers and monthly totals. What accounts a document debits and credits is decided in
//! [`domain::ledger`]; here it is written, many at a time, in the transaction of whoever asks.
//!
//! Order of locks, the same for everybody: bank lines, then documents, then monthly totals, then sums of accounts.

mod accounts;
mod books;
pub(crate) mod by_hand;
pub(crate) mod opening;
mod post;
mod void;

pub(crate) use books::{Books, LineChange};
pub(crate) use post::{By, Origin, Post, post};
pub(crate) use void::{Live, live_of_lines, void};
