//! Sends a letter, with no transaction open while the server is spoken to. At least once: twice only when the program dies,
//! or loses its hold, between the server's "kept" and our note of it.

use super::work::{Ending, Trouble, Work};
use connect::mail::Letter;
use store::mail;

/// Sends the letter of the job's own id.
pub async fn send(work: Work) -> Ending {
    let id = work.held.id.0;
    let mut tx = work.enter().await?;
    let letter = mail::read(&mut tx, id).await?;
    if letter.sent_at.is_some() {
        return work.keep(tx).await;
    }
    tx.commit().await?;
    if letter.body.is_empty() {
        return Err(Trouble::ForGood(
            "It waited for a week, so its text was forgotten. Write it again.".to_owned(),
        ));
    }
    let Some(mailer) = &work.things.mailer else {
        return Err(Trouble::Again("No mail server is set.".to_owned()));
    };
    let sent = mailer
        .send(&Letter {
            to: letter.recipient,
            subject: letter.subject,
            body: letter.body,
            unsubscribe_url: letter.unsubscribe_url,
        })
        .await;
    sent.map_err(|error| {
        if error.is_for_good() {
            Trouble::ForGood(error.to_string())
        } else {
            Trouble::Again(error.to_string())
        }
    })?;
    let mut tx = work.enter().await?;
    mail::sent(&mut tx, id).await?;
    work.keep(tx).await
}
