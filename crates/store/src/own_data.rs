//! Everything the house keeps about the person asking, for them to see and take away.

use domain::Viewer;
use serde_json::{Value, json};

use crate::{Error, Result, Tx};

/// The viewer's own data: who they are, where they are signed in, which doors they have, what they changed about that; for tenants
/// also how they can be reached, what they agreed and whom they live with.
///
/// # Errors
/// [`Error::Missing`] for viewers who are nobody.
pub async fn collect(tx: &mut Tx) -> Result<Value> {
    let me = crate::people::profile(tx).await?;
    let sessions: Vec<Value> = crate::sessions::list(tx)
        .await?
        .into_iter()
        .map(|s| json!({ "address": s.address, "browser": s.browser, "signed_in_at": s.created_at, "seen_at": s.seen_at }))
        .collect();
    let doors: Vec<Value> = crate::doors::mine(tx)
        .await?
        .into_iter()
        .map(|d| json!({ "portfolio": d.name, "role": d.role }))
        .collect();
    let changes: Vec<Value> = crate::person_activity::list(tx)
        .await?
        .into_iter()
        .map(|c| json!({ "at": c.at, "what": c.sentence }))
        .collect();
    let tenancy = match tx.viewer() {
        Viewer::Tenant(_) => Some(tenancy(tx).await?),
        _ => None,
    };
    Ok(json!({
        "exported_at": tx.now(),
        "person": { "name": me.name, "email": me.email, "time_zone": me.zone.name(), "color_scheme": me.scheme },
        "portfolios": doors,
        "sessions": sessions,
        "changes": changes,
        "tenancy": tenancy,
    }))
}

async fn tenancy(tx: &mut Tx) -> Result<Value> {
    let contact = contact(tx).await?;
    let leases: Vec<Value> = crate::tenancy::leases(tx)
        .await?
        .into_iter()
        .map(|own| {
            let people = own
                .lease
                .members
                .iter()
                .map(|m| json!({ "name": m.name, "from": m.from_on, "until": m.until_on }));
            json!({
                "home": own.home(),
                "city": own.city,
                "starts_on": own.lease.starts_on,
                "ends_on": own.lease.ends_on,
                "terms": own.lease.terms,
                "members": people.collect::<Vec<_>>(),
            })
        })
        .collect();
    Ok(json!({ "name": contact.name, "email": contact.email, "phone": contact.phone, "leases": leases }))
}

/// How a tenant can be reached, as the landlord knows it.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// Their name on the lease.
    pub name: String,
    /// Address the landlord writes to.
    pub email: Option<String>,
    /// Number the landlord calls.
    pub phone: Option<String>,
}

/// The viewing tenant's own entry.
///
/// # Errors
/// [`Error::Missing`] for viewers who are no tenant.
pub async fn contact(tx: &mut Tx) -> Result<Contact> {
    Ok(sqlx::query_as!(
        Contact,
        r#"select t.name, c.email as "email?", c.phone as "phone?" from tenant t
             left join tenant_contact c on c.portfolio_id = t.portfolio_id and c.tenant_id = t.id
            where t.portfolio_id = app.portfolio_id() and t.id = app.tenant_id()"#
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Changes the number the landlord calls.
///
/// # Errors
/// [`Error::Looking`] for a landlord who looks through a tenant's eyes; [`Error::Missing`].
pub async fn change_phone(tx: &mut Tx, phone: Option<&str>) -> Result<()> {
    let Viewer::Tenant(me) = tx.viewer().clone() else { return Err(Error::Missing) };
    let done = sqlx::query!(
        "update tenant_contact set phone = $1 where portfolio_id = app.portfolio_id() and tenant_id = app.tenant_id()",
        phone
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Missing);
    }
    let entry = crate::activity::Entry::new("tenant.phone", me.tenant, "Changed their own phone number.");
    crate::activity::record(tx, entry.about_people()).await?;
    Ok(())
}
