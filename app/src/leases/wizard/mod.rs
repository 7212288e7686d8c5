//! Writing a lease down: the home, the terms, the people, and a page that says it all before it is kept. One form over
//! four pages: each page carries what the others hold, so that nothing is kept before the last one and nothing is lost
//! on the way back.

mod begin;
mod check;
mod draw;

use axum::response::Response;
use domain::Typed;
use domain::id::UnitId;
use domain::lease::{LeaseDraft, Term, read_dates, read_people};
use store::leases::{self, LeaseLine};
use store::{Error, units};

use super::{conflict, people};
use crate::kernel::{Answer, Failure, Form, Landlord, Notice, Visit, see_other};

pub use begin::begin;
pub(super) use begin::same;
pub(super) use draw::term_fields;

/// A page of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Home,
    Terms,
    People,
    Check,
}

impl Step {
    const ALL: [Step; 4] = [Step::Home, Step::Terms, Step::People, Step::Check];

    fn word(self) -> &'static str {
        match self {
            Step::Home => "home",
            Step::Terms => "terms",
            Step::People => "people",
            Step::Check => "check",
        }
    }

    fn of(word: &str) -> Step {
        Step::ALL.into_iter().find(|s| s.word() == word).unwrap_or(Step::Home)
    }

    /// The page that holds a field.
    fn holding(field: &str) -> Step {
        match field {
            "unit" => Step::Home,
            "starts_on" | "ends_on" | "rent" | "due_day" | "grace_days" | "late_fee" | "deposit" | "note" => {
                Step::Terms
            }
            _ => Step::People,
        }
    }
}

/// `POST /leases/new`
pub async fn step(Landlord(visit): Landlord, Form(mut typed): Form) -> Answer {
    visit.keeps_people()?;
    let at = Step::of(typed.value("step"));
    let go = typed.value("go").to_string();
    match (at, go.as_str()) {
        (Step::Terms, "back") => shown(&visit, Step::Home, &typed, None).await,
        (Step::People, "back") => shown(&visit, Step::Terms, &typed, None).await,
        (Step::Check, "back") => shown(&visit, Step::People, &typed, None).await,
        (Step::People, "more") => {
            people::one_more(&mut typed);
            shown(&visit, Step::People, &typed, None).await
        }
        (Step::Home, _) => {
            typed.choice::<UnitId>("unit", "the home");
            let next = if typed.is_sound() { Step::Terms } else { Step::Home };
            if next == Step::Terms {
                begin::fill_dates(&visit, &mut typed).await?;
            }
            shown(&visit, next, &typed, None).await
        }
        (Step::Terms, _) => terms_done(&visit, typed).await,
        (Step::People, _) => people_done(&visit, typed).await,
        (Step::Check, _) => keep(&visit, typed).await,
    }
}

async fn terms_done(visit: &Visit, mut typed: Typed) -> Answer {
    let dates = read_dates(&mut typed);
    Term::read(&mut typed, dates.map_or(visit.today(), |(first, _)| first));
    typed.optional("note", "The note", 2_000);
    let unit = typed.choice::<UnitId>("unit", "the home");
    let mut way = None;
    if let (Some(unit), Some((first, last))) = (unit, dates)
        && typed.error("ends_on").is_none()
    {
        way = stands_in_the_way(visit, &mut typed, unit, first, last).await?;
    }
    let next = if typed.is_sound() { Step::People } else { Step::Terms };
    shown(visit, next, &typed, way).await
}

async fn stands_in_the_way(
    visit: &Visit,
    typed: &mut Typed,
    unit: UnitId,
    first: chrono::NaiveDate,
    last: Option<chrono::NaiveDate>,
) -> Result<Option<LeaseLine>, Failure> {
    let way = conflict::look(visit, unit, first, last, None).await?;
    if let Some(other) = &way {
        typed.fail("starts_on", conflict::sentence(other));
    }
    Ok(way)
}

async fn people_done(visit: &Visit, mut typed: Typed) -> Answer {
    let who = read_people(&mut typed);
    let mut tx = visit.enter().await?;
    people::check_addresses(&mut tx, &mut typed, &who).await?;
    drop(tx);
    let next = if typed.is_sound() { Step::Check } else { Step::People };
    shown(visit, next, &typed, None).await
}

async fn keep(visit: &Visit, mut typed: Typed) -> Answer {
    let draft = LeaseDraft::read(&mut typed);
    let Some(draft) = draft.filter(|_| typed.is_sound()) else {
        let step = typed.errors().first().map_or(Step::Home, |e| Step::holding(&e.field));
        return shown(visit, step, &typed, None).await;
    };
    let mut tx = visit.enter().await?;
    match leases::add(&mut tx, &draft).await {
        Ok(id) => {
            let unit = units::find(&mut tx, draft.unit).await?;
            tx.commit().await?;
            let sentence =
                format!("The lease of {}, {} is written down.", unit.property_name, unit.draft.name);
            Ok(see_other(
                &format!("/leases/{id}"),
                Notice::new(sentence).undo(format!("/leases/{id}/remove")),
            ))
        }
        Err(Error::Refused { field: "starts_on", .. }) => {
            drop(tx);
            let way =
                stands_in_the_way(visit, &mut typed, draft.unit, draft.starts_on, draft.ends_on).await?;
            if typed.is_sound() {
                typed.fail("starts_on", "This home was let in the same moment. Try again.");
            }
            shown(visit, Step::Terms, &typed, way).await
        }
        Err(Error::Refused { field, message }) => {
            typed.fail(field, message);
            shown(visit, Step::holding(field), &typed, None).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Reads what a page needs, and draws it.
async fn shown(visit: &Visit, step: Step, typed: &Typed, way: Option<LeaseLine>) -> Answer {
    let mut tx = visit.enter().await?;
    let response: Response = match step {
        Step::Home => draw::home(visit, &units::choices(&mut tx, visit.today()).await?, typed),
        Step::Terms => {
            let unit = unit(&mut tx, typed).await?;
            draw::terms(visit, &unit, typed, way.as_ref())
        }
        Step::People => {
            let unit = unit(&mut tx, typed).await?;
            let known = people::known(&mut tx, typed, visit.today()).await?;
            draw::people(visit, &unit, &known, typed)
        }
        Step::Check => {
            let unit = unit(&mut tx, typed).await?;
            let known = people::known(&mut tx, typed, visit.today()).await?;
            let mut read = typed.clone();
            let draft = LeaseDraft::read(&mut read).filter(|_| read.is_sound()).ok_or_else(|| {
                Failure::Bad("A part of this form was lost on the way. Begin the lease again.".into())
            })?;
            check::page(visit, &unit, &known, &draft, typed)
        }
    };
    Ok(response)
}

async fn unit(tx: &mut store::Tx, typed: &Typed) -> Result<units::Unit, Failure> {
    let id = typed.value("unit").parse::<UnitId>().map_err(|_| Failure::Missing)?;
    Ok(units::find(tx, id).await?)
}
