//! Properties, homes, tenants and leases of the demo.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::Cents;
use domain::demo::{self, DemoLease};
use domain::id::{PropertyId, UnitId};
use domain::lease::{LeaseDraft, PersonDraft, Share, Term, Who};
use domain::tenant::TenantDraft;
use domain::unit::UnitDraft;
use store::{Result, Tx, leases, properties, units};

/// Builds them and answers the properties by their key.
pub async fn furnish(tx: &mut Tx, today: NaiveDate) -> Result<HashMap<&'static str, PropertyId>> {
    let (mut by_key, mut homes) = (HashMap::new(), HashMap::new());
    for property in demo::properties() {
        let id = properties::add(tx, &property.draft).await?;
        by_key.insert(property.key, id);
        let made = units::list(tx, id, today).await?;
        for name in property.units {
            let unit = match made.first() {
                // A single-family house comes with its one home.
                Some(house) => house.id,
                None => units::add(tx, id, &UnitDraft { name: (*name).into() }).await?,
            };
            homes.insert((property.key, *name), unit);
        }
    }
    for lease in demo::leases(today) {
        if let Some(unit) = homes.get(&(lease.property, lease.unit)) {
            let_to(tx, *unit, &lease).await?;
        }
    }
    Ok(by_key)
}

async fn let_to(tx: &mut Tx, unit: UnitId, lease: &DemoLease) -> Result<()> {
    let term = Term {
        from_on: lease.starts_on,
        rent: lease.rent,
        due_day: 1,
        grace_days: 5,
        late_fee: Cents(7_500),
        deposit: lease.deposit,
    };
    let people = (1..).zip(lease.members).map(|(row, (name, email, phone, share))| PersonDraft {
        row,
        who: Who::New(TenantDraft {
            name: (*name).into(),
            email: Some((*email).into()),
            phone: Some((*phone).into()),
        }),
        share: Share::from_bp(*share),
    });
    let draft = LeaseDraft {
        unit,
        starts_on: lease.starts_on,
        ends_on: lease.ends_on,
        term: term.clone(),
        people: people.collect(),
        note: None,
    };
    let id = leases::add(tx, &draft).await?;
    if let Some((from_on, rent)) = lease.raise {
        let version = leases::find(tx, id).await?.version;
        leases::amend(tx, id, version, &Term { from_on, rent, ..term }).await?;
    }
    Ok(())
}
