//! `GET /leases/new`: an empty form, or one that knows the home, the tenant, or the lease to renew.

use domain::Typed;
use domain::id::{LeaseId, TenantId, UnitId};
use domain::lease::{Share, equally};
use store::{leases, tenants, units};

use super::{Step, shown};
use crate::kernel::{Answer, Asked, Failure, Landlord, Visit};

/// `GET /leases/new`, with `?unit=`, `?tenant=` or `?renew=`.
pub async fn begin(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    visit.keeps_people()?;
    let mut typed = Typed::filled([("due_day", "1".into()), ("who_1", "new".into()), ("rows", "2".into())]);
    if let Ok(id) = asked.value("renew").parse::<LeaseId>() {
        renew(&visit, id, &mut typed).await?;
        return shown(&visit, Step::Terms, &typed, None).await;
    }
    let mut tx = visit.enter().await?;
    if let Ok(id) = asked.value("tenant").parse::<TenantId>() {
        tenants::find(&mut tx, id).await?;
        typed.set("who_1", id.to_string());
    }
    let Ok(unit) = asked.value("unit").parse::<UnitId>() else {
        drop(tx);
        return shown(&visit, Step::Home, &typed, None).await;
    };
    units::find(&mut tx, unit).await?;
    drop(tx);
    typed.set("unit", unit.to_string());
    fill_dates(&visit, &mut typed).await?;
    shown(&visit, Step::Terms, &typed, None).await
}

/// Offers the day after the last lease of the home ends as the first day, and its rent, where nothing was typed yet.
pub(super) async fn fill_dates(visit: &Visit, typed: &mut Typed) -> Result<(), Failure> {
    let Ok(unit) = typed.value("unit").parse::<UnitId>() else { return Ok(()) };
    if !typed.value("starts_on").is_empty() {
        return Ok(());
    }
    let mut tx = visit.enter().await?;
    let lines = leases::of_unit(&mut tx, unit, visit.today()).await?;
    let Some(last) = lines.first() else { return Ok(()) };
    if let Some(next) = last.ends_on.and_then(|day| day.succ_opt()).filter(|day| *day > visit.today()) {
        typed.set("starts_on", next.to_string());
    }
    if typed.value("rent").is_empty() {
        typed.set("rent", last.rent.plain());
    }
    Ok(())
}

/// The same home, people and terms as another lease, from the day after it ends.
async fn renew(visit: &Visit, id: LeaseId, typed: &mut Typed) -> Result<(), Failure> {
    let mut tx = visit.enter().await?;
    let old = leases::find(&mut tx, id).await?;
    let lease = &old.lease;
    let day = lease.ends_on.unwrap_or_else(|| lease.telling_day(visit.today()));
    typed.set("unit", old.unit.to_string());
    if let Some(next) = lease.ends_on.and_then(|last| last.succ_opt()) {
        typed.set("starts_on", next.to_string());
    }
    if let Some(term) = lease.term_on(day) {
        term.fill(typed);
    }
    let members = lease.members_on(day);
    for (row, member) in (1..).zip(&members) {
        typed.set(&format!("who_{row}"), member.tenant.to_string());
        typed.set(&format!("share_{row}"), member.share.plain());
    }
    let shares: Vec<Share> = members.iter().map(|m| m.share).collect();
    if !same(shares.clone(), equally(shares.len())) {
        typed.set("split", "own");
    }
    Ok(())
}

/// The same shares, whoever has which.
pub(in crate::leases) fn same(mut a: Vec<Share>, mut b: Vec<Share>) -> bool {
    a.sort_unstable();
    b.sort_unstable();
    a == b
}
