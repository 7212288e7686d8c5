//! The rows of a form that name the people of a lease: somebody known, or somebody new with how to reach them, and how
//! they share the rent. Which fields of a row are needed follows from the choice in it, by CSS alone.

use domain::Typed;
use domain::id::TenantId;
use domain::lease::{PEOPLE_MAX, PersonDraft, Who};
use store::tenants::{self, CHOICES_MAX, Choice};
use store::{Error, Tx};

use crate::ui::form::{Form, check, choices, email, phone, select, text};

/// The names of a row's fields, before the dash and its number.
pub const ROW_FIELDS: [&str; 6] = ["who", "name", "email", "phone", "share", "out"];

/// Rows the form shows: as many as it asks for, and never fewer than it has people.
pub fn rows_of(typed: &Typed) -> usize {
    let asked = typed.value("rows").parse().unwrap_or(2);
    let filled = (1..=PEOPLE_MAX).rev().find(|row| {
        ["who", "name"].iter().any(|field| !typed.value(&format!("{field}_{row}")).trim().is_empty())
    });
    asked.max(filled.unwrap_or(1)).clamp(1, PEOPLE_MAX)
}

/// One more row, and the way to it.
pub fn one_more(typed: &mut Typed) {
    let rows = (rows_of(typed) + 1).min(PEOPLE_MAX);
    typed.set("rows", rows.to_string());
}

/// Tenants to choose from, and those the form names already, however long the list is.
///
/// # Errors
/// [`Error::Database`] only; somebody who is not there is left out.
pub async fn known(tx: &mut Tx, typed: &Typed, today: chrono::NaiveDate) -> store::Result<Vec<Choice>> {
    let mut all = tenants::choices(tx, today).await?;
    for row in 1..=PEOPLE_MAX {
        let Ok(id) = typed.value(&format!("who_{row}")).parse::<TenantId>() else { continue };
        if all.iter().any(|t| t.id == id) {
            continue;
        }
        match tenants::find(tx, id).await {
            Ok(tenant) => all.push(Choice { id, name: tenant.draft.name, home: None }),
            Err(Error::Missing) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(all)
}

/// Says beside a new person's address that somebody has it already.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn check_addresses(tx: &mut Tx, typed: &mut Typed, people: &[PersonDraft]) -> store::Result<()> {
    for person in people {
        let Who::New(draft) = &person.who else { continue };
        let Some(email) = &draft.email else { continue };
        if let Some((_, name)) = tenants::with_email(tx, email).await? {
            let sentence =
                format!("{name} has this mail address already. Choose {name} from the list instead.");
            typed.fail(&format!("email_{}", person.row), sentence);
        }
    }
    Ok(())
}

/// The rows themselves. Those who live there now (`staying`) stand with their name and can move out.
pub fn with_people<'t>(
    mut form: Form<'t>,
    typed: &Typed,
    known: &[Choice],
    staying: &[(TenantId, String)],
) -> Form<'t> {
    let rows = rows_of(typed);
    form = form.hidden("rows", rows.to_string());
    for row in 1..=rows {
        let who = typed.value(&format!("who_{row}"));
        let lives_here = who.parse::<TenantId>().ok().and_then(|id| staying.iter().find(|(t, _)| *t == id));
        form = match lives_here {
            Some((_, name)) => form.hidden(format!("who_{row}"), who).under(name.clone(), |form| {
                form.with(check(format!("out_{row}"), "Moves out")).with(share(row))
            }),
            None if staying.is_empty() => newcomer(form, row, format!("Person {row}"), row == 1, known),
            None => newcomer(form, row, "Moves in".into(), false, known),
        };
    }
    form.with(
        choices("split", "How do they share the rent?")
            .choice("equal", "Equally")
            .words("To the hundredth of a percent; the odd cent falls where the remainder is largest.")
            .choice("own", "By shares of their own")
            .words("A percentage for each, together 100. Somebody may have 0 and live there all the same."),
    )
}

fn share(row: usize) -> crate::ui::form::Field {
    text(format!("share_{row}"), "Share in percent").max(7)
}

fn newcomer<'t>(form: Form<'t>, row: usize, title: String, is_first: bool, known: &[Choice]) -> Form<'t> {
    let option = |t: &Choice| match &t.home {
        Some(home) => (t.id.to_string(), format!("{}, now in {home}", t.name)),
        None => (t.id.to_string(), t.name.clone()),
    };
    let (housed, free): (Vec<&Choice>, Vec<&Choice>) = known.iter().partition(|t| t.home.is_some());
    let who = select(format!("who_{row}"), "Who", [("new", "Somebody new")])
        .options(Some("On no lease now"), free.into_iter().map(option))
        .options(Some("On a lease now"), housed.into_iter().map(option));
    let who = if is_first { who } else { who.blank("Nobody else").optional() };
    let who = match known.len() >= CHOICES_MAX {
        true => {
            who.hint("The first 400 by name. For somebody else, begin with “Add lease” on their own page.")
        }
        false => who,
    };
    form.group(
        title,
        [
            who,
            text(format!("name_{row}"), "Name").max(120).complete("off"),
            email(format!("email_{row}"), "Mail address").optional().complete("off"),
            phone(format!("phone_{row}"), "Phone number").optional().max(40).complete("off"),
            share(row),
        ],
    )
}
