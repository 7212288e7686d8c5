//! The one question that a file may ask: its readings as choices, and the same lines of the file read each way.

use domain::{Cents, Typed};
use formats::{Choice, Question};
use leptos::prelude::*;

use super::raw::beginning;
use crate::ui::form::{Control, choices};
use crate::ui::table::{figures, kind, name, words};
use crate::ui::{button, date, section, table};

/// Lines shown read each way.
const SAMPLES: usize = 8;

/// The question as a form, and below it what each answer would make of the file.
pub fn view(action: &str, question: &Question, typed: &Typed) -> AnyView {
    let mut readings = choices("reading", question.text.clone());
    for (at, choice) in question.choices.iter().enumerate() {
        readings = readings.choice(at.to_string(), choice.label.clone()).words(choice.why.clone());
    }
    let action = action.to_string();
    view! {
        <section aria-label="One question">
            <form class="ask" method="post" action=action novalidate>
                {readings.draw(typed, "f")}
                <div class="actions">
                    {button("Use this answer").primary()}
                    <span class="muted">"Remembered for files with this header."</span>
                </div>
            </form>
        </section>
        {section("ways", "The same lines, read each way", samples(&question.choices))}
    }
    .into_any()
}

/// The chosen reading of a question; `None` with a sentence beside the choices when nothing fits.
pub fn chosen<'q>(question: &'q Question, typed: &mut Typed) -> Option<&'q Choice> {
    let at = typed.value("reading").parse::<usize>().ok();
    let choice = at.and_then(|at| question.choices.get(at));
    if choice.is_none() {
        typed.fail("reading", "Choose how the file is to be read.");
    }
    choice
}

/// Lines that the readings make something different of, first of all; a column for each reading.
fn samples(choices: &[Choice]) -> AnyView {
    let mut columns = vec![kind("Line", "line"), name("In the file")];
    for choice in choices {
        columns.push(words(choice.label.clone()));
        columns.push(figures("Amount"));
    }
    let mut list = table("Lines of the file, read each way", columns).class("table plain rows").scrolls();
    for line in differing(choices) {
        let raw = choices.iter().find_map(|c| row(c, line)).map(|r| r.raw.as_str()).unwrap_or_default();
        list.row(|cells| {
            cells.text(&line.to_string()).sample(&beginning(raw, 60));
            for choice in choices {
                match row(choice, line) {
                    Some(row) => cells.text(&date::full_day(row.date)).text(&flow(row.amount_cents)),
                    None => cells.text("cannot be read").dash(),
                };
            }
        });
    }
    list.view()
}

fn flow(amount: Cents) -> String {
    crate::ui::money::flow(amount)
}

fn row(choice: &Choice, line: u32) -> Option<&formats::Row> {
    // Rows stand in the order of the file.
    let rows = &choice.statement.rows;
    rows.binary_search_by_key(&line, |r| r.line).ok().and_then(|at| rows.get(at))
}

fn differing(choices: &[Choice]) -> Vec<u32> {
    let Some(first) = choices.first() else { return Vec::new() };
    let differs = |r: &&formats::Row| {
        choices
            .iter()
            .skip(1)
            .any(|c| row(c, r.line).is_none_or(|o| (o.date, o.amount) != (r.date, r.amount)))
    };
    let found: Vec<u32> = first.statement.rows.iter().filter(differs).map(|r| r.line).take(SAMPLES).collect();
    match found.is_empty() {
        true => first.statement.rows.iter().map(|r| r.line).take(SAMPLES).collect(),
        false => found,
    }
}
