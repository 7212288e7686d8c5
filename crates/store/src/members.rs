//! Members of a portfolio: who they are, what they may do, and how that changes. Owners only, but for reading.

use chrono::{DateTime, Utc};
use domain::Role;
use domain::id::{PersonId, PropertyId};
use serde_json::json;
use uuid::Uuid;

use crate::activity::{Entry, record};
use crate::{Error, Result, Tx};

/// A member.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Limited to these properties; `None` for the whole portfolio.
    pub properties: Option<Vec<PropertyId>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// Members who are in, owners first.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn list(tx: &mut Tx) -> Result<Vec<MemberRow>> {
    let rows = sqlx::query!(
        r#"select m.person_id, m.name, m.email, m.role, m.limited, m.created_at,
             array(select mp.property_id from member_property mp
               where mp.portfolio_id = m.portfolio_id and mp.person_id = m.person_id) as "properties!: Vec<Uuid>"
           from member m where m.portfolio_id = app.portfolio_id() and m.ended_at is null
           order by m.role = 'owner' desc, lower(m.name), m.person_id limit 500"#
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(MemberRow {
                person: PersonId(r.person_id),
                name: r.name,
                email: r.email,
                role: r.role.parse().map_err(|_| Error::Missing)?,
                properties: r.limited.then(|| r.properties.into_iter().map(PropertyId).collect()),
                created_at: r.created_at,
            })
        })
        .collect()
}

/// One member who is in.
///
/// # Errors
/// [`Error::Missing`].
pub async fn find(tx: &mut Tx, person: PersonId) -> Result<MemberRow> {
    list(tx).await?.into_iter().find(|m| m.person == person).ok_or(Error::Missing)
}

/// What a member may do from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Owner, manager or bookkeeper.
    pub role: Role,
    /// Limits a manager to these.
    pub properties: Option<Vec<PropertyId>>,
}

/// Changes what a member may do. Their sessions here end, so that they come back with the new rights.
///
/// # Errors
/// [`Error::Refused`] when nobody would own the portfolio; [`Error::Missing`]; [`Error::Forbidden`] for those who are no owner.
pub async fn change(tx: &mut Tx, person: PersonId, rights: Rights) -> Result<()> {
    let before = find(tx, person).await?;
    if rights.role == Role::Tenant || (rights.properties.is_some() && rights.role != Role::Manager) {
        return Err(Error::refused("role", "Only a manager can be limited to properties."));
    }
    if before.role == Role::Owner && rights.role != Role::Owner {
        keep_an_owner(tx, person).await?;
    }
    let done = sqlx::query!(
        "update member set role = $2, limited = $3 where portfolio_id = app.portfolio_id() and person_id = $1 and ended_at is null",
        person.0,
        rights.role.word(),
        rights.properties.is_some()
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Forbidden);
    }
    sqlx::query!(
        "delete from member_property where portfolio_id = app.portfolio_id() and person_id = $1",
        person.0
    )
    .execute(tx.conn())
    .await?;
    let properties: Vec<Uuid> = rights.properties.iter().flatten().map(|p| p.0).collect();
    sqlx::query!(
        "insert into member_property (portfolio_id, person_id, property_id)
         select app.portfolio_id(), $1, id from unnest($2::uuid[]) as p (id)",
        person.0,
        &properties
    )
    .execute(tx.conn())
    .await?;
    close_sessions(tx, person).await?;
    let entry = Entry::new("member.change", person, format!("Made {} {}.", before.name, title(&rights)));
    let was = json!({ "role": before.role, "properties": before.properties });
    let is = json!({ "role": rights.role, "properties": rights.properties });
    record(tx, entry.before(&was).after(&is)).await?;
    Ok(())
}

fn title(rights: &Rights) -> &'static str {
    match (rights.role, &rights.properties) {
        (Role::Owner, _) => "an owner",
        (Role::Manager, Some(_)) => "a manager of some properties",
        (Role::Manager, None) => "a manager",
        (Role::Bookkeeper | Role::Tenant, _) => "a bookkeeper",
    }
}

/// Ends a membership; their sessions here end at once. What they did stays written down.
///
/// # Errors
/// [`Error::Refused`] when nobody would own the portfolio; [`Error::Missing`]; [`Error::Forbidden`].
pub async fn end(tx: &mut Tx, person: PersonId) -> Result<()> {
    let member = find(tx, person).await?;
    if member.role == Role::Owner {
        keep_an_owner(tx, person).await?;
    }
    let now = tx.now();
    let done = sqlx::query!(
        "update member set ended_at = $2 where portfolio_id = app.portfolio_id() and person_id = $1 and ended_at is null",
        person.0,
        now
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Forbidden);
    }
    close_sessions(tx, person).await?;
    let entry = Entry::new("member.end", person, format!("Ended the membership of {}.", member.name));
    record(tx, entry.before(&json!({ "role": member.role }))).await?;
    Ok(())
}

/// Locks the owners, so that two of them cannot end each other at once, and refuses when this one is the last.
async fn keep_an_owner(tx: &mut Tx, leaving: PersonId) -> Result<()> {
    let owners = sqlx::query_scalar!(
        "select person_id from member where portfolio_id = app.portfolio_id() and role = 'owner' and ended_at is null
         order by person_id for update"
    )
    .fetch_all(tx.conn())
    .await?;
    if owners.iter().any(|id| *id != leaving.0) {
        return Ok(());
    }
    Err(Error::refused("role", "A portfolio needs an owner. Make somebody else an owner first."))
}

async fn close_sessions(tx: &mut Tx, person: PersonId) -> Result<()> {
    let now = tx.now();
    sqlx::query!(r#"select app.close_sessions($1, $2) as "done: ()""#, person.0, now)
        .execute(tx.conn())
        .await?;
    tx.will_tell_of_access();
    Ok(())
}
