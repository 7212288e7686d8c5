//! Repairs: reporting one, what is said and done about it, who repairs it, when, and what it costs.
//!
//! Every change is an event of the repair's timeline, an entry of the activity list, and told to open pages, in the
//! transaction that makes it. Whoever changes a repair holds its row until the end. Changes carry the version that was read:
//! whoever comes second is told [`crate::Error::Stale`], reads the repair again and shows what happened.

mod book;
mod change;
mod costs;
mod list;
mod offers;
mod own;
mod record;
mod report;
mod say;
mod status;
mod thread;
mod triage;
mod visits;

use chrono::{DateTime, Utc};
use domain::id::{LeaseId, PersonId, PropertyId, TicketId, UnitId, VendorId};
use domain::ticket::{Category, Priority, Side, Stand, Status};

use crate::{Result, Tx};

pub use book::{Chosen, book_by_hand, book_line, sums, unbook};
pub use change::{change_access, change_facts, choose_vendor};
pub use costs::{Booked, Cost, add_cost, bring_cost_back, costs, find_cost, remove_cost};
pub use list::{Line, People, household};
pub use offers::{Offer, default_account, offers};
pub use own::{Own, own, own_open};
pub use report::{NewTicket, Reported, report, report_own};
pub use say::{note, say, show_files};
pub use status::{change_status, confirm};
pub use thread::{Entry, What, since, thread};
pub use triage::{Age, Counts, Cursor, Filter, Pace, Shown, counts, pace, pressing, triage};
pub use visits::{Visit, answer_visit, cancel_visit, find_visit, propose_visit, visits};

/// A repair as it stands, as far as both sides may know it.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// Where it is.
    pub property: PropertyId,
    /// What the property is called.
    pub property_name: String,
    /// Which home, and what it is called; none for a part that all of the house share.
    pub unit: Option<(UnitId, String)>,
    /// The household that sees it.
    pub lease: Option<LeaseId>,
    /// What it is about.
    pub category: Category,
    /// Where in the home.
    pub place: String,
    /// What lists call it.
    pub title: String,
    /// What was reported.
    pub description: String,
    /// How soon.
    pub priority: Priority,
    /// Where it stands.
    pub status: Status,
    /// When somebody may come in, in the household's words.
    pub access: Option<String>,
    /// Whether somebody may come in with nobody at home.
    pub may_enter: bool,
    /// Who reported it.
    pub reported_by: PersonId,
    /// As they were called then.
    pub reporter_name: String,
    /// From which side.
    pub reporter: Side,
    /// When it was reported.
    pub created_at: DateTime<Utc>,
    /// When anything last happened.
    pub changed_at: DateTime<Utc>,
    /// When the landlord's side first said or did something about a tenant's report.
    pub answered_at: Option<DateTime<Utc>>,
    /// Since when the household waits for the landlord's side.
    pub waits_since: Option<DateTime<Utc>>,
    /// When it was closed, while it is.
    pub closed_at: Option<DateTime<Utc>>,
    /// When the household said that it is fixed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Changes when what it says changes; not with what is said about it.
    pub version: i32,
}

/// What only the landlord's side knows of a repair.
#[derive(Clone, Debug, Default)]
pub struct Inside {
    /// Number to call back.
    pub phone: Option<String>,
    /// Who repairs it.
    pub vendor: Option<(VendorId, String, Option<String>)>,
}

impl Ticket {
    /// All that decides where it may go from here.
    pub fn stand(&self) -> Stand {
        Stand { status: self.status, closed_at: self.closed_at, reporter: self.reporter }
    }

    /// "14 Birch Street, Unit 1"; the house alone for a part that all share.
    pub fn home(&self) -> String {
        match &self.unit {
            Some((_, unit)) if !unit.eq_ignore_ascii_case("house") => {
                format!("{}, {unit}", self.property_name)
            }
            _ => self.property_name.clone(),
        }
    }

    /// `R-7K2M`.
    pub fn number(&self) -> String {
        domain::ticket::number(self.id)
    }
}

/// One repair.
///
/// # Errors
/// [`crate::Error::Missing`] when it is not there or not the viewer's to see.
pub async fn find(tx: &mut Tx, id: TicketId) -> Result<Ticket> {
    let r = sqlx::query!(
        r#"select t.property_id, p.name as property_name, t.unit_id, u.name as "unit_name?", t.lease_id, t.category, t.place, t.title,
             t.description, t.priority, t.status, t.access, t.may_enter, t.reported_by, t.reporter_name, t.reporter_side, t.created_at,
             t.changed_at, t.answered_at, t.waits_since, t.closed_at, t.confirmed_at, t.version
           from ticket t
           join property p on p.portfolio_id = t.portfolio_id and p.id = t.property_id
           left join unit u on u.portfolio_id = t.portfolio_id and u.id = t.unit_id
           where t.portfolio_id = app.portfolio_id() and t.id = $1"#,
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Ticket {
        id,
        property: PropertyId(r.property_id),
        property_name: r.property_name,
        unit: r.unit_id.map(UnitId).zip(r.unit_name),
        lease: r.lease_id.map(LeaseId),
        category: r.category.parse().unwrap_or(Category::Other),
        place: r.place,
        title: r.title,
        description: r.description,
        priority: r.priority.parse().unwrap_or_default(),
        status: r.status.parse().unwrap_or(Status::Open),
        access: r.access,
        may_enter: r.may_enter,
        reported_by: PersonId(r.reported_by),
        reporter_name: r.reporter_name,
        reporter: Side::from_word(&r.reporter_side),
        created_at: r.created_at,
        changed_at: r.changed_at,
        answered_at: r.answered_at,
        waits_since: r.waits_since,
        closed_at: r.closed_at,
        confirmed_at: r.confirmed_at,
        version: r.version,
    })
}

/// What only the landlord's side knows of it.
///
/// # Errors
/// [`crate::Error::Missing`] when it is not there or the viewer is not of that side.
pub async fn inside(tx: &mut Tx, id: TicketId) -> Result<Inside> {
    record::landlord(tx)?;
    let r = sqlx::query!(
        r#"select t.phone, v.id as "vendor?", v.name as "name?", v.phone as vendor_phone
           from ticket t left join vendor v on v.portfolio_id = t.portfolio_id and v.id = t.vendor_id
           where t.portfolio_id = app.portfolio_id() and t.id = $1"#,
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    let vendor = r.vendor.map(VendorId).zip(r.name).map(|(id, name)| (id, name, r.vendor_phone));
    Ok(Inside { phone: r.phone, vendor })
}

/// The same, held until the end of the transaction.
pub(crate) async fn hold(tx: &mut Tx, id: TicketId) -> Result<Ticket> {
    sqlx::query_scalar!(
        "select version from ticket where portfolio_id = app.portfolio_id() and id = $1 for update",
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    find(tx, id).await
}
