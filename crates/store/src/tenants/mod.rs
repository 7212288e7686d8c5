//! Tenants: finding them by name, one with how to reach them, adding and changing, putting away.

mod list;

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::TenantId;
use domain::tenant::TenantDraft;

use crate::activity::{Entry, record};
use crate::{Error, Result, Tx, events};

pub use list::{CHOICES_MAX, Choice, Home, Listing, TenantRow, choices, list};

/// Whether a tenant can use the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// They sign in.
    SignsIn,
    /// A link is on its way, and opens until then.
    Invited(DateTime<Utc>),
    /// They were never invited, or no link opens any more.
    None,
}

impl Access {
    fn of(signs_in: bool, invited_until: Option<DateTime<Utc>>) -> Access {
        match invited_until {
            _ if signs_in => Access::SignsIn,
            Some(until) => Access::Invited(until),
            None => Access::None,
        }
    }
}

/// A tenant as they stand.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Their id.
    pub id: TenantId,
    /// What was said about them.
    pub draft: TenantDraft,
    /// Whether they use the portal.
    pub access: Access,
    /// Changes with every edit.
    pub version: i32,
    /// Put away: kept for the books, out of the lists, without access.
    pub archived: bool,
}

/// One tenant.
///
/// # Errors
/// [`Error::Missing`] when they are not there or not the viewer's to know.
pub async fn find(tx: &mut Tx, id: TenantId) -> Result<Tenant> {
    let now = tx.now();
    let r = sqlx::query!(
        r#"select t.name, t.version, t.archived_at is not null as "archived!", t.person_id is not null as "signs_in!",
                  c.email as "email?", c.phone as "phone?",
                  (select max(i.expires_at) from invitation i where i.portfolio_id = t.portfolio_id and i.tenant_id = t.id
                     and i.used_at is null and i.withdrawn_at is null and i.expires_at > $2) as invited_until
             from tenant t
             left join tenant_contact c on c.portfolio_id = t.portfolio_id and c.tenant_id = t.id
            where t.portfolio_id = app.portfolio_id() and t.id = $1"#,
        id.0,
        now
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Tenant {
        id,
        draft: TenantDraft { name: r.name, email: r.email, phone: r.phone },
        access: Access::of(r.signs_in, r.invited_until),
        version: r.version,
        archived: r.archived,
    })
}

/// A tenant with this mail address, if the viewer knows one.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn with_email(tx: &mut Tx, email: &str) -> Result<Option<(TenantId, String)>> {
    let row = sqlx::query!(
        "select t.id, t.name from tenant_contact c
           join tenant t on t.portfolio_id = c.portfolio_id and t.id = c.tenant_id
          where c.portfolio_id = app.portfolio_id() and c.email = $1 order by t.id limit 1",
        email
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|r| (TenantId(r.id), r.name)))
}

/// Adds a tenant. They get no access by it; see [`crate::invitations`].
///
/// # Errors
/// [`Error::Refused`] for a mail address in use; [`Error::Missing`] for those who keep no people.
pub async fn add(tx: &mut Tx, draft: &TenantDraft) -> Result<TenantId> {
    let (id, portfolio, now) = (TenantId(tx.new_id()), tx.portfolio()?.0, tx.now());
    let person = tx.viewer().person().ok_or(Error::Forbidden)?;
    sqlx::query!(
        "insert into tenant (portfolio_id, id, name, created_by, created_at) values ($1, $2, $3, $4, $5)",
        portfolio,
        id.0,
        draft.name,
        person.0,
        now
    )
    .execute(tx.conn())
    .await?;
    write_contact(tx, id, draft).await?;
    let entry = Entry::new("tenant.add", id, format!("Added {} to the tenants.", draft.name));
    record(tx, entry.about_people().after(draft)).await?;
    Ok(id)
}

/// Who made the tenant goes with the contact: the wall asks for it.
async fn write_contact(tx: &mut Tx, id: TenantId, draft: &TenantDraft) -> Result<()> {
    // Not a rule of the database, which would tell a limited manager about tenants out of their reach.
    if let Some(email) = &draft.email
        && let Some((other, name)) = with_email(tx, email).await?
        && other != id
    {
        return Err(Error::refused(
            "email",
            format!("{name} has this mail address already. Each needs their own, or none."),
        ));
    }
    let written = sqlx::query!(
        "insert into tenant_contact (portfolio_id, tenant_id, email, phone, tenant_created_by)
         select t.portfolio_id, t.id, $2, $3, t.created_by from tenant t where t.portfolio_id = app.portfolio_id() and t.id = $1
         on conflict (portfolio_id, tenant_id) do update set email = excluded.email, phone = excluded.phone",
        id.0,
        draft.email,
        draft.phone
    )
    .execute(tx.conn())
    .await?;
    if written.rows_affected() == 1 { Ok(()) } else { Err(Error::Missing) }
}

/// Changes name and contact, if nobody else did since `version` was read.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Refused`] for a mail address in use; [`Error::Missing`].
pub async fn change(tx: &mut Tx, id: TenantId, version: i32, draft: &TenantDraft) -> Result<()> {
    let before = find(tx, id).await?;
    let done = sqlx::query!(
        "update tenant set name = $3, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1 and version = $2",
        id.0,
        version,
        draft.name
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(if before.version == version { Error::Forbidden } else { Error::Stale });
    }
    write_contact(tx, id, draft).await?;
    let entry = Entry::new("tenant.change", id, format!("Changed {}.", draft.name));
    record(tx, entry.about_people().before(&before.draft).after(draft)).await?;
    Ok(())
}

/// Puts a tenant away, or brings them back. Away they cannot sign in here; their leases stay written down.
///
/// # Errors
/// [`Error::Refused`] while they are on a lease or about to be; [`Error::Missing`]; [`Error::Forbidden`].
pub async fn put_away(tx: &mut Tx, id: TenantId, away: bool, today: NaiveDate) -> Result<()> {
    let tenant = find(tx, id).await?;
    let at_home = sqlx::query_scalar!(
        r#"select exists (select from lease_member m
             join lease l on l.portfolio_id = m.portfolio_id and l.id = m.lease_id and l.removed_at is null
             where m.portfolio_id = app.portfolio_id() and m.tenant_id = $1
               and coalesce(least(m.until_on, l.ends_on), 'infinity') >= $2) as "at_home!""#,
        id.0,
        today
    )
    .fetch_one(tx.conn())
    .await?;
    let name = &tenant.draft.name;
    if away && at_home {
        return Err(Error::refused(
            "",
            format!("{name} is on a lease. End it first, or let {name} move out of it."),
        ));
    }
    let at = away.then(|| tx.now());
    let done = sqlx::query!(
        "update tenant set archived_at = $2, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        at
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Forbidden);
    }
    events::announce_access_of(tx, &[id]).await?;
    let (kind, verb) =
        if away { ("tenant.put_away", "Put away") } else { ("tenant.bring_back", "Brought back") };
    record(tx, Entry::new(kind, id, format!("{verb} {name}.")).about_people()).await?;
    Ok(())
}
