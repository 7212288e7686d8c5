//! The doors of a portfolio, and how a session moves from one to another, or into a tenant's view. The SQL behind it is
//! in migrations/0008.

use domain::Role;
use domain::id::{PortfolioId, TenantId};

use crate::{Error, Result, Tx};

/// One of the two doors of a portfolio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Members: the dashboard.
    Landlord,
    /// Tenants: the portal.
    Tenant,
}

impl Door {
    /// The word in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            Door::Landlord => "landlord",
            Door::Tenant => "tenant",
        }
    }

    /// The door of a word.
    pub fn from_word(word: &str) -> Option<Door> {
        [Door::Landlord, Door::Tenant].into_iter().find(|d| d.word() == word)
    }
}

/// A door somebody may stand at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyDoor {
    /// Whose house.
    pub portfolio: PortfolioId,
    /// Its name.
    pub name: String,
    /// A portfolio to play with.
    pub is_demo: bool,
    /// Which of the two.
    pub door: Door,
    /// Their role behind it.
    pub role: Role,
}

/// All doors of the viewer's person, their own books first.
///
/// # Errors
/// [`Error::Database`].
pub async fn mine(tx: &mut Tx) -> Result<Vec<MyDoor>> {
    let rows = sqlx::query!(
        r#"select portfolio_id as "portfolio!", portfolio_name as "name!", is_demo as "is_demo!", door as "door!", role as "role!"
             from app.my_doors()"#
    )
    .fetch_all(tx.conn())
    .await?;
    let door = |word: &str| if word == "tenant" { Door::Tenant } else { Door::Landlord };
    let mut doors = Vec::with_capacity(rows.len());
    for row in rows {
        let role = row.role.parse().map_err(|_| Error::Missing)?;
        let (portfolio, door) = (PortfolioId(row.portfolio), door(&row.door));
        doors.push(MyDoor { portfolio, name: row.name, is_demo: row.is_demo, door, role });
    }
    Ok(doors)
}

/// Where a session goes next.
pub struct Turn {
    /// SHA-256 of the id it has.
    pub old_hash: [u8; 32],
    /// SHA-256 of the id it gets; the old one is worth nothing afterwards.
    pub new_hash: [u8; 32],
    /// Whose house.
    pub portfolio: PortfolioId,
    /// Which door.
    pub door: Door,
    /// A tenant whose portal a member wants to look at; nothing can be changed then.
    pub view_as: Option<TenantId>,
}

/// Moves a session to another door, or into a tenant's view, or out of it (as nobody: the old id is the proof).
///
/// # Errors
/// [`Error::Missing`] when the session is over, or the door or tenant is not theirs.
pub async fn turn(tx: &mut Tx, to: Turn) -> Result<()> {
    let now = tx.now();
    let turned = sqlx::query_scalar!(
        r#"select app.turn_session($1, $2, $3, $4, $5, $6) as "turned!""#,
        to.old_hash.as_slice(),
        to.new_hash.as_slice(),
        to.portfolio.0,
        to.door.word(),
        to.view_as.map(|t| t.0),
        now,
    )
    .fetch_one(tx.conn())
    .await?;
    tx.will_tell_of_access();
    if turned { Ok(()) } else { Err(Error::Missing) }
}

/// Tenants through whose eyes the viewer may look, by name; at most 1,000.
///
/// # Errors
/// [`Error::Database`] only; who keeps no people finds nobody.
pub async fn tenants_to_view(tx: &mut Tx) -> Result<Vec<(TenantId, String)>> {
    let rows = sqlx::query!(
        "select id, name from tenant where portfolio_id = app.portfolio_id() and archived_at is null
          order by lower(name), id limit 1000"
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| (TenantId(r.id), r.name)).collect())
}
