//! Properties: listing, one with its homes, adding, changing, putting away.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Cents;
use domain::id::{PropertyId, UnitId};
use domain::property::PropertyDraft;
use uuid::Uuid;

use crate::activity::{Entry, record};
use crate::{Error, Result, Tx};

/// A line in the list of properties.
#[derive(Clone, Debug)]
pub struct PropertyRow {
    /// Its id.
    pub id: PropertyId,
    /// What people here call it.
    pub name: String,
    /// Street and city on one line.
    pub address: String,
    /// Schedule E type, 1 to 8.
    pub kind: u8,
    /// Homes in it.
    pub units: i64,
    /// Homes with a lease today.
    pub let_units: i64,
    /// Rent of today's leases.
    pub rent: Cents,
}

/// A property as it stands.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its id.
    pub id: PropertyId,
    /// What was said about it.
    pub draft: PropertyDraft,
    /// Changes with every edit.
    pub version: i32,
    /// Put away: kept for the books, out of the lists.
    pub archived: bool,
}

/// Properties in reach, by name.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn list(tx: &mut Tx, today: NaiveDate) -> Result<Vec<PropertyRow>> {
    let rows = sqlx::query!(
        r#"select p.id, p.name, p.street || ', ' || p.city as "address!", p.kind,
             count(distinct u.id) as "units!", count(l.id) as "let_units!",
             coalesce(sum(t.rent_cents), 0)::bigint as "rent!"
           from property p
           left join unit u on u.portfolio_id = p.portfolio_id and u.property_id = p.id and u.archived_at is null
           left join lease l on l.portfolio_id = u.portfolio_id and l.unit_id = u.id and l.removed_at is null
             and l.starts_on <= $1 and (l.ends_on is null or l.ends_on >= $1)
           left join lateral (select rent_cents from lease_term t
             where t.portfolio_id = l.portfolio_id and t.lease_id = l.id and t.from_on <= $1
             order by t.from_on desc limit 1) t on true
           where p.archived_at is null
           group by p.portfolio_id, p.id order by lower(p.name), p.id limit 2000"#,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| PropertyRow {
            id: PropertyId(r.id),
            name: r.name,
            address: r.address,
            kind: u8::try_from(r.kind).unwrap_or(8),
            units: r.units,
            let_units: r.let_units,
            rent: Cents(r.rent),
        })
        .collect())
}

/// Every property that stands on the tax form of a year: all that are kept, and those put away during it or later.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn of_year(tx: &mut Tx, year: i32) -> Result<Vec<Property>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, name, street, city, state, zip, kind, placed_in_service, cost_cents, land_cents, version, archived_at
         from property where portfolio_id = app.portfolio_id() and (archived_at is null or archived_at >= make_date($1, 1, 1))
         order by lower(name), id limit 2000",
        year
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Property::from).collect())
}

/// One property.
///
/// # Errors
/// [`Error::Missing`] when it is not there or not in reach.
pub async fn find(tx: &mut Tx, id: PropertyId) -> Result<Property> {
    let row = sqlx::query_as!(
        Row,
        "select id, name, street, city, state, zip, kind, placed_in_service, cost_cents, land_cents, version, archived_at
         from property where portfolio_id = app.portfolio_id() and id = $1",
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(row.into())
}

struct Row {
    id: Uuid,
    name: String,
    street: String,
    city: String,
    state: String,
    zip: String,
    kind: i16,
    placed_in_service: Option<NaiveDate>,
    cost_cents: Option<i64>,
    land_cents: Option<i64>,
    version: i32,
    archived_at: Option<DateTime<Utc>>,
}

impl From<Row> for Property {
    fn from(r: Row) -> Property {
        let draft = PropertyDraft {
            name: r.name,
            street: r.street,
            city: r.city,
            state: r.state,
            zip: r.zip,
            kind: u8::try_from(r.kind).unwrap_or(8),
            placed_in_service: r.placed_in_service,
            cost: r.cost_cents.map(Cents),
            land: r.land_cents.map(Cents),
        };
        Property { id: PropertyId(r.id), draft, version: r.version, archived: r.archived_at.is_some() }
    }
}

/// Adds a property, with one home for a single-family house.
///
/// # Errors
/// [`Error::Refused`] when another property has this name; [`Error::Missing`] when the viewer may not add any.
pub async fn add(tx: &mut Tx, draft: &PropertyDraft) -> Result<PropertyId> {
    let (id, portfolio, now) = (PropertyId(tx.new_id()), tx.portfolio()?.0, tx.now());
    sqlx::query!(
        "insert into property (portfolio_id, id, name, street, city, state, zip, kind, placed_in_service, cost_cents, land_cents, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        portfolio, id.0, draft.name, draft.street, draft.city, draft.state, draft.zip, i16::from(draft.kind),
        draft.placed_in_service, draft.cost.map(|c| c.0), draft.land.map(|c| c.0), now
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("property_name", "name", SAME_NAME))?;
    if draft.kind == 1 {
        let unit = UnitId(tx.new_id());
        sqlx::query!(
            "insert into unit (portfolio_id, id, property_id, name, created_at) values ($1, $2, $3, 'House', $4)",
            portfolio, unit.0, id.0, now
        )
        .execute(tx.conn())
        .await?;
    }
    record(tx, Entry::new("property.add", id, format!("Added {}.", draft.name)).at(id).after(draft)).await?;
    Ok(id)
}

/// Changes a property, if nobody else did since `version` was read.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Refused`] for a name in use; [`Error::Missing`].
pub async fn change(tx: &mut Tx, id: PropertyId, version: i32, draft: &PropertyDraft) -> Result<()> {
    let before = find(tx, id).await?;
    let done = sqlx::query!(
        "update property set name = $3, street = $4, city = $5, state = $6, zip = $7, kind = $8, placed_in_service = $9,
           cost_cents = $10, land_cents = $11, version = version + 1
         where portfolio_id = app.portfolio_id() and id = $1 and version = $2",
        id.0, version, draft.name, draft.street, draft.city, draft.state, draft.zip, i16::from(draft.kind),
        draft.placed_in_service, draft.cost.map(|c| c.0), draft.land.map(|c| c.0)
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("property_name", "name", SAME_NAME))?;
    if done.rows_affected() == 0 {
        return Err(if before.version == version { Error::Forbidden } else { Error::Stale });
    }
    let entry = Entry::new("property.change", id, format!("Changed {}.", draft.name));
    record(tx, entry.at(id).before(&before.draft).after(draft)).await?;
    Ok(())
}

/// Puts a property away, or brings it back. Its books stay.
///
/// # Errors
/// [`Error::Refused`] while somebody lives there; [`Error::Missing`].
pub async fn put_away(tx: &mut Tx, id: PropertyId, away: bool, today: NaiveDate) -> Result<()> {
    let property = find(tx, id).await?;
    let let_units = sqlx::query_scalar!(
        r#"select count(*) as "n!" from lease where portfolio_id = app.portfolio_id() and property_id = $1 and removed_at is null
           and (ends_on is null or ends_on >= $2)"#,
        id.0, today
    )
    .fetch_one(tx.conn())
    .await?;
    if away && let_units > 0 {
        return Err(Error::refused("", "Somebody lives there or is about to. End its leases first."));
    }
    let at = away.then(|| tx.now());
    sqlx::query!(
        "update property set archived_at = $2, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        id.0, at
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("property_name", "", SAME_NAME))?;
    let (kind, verb) =
        if away { ("property.put_away", "Put away") } else { ("property.bring_back", "Brought back") };
    record(tx, Entry::new(kind, id, format!("{verb} {}.", property.draft.name)).at(id)).await?;
    Ok(())
}

const SAME_NAME: &str = "Another property has this name. Choose one that tells them apart.";
