//! How repairs look in JSON. Moments are RFC 3339 in UTC, ids UUIDs; what only the landlord's side knows is left out for
//! tenants.

use chrono::{DateTime, Utc};
use serde::Serialize;
use store::tickets::{Inside, Line, Ticket as Stored};
use utoipa::ToSchema;
use uuid::Uuid;

/// A repair in a list.
#[derive(Serialize, ToSchema)]
pub struct TicketLine {
    /// Its id.
    pub id: Uuid,
    /// As people call it: `R-7K2M`.
    pub number: String,
    /// In one line.
    pub title: String,
    /// `water`, `heating`, `electric`, `appliance`, `door`, `pest`, `structure`, `outside` or `other`.
    pub category: &'static str,
    /// Where in the home.
    pub place: String,
    /// `emergency`, `high`, `normal` or `low`.
    pub priority: &'static str,
    /// `open`, `in_progress`, `completed` or `cancelled`.
    pub status: &'static str,
    /// The house, and the home in it.
    pub home: String,
    /// Who reported it.
    pub reporter_name: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When anything last happened.
    pub changed_at: DateTime<Utc>,
    /// When it was closed, while it is.
    pub closed_at: Option<DateTime<Utc>>,
    /// Since when the household waits for the landlord's side.
    pub waits_since: Option<DateTime<Utc>>,
}

impl From<Line> for TicketLine {
    fn from(line: Line) -> TicketLine {
        TicketLine {
            id: line.id.0,
            number: line.number(),
            home: line.home(),
            title: line.title,
            category: line.category.word(),
            place: line.place,
            priority: line.priority.word(),
            status: line.status.word(),
            reporter_name: line.reporter_name,
            created_at: line.created_at,
            changed_at: line.changed_at,
            closed_at: line.closed_at,
            waits_since: line.waits_since,
        }
    }
}

/// Something with a name.
#[derive(Serialize, ToSchema)]
pub struct Named {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
}

/// A repair.
#[derive(Serialize, ToSchema)]
pub struct Ticket {
    /// Its id.
    pub id: Uuid,
    /// As people call it: `R-7K2M`.
    pub number: String,
    /// Send it with a change: whoever changed it first wins.
    pub version: i32,
    /// In one line.
    pub title: String,
    /// What was reported.
    pub description: String,
    /// `water`, `heating`, `electric`, `appliance`, `door`, `pest`, `structure`, `outside` or `other`.
    pub category: &'static str,
    /// Where in the home.
    pub place: String,
    /// `emergency`, `high`, `normal` or `low`.
    pub priority: &'static str,
    /// `open`, `in_progress`, `completed` or `cancelled`.
    pub status: &'static str,
    /// The house.
    pub property: Named,
    /// The home; `null` for a part that all share.
    pub unit: Option<Named>,
    /// The lease whose household sees it; `null` when only the landlord's side does.
    pub lease_id: Option<Uuid>,
    /// When somebody may come in, in the household's words.
    pub access: Option<String>,
    /// Whether somebody may come in with nobody at home.
    pub may_enter: bool,
    /// Who reported it.
    pub reporter_name: String,
    /// `landlord` or `tenant`.
    pub reporter_side: &'static str,
    /// When it was reported.
    pub created_at: DateTime<Utc>,
    /// When anything last happened.
    pub changed_at: DateTime<Utc>,
    /// When the landlord's side first answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Since when the household waits for the landlord's side.
    pub waits_since: Option<DateTime<Utc>>,
    /// When it was closed, while it is.
    pub closed_at: Option<DateTime<Utc>>,
    /// When the household said that it is fixed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Number to call back; for the landlord's side alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Who repairs it; for the landlord's side alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<Named>,
}

impl Ticket {
    /// A repair with what the caller's side knows of it besides.
    pub fn new(ticket: Stored, inside: Inside) -> Ticket {
        Ticket {
            id: ticket.id.0,
            number: ticket.number(),
            version: ticket.version,
            category: ticket.category.word(),
            priority: ticket.priority.word(),
            status: ticket.status.word(),
            property: Named { id: ticket.property.0, name: ticket.property_name },
            unit: ticket.unit.map(|(id, name)| Named { id: id.0, name }),
            lease_id: ticket.lease.map(|lease| lease.0),
            title: ticket.title,
            description: ticket.description,
            place: ticket.place,
            access: ticket.access,
            may_enter: ticket.may_enter,
            reporter_name: ticket.reporter_name,
            reporter_side: ticket.reporter.word(),
            created_at: ticket.created_at,
            changed_at: ticket.changed_at,
            answered_at: ticket.answered_at,
            waits_since: ticket.waits_since,
            closed_at: ticket.closed_at,
            confirmed_at: ticket.confirmed_at,
            phone: inside.phone,
            vendor: inside.vendor.map(|(id, name, _)| Named { id: id.0, name }),
        }
    }

    /// Changes with everything that the answer says.
    pub fn tag(&self) -> String {
        format!("\"{}.{}\"", self.version, self.changed_at.timestamp_micros())
    }
}
