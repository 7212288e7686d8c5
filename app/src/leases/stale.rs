//! When somebody else changed a lease while a form about it was filled in.

use domain::Typed;
use domain::id::LeaseId;
use store::activity::{self, Listing};
use store::leases::{self, LeaseRecord};

use crate::kernel::{Failure, Visit};

/// Says on the form what was done meanwhile and by whom, and takes the lease's new version, so that sending it again is a
/// decision. Answers the lease as it stands now, which the page shows beside what was typed.
///
/// # Errors
/// [`Failure::Missing`] when it is gone.
pub async fn told(visit: &Visit, id: LeaseId, typed: &mut Typed) -> Result<LeaseRecord, Failure> {
    let mut tx = visit.enter().await?;
    let record = leases::find(&mut tx, id).await?;
    let last = activity::list(&mut tx, Listing { subject: Some(id.0), after: None, limit: 1 }).await?;
    let what = last
        .first()
        .map_or_else(String::new, |entry| format!(" {}: “{}”", entry.person_name, entry.sentence));
    typed.fail("", format!("Somebody else changed this lease while you were writing.{what} Look at it below; save again to keep yours."));
    typed.set("version", record.version.to_string());
    if record.removed { Err(Failure::Missing) } else { Ok(record) }
}
