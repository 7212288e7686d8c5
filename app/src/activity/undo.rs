//! Taking back what was done, while it is fresh. Each kind of entry that can be taken back has its line here.

use axum::extract::Path;
use chrono::{DateTime, Duration, Utc};
use domain::Role;
use domain::id::{ActivityId, FileId, JobId, PropertyId};
use domain::property::PropertyDraft;
use store::activity::{self, Activity};
use store::{Error, Tx, files, jobs, properties};

use super::{homes, money};
use crate::kernel::{Answer, Failure, Landlord, Notice, Visit, see_other};

/// For so long a change can be taken back.
const DAYS: i64 = 30;

/// True when the button should stand beside this entry.
pub fn can_take_back(entry: &Activity, now: DateTime<Utc>, role: Option<Role>) -> bool {
    let fresh = now - entry.at < Duration::days(DAYS);
    let may = match entry.kind.as_str() {
        "property.change" | "property.put_away" | "property.bring_back" => {
            role.is_some_and(Role::keeps_people)
        }
        "file.remove" => role.is_some_and(Role::keeps_people),
        "job.discard" => role.is_some_and(Role::owns),
        kind if money::KINDS.contains(&kind) => role.is_some_and(Role::keeps_books),
        kind if homes::KINDS.contains(&kind) => role.is_some_and(Role::keeps_people),
        _ => false,
    };
    fresh && may && entry.undone_at.is_none()
}

/// `POST /activity/{id}/undo`
pub async fn take_back(Landlord(visit): Landlord, Path(id): Path<ActivityId>) -> Answer {
    let mut tx = visit.enter().await?;
    let entry = activity::read(&mut tx, id).await?;
    if entry.undone_at.is_some() {
        return Ok(see_other("/activity", Notice::new("That was taken back already.")));
    }
    if !can_take_back(&entry, visit.now(), visit.role()) {
        let sentence =
            "That cannot be taken back any more. Change the thing itself; that is written down too.";
        return Ok(see_other("/activity", Notice::new(sentence)));
    }
    match put_back(&visit, &mut tx, &entry).await {
        Ok(()) => {}
        Err(Error::Refused { message, .. }) => return Ok(see_other("/activity", Notice::new(message))),
        Err(Error::Missing) => {
            let sentence = "That cannot be taken back: what it was done to is not there any more.";
            return Ok(see_other("/activity", Notice::new(sentence)));
        }
        Err(other) => return Err(Failure::from(other)),
    }
    activity::mark_undone(&mut tx, id).await?;
    tx.commit().await?;
    // Whoever takes it back right after pressing the button there goes on there.
    let place = if entry.kind == "review.accept" { "/review" } else { "/activity" };
    Ok(see_other(place, Notice::new(format!("Taken back: {}", entry.sentence))))
}

async fn put_back(visit: &Visit, tx: &mut Tx, entry: &Activity) -> store::Result<()> {
    match entry.kind.as_str() {
        "property.put_away" => {
            properties::put_away(tx, PropertyId(entry.subject), false, visit.today()).await
        }
        "property.bring_back" => {
            properties::put_away(tx, PropertyId(entry.subject), true, visit.today()).await
        }
        "property.change" => {
            let before = entry.before.clone().and_then(|v| serde_json::from_value::<PropertyDraft>(v).ok());
            let draft = before.ok_or(Error::Missing)?;
            let current = properties::find(tx, PropertyId(entry.subject)).await?;
            properties::change(tx, PropertyId(entry.subject), current.version, &draft).await
        }
        "file.remove" => files::bring_back(tx, FileId(entry.subject)).await.map(|_| ()),
        "job.discard" => jobs::bring_back(tx, JobId(entry.subject)).await,
        kind if money::KINDS.contains(&kind) => money::put_back(tx, entry).await,
        _ => homes::put_back(tx, entry, visit.today()).await,
    }
}
