//! The outbox: use-cases tell what changed and whom it concerns, in their own transaction; one reader a process hands it to
//! the pages that are open. Only ids travel. Whoever hears of one asks again as themselves.

mod missed;
mod outbox;
mod place;
mod reader;

use chrono::TimeDelta;
use domain::id::{EventId, LeaseId, PropertyId, TenantId};
use uuid::Uuid;

use crate::{Db, Result, Tx};

pub use domain::event::Audience;
pub use missed::{Missed, Since, missed};
pub use outbox::Here;
pub(crate) use outbox::Outbox;
pub use reader::{Event, Round, follow, tell_others};

/// What streams look again at, instead of hearing of it: whether they are still their person's.
pub const ACCESS: &str = "access";

/// Tells open pages that the row `subject` has changed, once this transaction is committed. `topic` is a noun such as
/// "ticket". Telling the same audience of the same thing again in one transaction adds nothing.
///
/// # Errors
/// [`crate::Error::Missing`] when the audience is none that the viewer may tell; [`crate::Error::Forbidden`] for viewers
/// outside a portfolio.
pub async fn announce(
    tx: &mut Tx,
    topic: &'static str,
    subject: impl Into<Uuid>,
    audience: Audience,
) -> Result<()> {
    let (id, portfolio, subject) = (tx.new_id(), tx.portfolio()?.0, subject.into());
    if !tx.will_tell(EventId(id), topic, subject, audience) {
        return Ok(());
    }
    sqlx::query!(
        "insert into event (portfolio_id, id, topic, subject_id, audience, property_id, lease_id, person_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        portfolio,
        id,
        topic,
        subject,
        audience.word(),
        audience.property().map(|p| p.0),
        audience.lease().map(|l| l.0),
        audience.person().map(|p| p.0),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Lets the open streams of everybody who was on a lease be looked at again: who lives there has changed.
pub(crate) async fn announce_access(tx: &mut Tx, property: PropertyId, lease: LeaseId) -> Result<()> {
    announce(tx, ACCESS, lease, Audience::Household(property, lease)).await
}

/// The same for these tenants, where they sign in; the ids are random because nobody refers to them.
pub(crate) async fn announce_access_of(tx: &mut Tx, tenants: &[TenantId]) -> Result<()> {
    let (portfolio, ids) = (tx.portfolio()?.0, tenants.iter().map(|t| t.0).collect::<Vec<_>>());
    sqlx::query!(
        "insert into event (portfolio_id, id, topic, subject_id, audience, person_id)
         select t.portfolio_id, gen_random_uuid(), $3, t.person_id, 'person', t.person_id from tenant t
          where t.portfolio_id = $1 and t.id = any ($2) and t.person_id is not null",
        portfolio,
        &ids,
        ACCESS,
    )
    .execute(tx.conn())
    .await?;
    tx.will_tell_of_access();
    Ok(())
}

/// Lets the open streams of whoever is asking be looked at again: they have ended sessions of their own.
pub(crate) async fn announce_own_access(tx: &mut Tx) -> Result<()> {
    sqlx::query!(r#"select app.tell_own_access() as "done: ()""#).execute(tx.conn()).await?;
    tx.will_tell_of_access();
    Ok(())
}

/// Where the reader of this process stands, for a page that is about to be read: told to the stream of that page, it lets
/// nothing be lost in between. Empty where nobody reads.
pub fn here(db: &Db) -> Here {
    db.outbox().here()
}

/// Lets the reader of this process look at once.
pub fn wake(db: &Db) {
    db.outbox().wake();
}

/// How long events are kept: twice as long as a stream may be away.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// Removes old events of all portfolios, the oldest first, so many at most; answers how many. For the worker that sweeps.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn sweep(tx: &mut Tx, rows_max: u32) -> Result<u32> {
    let before = tx.now() - KEPT;
    let rows_max = i32::try_from(rows_max).unwrap_or(i32::MAX);
    let gone = sqlx::query_scalar!(r#"select app.sweep_events($1, $2) as "gone!""#, before, rows_max)
        .fetch_one(tx.conn())
        .await?;
    Ok(u32::try_from(gone).unwrap_or_default())
}
