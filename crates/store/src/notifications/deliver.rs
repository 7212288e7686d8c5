//! Writing the notifications of one thing done: one for everybody who may see it and did not do it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::id::{PersonId, TicketId};
use domain::notification::{NotificationKind, Quiet, Told, What, mail_at};
use domain::ticket::{Happened, Priority, Side, Status};
use uuid::Uuid;

use super::mail::{MailTask, quiet};
use super::{TOPIC, Tell};
use crate::events::{Audience, announce};
use crate::jobs::{NewJob, enqueue};
use crate::tickets::{self, Ticket};
use crate::{Error, Result, Tx};

/// What happened, as it stands in the thread.
struct Cause {
    kind: NotificationKind,
    what: What,
    by: PersonId,
    by_name: String,
    side: Side,
    /// The household may know.
    is_for_household: bool,
}

/// Somebody who may see the repair.
struct Witness {
    person: Uuid,
    side: Side,
    zone: Tz,
    on_pages: bool,
    by_mail: bool,
    quiet: Quiet,
    last_mail: Option<DateTime<Utc>>,
}

/// Tells everybody whom it concerns, once: a second run changes nothing. With `has_mail`, a letter is planned for those who
/// want one.
///
/// # Errors
/// [`Error::Database`] only: what is not there any more, or concerns nobody, is told to nobody.
pub async fn deliver(tx: &mut Tx, tell: Tell, has_mail: bool) -> Result<()> {
    let found = if tell.is_comment { comment(tx, &tell).await } else { entry(tx, &tell).await };
    let cause = match found {
        Ok(Some(cause)) => cause,
        Ok(None) | Err(Error::Missing) => return Ok(()),
        Err(error) => return Err(error),
    };
    let ticket = tickets::find(tx, tell.ticket).await?;
    for witness in witnesses(tx, tell.ticket, cause.kind).await? {
        let is_theirs = witness.side == Side::Landlord || cause.is_for_household;
        if is_theirs && witness.person != cause.by.0 && (witness.on_pages || witness.by_mail) {
            tell_one(tx, &ticket, tell.cause, &cause, &witness, has_mail).await?;
        }
    }
    Ok(())
}

async fn tell_one(
    tx: &mut Tx,
    ticket: &Ticket,
    id: Uuid,
    cause: &Cause,
    witness: &Witness,
    has_mail: bool,
) -> Result<()> {
    let place = match &ticket.unit {
        Some((_, unit)) => format!("{}, {unit}", ticket.property_name),
        None => ticket.property_name.clone(),
    };
    let told =
        Told { what: &cause.what, by: &cause.by_name, side: cause.side, title: &ticket.title, place: &place };
    let sentence: String = told.sentence(witness.side, witness.zone).chars().take(500).collect();
    let (notification, portfolio, now) = (tx.new_id(), tx.portfolio()?.0, tx.now());
    let mail = if witness.by_mail && has_mail { "waiting" } else { "none" };
    // Somebody who wants mail alone finds it read on their pages.
    let read_at = Some(now).filter(|_| !witness.on_pages);
    let done = sqlx::query!(
        "insert into notification (portfolio_id, id, person_id, door, kind, ticket_id, property_id, lease_id, cause_id, sentence, created_at,
           read_at, mail)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict (portfolio_id, cause_id, person_id, door) do nothing",
        portfolio,
        notification,
        witness.person,
        witness.side.word(),
        cause.kind.word(),
        ticket.id.0,
        ticket.property.0,
        ticket.lease.filter(|_| witness.side == Side::Tenant).map(|l| l.0),
        id,
        sentence,
        now,
        read_at,
        mail
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    announce(tx, TOPIC, notification, Audience::Person(PersonId(witness.person))).await?;
    if mail == "none" {
        return Ok(());
    }
    let task = MailTask {
        ticket: ticket.id,
        person: PersonId(witness.person),
        side: witness.side.word().to_string(),
        emergency: ticket.priority == Priority::Emergency && !ticket.status.is_closed(),
    };
    let at = mail_at(now, witness.last_mail, witness.quiet, witness.zone, task.emergency);
    // An emergency does not wait for a letter that is planned for the morning; the later of the two finds nothing left.
    enqueue(tx, NewJob::new("notify_mail", &task).keyed(task.key()).at(at)).await
}

/// A comment: said by one side, read by both.
async fn comment(tx: &mut Tx, tell: &Tell) -> Result<Option<Cause>> {
    let r = sqlx::query!(
        "select person_id, person_name, side from ticket_comment
         where portfolio_id = app.portfolio_id() and id = $1 and ticket_id = $2",
        tell.cause,
        tell.ticket.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Some(Cause {
        kind: NotificationKind::Message,
        what: What::Wrote,
        by: PersonId(r.person_id),
        by_name: r.person_name,
        side: Side::from_word(&r.side),
        is_for_household: true,
    }))
}

/// An entry of the timeline, where people are told of its kind at all.
async fn entry(tx: &mut Tx, tell: &Tell) -> Result<Option<Cause>> {
    let r = sqlx::query!(
        r#"select e.person_id, e.person_name, e.side, e.kind, e.before, e.after, e.lease_id is not null as "shared!",
             v.starts_at as "starts_at?", v.ends_at as "ends_at?", v.who as "who?"
           from ticket_event e left join ticket_visit v on v.portfolio_id = e.portfolio_id and v.id = e.visit_id
           where e.portfolio_id = app.portfolio_id() and e.id = $1 and e.ticket_id = $2"#,
        tell.cause,
        tell.ticket.0
    )
    .fetch_one(tx.conn())
    .await?;
    let Ok(happened) = r.kind.parse::<Happened>() else { return Ok(None) };
    let Some(kind) = NotificationKind::of(happened) else { return Ok(None) };
    let visit = r.starts_at.zip(r.ends_at);
    let status = |word: Option<String>| word.and_then(|w| w.parse::<Status>().ok());
    let what = match happened {
        Happened::Reported => Some(What::Reported),
        Happened::Status => status(r.before).zip(status(r.after)).map(|(from, to)| What::Moved(from, to)),
        Happened::Priority => r.after.and_then(|w| w.parse().ok()).map(What::Pressing),
        Happened::Confirmed => Some(What::Confirmed),
        Happened::Access => Some(What::Access),
        Happened::FilesAdded => Some(What::Files),
        Happened::VisitProposed => {
            visit.map(|(from, to)| What::Proposed(from, to, r.who.unwrap_or_default()))
        }
        Happened::VisitAccepted => visit.map(|(from, to)| What::Accepted(from, to)),
        Happened::VisitDeclined => visit.map(|(from, to)| What::Declined(from, to)),
        Happened::VisitCancelled => visit.map(|(from, to)| What::TakenBack(from, to)),
        _ => None,
    };
    Ok(what.map(|what| Cause {
        kind,
        what,
        by: PersonId(r.person_id),
        by_name: r.person_name,
        side: Side::from_word(&r.side),
        is_for_household: r.shared,
    }))
}

/// Everybody who may see the repair today, with what they want; three statements, whoever they are.
async fn witnesses(tx: &mut Tx, ticket: TicketId, kind: NotificationKind) -> Result<Vec<Witness>> {
    let now = tx.now();
    let people = sqlx::query!(
        r#"select w.person_id as "person!", w.door as "door!", w.time_zone as "time_zone!",
             coalesce(h.on_pages, true) as "on_pages!", coalesce(h.by_mail, true) as "by_mail!",
             q.from_minute as "from_minute?", q.until_minute as "until_minute?"
           from app.witnesses_of($1, $2) w
           left join notification_wish h on h.portfolio_id = app.portfolio_id() and h.person_id = w.person_id and h.kind = $3
           left join notification_quiet q on q.portfolio_id = app.portfolio_id() and q.person_id = w.person_id"#,
        ticket.0,
        now,
        kind.word()
    )
    .fetch_all(tx.conn())
    .await?;
    let last: HashMap<(Uuid, String), DateTime<Utc>> = sqlx::query!(
        r#"select person_id, door, max(mailed_at) as "at!" from notification
           where portfolio_id = app.portfolio_id() and ticket_id = $1 and mailed_at is not null group by person_id, door"#,
        ticket.0
    )
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .map(|r| ((r.person_id, r.door), r.at))
    .collect();
    Ok(people
        .into_iter()
        .map(|r| Witness {
            person: r.person,
            side: Side::from_word(&r.door),
            zone: r.time_zone.parse().unwrap_or(Tz::UTC),
            on_pages: r.on_pages,
            by_mail: r.by_mail,
            quiet: quiet(r.from_minute, r.until_minute),
            last_mail: last.get(&(r.person, r.door)).copied(),
        })
        .collect())
}
