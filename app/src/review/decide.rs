//! What a person decides about a line: accept it in parts, set it aside, say whether it is the same money, accept all that
//! is certain, and take it back.

use axum::extract::Path;
use domain::id::BankLineId;
use domain::rules::RuleDraft;
use domain::{Cents, Typed};
use store::lines::Line;
use store::review::{self, Split};
use store::{Error, Tx, rules};

use super::desk::Desk;
use super::page;
use super::parts::{self, Part};
use crate::kernel::{Answer, Asked, Failure, Form, Landlord, Notice, Visit, link_to, see_other};
use crate::transactions::name_of;
use crate::ui::money;
use crate::ui::words::things;

/// `POST /review/{line}?show=…&account=…`
pub async fn decide(
    Landlord(visit): Landlord,
    Path(id): Path<BankLineId>,
    Asked(asked): Asked,
    Form(typed): Form,
) -> Answer {
    let mut tx = visit.enter().await?;
    let desk = Desk::read(&mut tx, &visit, &asked, Some(id)).await?;
    let Some(line) = desk.line.clone() else { return Err(Failure::Missing) };
    match typed.value("do") {
        "split" => again(&visit, &mut tx, desk, typed, |t| parts::add(t, line.amount.abs())).await,
        "set-aside" => {
            let version = typed.value("version").parse().unwrap_or_default();
            match review::set_aside(&mut tx, id, version).await {
                Ok(()) => tx.commit().await?,
                Err(error) => return lost(&desk, error),
            }
            let words = format!("{} was set aside. It is not in the books.", name_of(&line));
            Ok(see_other(
                &next(&asked, &typed),
                Notice::new(words).undo(format!("/transactions/{id}/reopen")),
            ))
        }
        word => match word.strip_prefix("remove-").and_then(|n| n.parse::<usize>().ok()) {
            Some(at) => {
                again(&visit, &mut tx, desk, typed, |t| parts::remove(t, at, line.amount.abs())).await
            }
            None => accept(&visit, tx, desk, &line, &asked, typed).await,
        },
    }
}

/// The same page with one part more or less.
async fn again(
    visit: &Visit,
    tx: &mut Tx,
    desk: Desk,
    mut typed: Typed,
    change: impl FnOnce(&mut Typed),
) -> Answer {
    change(&mut typed);
    page::show(visit, tx, desk, Some(typed)).await
}

async fn accept(
    visit: &Visit,
    mut tx: Tx,
    desk: Desk,
    line: &Line,
    asked: &Typed,
    mut typed: Typed,
) -> Answer {
    let parts = parts::read(&mut typed, line.amount.abs());
    if !typed.is_sound() {
        return page::show(visit, &mut tx, desk, Some(typed)).await;
    }
    let version = typed.value("version").parse().unwrap_or_default();
    let signed: Vec<Split> = parts.iter().map(|p| signed(line.amount, p)).collect();
    // Whether it takes the place of an expense booked by hand is asked and never assumed.
    let waits = line.guess.as_ref().is_some_and(|g| g.by_hand.is_some());
    let done = match (as_guessed(line, &parts), waits, typed.checked("by_hand")) {
        (true, false, _) | (true, true, true) => review::accept(&mut tx, line.id, version).await,
        (false, true, true) => review::book_in_its_place(&mut tx, line.id, version, &signed).await,
        _ => review::book(&mut tx, line.id, version, &signed).await,
    };
    match done {
        Ok(()) => {}
        Err(Error::Refused { field, message }) => {
            let field = if field.is_empty() { String::new() } else { format!("{field}-1") };
            typed.fail(&field, message);
            let mut tx = visit.enter().await?;
            return page::show(visit, &mut tx, desk, Some(typed)).await;
        }
        Err(Error::Stale) => {
            typed.fail("", "Somebody else decided about this line while you were looking. Their decision stands; choose another line.");
            let mut tx = visit.enter().await?;
            return page::show(visit, &mut tx, desk, Some(typed)).await;
        }
        Err(other) => return Err(other.into()),
    }
    let mut words = booked(&desk, line, &parts);
    if typed.checked("always")
        && let Some(first) = parts.first()
    {
        words.push_str(&always(&mut tx, &desk, line, first).await?);
    }
    tx.commit().await?;
    let notice = Notice::new(words).undo(format!("/transactions/{}/reopen", line.id));
    Ok(see_other(&next(asked, &typed), notice))
}

/// Makes a rule of what was decided, and says what it settled.
async fn always(tx: &mut Tx, desk: &Desk, line: &Line, part: &Part) -> Result<String, Failure> {
    let name = desk.pick.category(&part.category).unwrap_or(&part.category);
    let draft = RuleDraft::always(&line.merchant, &part.category, name, part.property);
    let id = rules::add(tx, &draft).await?;
    let settled = rules::apply(tx, id).await?.booked.len();
    let settled = i64::try_from(settled).unwrap_or(i64::MAX);
    Ok(match settled {
        0 => " From now on by rule.".to_string(),
        n => format!(" From now on by rule, which settled {}.", things(n, "more line", "more lines")),
    })
}

/// True when a person left the guess as it was, so that its reason and confidence stay with it.
fn as_guessed(line: &Line, parts: &[Part]) -> bool {
    match (&line.guess, parts) {
        (Some(guess), [only]) => guess.category == only.category && guess.property == only.property,
        _ => false,
    }
}

/// Somebody else was quicker: back to the pile, and a sentence that says so.
fn lost(desk: &Desk, error: Error) -> Answer {
    let sentence = match error {
        Error::Stale => {
            "Somebody else decided about this line while you were looking; their decision stands.".to_string()
        }
        Error::Refused { message, .. } => message.into_owned(),
        other => return Err(other.into()),
    };
    Ok(see_other(&desk.link(desk.sort).href(), Notice::new(sentence)))
}

fn booked(desk: &Desk, line: &Line, parts: &[Part]) -> String {
    let title = name_of(line);
    match parts {
        [only] => {
            let name = desk.pick.category(&only.category).unwrap_or(&only.category);
            format!("{title}, {}: {name}.", money::flow(line.amount))
        }
        many => format!("{title} booked in {} parts.", many.len()),
    }
}

/// A part with the sign of its line.
pub fn signed(line: Cents, part: &Part) -> Split {
    let amount = if line.0 < 0 { -part.amount } else { part.amount };
    Split { category: part.category.clone(), property: part.property, amount, period: None, note: None }
}

/// The line after this one under the same tab and account; the first of the pile without one.
fn next(asked: &Typed, typed: &Typed) -> String {
    let place = match typed.value("next").parse::<BankLineId>() {
        Ok(id) => link_to(format!("/review/{id}")).with("after", asked.value("after")),
        Err(_) => link_to("/review"),
    };
    place.with("show", asked.value("show")).with("account", asked.value("account")).href()
}

/// `POST /review/{line}/twin?show=…&account=…`
pub async fn twin(
    Landlord(visit): Landlord,
    Path(id): Path<BankLineId>,
    Asked(asked): Asked,
    Form(typed): Form,
) -> Answer {
    let mut tx = visit.enter().await?;
    // A line that is not theirs answers as a missing one, whatever was sent with it.
    store::lines::find(&mut tx, id).await?;
    let same = match typed.value("do") {
        "same" => true,
        "two" => false,
        _ => return Err(Failure::Bad("Say whether it is the same money.".into())),
    };
    let version = typed.value("version").parse().unwrap_or_default();
    match review::answer_twin(&mut tx, id, version, same).await {
        Ok(()) => tx.commit().await?,
        Err(error) => {
            let mut tx = visit.enter().await?;
            let desk = Desk::read(&mut tx, &visit, &asked, None).await?;
            return lost(&desk, error);
        }
    }
    match same {
        true => {
            let notice = Notice::new("One of the two counts now.").undo(format!("/transactions/{id}/reopen"));
            Ok(see_other(&next(&asked, &typed), notice))
        }
        false => {
            // It stands under another tab now, but what it was for is the next question.
            let place = link_to(format!("/review/{id}")).with("show", asked.value("show"));
            let place = place.with("account", asked.value("account")).with("after", asked.value("after"));
            Ok(see_other(&place.href(), Notice::new("Both count.")))
        }
    }
}

/// `POST /review/accept-certain?account=…`
pub async fn accept_certain(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    let mut tx = visit.enter().await?;
    let account = asked.value("account").parse().ok();
    let accepted = review::accept_certain(&mut tx, account).await?;
    tx.commit().await?;
    let count = i64::try_from(accepted.lines.len()).unwrap_or(i64::MAX);
    let notice = Notice::new(format!("{} booked.", things(count, "certain line was", "certain lines were")));
    let notice = match accepted.entry {
        Some(entry) => notice.undo(format!("/activity/{}/undo", entry.0)),
        None => notice,
    };
    Ok(see_other(&link_to("/review").with("account", asked.value("account")).href(), notice))
}
