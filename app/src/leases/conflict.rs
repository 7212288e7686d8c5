//! When a home is let already: which lease stands in the way, with its dates and the way to it.

use chrono::NaiveDate;
use domain::id::{LeaseId, UnitId};
use leptos::prelude::*;
use store::leases::{self, LeaseLine};

use crate::kernel::{Failure, Visit};
use crate::ui::words::list;
use crate::ui::{Icon, date, note};

/// The lease that holds the home during these days. Opens its own transaction, because a refused row ended the one
/// before.
///
/// # Errors
/// [`Failure::Broken`] when the database does not answer.
pub async fn look(
    visit: &Visit,
    unit: UnitId,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    except: Option<LeaseId>,
) -> Result<Option<LeaseLine>, Failure> {
    let mut tx = visit.enter().await?;
    Ok(leases::in_the_way(&mut tx, unit, starts_on, ends_on, except).await?)
}

/// What stands in the way, for beside the field.
pub fn sentence(other: &LeaseLine) -> String {
    let until =
        other.ends_on.map_or_else(|| "month to month".into(), |day| format!("until {}", date::full_day(day)));
    let who = if other.people.is_empty() { "somebody".to_string() } else { list(&other.people) };
    format!(
        "{} is let to {who} from {}, {until}. A home has one lease at a time.",
        other.home(),
        date::full_day(other.starts_on)
    )
}

/// The way to it, for above the form.
pub fn way(other: &LeaseLine) -> AnyView {
    let href = format!("/leases/{}", other.id);
    let whose = if other.people.is_empty() { other.home() } else { list(&other.people) };
    let words = view! {
        {format!("The lease of {whose} is in the way. ")} <a href=href>"Open it"</a>
        " to end it earlier, or choose other days here."
    };
    note(Icon::Info, words)
}
