//! Taking back what was done to homes, tenants and leases: the use-case that puts the old values back, for each kind.

use chrono::NaiveDate;
use domain::id::{LeaseId, TenantId, UnitId};
use domain::lease::Term;
use domain::tenant::TenantDraft;
use domain::unit::UnitDraft;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::activity::Activity;
use store::{Error, Result, Tx, leases, tenants, units};

/// The kinds of entries that can be taken back here.
pub const KINDS: &[&str] = &[
    "unit.change",
    "unit.put_away",
    "unit.bring_back",
    "tenant.change",
    "tenant.put_away",
    "tenant.bring_back",
    "lease.add",
    "lease.remove",
    "lease.restore",
    "lease.amend",
    "lease.end",
    "lease.note",
];

/// Puts the values before the entry back.
///
/// # Errors
/// As the use-cases; [`Error::Missing`] for an entry that does not hold them.
pub async fn put_back(tx: &mut Tx, entry: &Activity, today: NaiveDate) -> Result<()> {
    let (unit, tenant, lease) = (UnitId(entry.subject), TenantId(entry.subject), LeaseId(entry.subject));
    match entry.kind.as_str() {
        "unit.put_away" => units::put_away(tx, unit, false, today).await,
        "unit.bring_back" => units::put_away(tx, unit, true, today).await,
        "unit.change" => {
            let version = units::find(tx, unit).await?.version;
            units::change(tx, unit, version, &held::<UnitDraft>(&entry.before)?).await
        }
        "tenant.put_away" => tenants::put_away(tx, tenant, false, today).await,
        "tenant.bring_back" => tenants::put_away(tx, tenant, true, today).await,
        "tenant.change" => {
            let version = tenants::find(tx, tenant).await?.version;
            tenants::change(tx, tenant, version, &held::<TenantDraft>(&entry.before)?).await
        }
        "lease.add" | "lease.restore" => leases::remove(tx, lease).await,
        "lease.remove" => leases::restore(tx, lease).await,
        "lease.amend" => terms(tx, lease, entry).await,
        "lease.end" => {
            let version = leases::find(tx, lease).await?.version;
            leases::end_on(tx, lease, version, field(&entry.before, "ends_on")?).await.map(|_| ())
        }
        "lease.note" => {
            let version = leases::find(tx, lease).await?.version;
            let note: Option<String> = field(&entry.before, "note")?;
            leases::keep_note(tx, lease, version, note.as_deref()).await
        }
        _ => Err(Error::Missing),
    }
}

/// New terms go again; terms that were put right become what they were.
async fn terms(tx: &mut Tx, id: LeaseId, entry: &Activity) -> Result<()> {
    let version = leases::find(tx, id).await?.version;
    match held::<Term>(&entry.before) {
        Ok(before) => leases::amend(tx, id, version, &before).await,
        Err(_) => {
            let new = held::<Term>(&entry.after)?;
            leases::take_back_term(tx, id, version, new.from_on).await
        }
    }
}

fn held<T: DeserializeOwned>(values: &Option<Value>) -> Result<T> {
    values.clone().and_then(|v| serde_json::from_value(v).ok()).ok_or(Error::Missing)
}

fn field<T: DeserializeOwned>(values: &Option<Value>, name: &str) -> Result<T> {
    let value = values.as_ref().and_then(|v| v.get(name)).cloned();
    value.and_then(|v| serde_json::from_value(v).ok()).ok_or(Error::Missing)
}
