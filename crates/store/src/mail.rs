//! Mail waiting to be sent. A use-case queues it in its own transaction; the worker takes what is due, sends it with no
//! transaction open, and notes how that went.

use chrono::{DateTime, Duration, Utc};
use domain::Viewer;
use domain::id::PortfolioId;
use uuid::Uuid;

use crate::{Db, Error, Result, Tx};

/// Tries before a mail is given up.
pub const TRIES_MAX: i32 = 6;

/// How long a taken mail is left alone: a worker that died in between is forgotten after it.
const CLAIM: Duration = Duration::minutes(5);

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
        "insert into mail_out (portfolio_id, id, recipient, subject, body, created_at, next_try_at) values ($1, $2, $3, $4, $5, $6, $6)",
        portfolio,
        id,
        mail.recipient,
        mail.subject,
        mail.body,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(id)
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
    pub tries: i32,
    /// Why the last try failed.
    pub failure: Option<String>,
    /// No further try is made.
    pub given_up: bool,
}

/// Mails of the viewer's portfolio, newest first; at most 100. For owners.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn list(tx: &mut Tx) -> Result<Vec<MailRow>> {
    Ok(sqlx::query_as!(
        MailRow,
        r#"select recipient, subject, created_at, sent_at, tries, failure, next_try_at = 'infinity' as "given_up!"
             from mail_out where portfolio_id = app.portfolio_id() order by created_at desc, id desc limit 100"#
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Portfolios with mail that is due.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn due_portfolios(db: &Db) -> Result<Vec<PortfolioId>> {
    // A worker of no portfolio sees no row of any; it may only ask where there is something to do.
    let mut tx = db.enter(&Viewer::Worker { portfolio: PortfolioId(Uuid::nil()) }).await?;
    let now = tx.now();
    let ids = sqlx::query_scalar!(r#"select app.portfolios_with_mail($1) as "id!""#, now)
        .fetch_all(tx.conn())
        .await?;
    tx.commit().await?;
    Ok(ids.into_iter().map(PortfolioId).collect())
}

/// A mail taken by a worker.
#[derive(Clone, Debug)]
pub struct Due {
    /// Its id.
    pub id: Uuid,
    /// Address.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// This try included.
    pub tries: i32,
}

/// Takes up to `limit` mails of the worker's portfolio. They are this worker's for five minutes; another worker takes
/// others. Commit before sending.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn take(tx: &mut Tx, limit: u8) -> Result<Vec<Due>> {
    let now = tx.now();
    Ok(sqlx::query_as!(
        Due,
        "update mail_out set tries = tries + 1, next_try_at = $2
          where portfolio_id = app.portfolio_id() and id in (
            select id from mail_out where portfolio_id = app.portfolio_id() and sent_at is null and next_try_at <= $1
             order by next_try_at limit $3 for update skip locked)
          returning id, recipient, subject, body, tries",
        now,
        now + CLAIM,
        i64::from(limit)
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Notes that a mail was sent, and forgets its text.
///
/// # Errors
/// [`Error::Missing`] when it is not there.
pub async fn sent(tx: &mut Tx, id: Uuid) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update mail_out set sent_at = $2, failure = null, body = '' where portfolio_id = app.portfolio_id() and id = $1",
        id,
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::Missing) }
}

/// Notes why a mail was not sent. It is tried again later and later, unless it is given up: then its text is forgotten too.
///
/// # Errors
/// [`Error::Missing`] when it is not there.
pub async fn failed(tx: &mut Tx, mail: &Due, why: &str, for_good: bool) -> Result<()> {
    let now = tx.now();
    let again = (!for_good && mail.tries < TRIES_MAX).then(|| now + pause(mail.tries));
    let why: String = why.chars().take(500).collect();
    let done = sqlx::query!(
        "update mail_out set failure = $2, next_try_at = coalesce($3, 'infinity'::timestamptz),
                body = case when $3::timestamptz is null then '' else body end
          where portfolio_id = app.portfolio_id() and id = $1",
        mail.id,
        why,
        again
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::Missing) }
}

/// A minute, 5, 25, and so on to half a day.
fn pause(tries: i32) -> Duration {
    let steps = u32::try_from(tries - 1).unwrap_or_default().min(4);
    Duration::minutes(5i64.pow(steps)).min(Duration::hours(12))
}
