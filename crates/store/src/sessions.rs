//! Who is signed in, where their session stands, and how sessions are opened, listed and ended. Only hashes of session ids are
//! kept. The SQL behind it is in migrations/0008; a session is read before anybody is somebody.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::id::{PersonId, PortfolioId, TenantId};
use domain::standing::Place;
use domain::viewer::{Member, Reach, Tenant};
use domain::{Role, Standing, Viewer};
use uuid::Uuid;

use crate::{Db, Error, Result, Tx, events};

/// How long a session may be idle, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Idle {
    /// At the landlord's door.
    pub member_s: i32,
    /// At the tenant's door.
    pub tenant_s: i32,
}

impl Default for Idle {
    /// Half an hour for members, 30 days for tenants.
    fn default() -> Idle {
        Idle { member_s: 30 * 60, tenant_s: 30 * 86_400 }
    }
}

/// A session about to be opened for somebody whose password was right.
pub struct NewSession {
    /// SHA-256 of the id in the cookie.
    pub id_hash: [u8; 32],
    /// Whose.
    pub person: PersonId,
    /// Network address it was opened from; cut at 64 characters.
    pub address: String,
    /// What the browser calls itself; cut at 200 characters.
    pub browser: String,
    /// How long it may be idle.
    pub idle: Idle,
}

/// Finds where a session stands: everything a request needs to know about who is asking, in one round trip. Notes at
/// most once a minute that it was used. `None` when it was never there, ended or was idle too long.
///
/// # Errors
/// [`Error::Database`].
pub async fn resolve(db: &Db, id_hash: &[u8; 32]) -> Result<Option<Standing>> {
    let mut tx = db.enter_to_write(&Viewer::Public).await?;
    let standing = look(&mut tx, &[*id_hash]).await?.pop();
    tx.commit().await?;
    Ok(standing)
}

/// The same without a trace: what a page does by itself keeps nobody signed in.
///
/// # Errors
/// [`Error::Database`].
pub async fn glance(db: &Db, id_hash: &[u8; 32]) -> Result<Option<Standing>> {
    Ok(glance_all(db, &[*id_hash]).await?.pop())
}

/// The same for several sessions at once; those that are over are left out.
///
/// # Errors
/// [`Error::Database`].
pub async fn glance_all(db: &Db, id_hashes: &[[u8; 32]]) -> Result<Vec<Standing>> {
    let mut tx = db.enter_to_look(&Viewer::Public).await?;
    let standings = look(&mut tx, id_hashes).await?;
    tx.commit().await?;
    Ok(standings)
}

async fn look(tx: &mut Tx, id_hashes: &[[u8; 32]]) -> Result<Vec<Standing>> {
    let (hashes, now) = (id_hashes.iter().map(|hash| hash.to_vec()).collect::<Vec<_>>(), tx.now());
    let rows = sqlx::query_as!(
        Row,
        r#"select h.hash as "id_hash!", person_id as "person_id!", person_name as "person_name!", scheme as "scheme!",
                  time_zone as "time_zone!", doors as "doors!", portfolio_id, portfolio_name, portfolio_zone, is_demo, door, role,
                  limited as "limited!", open_lines, tenant_id, tenant_name, viewing_as as "viewing_as!",
                  property_ids, bank_account_ids, lease_ids, living_lease_ids, unit_ids, household_ids, term_ids,
                  open_repairs, unread, null::uuid as token_id, null::text[] as scopes, null::integer as asked
             from unnest($1::bytea[]) as h (hash) cross join lateral app.resolve_session(h.hash, $2)"#,
        &hashes,
        now,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Row::standing).collect())
}

/// What `app.resolve_session` answers, and `app.use_token` with what is known of the token.
pub(crate) struct Row {
    pub(crate) token_id: Option<Uuid>,
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) asked: Option<i32>,
    pub(crate) id_hash: Vec<u8>,
    pub(crate) person_id: Uuid,
    pub(crate) person_name: String,
    pub(crate) scheme: String,
    pub(crate) time_zone: String,
    pub(crate) doors: i64,
    pub(crate) portfolio_id: Option<Uuid>,
    pub(crate) portfolio_name: Option<String>,
    pub(crate) portfolio_zone: Option<String>,
    pub(crate) is_demo: Option<bool>,
    pub(crate) door: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) limited: bool,
    pub(crate) open_lines: Option<i64>,
    pub(crate) open_repairs: Option<i64>,
    pub(crate) unread: Option<i64>,
    pub(crate) tenant_id: Option<Uuid>,
    pub(crate) tenant_name: Option<String>,
    pub(crate) viewing_as: bool,
    pub(crate) property_ids: Option<Vec<Uuid>>,
    pub(crate) bank_account_ids: Option<Vec<Uuid>>,
    pub(crate) lease_ids: Option<Vec<Uuid>>,
    pub(crate) living_lease_ids: Option<Vec<Uuid>>,
    pub(crate) unit_ids: Option<Vec<Uuid>>,
    pub(crate) household_ids: Option<Vec<Uuid>>,
    pub(crate) term_ids: Option<Vec<Uuid>>,
}

impl Row {
    pub(crate) fn standing(self) -> Standing {
        let session_hash = <[u8; 32]>::try_from(self.id_hash.as_slice()).unwrap_or_default();
        let place = self.portfolio_id.map(|portfolio| Place {
            portfolio: PortfolioId(portfolio),
            name: self.portfolio_name.clone().unwrap_or_default(),
            zone: zone(self.portfolio_zone.as_deref().unwrap_or_default()),
            is_demo: self.is_demo.unwrap_or_default(),
            viewing_as: self
                .tenant_id
                .filter(|_| self.viewing_as)
                .map(|id| (TenantId(id), self.tenant_name.clone().unwrap_or_default())),
            open_lines: self.open_lines.unwrap_or_default(),
            open_repairs: self.open_repairs.unwrap_or_default(),
            unread: self.unread.unwrap_or_default(),
        });
        Standing {
            person: PersonId(self.person_id),
            name: self.person_name.clone(),
            scheme: self.scheme.clone(),
            zone: zone(&self.time_zone),
            doors: usize::try_from(self.doors).unwrap_or_default(),
            place,
            session_hash,
            viewer: self.viewer(),
        }
    }

    fn viewer(self) -> Viewer {
        let person = PersonId(self.person_id);
        let (Some(portfolio), Some(door)) = (self.portfolio_id, self.door) else {
            return Viewer::Person { person };
        };
        let portfolio = PortfolioId(portfolio);
        if let ("tenant", Some(tenant)) = (door.as_str(), self.tenant_id) {
            return Viewer::Tenant(Tenant {
                portfolio,
                person: Some(person).filter(|_| !self.viewing_as),
                tenant: TenantId(tenant),
                leases: ids(self.lease_ids),
                living: ids(self.living_lease_ids),
                terms: ids(self.term_ids),
                household: ids(self.household_ids),
                units: ids(self.unit_ids),
                properties: ids(self.property_ids),
            });
        }
        let Some(role) = self.role.and_then(|word| word.parse::<Role>().ok()) else {
            return Viewer::Person { person };
        };
        let reach = self.limited.then(|| Reach {
            properties: ids(self.property_ids),
            bank_accounts: ids(self.bank_account_ids),
            tenants: ids(self.household_ids),
        });
        Viewer::Member(Member { portfolio, person, role, reach })
    }
}

fn ids<I: From<Uuid>>(ids: Option<Vec<Uuid>>) -> Vec<I> {
    ids.unwrap_or_default().into_iter().map(I::from).collect()
}

/// A zone of the database; UTC where the name is not known (any more).
pub(crate) fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// Opens a session (as nobody, once the password was right). With one door it stands in it; with several, in the one
/// used last, or in none until the person chooses.
///
/// # Errors
/// [`Error::Database`].
pub async fn open(tx: &mut Tx, new: NewSession) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        r#"select app.open_session($1, $2, $3, $4, $5, $6, $7) as "done: ()""#,
        new.id_hash.as_slice(),
        new.person.0,
        new.address,
        new.browser,
        now,
        new.idle.member_s,
        new.idle.tenant_s,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Signs out (as nobody: the id is the proof).
///
/// # Errors
/// [`Error::Database`].
pub async fn end(tx: &mut Tx, id_hash: &[u8; 32]) -> Result<()> {
    let now = tx.now();
    sqlx::query!(r#"select app.end_session($1, $2) as "done: ()""#, id_hash.as_slice(), now)
        .execute(tx.conn())
        .await?;
    tx.will_tell_of_access();
    Ok(())
}

/// True when a session, however long ended, was this person's (as nobody, once the password was right): what was typed
/// in it is theirs.
///
/// # Errors
/// [`Error::Database`].
pub async fn was_of(tx: &mut Tx, id_hash: &[u8], person: PersonId) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select app.was_session_of($1, $2) as "was!""#, id_hash, person.0)
        .fetch_one(tx.conn())
        .await?)
}

/// One of the viewer's own open sessions.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its key: the hash of an id, of no use in a cookie.
    pub id_hash: Vec<u8>,
    /// Network address it was opened from.
    pub address: String,
    /// What the browser called itself.
    pub browser: String,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was used last, to the minute.
    pub seen_at: DateTime<Utc>,
}

/// The viewer's open sessions, the one used last first; at most 100.
///
/// # Errors
/// [`Error::Forbidden`] for viewers who are nobody.
pub async fn list(tx: &mut Tx) -> Result<Vec<Session>> {
    let person = tx.viewer().person().ok_or(Error::Forbidden)?;
    let now = tx.now();
    Ok(sqlx::query_as!(
        Session,
        "select id_hash, address, browser, created_at, seen_at from session
          where person_id = $1 and ended_at is null and expires_at > $2 order by seen_at desc limit 100",
        person.0,
        now,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Ends one of the viewer's own sessions.
///
/// # Errors
/// [`Error::Missing`] when it is not theirs, or over.
pub async fn end_own(tx: &mut Tx, id_hash: &[u8]) -> Result<()> {
    let person = tx.viewer().person().ok_or(Error::Forbidden)?;
    let now = tx.now();
    let ended = sqlx::query!(
        "update session set ended_at = $1 where person_id = $2 and id_hash = $3 and ended_at is null",
        now,
        person.0,
        id_hash,
    )
    .execute(tx.conn())
    .await?;
    if ended.rows_affected() == 0 {
        return Err(Error::Missing);
    }
    events::announce_own_access(tx).await
}

/// Ends all of the viewer's sessions but this one; answers how many.
///
/// # Errors
/// [`Error::Forbidden`] for viewers who are nobody.
pub async fn end_others(tx: &mut Tx, keep: &[u8; 32]) -> Result<u64> {
    let person = tx.viewer().person().ok_or(Error::Forbidden)?;
    let now = tx.now();
    let ended = sqlx::query!(
        "update session set ended_at = $1 where person_id = $2 and id_hash <> $3 and ended_at is null and expires_at > $1",
        now,
        person.0,
        keep.as_slice(),
    )
    .execute(tx.conn())
    .await?;
    events::announce_own_access(tx).await?;
    Ok(ended.rows_affected())
}
