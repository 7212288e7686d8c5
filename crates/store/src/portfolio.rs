//! The portfolio itself: its name, its time zone, and the people tenants call.

use chrono_tz::Tz;
use serde::Serialize;

use crate::activity::{Entry, record};
use crate::{Error, Result, Tx};

/// What an owner says about a portfolio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PortfolioDraft {
    /// Its name, as tenants see it too.
    pub name: String,
    /// Decides when a day ends and when rent is late.
    pub zone: Tz,
    /// Whom tenants call.
    pub contact_name: Option<String>,
    /// Under which number.
    pub contact_phone: Option<String>,
    /// At which address.
    pub contact_email: Option<String>,
    /// Day and night, when there is water or gas.
    pub emergency_phone: Option<String>,
}

/// The portfolio as it stands.
#[derive(Clone, Debug)]
pub struct Portfolio {
    /// What was said about it.
    pub draft: PortfolioDraft,
    /// Changes with every edit.
    pub version: i32,
}

/// The viewer's portfolio, for members.
///
/// # Errors
/// [`Error::Missing`] outside a portfolio.
pub async fn find(tx: &mut Tx) -> Result<Portfolio> {
    let r = sqlx::query!(
        "select name, time_zone, contact_name, contact_phone, contact_email, emergency_phone, version
           from portfolio where id = app.portfolio_id()"
    )
    .fetch_one(tx.conn())
    .await?;
    let draft = PortfolioDraft {
        name: r.name,
        zone: crate::sessions::zone(&r.time_zone),
        contact_name: r.contact_name,
        contact_phone: r.contact_phone,
        contact_email: r.contact_email,
        emergency_phone: r.emergency_phone,
    };
    Ok(Portfolio { draft, version: r.version })
}

/// Changes it, if nobody else did since `version` was read.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Forbidden`] for those who are no owner.
pub async fn change(tx: &mut Tx, version: i32, draft: &PortfolioDraft) -> Result<()> {
    let before = find(tx).await?;
    let done = sqlx::query!(
        "update portfolio set name = $2, time_zone = $3, contact_name = $4, contact_phone = $5, contact_email = $6,
                emergency_phone = $7, version = version + 1
          where id = app.portfolio_id() and version = $1",
        version,
        draft.name,
        draft.zone.name(),
        draft.contact_name,
        draft.contact_phone,
        draft.contact_email,
        draft.emergency_phone
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(if before.version == version { Error::Forbidden } else { Error::Stale });
    }
    let id = tx.portfolio()?;
    let entry = Entry::new("portfolio.change", id, format!("Changed the settings of {}.", draft.name));
    record(tx, entry.before(&before.draft).after(draft)).await?;
    Ok(())
}
