//! Tokens of programs: made and ended by the person they act for, and looked up by the hash of their secret on each request.

use chrono::{DateTime, Utc};
use domain::Viewer;
use domain::id::TokenId;
use domain::standing::Standing;
use domain::token::{PER_MINUTE, Scope, TokenDraft};

use crate::sessions::Row;
use crate::{Db, Error, Result, Tx, person_activity};

/// A person has so many open ones at most.
const OPEN_MAX: i64 = 50;

/// A token as its person sees it.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it opens nothing.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was used last.
    pub used_at: Option<DateTime<Utc>>,
}

/// Somebody whose token a program has shown.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who, where, and with what rights.
    pub standing: Standing,
    /// Which token.
    pub token: TokenId,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// Requests that are left within this minute; negative when there were too many.
    pub left: i32,
}

/// Finds whom a token acts for, and counts the request. `None` when there is no such token, it was ended or is too old, or its
/// person has no standing at that door any more.
///
/// # Errors
/// [`Error::Database`].
pub async fn use_token(db: &Db, token_hash: &[u8; 32]) -> Result<Option<Caller>> {
    let mut tx = db.enter_to_write(&Viewer::Public).await?;
    let now = tx.now();
    let row = sqlx::query_as!(
        Row,
        r#"select $1::bytea as "id_hash!", person_id as "person_id!", person_name as "person_name!", scheme as "scheme!",
                  time_zone as "time_zone!", doors as "doors!", portfolio_id, portfolio_name, portfolio_zone, is_demo, door, role,
                  limited as "limited!", open_lines, tenant_id, tenant_name, viewing_as as "viewing_as!",
                  property_ids, bank_account_ids, lease_ids, living_lease_ids, unit_ids, household_ids, term_ids,
                  open_repairs, unread, token_id, scopes, asked
             from app.use_token($1, $2)"#,
        token_hash.as_slice(),
        now,
    )
    .fetch_optional(tx.conn())
    .await?;
    tx.commit().await?;
    Ok(row.and_then(caller))
}

fn caller(mut row: Row) -> Option<Caller> {
    let token = TokenId(row.token_id?);
    let scopes = read_scopes(row.scopes.take().unwrap_or_default());
    let left = PER_MINUTE - row.asked?;
    let standing = row.standing();
    standing.viewer.role()?;
    Some(Caller { standing, token, scopes, left })
}

/// Words that are no scope (any more) open nothing.
fn read_scopes(words: Vec<String>) -> Vec<Scope> {
    words.iter().filter_map(|word| word.parse().ok()).collect()
}

/// The viewer's tokens at the door where they stand, newest first, without those that were ended.
///
/// # Errors
/// [`Error::Database`] only; who looks through a tenant's eyes has none.
pub async fn list(tx: &mut Tx) -> Result<Vec<Token>> {
    let door = door(tx)?;
    let rows = sqlx::query!(
        "select id, name, scopes, created_at, expires_at, used_at from api_token
         where portfolio_id = app.portfolio_id() and person_id = app.person_id() and door = $1 and ended_at is null
         order by created_at desc, id desc limit 100",
        door
    )
    .fetch_all(tx.conn())
    .await?;
    let tokens = rows.into_iter().map(|r| Token {
        id: TokenId(r.id),
        name: r.name,
        scopes: read_scopes(r.scopes),
        created_at: r.created_at,
        expires_at: r.expires_at,
        used_at: r.used_at,
    });
    Ok(tokens.collect())
}

/// Makes a token for the viewer. `token_hash` is the SHA-256 of its secret.
///
/// # Errors
/// [`Error::Refused`] when there are very many already; [`Error::Missing`] for viewers who are nobody here;
/// [`Error::Looking`].
pub async fn add(tx: &mut Tx, draft: &TokenDraft, token_hash: &[u8; 32]) -> Result<TokenId> {
    let (door, person) = (door(tx)?, tx.viewer().person().ok_or(Error::Looking)?);
    let (portfolio, id, now) = (tx.portfolio()?.0, tx.new_id(), tx.now());
    let open = sqlx::query_scalar!(
        r#"select count(*) as "open!" from api_token
           where portfolio_id = app.portfolio_id() and person_id = app.person_id() and ended_at is null"#
    )
    .fetch_one(tx.conn())
    .await?;
    if open >= OPEN_MAX {
        return Err(Error::refused("", "You have very many tokens. End those that nothing uses first."));
    }
    let scopes: Vec<String> = draft.scopes.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "insert into api_token (portfolio_id, id, person_id, door, name, scopes, token_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        portfolio,
        id,
        person.0,
        door,
        draft.name,
        &scopes,
        token_hash.as_slice(),
        now,
        draft.expires_at
    )
    .execute(tx.conn())
    .await?;
    person_activity::record(tx, "token", &format!("Made the token “{}” for a program.", draft.name)).await?;
    Ok(TokenId(id))
}

/// Ends one of the viewer's tokens: it opens nothing from now on.
///
/// # Errors
/// [`Error::Missing`] when it is not theirs or was ended already.
pub async fn end(tx: &mut Tx, id: TokenId) -> Result<()> {
    let now = tx.now();
    let name = sqlx::query_scalar!(
        "update api_token set ended_at = $2
         where portfolio_id = app.portfolio_id() and id = $1 and ended_at is null and person_id = app.person_id() returning name",
        id.0,
        now
    )
    .fetch_one(tx.conn())
    .await?;
    person_activity::record(tx, "token", &format!("Ended the token “{name}”.")).await
}

/// The word for the door at which the viewer stands.
fn door(tx: &Tx) -> Result<&'static str> {
    match tx.viewer() {
        Viewer::Member(_) => Ok("landlord"),
        Viewer::Tenant(_) => Ok("tenant"),
        _ => Err(Error::Missing),
    }
}
