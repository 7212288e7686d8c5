//! Everything the house keeps about the person asking, for them to see and take away.

use domain::Viewer;
use serde_json::{Value, json};

use crate::{Error, Result, Tx};

/// The viewer's own data: who they are, where they are signed in, which doors they have; for tenants also how they can
/// be reached, what they agreed and whom they live with.
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
    let tenancy = match tx.viewer() {
        Viewer::Tenant(_) => Some(tenancy(tx).await?),
        _ => None,
    };
    Ok(json!({
        "exported_at": tx.now(),
        "person": { "name": me.name, "email": me.email, "time_zone": me.zone.name(), "color_scheme": me.scheme },
        "portfolios": doors,
        "sessions": sessions,
        "tenancy": tenancy,
    }))
}

async fn tenancy(tx: &mut Tx) -> Result<Value> {
    let contact = contact(tx).await?;
    let leases = sqlx::query_scalar!(
        r#"select jsonb_build_object(
             'property', p.name, 'street', p.street, 'city', p.city, 'state', p.state, 'zip', p.zip, 'home', u.name,
             'starts_on', l.starts_on, 'ends_on', l.ends_on,
             'terms', (select jsonb_agg(jsonb_build_object('from', t.from_on, 'rent_cents', t.rent_cents, 'due_day', t.due_day,
                         'grace_days', t.grace_days, 'late_fee_cents', t.late_fee_cents, 'deposit_cents', t.deposit_cents)
                         order by t.from_on)
                       from lease_term t where t.portfolio_id = l.portfolio_id and t.lease_id = l.id),
             'members', (select jsonb_agg(jsonb_build_object('name', n.name, 'from', m.from_on, 'until', m.until_on)
                           order by m.from_on, n.name)
                         from lease_member m join tenant n on n.portfolio_id = m.portfolio_id and n.id = m.tenant_id
                         where m.portfolio_id = l.portfolio_id and m.lease_id = l.id)) as "lease!"
           from lease l
           join unit u on u.portfolio_id = l.portfolio_id and u.id = l.unit_id
           join property p on p.portfolio_id = l.portfolio_id and p.id = l.property_id
           where l.portfolio_id = app.portfolio_id() order by l.starts_on limit 200"#
    )
    .fetch_all(tx.conn())
    .await?;
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
