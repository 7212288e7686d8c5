//! The one writer of what happens to a repair: its timeline, the activity list, and the word to open pages. Whatever else is
//! to follow from something done hangs here.

use domain::Viewer;
use domain::id::{PersonId, VisitId};
use domain::notification::NotificationKind;
use domain::ticket::{Happened, Side};

use super::Ticket;
use crate::activity::{self, Entry};
use crate::events::{Audience, announce};
use crate::notifications::{Tell, tell_of};
use crate::{Error, Result, Tx};

/// What open pages hear a repair by.
pub(super) const TOPIC: &str = "ticket";

/// One thing done.
pub(super) struct Done {
    pub what: Happened,
    pub before: Option<String>,
    pub after: Option<String>,
    pub visit: Option<VisitId>,
}

impl Done {
    pub fn new(what: Happened) -> Done {
        Done { what, before: None, after: None, visit: None }
    }

    pub fn from(mut self, before: impl Into<String>) -> Done {
        self.before = Some(before.into());
        self
    }

    pub fn to(mut self, after: impl Into<String>) -> Done {
        self.after = Some(after.into());
        self
    }

    pub fn about(mut self, visit: VisitId) -> Done {
        self.visit = Some(visit);
        self
    }
}

/// Who acts, and for which side.
pub(super) struct Actor {
    pub person: PersonId,
    pub name: String,
    pub side: Side,
}

/// Whoever is asking: members by their own name, tenants by the name on their lease.
///
/// # Errors
/// [`Error::Looking`] for a landlord who looks through a tenant's eyes; [`Error::Forbidden`] for whoever is nobody here.
pub(super) async fn actor(tx: &mut Tx) -> Result<Actor> {
    let (person, side) = match tx.viewer() {
        Viewer::Member(m) => (m.person, Side::Landlord),
        Viewer::Tenant(t) => (t.person.ok_or(Error::Looking)?, Side::Tenant),
        _ => return Err(Error::Forbidden),
    };
    let name = match side {
        Side::Landlord => {
            sqlx::query_scalar!("select name from person where id = $1", person.0)
                .fetch_one(tx.conn())
                .await?
        }
        Side::Tenant => crate::own_data::contact(tx).await?.name,
    };
    Ok(Actor { person, name, side })
}

/// Goes on for members only; for tenants such things do not exist.
pub(super) fn landlord(tx: &Tx) -> Result<()> {
    if matches!(tx.viewer(), Viewer::Member(_)) { Ok(()) } else { Err(Error::Missing) }
}

/// Goes on for tenants only.
pub(super) fn tenant(tx: &Tx) -> Result<()> {
    if matches!(tx.viewer(), Viewer::Tenant(_)) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Writes it into the timeline, and tells it.
pub(super) async fn happened(
    tx: &mut Tx,
    by: &Actor,
    ticket: &Ticket,
    done: Done,
    sentence: String,
) -> Result<()> {
    let (id, portfolio, now) = (tx.new_id(), tx.portfolio()?.0, tx.now());
    let lease = ticket.lease.filter(|_| done.what.is_for_household());
    let cut = |words: Option<String>| words.map(|w| w.chars().take(500).collect::<String>());
    sqlx::query!(
        "insert into ticket_event (portfolio_id, id, ticket_id, property_id, lease_id, at, person_id, person_name, side, kind, before, after,
           visit_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        portfolio,
        id,
        ticket.id.0,
        ticket.property.0,
        lease.map(|l| l.0),
        now,
        by.person.0,
        by.name,
        by.side.word(),
        done.what.word(),
        cut(done.before),
        cut(done.after),
        done.visit.map(|v| v.0)
    )
    .execute(tx.conn())
    .await?;
    if NotificationKind::of(done.what).is_some() {
        tell_of(tx, Tell { ticket: ticket.id, cause: id, is_comment: false }).await?;
    }
    tell(tx, ticket, kind(done.what), sentence, lease.is_some()).await
}

/// An entry of the activity list, and the word to open pages: to both sides, or to the landlord's alone.
pub(super) async fn tell(
    tx: &mut Tx,
    ticket: &Ticket,
    kind: &'static str,
    sentence: String,
    household: bool,
) -> Result<()> {
    let sentence = format!("{} {}: {sentence}", ticket.number(), ticket.title);
    activity::record(tx, Entry::new(kind, ticket.id, sentence).at(ticket.property).about_people()).await?;
    let audience = match ticket.lease.filter(|_| household) {
        Some(lease) => Audience::Household(ticket.property, lease),
        None => Audience::Keepers(Some(ticket.property)),
    };
    announce(tx, TOPIC, ticket.id, audience).await
}

/// The kind of its entry in the activity list.
fn kind(what: Happened) -> &'static str {
    match what {
        Happened::Reported => "ticket.report",
        Happened::Status => "ticket.status",
        Happened::Priority | Happened::Facts => "ticket.change",
        Happened::Access => "ticket.access",
        Happened::FilesAdded => "ticket.say",
        Happened::VisitProposed => "visit.propose",
        Happened::VisitAccepted | Happened::VisitDeclined => "visit.answer",
        Happened::VisitCancelled => "visit.cancel",
        Happened::Confirmed => "ticket.confirm",
        Happened::Vendor => "ticket.vendor",
        Happened::CostAdded => "cost.add",
        Happened::CostRemoved => "cost.remove",
        Happened::CostBooked => "cost.book",
        Happened::CostUnbooked => "cost.unbook",
    }
}

/// Notes that something happened: the landlord's side has answered, or the household waits for an answer.
pub(super) async fn touch(tx: &mut Tx, ticket: &Ticket, by: Side, asks: bool) -> Result<()> {
    let now = tx.now();
    match by {
        Side::Landlord => {
            let first = ticket.answered_at.or(Some(now).filter(|_| ticket.reporter == Side::Tenant));
            sqlx::query!(
                "update ticket set changed_at = $2, answered_at = $3, waits_since = null
                 where portfolio_id = app.portfolio_id() and id = $1",
                ticket.id.0,
                now,
                first
            )
            .execute(tx.conn())
            .await?;
        }
        Side::Tenant => {
            let waits = ticket.waits_since.or(Some(now).filter(|_| asks));
            sqlx::query!(
                "update ticket set changed_at = $2, waits_since = case when closed_at is null then $3::timestamptz end
                 where portfolio_id = app.portfolio_id() and id = $1",
                ticket.id.0,
                now,
                waits
            )
            .execute(tx.conn())
            .await?;
        }
    }
    Ok(())
}
