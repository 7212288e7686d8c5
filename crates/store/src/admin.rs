//! What whoever runs the machine may do to people without being one of them: let somebody in, give a new password. Runs
//! as the owner of the database, from the command line only, and writes down what was done.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use domain::Role;
use domain::id::{PersonId, PortfolioId};
use domain::token::TokenDraft;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use crate::bootstrap::GroundError;
use crate::db::id_at;
use crate::migrate::dial_owner;
use crate::setup::Categories;

/// Somebody to be let in.
pub struct NewUser<'a> {
    /// Their address, lower-cased.
    pub email: &'a str,
    /// Their name, when they are new here.
    pub name: &'a str,
    /// Owner, manager or bookkeeper.
    pub role: Role,
    /// Name of the portfolio; made for an owner when there is none of this name.
    pub portfolio: &'a str,
    /// Zone of a portfolio or person that is made.
    pub zone: Tz,
    /// Hash of their password, when they are new and one was given.
    pub password_hash: Option<&'a str>,
    /// SHA-256 of an invitation's secret, used when they are new and no password was given.
    pub token_hash: [u8; 32],
    /// The moment.
    pub now: DateTime<Utc>,
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// They are a member now and can sign in.
    Member,
    /// They can follow the invitation.
    Invited,
}

/// Lets somebody in.
///
/// # Errors
/// [`GroundError::Refused`] in words: no such portfolio, several of that name, a member already, or a password for
/// somebody who has one.
pub async fn add_user(owner_url: &str, new: NewUser<'_>) -> Result<Added, GroundError> {
    let mut owner = dial_owner(owner_url).await?;
    let mut tx = owner.begin().await?;
    let portfolio = match portfolio_of(&mut tx, new.portfolio).await? {
        Some(id) => id,
        None => found(&mut tx, &new).await?,
    };
    let known = sqlx::query!("select id, name from person where email = $1", new.email)
        .fetch_optional(&mut *tx)
        .await?;
    let added = match (known, new.password_hash) {
        (Some(person), None) => {
            join(&mut tx, portfolio, person.id, &person.name, &new).await?;
            Added::Member
        }
        (Some(_), Some(_)) => {
            return Err(GroundError::Refused(format!(
                "{} has a password already. Leave --password-stdin out to let them in with it, or set a new one with \
                 `duplex user password`.",
                new.email
            )));
        }
        (None, Some(hash)) => {
            let person = id_at(new.now);
            sqlx::query!(
                "insert into person (id, name, email, password_hash, time_zone, created_at) values ($1, $2, $3, $4, $5, $6)",
                person,
                new.name,
                new.email,
                hash,
                new.zone.name(),
                new.now
            )
            .execute(&mut *tx)
            .await?;
            join(&mut tx, portfolio, person, new.name, &new).await?;
            Added::Member
        }
        (None, None) => {
            invite(&mut tx, portfolio, &new).await?;
            Added::Invited
        }
    };
    tx.commit().await?;
    owner.close().await?;
    Ok(added)
}

/// A token to be made for somebody.
pub struct NewToken<'a> {
    /// Whose: the address they sign in with, lower-cased.
    pub email: &'a str,
    /// In which portfolio, by its name; `None` where they have only one.
    pub portfolio: Option<&'a str>,
    /// What it is for and what it may do.
    pub draft: &'a TokenDraft,
    /// SHA-256 of its secret.
    pub token_hash: [u8; 32],
    /// The moment.
    pub now: DateTime<Utc>,
}

/// Makes a token for somebody; answers the portfolio it opens. A member's is made at the landlord's door.
///
/// # Errors
/// [`GroundError::Refused`] in words: nobody of that address, or several portfolios and none was named.
pub async fn add_token(owner_url: &str, new: NewToken<'_>) -> Result<String, GroundError> {
    let mut owner = dial_owner(owner_url).await?;
    let mut tx = owner.begin().await?;
    let doors = sqlx::query!(
        r#"select d.person_id as "person_id!", d.portfolio_id as "portfolio_id!", d.door as "door!", p.name from person n
           join lateral (
             select m.person_id, m.portfolio_id, 'landlord' as door from member m where m.person_id = n.id and m.ended_at is null
             union all
             select t.person_id, t.portfolio_id, 'tenant' from tenant t where t.person_id = n.id and t.archived_at is null
           ) d on true
           join portfolio p on p.id = d.portfolio_id
           where n.email = $1 and ($2::text is null or lower(p.name) = lower($2)) order by d.door, p.name limit 20"#,
        new.email,
        new.portfolio
    )
    .fetch_all(&mut *tx)
    .await?;
    let Some(door) = doors.first() else {
        return Err(GroundError::Refused(format!(
            "{} has no part in {}.",
            new.email,
            new.portfolio.unwrap_or("any portfolio")
        )));
    };
    if doors.iter().any(|other| other.portfolio_id != door.portfolio_id) {
        let names: Vec<&str> = doors.iter().map(|door| door.name.as_str()).collect();
        return Err(GroundError::Refused(format!(
            "{} has a part in {}. Name one with --portfolio.",
            new.email,
            names.join(", ")
        )));
    }
    let scopes: Vec<String> = new.draft.scopes.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "insert into api_token (portfolio_id, id, person_id, door, name, scopes, token_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        door.portfolio_id,
        id_at(new.now),
        door.person_id,
        door.door,
        new.draft.name,
        &scopes,
        new.token_hash.as_slice(),
        new.now,
        new.draft.expires_at
    )
    .execute(&mut *tx)
    .await?;
    let sentence = format!("Made the token “{}” for a program, on the command line.", new.draft.name);
    sqlx::query!(
        "insert into person_activity (person_id, id, at, kind, sentence) values ($1, $2, $3, 'token', $4)",
        door.person_id,
        id_at(new.now),
        new.now,
        sentence
    )
    .execute(&mut *tx)
    .await?;
    let name = door.name.clone();
    tx.commit().await?;
    owner.close().await?;
    Ok(name)
}

/// Every portfolio with its name, for checks of the whole house.
///
/// # Errors
/// [`GroundError`] when the address is not the owner's or nobody answers.
pub async fn portfolios(owner_url: &str) -> Result<Vec<(PortfolioId, String)>, GroundError> {
    let mut owner = dial_owner(owner_url).await?;
    let rows =
        sqlx::query!("select id, name from portfolio order by lower(name), id").fetch_all(&mut owner).await?;
    owner.close().await?;
    Ok(rows.into_iter().map(|row| (PortfolioId(row.id), row.name)).collect())
}

/// The portfolio of this name, whatever its capitals.
///
/// # Errors
/// [`GroundError::Refused`] when there is none, or several; the sentence names those there are.
pub async fn portfolio_named(owner_url: &str, name: &str) -> Result<PortfolioId, GroundError> {
    let mut owner = dial_owner(owner_url).await?;
    let Some(id) = portfolio_of(&mut owner, name).await? else {
        return Err(none_of_that_name(&mut owner, name).await?);
    };
    owner.close().await?;
    Ok(PortfolioId(id))
}

/// The owner of a portfolio who has been there longest: in whose name the machine brings files.
///
/// # Errors
/// [`GroundError::Refused`] when nobody owns it.
pub async fn owner_of(owner_url: &str, portfolio: PortfolioId) -> Result<PersonId, GroundError> {
    let mut owner = dial_owner(owner_url).await?;
    let id = sqlx::query_scalar!(
        "select person_id from member where portfolio_id = $1 and role = 'owner' and ended_at is null
         order by created_at, person_id limit 1",
        portfolio.0
    )
    .fetch_optional(&mut owner)
    .await?;
    owner.close().await?;
    id.map(PersonId).ok_or_else(|| {
        GroundError::Refused(
            "Nobody owns this portfolio. Let an owner in with `duplex user add` first.".into(),
        )
    })
}

async fn portfolio_of(owner: &mut PgConnection, name: &str) -> Result<Option<Uuid>, GroundError> {
    let ids = sqlx::query_scalar!("select id from portfolio where lower(name) = lower($1) limit 2", name)
        .fetch_all(owner)
        .await?;
    match ids.as_slice() {
        [] => Ok(None),
        [id] => Ok(Some(*id)),
        _ => Err(GroundError::Refused(format!(
            "Several portfolios are called {name}. Rename one of them under Settings, Portfolio."
        ))),
    }
}

async fn none_of_that_name(owner: &mut PgConnection, name: &str) -> Result<GroundError, GroundError> {
    let names = sqlx::query_scalar!("select name from portfolio order by lower(name) limit 20")
        .fetch_all(owner)
        .await?;
    let there = if names.is_empty() {
        "There is none yet.".into()
    } else {
        format!("There is {}.", names.join(", "))
    };
    Ok(GroundError::Refused(format!("No portfolio is called {name}. {there}")))
}

/// A portfolio for its first owner.
async fn found(tx: &mut PgConnection, new: &NewUser<'_>) -> Result<Uuid, GroundError> {
    if new.role != Role::Owner {
        return Err(none_of_that_name(tx, new.portfolio).await?);
    }
    let (portfolio, set) = (id_at(new.now), Categories::starter());
    sqlx::query!(
        r#"select app.add_portfolio($1, $2, $3, false, null, $4, $5, $6, $7, $8, $9) as "done: ()""#,
        portfolio,
        new.portfolio,
        new.zone.name(),
        new.now,
        id_at(new.now),
        &set.codes,
        &set.names,
        &set.kinds,
        &set.lines as &[Option<i16>],
    )
    .execute(tx)
    .await?;
    Ok(portfolio)
}

async fn join(
    tx: &mut PgConnection,
    portfolio: Uuid,
    person: Uuid,
    name: &str,
    new: &NewUser<'_>,
) -> Result<(), GroundError> {
    let done = sqlx::query!(
        "insert into member as m (portfolio_id, person_id, role, name, email, created_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (portfolio_id, person_id) do update
             set role = excluded.role, limited = false, ended_at = null where m.ended_at is not null",
        portfolio,
        person,
        new.role.word(),
        name,
        new.email,
        new.now
    )
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(GroundError::Refused(format!(
            "{} is a member of {} already. Change what they may do under Settings, Members.",
            new.email, new.portfolio
        )));
    }
    written_down(tx, portfolio, "member.add", person, &format!("Let {name} in as {}.", new.role), new.now)
        .await
}

async fn invite(tx: &mut PgConnection, portfolio: Uuid, new: &NewUser<'_>) -> Result<(), GroundError> {
    let id = id_at(new.now);
    sqlx::query!(
        "insert into invitation (portfolio_id, id, token_hash, role, email, invited_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        portfolio,
        id,
        new.token_hash.as_slice(),
        new.role.word(),
        new.email,
        Uuid::nil(),
        new.now,
        new.now + Duration::days(crate::invitations::DAYS)
    )
    .execute(&mut *tx)
    .await?;
    let sentence = format!("Invited {} as {}.", new.email, new.role);
    written_down(tx, portfolio, "invitation.add", id, &sentence, new.now).await
}

async fn written_down(
    tx: &mut PgConnection,
    portfolio: Uuid,
    kind: &str,
    subject: Uuid,
    sentence: &str,
    now: DateTime<Utc>,
) -> Result<(), GroundError> {
    sqlx::query!(
        "insert into activity (portfolio_id, id, at, person_name, kind, subject_id, about_people, sentence)
         values ($1, $2, $3, 'Command line', $4, $5, true, $6)",
        portfolio,
        id_at(now),
        now,
        kind,
        subject,
        sentence
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Gives somebody a new password and signs them out everywhere.
///
/// # Errors
/// [`GroundError::Refused`] when nobody has this address.
pub async fn set_password(
    owner_url: &str,
    email: &str,
    password_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), GroundError> {
    let mut owner = dial_owner(owner_url).await?;
    let mut tx = owner.begin().await?;
    let person = sqlx::query_scalar!(
        "update person set password_hash = $2 where email = $1 returning id",
        email,
        password_hash
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(person) = person else {
        return Err(GroundError::Refused(format!("Nobody signs in with {email}. Check the address.")));
    };
    sqlx::query!("update session set ended_at = $2 where person_id = $1 and ended_at is null", person, now)
        .execute(&mut *tx)
        .await?;
    sqlx::query!(r#"select app.tell_access($1) as "done: ()""#, person).execute(&mut *tx).await?;
    sqlx::query!(
        "update password_reset set used_at = $2 where person_id = $1 and used_at is null",
        person,
        now
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into person_activity (person_id, id, at, kind, sentence)
         values ($1, $2, $3, 'password', 'Got a new password from the command line.')",
        person,
        id_at(now),
        now
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(owner.close().await?)
}
