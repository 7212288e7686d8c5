//! What every page of a signed-in person needs around itself.

use domain::Role;

use super::notice::Toast;

/// The facts a shell shows, read once per page.
#[derive(Debug)]
pub struct Chrome {
    /// Path of this page, to mark where we are; a query is left out of the comparison.
    pub path: String,
    /// Name of the portfolio.
    pub portfolio: String,
    /// Name of the person.
    pub person: String,
    /// Their standing.
    pub role: Role,
    /// Bank lines that wait for a decision.
    pub review_count: i64,
    /// Repairs whose household waits for an answer.
    pub repairs_count: i64,
    /// Notifications that were not read.
    pub unread: i64,
    /// The portfolio to look around in.
    pub is_demo: bool,
    /// May open the tenants' side as one of them.
    pub can_view_as_tenant: bool,
    /// Stands at another door elsewhere: a second portfolio, or a home of their own.
    pub other_doors: bool,
    /// Whose eyes a member looks through at the moment, in the tenant's portal.
    pub viewing_as: Option<String>,
    /// What the page hears of while it is open, parted by blanks; empty when it does not.
    pub live: &'static str,
    /// What just happened, with its undo.
    pub toast: Option<Toast>,
}
