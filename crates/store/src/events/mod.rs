//! The outbox: use-cases tell what changed and whom it concerns, in their own transaction; one reader a process hands it to
//! the pages that are open. Only ids travel. Whoever hears of one asks again as themselves.

mod outbox;

use domain::id::{EventId, LeaseId, PropertyId};
use uuid::Uuid;

use crate::{Result, Tx};

pub use domain::event::Audience;
pub(crate) use outbox::Outbox;

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

/// Lets the open streams of everybody who is or was on a lease be looked at again: who lives there has changed.
pub(crate) async fn announce_access(tx: &mut Tx, property: PropertyId, lease: LeaseId) -> Result<()> {
    announce(tx, ACCESS, lease, Audience::Household(property, lease)).await
}

/// Lets the open streams of whoever is asking be looked at again: they have ended sessions of their own.
pub(crate) async fn announce_own_access(tx: &mut Tx) -> Result<()> {
    sqlx::query!(r#"select app.tell_own_access() as "done: ()""#).execute(tx.conn()).await?;
    tx.will_tell_of_access();
    Ok(())
}
