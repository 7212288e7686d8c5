//! Units: the homes of a property, who lives in them today, adding, renaming, putting away.

use chrono::NaiveDate;
use domain::id::{LeaseId, PropertyId, UnitId};
use domain::unit::{UnitDraft, natural};

use crate::activity::{Entry, record};
use crate::leases::{LeaseLine, lines};
use crate::{Error, Result, Tx};

/// A line in the list of a property's homes.
#[derive(Clone, Debug)]
pub struct UnitRow {
    /// Its id.
    pub id: UnitId,
    /// What people here call it.
    pub name: String,
    /// Put away: kept for the books, out of the lists.
    pub archived: bool,
    /// The lease that holds today.
    pub now: Option<LeaseLine>,
    /// Last day of the lease before, while nobody lives there.
    pub left_on: Option<NaiveDate>,
    /// The lease that begins next.
    pub next: Option<(LeaseId, NaiveDate)>,
}

/// A unit as it stands.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Where it is.
    pub property: PropertyId,
    /// What the property is called.
    pub property_name: String,
    /// The property's address on one line.
    pub address: String,
    /// What was said about it.
    pub draft: UnitDraft,
    /// Changes with every edit.
    pub version: i32,
    /// Put away.
    pub archived: bool,
}

/// Homes of a property in the order people expect of their names, those put away last. Bookkeepers see leases without
/// names.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn list(tx: &mut Tx, property: PropertyId, today: NaiveDate) -> Result<Vec<UnitRow>> {
    let rows = sqlx::query!(
        r#"select u.id, u.name, u.archived_at is not null as "archived!", now.id as "now?", past.left_on as "left_on?",
                  next.id as "next?", next.starts_on as "next_on?"
             from unit u
             left join lateral (select l.id from lease l
               where l.portfolio_id = u.portfolio_id and l.unit_id = u.id and l.removed_at is null
                 and l.starts_on <= $2 and (l.ends_on is null or l.ends_on >= $2) limit 1) now on true
             left join lateral (select max(l.ends_on) as left_on from lease l
               where l.portfolio_id = u.portfolio_id and l.unit_id = u.id and l.removed_at is null and l.ends_on < $2) past on true
             left join lateral (select l.id, l.starts_on from lease l
               where l.portfolio_id = u.portfolio_id and l.unit_id = u.id and l.removed_at is null and l.starts_on > $2
               order by l.starts_on limit 1) next on true
            where u.portfolio_id = app.portfolio_id() and u.property_id = $1 limit 2000"#,
        property.0,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    let let_now: Vec<LeaseId> = rows.iter().filter_map(|r| r.now.map(LeaseId)).collect();
    let mut leases = lines(tx, &let_now, today).await?;
    let mut units: Vec<UnitRow> = rows
        .into_iter()
        .map(|r| {
            let at = leases.iter().position(|l| Some(l.id.0) == r.now);
            UnitRow {
                id: UnitId(r.id),
                name: r.name,
                archived: r.archived,
                now: at.map(|at| leases.swap_remove(at)),
                left_on: r.left_on,
                next: r.next.map(LeaseId).zip(r.next_on),
            }
        })
        .collect();
    units.sort_by(|a, b| a.archived.cmp(&b.archived).then_with(|| natural(&a.name, &b.name)));
    Ok(units)
}

/// One unit.
///
/// # Errors
/// [`Error::Missing`] when it is not there or not in reach.
pub async fn find(tx: &mut Tx, id: UnitId) -> Result<Unit> {
    let r = sqlx::query!(
        r#"select u.name, u.version, u.archived_at is not null as "archived!", p.id as property, p.name as property_name,
                  p.street || ', ' || p.city || ', ' || p.state || ' ' || p.zip as "address!"
             from unit u join property p on p.portfolio_id = u.portfolio_id and p.id = u.property_id
            where u.portfolio_id = app.portfolio_id() and u.id = $1"#,
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Unit {
        id,
        property: PropertyId(r.property),
        property_name: r.property_name,
        address: r.address,
        draft: UnitDraft { name: r.name },
        version: r.version,
        archived: r.archived,
    })
}

/// A home that could be let, for a list to choose from.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its id.
    pub id: UnitId,
    /// What people here call it.
    pub name: String,
    /// What its property is called.
    pub property_name: String,
    /// Whether a lease holds there today, and its last day.
    pub taken: Option<Option<NaiveDate>>,
}

/// Homes in reach that are not put away, by property and name.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn choices(tx: &mut Tx, today: NaiveDate) -> Result<Vec<Choice>> {
    let rows = sqlx::query!(
        r#"select u.id, u.name, p.name as property_name, l.id as "lease?", l.ends_on as "ends_on?"
             from unit u
             join property p on p.portfolio_id = u.portfolio_id and p.id = u.property_id and p.archived_at is null
             left join lease l on l.portfolio_id = u.portfolio_id and l.unit_id = u.id and l.removed_at is null
              and l.starts_on <= $1 and (l.ends_on is null or l.ends_on >= $1)
            where u.portfolio_id = app.portfolio_id() and u.archived_at is null
            order by lower(p.name), p.id limit 2000"#,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    let mut choices: Vec<Choice> = rows
        .into_iter()
        .map(|r| Choice {
            id: UnitId(r.id),
            name: r.name,
            property_name: r.property_name,
            taken: r.lease.map(|_| r.ends_on),
        })
        .collect();
    choices
        .sort_by(|a, b| natural(&a.property_name, &b.property_name).then_with(|| natural(&a.name, &b.name)));
    Ok(choices)
}

/// Adds a home to a property.
///
/// # Errors
/// [`Error::Refused`] when another home there has this name; [`Error::Missing`] when the property is not in reach or the
/// viewer may not add any.
pub async fn add(tx: &mut Tx, property: PropertyId, draft: &UnitDraft) -> Result<UnitId> {
    let (id, portfolio, now) = (UnitId(tx.new_id()), tx.portfolio()?.0, tx.now());
    let at = crate::properties::find(tx, property).await?;
    sqlx::query!(
        "insert into unit (portfolio_id, id, property_id, name, created_at) values ($1, $2, $3, $4, $5)",
        portfolio,
        id.0,
        property.0,
        draft.name,
        now
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("unit_name", "name", SAME_NAME))?;
    let entry = Entry::new("unit.add", id, format!("Added {} to {}.", draft.name, at.draft.name));
    record(tx, entry.at(property).after(draft)).await?;
    Ok(id)
}

/// Renames a home, if nobody else changed it since `version` was read.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Refused`] for a name in use; [`Error::Missing`].
pub async fn change(tx: &mut Tx, id: UnitId, version: i32, draft: &UnitDraft) -> Result<()> {
    let before = find(tx, id).await?;
    let done = sqlx::query!(
        "update unit set name = $3, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1 and version = $2",
        id.0,
        version,
        draft.name
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("unit_name", "name", SAME_NAME))?;
    if done.rows_affected() == 0 {
        return Err(if before.version == version { Error::Forbidden } else { Error::Stale });
    }
    let sentence = format!("Renamed {} of {} to {}.", before.draft.name, before.property_name, draft.name);
    record(
        tx,
        Entry::new("unit.change", id, sentence).at(before.property).before(&before.draft).after(draft),
    )
    .await?;
    Ok(())
}

/// Puts a home away, or brings it back. Its leases and books stay.
///
/// # Errors
/// [`Error::Refused`] while somebody lives there or is about to, or when another home took its name; [`Error::Missing`];
/// [`Error::Forbidden`].
pub async fn put_away(tx: &mut Tx, id: UnitId, away: bool, today: NaiveDate) -> Result<()> {
    let unit = find(tx, id).await?;
    let taken = sqlx::query_scalar!(
        r#"select exists (select from lease where portfolio_id = app.portfolio_id() and unit_id = $1 and removed_at is null
             and (ends_on is null or ends_on >= $2)) as "taken!""#,
        id.0,
        today
    )
    .fetch_one(tx.conn())
    .await?;
    if away && taken {
        return Err(Error::refused("", "Somebody lives there or is about to. End its lease first."));
    }
    let at = away.then(|| tx.now());
    let done = sqlx::query!(
        "update unit set archived_at = $2, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        at
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("unit_name", "", SAME_NAME))?;
    if done.rows_affected() == 0 {
        return Err(Error::Forbidden);
    }
    let (kind, verb) = if away { ("unit.put_away", "Put away") } else { ("unit.bring_back", "Brought back") };
    let sentence = format!("{verb} {} of {}.", unit.draft.name, unit.property_name);
    record(tx, Entry::new(kind, id, sentence).at(unit.property)).await?;
    Ok(())
}

const SAME_NAME: &str = "Another home of this property has this name. Choose one that tells them apart.";
