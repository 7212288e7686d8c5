//! Mail waiting to be sent. A use-case queues it in its own transaction; a job of the same id sends it with no transaction
//! open, and notes that in the transaction that completes the job.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::jobs::{NewJob, enqueue};
use crate::{Error, Result, Tx};

/// The kind of job that sends a letter.
const KIND: &str = "mail";

/// A mail to be sent.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// Address.
    pub recipient: String,
    /// Subject, at most 200 characters.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Queues a mail in the viewer's portfolio.
///
/// # Errors
/// [`Error::Missing`] for viewers who may not write to people.
pub async fn queue(tx: &mut Tx, mail: NewMail) -> Result<Uuid> {
    let (id, portfolio, now) = (tx.new_id(), tx.portfolio()?.0, tx.now());
    sqlx::query!(
        "insert into mail_out (portfolio_id, id, recipient, subject, body, created_at) values ($1, $2, $3, $4, $5, $6)",
        portfolio,
        id,
        mail.recipient,
        mail.subject,
        mail.body,
        now
    )
    .execute(tx.conn())
    .await?;
    enqueue(tx, NewJob::new(KIND, &()).named(id)).await?;
    Ok(id)
}

/// Gives a letter of the worker's the address that ends letters of its kind, for the button of a mail program (RFC 8058).
///
/// # Errors
/// [`Error::Database`] only.
pub(crate) async fn offer_unsubscribe(tx: &mut Tx, id: Uuid, url: &str) -> Result<()> {
    sqlx::query!(
        "update mail_out set unsubscribe_url = $2 where portfolio_id = app.portfolio_id() and id = $1",
        id,
        url
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A mail as owners see it: never its text, which may hold a secret link.
#[derive(Clone, Debug)]
pub struct MailRow {
    /// Address.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// Tries so far.
    pub tries: i16,
    /// Why the last try failed.
    pub failure: Option<String>,
    /// No further try is made, unless somebody asks for it.
    pub given_up: bool,
}

/// Mails of the viewer's portfolio, newest first; at most 100. For owners.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn list(tx: &mut Tx) -> Result<Vec<MailRow>> {
    // The job of a letter is forgotten before the letter is.
    Ok(sqlx::query_as!(
        MailRow,
        r#"select m.recipient, m.subject, m.created_at, m.sent_at, coalesce(j.tries, 0::smallint) as "tries!", j.failure as "failure?",
                  m.sent_at is null and coalesce(j.state in ('dead', 'discarded'), true) as "given_up!"
             from mail_out m left join job j on j.portfolio_id = m.portfolio_id and j.id = m.id
            where m.portfolio_id = app.portfolio_id() order by m.created_at desc, m.id desc limit 100"#
    )
    .fetch_all(tx.conn())
    .await?)
}

/// A letter as its job sends it.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Address.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Plain text; empty once it was sent, or waited for so long that it was forgotten.
    pub body: String,
    /// Where a mail program's own button ends letters of this kind.
    pub unsubscribe_url: Option<String>,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
}

/// The letter of this id, for the worker of its portfolio.
///
/// # Errors
/// [`Error::Missing`] when it is not there.
pub async fn read(tx: &mut Tx, id: Uuid) -> Result<Letter> {
    let letter = sqlx::query_as!(
        Letter,
        "select recipient, subject, body, unsubscribe_url, sent_at from mail_out where portfolio_id = app.portfolio_id() and id = $1",
        id
    )
    .fetch_optional(tx.conn())
    .await?;
    letter.ok_or(Error::Missing)
}

/// Notes that a mail was sent, and forgets its text.
///
/// # Errors
/// [`Error::Missing`] when it is not there.
pub async fn sent(tx: &mut Tx, id: Uuid) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update mail_out set sent_at = $2, body = '', unsubscribe_url = null where portfolio_id = app.portfolio_id() and id = $1",
        id,
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::Missing) }
}
