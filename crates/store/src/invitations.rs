//! Links that let somebody in, as a member or as a tenant. Only the hash of the secret in a link is kept: the link is
//! shown once, when it is made.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use domain::Role;
use domain::id::{PersonId, PortfolioId, PropertyId, TenantId};
use uuid::Uuid;

use crate::activity::{Entry, record};
use crate::doors::Door;
use crate::{Error, Result, Tx};

/// Days for which a link opens.
pub const DAYS: i64 = 14;

/// An invitation about to be made.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// SHA-256 of the secret in the link.
    pub token_hash: [u8; 32],
    /// As what.
    pub role: Role,
    /// Only for somebody with this address, where given (lower-cased).
    pub email: Option<String>,
    /// Which tenant of the portfolio, exactly for tenants.
    pub tenant: Option<TenantId>,
    /// Limits a manager to these.
    pub properties: Option<Vec<PropertyId>>,
}

/// Makes an invitation. Owners invite members; owners and managers invite tenants.
///
/// # Errors
/// [`Error::Missing`] when the viewer may not invite for this role; [`Error::Refused`] for a tenant who signs in already.
pub async fn add(tx: &mut Tx, new: NewInvitation) -> Result<Uuid> {
    let (id, portfolio, now) = (tx.new_id(), tx.portfolio()?.0, tx.now());
    let person = tx.viewer().person().ok_or(Error::Forbidden)?;
    let mut whom = new.email.clone();
    if let Some(tenant) = new.tenant {
        let row = sqlx::query!(
            "select name, person_id from tenant where portfolio_id = $1 and id = $2 and archived_at is null",
            portfolio,
            tenant.0
        )
        .fetch_one(tx.conn())
        .await?;
        if row.person_id.is_some() {
            return Err(Error::refused(
                "",
                format!("{} signs in already and needs no invitation.", row.name),
            ));
        }
        whom = Some(row.name);
    }
    let properties = new.properties.map(|ids| ids.iter().map(|p| p.0).collect::<Vec<_>>());
    sqlx::query!(
        "insert into invitation (portfolio_id, id, token_hash, role, email, tenant_id, property_ids, invited_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        portfolio,
        id,
        new.token_hash.as_slice(),
        new.role.word(),
        new.email,
        new.tenant.map(|t| t.0),
        properties.as_deref(),
        person.0,
        now,
        now + Duration::days(DAYS),
    )
    .execute(tx.conn())
    .await?;
    let sentence = match whom {
        Some(whom) => format!("Invited {whom} as {}.", new.role),
        None => format!("Made an invitation for a new {}.", new.role),
    };
    record(tx, Entry::new("invitation.add", id, sentence).about_people()).await?;
    Ok(id)
}

/// A tenant about to be invited.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Their name on the lease.
    pub name: String,
    /// Address the landlord knows.
    pub email: Option<String>,
}

/// Who would be invited as this tenant.
///
/// # Errors
/// [`Error::Missing`] when there is no such tenant, or not for this viewer.
pub async fn guest(tx: &mut Tx, tenant: TenantId) -> Result<Guest> {
    Ok(sqlx::query_as!(
        Guest,
        r#"select t.name, c.email as "email?" from tenant t
             left join tenant_contact c on c.portfolio_id = t.portfolio_id and c.tenant_id = t.id
            where t.portfolio_id = app.portfolio_id() and t.id = $1 and t.archived_at is null"#,
        tenant.0
    )
    .fetch_one(tx.conn())
    .await?)
}

/// An invitation that still opens.
#[derive(Clone, Debug)]
pub struct Open {
    /// Its id.
    pub id: Uuid,
    /// As what.
    pub role: String,
    /// For which address.
    pub email: Option<String>,
    /// For which tenant.
    pub tenant: Option<Uuid>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it stops opening.
    pub expires_at: DateTime<Utc>,
}

/// Invitations that still open and that the viewer may see, newest first.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn open(tx: &mut Tx) -> Result<Vec<Open>> {
    let now = tx.now();
    Ok(sqlx::query_as!(
        Open,
        "select id, role, email, tenant_id as tenant, created_at, expires_at from invitation
          where portfolio_id = app.portfolio_id() and used_at is null and withdrawn_at is null and expires_at > $1
          order by created_at desc limit 200",
        now
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Takes an invitation back: its link opens no more.
///
/// # Errors
/// [`Error::Missing`] when it is not there, used or taken back already.
pub async fn withdraw(tx: &mut Tx, id: Uuid) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query!(
        "update invitation set withdrawn_at = $2
          where portfolio_id = app.portfolio_id() and id = $1 and used_at is null and withdrawn_at is null",
        id,
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Missing);
    }
    record(tx, Entry::new("invitation.withdraw", id, "Took an invitation back.").about_people()).await?;
    Ok(())
}

/// Whether a link still opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It does.
    Open,
    /// Somebody used it.
    Used,
    /// It is too old.
    Expired,
    /// Whoever made it took it back.
    Withdrawn,
}

/// What the holder of a link learns.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Whose house.
    pub portfolio_name: String,
    /// Its time zone, for newcomers.
    pub zone: Tz,
    /// As what.
    pub role: Role,
    /// Only for this address, where given.
    pub email: Option<String>,
    /// For a tenant: their name as the portfolio knows it.
    pub tenant_name: Option<String>,
    /// Who invited.
    pub invited_by: String,
    /// Whether it opens.
    pub state: State,
    /// True when `email` already signs in here, so that they need no new password.
    pub has_person: bool,
}

/// What a link is for, or `None` when there is no such link.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn read(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<Option<Invitation>> {
    let now = tx.now();
    let row = sqlx::query!(
        r#"select portfolio_name as "portfolio_name!", time_zone as "time_zone!", role as "role!", email, tenant_name, invited_by, state as "state!",
                  has_person as "has_person!" from app.read_invitation($1, $2)"#,
        token_hash.as_slice(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let state = match row.state.as_str() {
        "used" => State::Used,
        "expired" => State::Expired,
        "withdrawn" => State::Withdrawn,
        _ => State::Open,
    };
    Ok(Some(Invitation {
        portfolio_name: row.portfolio_name,
        zone: crate::sessions::zone(&row.time_zone),
        role: row.role.parse().map_err(|_| Error::Missing)?,
        email: row.email,
        tenant_name: row.tenant_name,
        invited_by: row.invited_by.unwrap_or_default(),
        state,
        has_person: row.has_person,
    }))
}

/// Somebody who has not signed in before, made while they accept.
pub struct Newcomer<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their address, lower-cased.
    pub email: &'a str,
    /// Their password's hash.
    pub password_hash: &'a str,
    /// Their zone.
    pub zone: Tz,
}

/// What accepting led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Who is in now.
    pub person: PersonId,
    /// Whose house.
    pub portfolio: PortfolioId,
    /// Through which door.
    pub door: Door,
}

/// Accepts: as the viewer (a `Viewer::Person` whose password or session proved it), or as a newcomer when the viewer is
/// nobody.
///
/// # Errors
/// [`Error::Refused`] in words: the link does not open any more, is for another address, or the address is in use.
pub async fn accept(tx: &mut Tx, token_hash: &[u8; 32], newcomer: Option<Newcomer<'_>>) -> Result<Accepted> {
    let (person, activity, now) = (tx.new_id(), tx.new_id(), tx.now());
    if tx.viewer().person().is_some() == newcomer.is_some() {
        return Err(Error::Forbidden);
    }
    let row = sqlx::query!(
        r#"select o_person as "person!", o_portfolio as "portfolio!", o_door as "door!"
             from app.accept_invitation($1, $2, $3, $4, $5, $6, $7, $8)"#,
        token_hash.as_slice(),
        person,
        newcomer.as_ref().map(|n| n.name),
        newcomer.as_ref().map(|n| n.email),
        newcomer.as_ref().map(|n| n.password_hash),
        newcomer.as_ref().map(|n| n.zone.name()),
        now,
        activity,
    )
    .fetch_one(tx.conn())
    .await
    .map_err(|e| {
        Error::from(e)
            .explain("invitation_open", "", NOT_OPEN)
            .explain("invitation_address", "email", OTHER_ADDRESS)
            .explain("invitation_twice", "", TWICE)
            .explain("person_email_key", "email", IN_USE)
    })?;
    let door = if row.door == "tenant" { Door::Tenant } else { Door::Landlord };
    Ok(Accepted { person: PersonId(row.person), portfolio: PortfolioId(row.portfolio), door })
}

const NOT_OPEN: &str = "This invitation was used, has expired or was taken back. Ask for a new one.";
const OTHER_ADDRESS: &str =
    "This invitation is for another mail address. Use the one it was made for, or ask for a new invitation.";
const TWICE: &str = "You are in this portfolio already. Sign in and open it.";
const IN_USE: &str = "Somebody with this mail address signs in here already. If it is you, sign in first.";
