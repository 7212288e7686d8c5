//! A line in a list of repairs, and who lives where one is.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{LeaseId, TicketId};
use domain::ticket::{Category, Priority, Status};

use crate::{Result, Tx};

/// A line in a list of repairs.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: TicketId,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub category: Category,
    /// Where in the home.
    pub place: String,
    /// How soon.
    pub priority: Priority,
    /// Where it stands.
    pub status: Status,
    /// What the property is called.
    pub property_name: String,
    /// What the home is called.
    pub unit_name: Option<String>,
    /// Who reported it.
    pub reporter_name: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When anything last happened.
    pub changed_at: DateTime<Utc>,
    /// When it was closed, while it is.
    pub closed_at: Option<DateTime<Utc>>,
    /// When the household said that it is fixed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When the landlord's side first said or did something about a tenant's report.
    pub answered_at: Option<DateTime<Utc>>,
    /// Since when the household waits for the landlord's side.
    pub waits_since: Option<DateTime<Utc>>,
    /// A household sees it.
    pub is_seen: bool,
    /// The visit that stands: from, until, and whether the household agreed.
    pub visit: Option<(DateTime<Utc>, DateTime<Utc>, bool)>,
}

impl Line {
    /// "14 Birch Street, Unit 1"; the house alone for a part that all share.
    pub fn home(&self) -> String {
        match &self.unit_name {
            Some(unit) if !unit.eq_ignore_ascii_case("house") => format!("{}, {unit}", self.property_name),
            _ => self.property_name.clone(),
        }
    }

    /// `R-7K2M`.
    pub fn number(&self) -> String {
        domain::ticket::number(self.id)
    }
}

/// A row of the statements that list repairs, as a [`Line`].
macro_rules! line {
    ($r:expr) => {
        $crate::tickets::list::Line {
            id: domain::id::TicketId($r.id),
            title: $r.title,
            category: $r.category.parse().unwrap_or(domain::ticket::Category::Other),
            place: $r.place,
            priority: $r.priority.parse().unwrap_or_default(),
            status: $r.status.parse().unwrap_or(domain::ticket::Status::Open),
            property_name: $r.property_name,
            unit_name: $r.unit_name,
            reporter_name: $r.reporter_name,
            created_at: $r.created_at,
            changed_at: $r.changed_at,
            closed_at: $r.closed_at,
            confirmed_at: $r.confirmed_at,
            answered_at: $r.answered_at,
            waits_since: $r.waits_since,
            is_seen: $r.lease_id.is_some(),
            visit: match ($r.visit_from, $r.visit_until) {
                (Some(from), Some(until)) => Some((from, until, $r.visit_agreed.unwrap_or_default())),
                _ => None,
            },
        }
    };
}
pub(super) use line;

/// Who lives on a lease: the names on a day, those of the largest share first.
pub type People = Vec<String>;

/// Who lives on this lease on a day, by name.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn household(tx: &mut Tx, lease: LeaseId, day: NaiveDate) -> Result<People> {
    Ok(sqlx::query_scalar!(
        "select n.name from lease_member m join tenant n on n.portfolio_id = m.portfolio_id and n.id = m.tenant_id
         where m.portfolio_id = app.portfolio_id() and m.lease_id = $1 and m.from_on <= $2 and (m.until_on is null or m.until_on >= $2)
         order by m.share_bp desc, n.name limit 50",
        lease.0,
        day
    )
    .fetch_all(tx.conn())
    .await?)
}
