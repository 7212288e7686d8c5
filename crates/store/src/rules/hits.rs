//! How often rules decided or proposed, and who may use which.

use std::collections::BTreeMap;

use domain::Viewer;
use domain::id::RuleId;
use uuid::Uuid;

use crate::{Result, Tx};

/// Notes that rules decided or proposed for so many more lines, and that somebody decided otherwise on so many.
pub(crate) async fn count(
    tx: &mut Tx,
    hits: &BTreeMap<RuleId, i64>,
    overrides: &BTreeMap<RuleId, i64>,
) -> Result<()> {
    let ids: Vec<RuleId> = hits
        .keys()
        .chain(overrides.keys())
        .copied()
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let of = |map: &BTreeMap<RuleId, i64>| {
        ids.iter().map(|r| map.get(r).copied().unwrap_or(0)).collect::<Vec<i64>>()
    };
    let (hits, overrides) = (of(hits), of(overrides));
    let ids: Vec<Uuid> = ids.iter().map(|r| r.0).collect();
    sqlx::query!(
        "update rule r set hits = r.hits + n.hits, overrides = r.overrides + n.overrides
         from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as n(id, hits, overrides)
         where r.portfolio_id = app.portfolio_id() and r.id = n.id",
        &ids,
        &hits,
        &overrides
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// True for a manager limited to properties, who books nothing without one.
pub(crate) fn is_limited(tx: &Tx) -> bool {
    matches!(tx.viewer(), Viewer::Member(m) if m.reach.is_some())
}
