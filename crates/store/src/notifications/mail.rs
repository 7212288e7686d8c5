//! Gathering notifications about one repair into a letter to one person.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::id::{PersonId, TicketId};
use domain::notification::{Letter, Quiet, Sender, mail_at};
use domain::ticket::{Side, number};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::db::fill;
use crate::mail::{NewMail, offer_unsubscribe, queue};
use crate::{Result, Tx};

/// Work of the kind `notify_mail`: a letter to one person about one repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailTask {
    /// About which repair.
    pub ticket: TicketId,
    /// To whom.
    pub person: PersonId,
    /// As whom: `landlord` or `tenant`.
    pub side: String,
    /// It does not wait for the morning.
    #[serde(default)]
    pub emergency: bool,
}

impl MailTask {
    /// One such letter waits at a time; and one that does not wait for the morning.
    pub fn key(&self) -> String {
        let haste = if self.emergency { ":now" } else { "" };
        format!("{}:{}:{}{haste}", self.ticket, self.person, self.side)
    }
}

/// Queues the letter: what waits and was not read on a page meanwhile. Nothing when there is no such thing, when they may not
/// see the repair any more. When the last letter is younger than five minutes, or it is night for them, it answers when to
/// come back.
///
/// # Errors
/// [`crate::Error::Missing`] when the repair is gone.
pub async fn write_mail(tx: &mut Tx, task: &MailTask, base_url: &str) -> Result<Option<DateTime<Utc>>> {
    let now = tx.now();
    // One letter after the other, whoever writes them.
    let name = format!("letters {}:{}:{}", task.ticket, task.person, task.side);
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", name).execute(tx.conn()).await?;
    let Some(Reader { email, portfolio, zone, quiet }) = reader(tx, task).await? else { return Ok(None) };
    let soonest = mail_at(now, last_mail(tx, task).await?, quiet, zone, task.emergency);
    if soonest > now {
        return Ok(Some(soonest));
    }
    // The oldest first. A kind that somebody does not want any more is left out.
    let waiting = sqlx::query!(
        r#"select n.id, n.kind, n.sentence from notification n
           left join notification_wish w on w.portfolio_id = n.portfolio_id and w.person_id = n.person_id and w.kind = n.kind
           where n.portfolio_id = app.portfolio_id() and n.ticket_id = $1 and n.person_id = $2 and n.door = $3 and n.mail = 'waiting'
             and (n.read_at is null or coalesce(not w.on_pages, false)) and coalesce(w.by_mail, true)
           order by n.created_at, n.id limit 100"#,
        task.ticket.0,
        task.person.0,
        task.side
    )
    .fetch_all(tx.conn())
    .await?;
    let Some(kind) = waiting.last().map(|n| n.kind.clone()) else { return Ok(None) };
    let title = sqlx::query_scalar!(
        "select title from ticket where portfolio_id = app.portfolio_id() and id = $1",
        task.ticket.0
    )
    .fetch_one(tx.conn())
    .await?;
    let sentences: Vec<String> = waiting.iter().map(|n| n.sentence.clone()).collect();
    let unsubscribe = link(tx, task.person, &kind).await?;
    let page = match Side::from_word(&task.side) {
        Side::Landlord => format!("/maintenance/{}", task.ticket),
        Side::Tenant => format!("/portal/repairs/{}", task.ticket),
    };
    let number = number(task.ticket);
    let letter = Letter {
        title: &title,
        number: &number,
        sentences: &sentences,
        path: &page,
        unsubscribe: &unsubscribe,
    };
    let body = letter.body(&Sender { portfolio: &portfolio, base_url });
    let id = queue(tx, NewMail { recipient: email, subject: letter.subject(), body }).await?;
    offer_unsubscribe(tx, id, &format!("{base_url}{unsubscribe}")).await?;
    let ids: Vec<uuid::Uuid> = waiting.iter().map(|n| n.id).collect();
    sqlx::query!(
        "update notification set mail = 'sent', mailed_at = $2 where portfolio_id = app.portfolio_id() and id = any ($1)",
        &ids,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(None)
}

async fn last_mail(tx: &mut Tx, task: &MailTask) -> Result<Option<DateTime<Utc>>> {
    Ok(sqlx::query_scalar!(
        "select max(mailed_at) from notification
         where portfolio_id = app.portfolio_id() and ticket_id = $1 and person_id = $2 and door = $3",
        task.ticket.0,
        task.person.0,
        task.side
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Who gets the letter.
struct Reader {
    email: String,
    portfolio: String,
    zone: Tz,
    quiet: Quiet,
}

/// Their address, the portfolio's name and when they want no mail, while they may see the repair.
async fn reader(tx: &mut Tx, task: &MailTask) -> Result<Option<Reader>> {
    let now = tx.now();
    let row = sqlx::query!(
        r#"select w.email as "email!", w.time_zone as "time_zone!", p.name, q.from_minute as "from_minute?",
             q.until_minute as "until_minute?"
           from app.witnesses_of($1, $2) w join portfolio p on p.id = app.portfolio_id()
           left join notification_quiet q on q.portfolio_id = p.id and q.person_id = w.person_id
           where w.person_id = $3 and w.door = $4"#,
        task.ticket.0,
        now,
        task.person.0,
        task.side
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| Reader {
        quiet: quiet(r.from_minute, r.until_minute),
        email: r.email,
        portfolio: r.name,
        zone: r.time_zone.parse().unwrap_or(Tz::UTC),
    }))
}

/// Quiet hours as they are stored; the usual ones of whoever chose none.
pub(super) fn quiet(from: Option<i16>, until: Option<i16>) -> Quiet {
    let minute = |n: Option<i16>| n.and_then(|n| u16::try_from(n).ok());
    let chosen = |(from_minute, until_minute)| Quiet { from_minute, until_minute };
    minute(from).zip(minute(until)).map_or_else(Quiet::default, chosen)
}

/// A link that ends letters of this kind: `/unsubscribe/` and 256 random bits, of which only the hash is kept.
async fn link(tx: &mut Tx, person: PersonId, kind: &str) -> Result<String> {
    let mut secret = [0u8; 32];
    fill(&mut secret);
    let word: String = secret.iter().map(|b| format!("{b:02x}")).collect();
    let (portfolio, now, hash) = (tx.portfolio()?.0, tx.now(), Sha256::digest(word.as_bytes()));
    sqlx::query!(
        "insert into notification_link (portfolio_id, token_hash, person_id, kind, created_at) values ($1, $2, $3, $4, $5)",
        portfolio,
        hash.as_slice(),
        person.0,
        kind,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(format!("/unsubscribe/{word}"))
}
