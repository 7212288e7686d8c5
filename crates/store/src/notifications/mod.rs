//! What people are told without asking. A use-case asks for it in its own transaction; a worker finds out who may see what
//! happened, writes each of them a notification in their own words, and gathers letters for those who want mail.

mod deliver;
mod list;
mod mail;
mod sweep;
mod unsubscribe;
mod wishes;

use domain::id::TicketId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::jobs::{NewJob, enqueue};
use crate::{Result, Tx};

pub use deliver::deliver;
pub use list::{Cursor, Notification, list, open, read_all, read_of_ticket};
pub use mail::{MailTask, write_mail};
pub use sweep::sweep;
pub use unsubscribe::{Link, read_link, unsubscribe};
pub use wishes::{Wish, Wishes, change_wishes, wishes};

/// What open pages hear notifications by.
const TOPIC: &str = "notification";

/// Work of the kind `notify`: tell of a comment, or of an entry of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tell {
    /// The repair.
    pub ticket: TicketId,
    /// The comment's id, or the entry's.
    pub cause: Uuid,
    /// Which of the two.
    pub is_comment: bool,
}

/// Asks a worker to tell of it, when the transaction is kept.
///
/// # Errors
/// [`crate::Error::Forbidden`] outside a portfolio.
pub(crate) async fn tell_of(tx: &mut Tx, tell: Tell) -> Result<()> {
    enqueue(tx, NewJob::new("notify", &tell)).await
}
