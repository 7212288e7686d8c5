//! After an import: one sentence that says what became of the file, its lines, what is left to decide, and the way back.

use axum::response::Response;
use chrono::NaiveDate;
use domain::{Cents, Typed};
use leptos::prelude::*;
use store::Tx;
use store::imports::{self, Import, Left, State};
use store::lines::{self, Imported, LineState};

use super::lines::Counts;
use super::one::head;
use super::raw::beginning;
use crate::kernel::{Door, Failure, Page, Visit, link_to};
use crate::ui::table::{figures, kind, name, wide};
use crate::ui::{
    Icon, Status, Tone, button, date, link_button, next_page, note, press, section, status, table,
};

/// Lines on one page.
const ROWS: i64 = 100;
/// Unreadable records shown at once.
const LEFT_MAX: i64 = 200;

/// The page of an import that was written, or written and taken back.
///
/// # Errors
/// [`Failure::Broken`] when the database does not answer.
pub async fn page(visit: &Visit, tx: &mut Tx, import: Import, asked: &Typed) -> Result<Response, Failure> {
    let after = asked.value("after").parse().unwrap_or(0);
    let mut rows = lines::imported(tx, import.id, false, after, ROWS + 1).await?;
    let more = i64::try_from(rows.len()).is_ok_and(|n| n > ROWS);
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let left = imports::left(tx, Some(import.id), LEFT_MAX).await?;
    Ok(Page::new(Door::Landlord, import.file_name.clone()).draw(visit, || {
        let here = link_to(format!("/imports/{}", import.id));
        let next =
            rows.last().filter(|_| more).map(|l| here.clone().with("after", l.line_no.to_string()).href());
        let back = (after > 0).then(|| here.href());
        let lines = (!rows.is_empty()).then(|| {
            let list = view! { {listed(&rows, visit.today())} {next_page(span(&rows), back, next)} };
            section("lines", "Lines it brought", list.into_any())
        });
        view! { {top(&import, &left)} {unreadable(&left)} {lines} }.into_any()
    }))
}

fn top(import: &Import, left: &[Left]) -> AnyView {
    let id = import.id;
    let sentence = counts(import).sentence(&named(left));
    if import.state == State::Undone {
        let head = head(import, format!("{} was taken back", import.file_name))
            .lead(format!("It had brought {sentence}. Nothing of it is in the books any more."))
            .action(press(format!("/imports/{id}/again"), button("Import it again").icon(Icon::Refresh)));
        return head.view();
    }
    let mut head = head(import, format!("{} is imported", import.file_name)).lead(format!("{sentence}."));
    let open = import.outcome.new + import.outcome.twins > import.outcome.booked;
    if open {
        head = head.action(
            link_button(format!("/review?account={}", import.account), "Review what waits")
                .primary()
                .icon(Icon::Check),
        );
    }
    head = head.action(press(format!("/imports/{id}/undo"), button("Take it all back").icon(Icon::Undo)));
    let booked = i64::try_from(import.outcome.booked).unwrap_or(i64::MAX);
    let by_rules = (booked > 0).then(|| {
        let words = crate::ui::words::things(
            booked,
            "line was booked by your rules",
            "lines were booked by your rules",
        );
        note(Icon::Rule, format!("{words}; the others wait in review."))
    });
    view! { {head} {by_rules} }.into_any()
}

fn counts(import: &Import) -> Counts {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let o = &import.outcome;
    Counts {
        new: number(o.new),
        known: number(o.known),
        twin: number(o.twins),
        unreadable: number(o.unreadable),
    }
}

fn named(left: &[Left]) -> Vec<u32> {
    left.iter().filter_map(|l| u32::try_from(l.line_no).ok()).collect()
}

fn unreadable(left: &[Left]) -> Option<AnyView> {
    if left.is_empty() {
        return None;
    }
    let columns = [kind("Line", "line"), name("In the file"), kind("Decide", "do").unseen()];
    let mut list = table("Lines that could not be read", columns).folds();
    for record in left {
        let place = format!("/imports/{}/lines/{}", record.import, record.line_no);
        list.row_as("bad", |row| {
            row.text(&record.line_no.to_string()).sample(&beginning(&record.raw, 120)).sub(&record.reason);
            let discard = press(format!("{place}/discard"), button("Discard").small().quiet());
            let decide =
                view! { <div class="actions">{link_button(place, "Type it").small()} {discard}</div> };
            row.view(decide.into_any());
        });
    }
    Some(section("unreadable", "Lines that could not be read", list))
}

fn listed(rows: &[Imported], today: NaiveDate) -> AnyView {
    let columns = [
        kind("Line", "line"),
        kind("State", "state"),
        wide("In the file"),
        kind("Date", "date nowrap"),
        name("Bank text"),
        figures("Paid out"),
        figures("Received"),
    ];
    let mut list = table("Lines that this file brought", columns).folds();
    for line in rows {
        list.row_as(if line.asks_twin { "twin" } else { "new" }, |row| {
            row.text(&line.line_no.to_string()).status(&stands(line)).sample(&beginning(&line.raw, 22));
            row.text(&date::column_day(line.posted_on, today));
            row.link(&format!("/transactions/{}", line.id), &line.description);
            match line.amount {
                Cents(..0) => row.money(line.amount.abs()).narrow("paid out").none(),
                _ => row.none().money(line.amount).narrow("received"),
            };
        });
    }
    list.view()
}

fn stands(line: &Imported) -> Status {
    match line.state {
        LineState::Withdrawn => status(Tone::Plain, Icon::Undo, "Taken back"),
        _ if line.asks_twin => status(Tone::Wait, Icon::Twin, "Possible twin"),
        LineState::Open => status(Tone::Wait, Icon::Hourglass, "In review"),
        LineState::Booked => status(Tone::Plain, Icon::Check, "In the books"),
        LineState::SetAside => status(Tone::Plain, Icon::Ban, "Set aside"),
        LineState::Merged => status(Tone::Plain, Icon::Twin, "Same money"),
    }
}

fn span(rows: &[Imported]) -> String {
    match (rows.first(), rows.last()) {
        (Some(a), Some(b)) => format!("Lines {} to {}", a.line_no, b.line_no),
        _ => String::new(),
    }
}
