//! `/rules`: the rules in force, in the order they are asked.

use axum::extract::Path;
use domain::id::RuleId;
use domain::rules::{BOOKS_CONFIDENCE_MIN, BOOKS_PRIORITY_MIN, Direction, RuleDraft};
use leptos::prelude::*;
use store::rules::{self, RuleRow};

use crate::kernel::{Answer, Door, Landlord, Notice, Page, Visit, see_other};
use crate::ui::table::{figures, kind, name};
use crate::ui::words::{grouped, things};
use crate::ui::{Icon, Tone, button, empty, link_button, page_head, press, status, table};

/// `GET /rules`
pub async fn show(Landlord(visit): Landlord) -> Answer {
    let mut tx = visit.enter().await?;
    let rows = rules::list(&mut tx).await?;
    Ok(Page::new(Door::Landlord, "Rules").draw(&visit, || {
        let add = link_button("/rules/new", "New rule").icon(Icon::Plus);
        if rows.is_empty() {
            let words = "A rule says what lines of a merchant are for. Tick “Always do this” in review, or write one here.";
            return view! { {page_head("Rules")} {empty("No rules yet", words, Some(add.primary()))} }.into_any();
        }
        let head = page_head("Rules").lead(lead(&rows)).action(add);
        view! { {head} {listed(&rows)} }.into_any()
    }))
}

fn lead(rows: &[RuleRow]) -> String {
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let alone = i64::try_from(rows.iter().filter(|r| books_itself(&r.draft)).count()).unwrap_or(i64::MAX);
    let books = match alone {
        0 => "none of them books without asking".to_string(),
        n => format!("{} without asking", things(n, "books", "book")),
    };
    format!("{}, {books}. The first that fits decides.", things(count, "rule", "rules"))
}

fn listed(rows: &[RuleRow]) -> AnyView {
    let columns = [
        name("Rule"),
        kind("What for", "state"),
        kind("Asks", "wide"),
        figures("Lines"),
        kind("Overruled", "num wide"),
        kind("End", "do").unseen(),
    ];
    let mut list = table("Rules in the order they are asked", columns).folds().class("table folds");
    for rule in rows {
        list.row(|row| {
            row.link(&format!("/rules/{}", rule.id), &rule.draft.name).sub(&condition(&rule.draft));
            row.text(&rule.category_name).sub(rule.property_name.as_deref().unwrap_or(""));
            match books_itself(&rule.draft) {
                true => row.status(&status(Tone::Plain, Icon::Check, "Books by itself")),
                false => row.text("Asks in review"),
            };
            row.text(&grouped(rule.hits)).narrow(if rule.hits == 1 { "line" } else { "lines" });
            match rule.overrides {
                0 => row.dash(),
                n => row.text(&grouped(n)),
            };
            row.view(press(format!("/rules/{}/end", rule.id), button("End").small().quiet()));
        });
    }
    list.view()
}

/// True when lines that it meets are booked without asking.
pub fn books_itself(draft: &RuleDraft) -> bool {
    draft.confidence >= BOOKS_CONFIDENCE_MIN || draft.priority >= BOOKS_PRIORITY_MIN
}

/// `Lines with HOME DEPOT, paid out, $5.00 to $200.00`.
pub fn condition(draft: &RuleDraft) -> String {
    let mut words = format!("Lines with {}", draft.pattern);
    match draft.direction {
        Direction::In => words.push_str(", received"),
        Direction::Out => words.push_str(", paid out"),
        Direction::Any => {}
    }
    match (draft.least, draft.most) {
        (Some(least), Some(most)) => words.push_str(&format!(", {least} to {most}")),
        (Some(least), None) => words.push_str(&format!(", from {least}")),
        (None, Some(most)) => words.push_str(&format!(", up to {most}")),
        (None, None) => {}
    }
    words
}

/// `POST /rules/{id}/end`
pub async fn end(Landlord(visit): Landlord, Path(id): Path<RuleId>) -> Answer {
    turn(&visit, id, true).await
}

/// `POST /rules/{id}/bring-back`
pub async fn bring_back(Landlord(visit): Landlord, Path(id): Path<RuleId>) -> Answer {
    turn(&visit, id, false).await
}

async fn turn(visit: &Visit, id: RuleId, ended: bool) -> Answer {
    let mut tx = visit.enter().await?;
    let name = rules::find(&mut tx, id).await?.draft.name;
    rules::end(&mut tx, id, ended).await?;
    tx.commit().await?;
    let (words, back) = match ended {
        true => (format!("“{name}” was ended. What it booked stays."), "bring-back"),
        false => (format!("“{name}” is in force again."), "end"),
    };
    Ok(see_other("/rules", Notice::new(words).undo(format!("/rules/{id}/{back}"))))
}
