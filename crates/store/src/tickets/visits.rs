//! Visits: the landlord's side proposes one, the household says whether it suits. One at a time: a new one takes the place of
//! the one before.

use chrono::{DateTime, Utc};
use domain::id::{TicketId, VisitId};
use domain::ticket::{Happened, Side, VisitDraft, VisitStatus};

use super::record::{Done, actor, happened, landlord, tenant, touch};
use super::{Ticket, hold};
use crate::{Error, Result, Tx};

/// A visit as it stands.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// For which repair.
    pub ticket: TicketId,
    /// First moment.
    pub starts_at: DateTime<Utc>,
    /// Last moment.
    pub ends_at: DateTime<Utc>,
    /// Who comes.
    pub who: String,
    /// What became of it.
    pub status: VisitStatus,
    /// Why it does not suit, in the household's words.
    pub answer: Option<String>,
    /// Changes with every answer.
    pub version: i32,
}

macro_rules! visit {
    ($r:expr) => {
        Visit {
            id: VisitId($r.id),
            ticket: TicketId($r.ticket_id),
            starts_at: $r.starts_at,
            ends_at: $r.ends_at,
            who: $r.who,
            status: $r.status.parse().unwrap_or(VisitStatus::Cancelled),
            answer: $r.answer,
            version: $r.version,
        }
    };
}

/// Visits of a repair, the one to come first; at most 50.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn visits(tx: &mut Tx, ticket: TicketId) -> Result<Vec<Visit>> {
    let rows = sqlx::query!(
        "select id, ticket_id, starts_at, ends_at, who, status, answer, version from ticket_visit
         where portfolio_id = app.portfolio_id() and ticket_id = $1
         order by status in ('proposed', 'accepted') desc, created_at desc, id desc limit 50",
        ticket.0
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| visit!(r)).collect())
}

/// One visit.
///
/// # Errors
/// [`Error::Missing`] when it is not there or not the viewer's to see.
pub async fn find_visit(tx: &mut Tx, id: VisitId) -> Result<Visit> {
    let r = sqlx::query!(
        "select id, ticket_id, starts_at, ends_at, who, status, answer, version from ticket_visit
         where portfolio_id = app.portfolio_id() and id = $1",
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(visit!(r))
}

/// Proposes a visit, in place of one that stands; where no household is to be asked, it is agreed at once. The id is made with
/// the form: sent twice, it is one.
///
/// # Errors
/// [`Error::Refused`] when the repair is closed; [`Error::Missing`].
pub async fn propose_visit(tx: &mut Tx, ticket: TicketId, id: VisitId, draft: &VisitDraft) -> Result<()> {
    landlord(tx)?;
    let by = actor(tx).await?;
    let ticket = hold(tx, ticket).await?;
    if ticket.status.is_closed() {
        return Err(Error::refused("", "This repair is closed. Open it again before you send somebody."));
    }
    let (portfolio, now) = (tx.portfolio()?.0, tx.now());
    let status = if ticket.lease.is_some() { VisitStatus::Proposed } else { VisitStatus::Accepted };
    let done = sqlx::query!(
        "insert into ticket_visit (portfolio_id, id, ticket_id, property_id, lease_id, starts_at, ends_at, who, status, proposed_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing",
        portfolio,
        id.0,
        ticket.id.0,
        ticket.property.0,
        ticket.lease.map(|l| l.0),
        draft.starts_at,
        draft.ends_at,
        draft.who,
        status.word(),
        by.person.0,
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    sqlx::query!(
        "update ticket_visit set status = 'cancelled', version = version + 1
         where portfolio_id = app.portfolio_id() and ticket_id = $1 and id <> $2 and status in ('proposed', 'accepted') and ends_at > $3",
        ticket.id.0,
        id.0,
        now
    )
    .execute(tx.conn())
    .await?;
    touch(tx, &ticket, Side::Landlord, false).await?;
    let sentence = format!("Proposed a visit of {}.", draft.who);
    happened(tx, &by, &ticket, Done::new(Happened::VisitProposed).to(draft.who.clone()).about(id), sentence)
        .await
}

/// The household says whether a visit suits, if it still stands as `version` was read. They may think otherwise until it is
/// over.
///
/// # Errors
/// [`Error::Stale`] when it was changed or taken back meanwhile; [`Error::Refused`] when it is over, or a "no" has no words;
/// [`Error::Missing`]; [`Error::Looking`]; [`Error::Forbidden`] for the landlord's side.
pub async fn answer_visit(
    tx: &mut Tx,
    id: VisitId,
    version: i32,
    suits: bool,
    words: Option<&str>,
) -> Result<()> {
    tenant(tx)?;
    let by = actor(tx).await?;
    let (ticket, visit) = held(tx, id).await?;
    let to = if suits { VisitStatus::Accepted } else { VisitStatus::Declined };
    if visit.status == to {
        return Ok(());
    }
    if visit.version != version || !visit.status.stands() || ticket.status.is_closed() {
        return Err(Error::Stale);
    }
    let now = tx.now();
    if visit.ends_at <= now {
        return Err(Error::refused("", "This visit is over. Write below how it went."));
    }
    if !suits && words.is_none() {
        return Err(Error::refused(
            "words",
            "Write when it would suit you, so that another time can be found.",
        ));
    }
    sqlx::query!(
        "update ticket_visit set status = $2, answer = $3, answered_by = $4, answered_at = $5, version = version + 1
         where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        to.word(),
        words,
        by.person.0,
        now
    )
    .execute(tx.conn())
    .await?;
    // A "no" waits for another proposal.
    touch(tx, &ticket, Side::Tenant, !suits).await?;
    let (what, sentence) = match suits {
        true => (Happened::VisitAccepted, format!("{} agrees to the visit.", by.name)),
        false => (Happened::VisitDeclined, format!("The visit does not suit {}.", by.name)),
    };
    let mut done = Done::new(what).about(id);
    done.after = words.map(str::to_string);
    happened(tx, &by, &ticket, done, sentence).await
}

/// The landlord's side takes a visit back.
///
/// # Errors
/// [`Error::Stale`] when it was answered or changed since `version` was read; [`Error::Missing`].
pub async fn cancel_visit(tx: &mut Tx, id: VisitId, version: i32) -> Result<()> {
    landlord(tx)?;
    let by = actor(tx).await?;
    let (ticket, visit) = held(tx, id).await?;
    if visit.status == VisitStatus::Cancelled {
        return Ok(());
    }
    if visit.version != version {
        return Err(Error::Stale);
    }
    sqlx::query!(
        "update ticket_visit set status = 'cancelled', version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        id.0
    )
    .execute(tx.conn())
    .await?;
    touch(tx, &ticket, Side::Landlord, false).await?;
    let done = Done::new(Happened::VisitCancelled).to(visit.who.clone()).about(id);
    happened(tx, &by, &ticket, done, format!("Took back the visit of {}.", visit.who)).await
}

/// The visit and its repair, held until the end of the transaction.
async fn held(tx: &mut Tx, id: VisitId) -> Result<(Ticket, Visit)> {
    let ticket = find_visit(tx, id).await?.ticket;
    let ticket = hold(tx, ticket).await?;
    Ok((ticket, find_visit(tx, id).await?))
}
