//! Vendors: who repairs things for the landlord, with how to reach them.

use chrono::{DateTime, Utc};
use domain::id::VendorId;
use domain::vendor::VendorDraft;

use crate::activity::{Entry, record};
use crate::{Error, Result, Tx};

/// A vendor as it stands.
#[derive(Clone, Debug)]
pub struct Vendor {
    /// Its id.
    pub id: VendorId,
    /// What was said about it.
    pub draft: VendorDraft,
    /// Changes with every edit.
    pub version: i32,
    /// Put away: kept for the repairs it did, out of the lists.
    pub archived: bool,
    /// Repairs in reach that it was chosen for.
    pub repairs: i64,
    /// When the last of them was reported.
    pub last: Option<DateTime<Utc>>,
}

macro_rules! vendor {
    ($r:expr) => {
        Vendor {
            id: VendorId($r.id),
            draft: VendorDraft {
                name: $r.name,
                phone: $r.phone,
                email: $r.email,
                trade: $r.trade,
                note: $r.note,
            },
            version: $r.version,
            archived: $r.archived_at.is_some(),
            repairs: $r.repairs,
            last: $r.last,
        }
    };
}

/// Vendors by name; those put away only when asked for, at the end.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn list(tx: &mut Tx, with_archived: bool) -> Result<Vec<Vendor>> {
    let rows = sqlx::query!(
        r#"select v.id, v.name, v.phone, v.email, v.trade, v.note, v.version, v.archived_at, t.repairs as "repairs!", t.last
           from vendor v
           cross join lateral (select count(*) as repairs, max(t.created_at) as last from ticket t
             where t.portfolio_id = v.portfolio_id and t.vendor_id = v.id) t
           where v.portfolio_id = app.portfolio_id() and ($1 or v.archived_at is null)
           order by v.archived_at is not null, lower(v.name), v.id limit 1000"#,
        with_archived
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| vendor!(r)).collect())
}

/// One vendor.
///
/// # Errors
/// [`Error::Missing`] when it is not there or not the viewer's to see.
pub async fn find(tx: &mut Tx, id: VendorId) -> Result<Vendor> {
    let r = sqlx::query!(
        r#"select v.id, v.name, v.phone, v.email, v.trade, v.note, v.version, v.archived_at, t.repairs as "repairs!", t.last
           from vendor v
           cross join lateral (select count(*) as repairs, max(t.created_at) as last from ticket t
             where t.portfolio_id = v.portfolio_id and t.vendor_id = v.id) t
           where v.portfolio_id = app.portfolio_id() and v.id = $1"#,
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(vendor!(r))
}

/// Adds a vendor.
///
/// # Errors
/// [`Error::Refused`] when one of this name is there; [`Error::Missing`] when the viewer may not add any.
pub async fn add(tx: &mut Tx, draft: &VendorDraft) -> Result<VendorId> {
    let (id, portfolio, now) = (VendorId(tx.new_id()), tx.portfolio()?.0, tx.now());
    sqlx::query!(
        "insert into vendor (portfolio_id, id, name, phone, email, trade, note, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        portfolio,
        id.0,
        draft.name,
        draft.phone,
        draft.email,
        draft.trade,
        draft.note,
        now
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("vendor_name", "name", SAME_NAME))?;
    let entry = Entry::new("vendor.add", id, format!("Added the vendor {}.", draft.name));
    record(tx, entry.about_people().after(draft)).await?;
    Ok(id)
}

/// Changes a vendor, if nobody else did since `version` was read.
///
/// # Errors
/// [`Error::Stale`] when somebody did; [`Error::Refused`] for a name in use; [`Error::Missing`].
pub async fn change(tx: &mut Tx, id: VendorId, version: i32, draft: &VendorDraft) -> Result<()> {
    let before = find(tx, id).await?;
    let done = sqlx::query!(
        "update vendor set name = $3, phone = $4, email = $5, trade = $6, note = $7, version = version + 1
         where portfolio_id = app.portfolio_id() and id = $1 and version = $2",
        id.0,
        version,
        draft.name,
        draft.phone,
        draft.email,
        draft.trade,
        draft.note
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("vendor_name", "name", SAME_NAME))?;
    if done.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    let entry = Entry::new("vendor.change", id, format!("Changed the vendor {}.", draft.name));
    record(tx, entry.about_people().before(&before.draft).after(draft)).await?;
    Ok(())
}

/// Puts a vendor away, or brings it back. The repairs it did keep its name.
///
/// # Errors
/// [`Error::Refused`] when another vendor took its name; [`Error::Missing`].
pub async fn put_away(tx: &mut Tx, id: VendorId, away: bool) -> Result<()> {
    let vendor = find(tx, id).await?;
    let at = away.then(|| tx.now());
    sqlx::query!(
        "update vendor set archived_at = $2, version = version + 1 where portfolio_id = app.portfolio_id() and id = $1",
        id.0,
        at
    )
    .execute(tx.conn())
    .await
    .map_err(|e| Error::from(e).explain("vendor_name", "", SAME_NAME))?;
    let (kind, verb) =
        if away { ("vendor.put_away", "Put away") } else { ("vendor.bring_back", "Brought back") };
    let sentence = format!("{verb} the vendor {}.", vendor.draft.name);
    record(tx, Entry::new(kind, id, sentence).about_people()).await?;
    Ok(())
}

const SAME_NAME: &str = "Another vendor has this name. Choose one that tells them apart.";
