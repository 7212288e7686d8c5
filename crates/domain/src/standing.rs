//! Where a signed-in session stands: who it is, in which portfolio, at which of the two doors.

use chrono_tz::Tz;

use crate::id::{PersonId, PortfolioId, TenantId};
use crate::viewer::Viewer;

/// Everything a request knows about the person asking, read in one round trip.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Who signed in.
    pub person: PersonId,
    /// As they call themselves.
    pub name: String,
    /// Color scheme they chose: `system`, `light` or `dark`.
    pub scheme: String,
    /// Their own time zone.
    pub zone: Tz,
    /// For the door to Postgres.
    pub viewer: Viewer,
    /// Where they stand; `None` before a door was chosen.
    pub place: Option<Place>,
    /// How many doors they could stand at.
    pub doors: usize,
    /// Key of this session, to tell it from others in the list.
    pub session_hash: [u8; 32],
}

/// The portfolio a session stands in.
#[derive(Clone, Debug)]
pub struct Place {
    /// Which.
    pub portfolio: PortfolioId,
    /// Its name.
    pub name: String,
    /// Its time zone: decides when a day ends and when rent is late.
    pub zone: Tz,
    /// A portfolio to play with.
    pub is_demo: bool,
    /// Set while a member looks at the portal through this tenant's eyes; nothing can be changed then.
    pub viewing_as: Option<(TenantId, String)>,
    /// Bank lines that wait in review within the person's reach, for the contents page; 0 for tenants.
    pub open_lines: i64,
    /// Repairs whose household waits for an answer, within the person's reach; 0 for those who keep no people.
    pub open_repairs: i64,
    /// Notifications that the person has not read.
    pub unread: i64,
}
