//! Telling people what happened to a repair, and writing them letters about it.

use super::work::{Ending, Work};
use store::jobs::{NewJob, enqueue};
use store::notifications::{self, MailTask, Tell};

/// Writes the notifications of one thing done, for everybody who may see it.
pub async fn tell(work: Work) -> Ending {
    let tell: Tell = work.held.payload()?;
    let mut tx = work.enter().await?;
    notifications::deliver(&mut tx, tell, work.things.mailer.is_some()).await?;
    work.keep(tx).await
}

/// Queues one letter to one person about one repair, or comes back when five minutes are over, or the night.
pub async fn mail(work: Work) -> Ending {
    let task: MailTask = work.held.payload()?;
    let mut tx = work.enter().await?;
    if let Some(later) = notifications::write_mail(&mut tx, &task, &work.things.base_url).await? {
        enqueue(&mut tx, NewJob::new("notify_mail", &task).keyed(task.key()).at(later)).await?;
    }
    work.keep(tx).await
}
