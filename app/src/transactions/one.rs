//! `/transactions/{id}`: one line with what it was booked as, why, what was done to it, and the thread down to its file.

use axum::extract::Path;
use chrono::{DateTime, Utc};
use domain::id::BankLineId;
use leptos::prelude::*;
use store::lines::{self, Document, Line, LineState, Origin};

use super::filter::title;
use crate::imports::visible;
use crate::kernel::{Answer, Door, Landlord, Page, Visit};
use crate::ui::table::{figures, kind, name, words};
use crate::ui::{
    Icon, Thread, Tone, button, date, facts, link_button, money, page_head, press, section, status, table,
    thread, with_aside,
};

type Done = (DateTime<Utc>, String, String);

/// `GET /transactions/{id}`
pub async fn show(Landlord(visit): Landlord, Path(id): Path<BankLineId>) -> Answer {
    let mut tx = visit.enter().await?;
    let line = lines::find(&mut tx, id).await?;
    let done = lines::history(&mut tx, id).await?;
    let other = match &line.twin {
        Some((other, _)) => Some(lines::find(&mut tx, *other).await?),
        None => None,
    };
    Ok(Page::new(Door::Landlord, name_of(&line)).draw(&visit, || {
        let body = view! { {what_for(&line)} {same_money(&line, other.as_ref())} {bank_showed(&line)} {story(&visit, &done)} };
        let where_from = format!("Where {} comes from", line.amount.abs());
        view! { {head(&line)} {with_aside(body.into_any(), "thread", where_from, lineage(thread(), &visit, &line))} }.into_any()
    }))
}

/// The merchant as people write it, or the bank's text.
pub fn name_of(line: &Line) -> String {
    let name = if line.merchant.is_empty() { &line.description } else { &line.merchant };
    crate::ui::words::title_case(name)
}

fn head(line: &Line) -> AnyView {
    let mut head = page_head(name_of(line)).crumbs(&[("/transactions", "Transactions")]).lead(format!(
        "{}, {}",
        money::flow(line.amount),
        date::long_day(line.posted_on)
    ));
    let id = line.id;
    match line.state {
        LineState::Open => {
            head = head.action(link_button(format!("/review/{id}"), "Review it").primary().icon(Icon::Check));
        }
        LineState::Booked => {
            head = head
                .action(link_button(format!("/transactions/{id}/edit"), "Decide again").icon(Icon::Edit))
                .action(press(
                    format!("/transactions/{id}/reopen"),
                    button("Back to review").quiet().icon(Icon::Undo),
                ));
        }
        LineState::SetAside | LineState::Merged => {
            head = head.action(press(
                format!("/transactions/{id}/reopen"),
                button("Back to review").icon(Icon::Undo),
            ));
        }
        LineState::Withdrawn => {}
    }
    head.view()
}

/// The parts it was booked in, those that stand.
fn what_for(line: &Line) -> AnyView {
    let standing: Vec<&Document> = line.documents.iter().filter(|d| d.voided_at.is_none()).collect();
    if standing.is_empty() {
        let words = match line.state {
            LineState::Open => {
                status(Tone::Wait, Icon::Hourglass, "Waits in review; it is not in the books yet.")
            }
            LineState::SetAside => status(Tone::Plain, Icon::Ban, "Set aside; it is not in the books."),
            state => status(Tone::Plain, Icon::Info, title(state)),
        };
        return section("for", "What it was for", view! { <p>{words}</p> });
    }
    let mut list = table(
        "Parts of the line in the books",
        [name("Category"), words("Property"), kind("Month", "wide"), figures(way(line))],
    );
    for document in &standing {
        list.row(|row| {
            row.text(&category(document)).sub(document.note.as_deref().unwrap_or_default());
            if let Some((_, title)) = &document.repair {
                row.sub(&format!("Repair: {title}"));
            }
            match (document.property, &document.property_name) {
                (Some(id), Some(name)) => row.link(&format!("/properties/{id}"), name),
                _ => row.text("no property"),
            };
            row.text(&document.period.to_string()).money(document.cash.abs());
        });
    }
    if standing.len() > 1 {
        list.total(|row| {
            row.text("The line").none().none().money(line.amount.abs());
        });
    }
    section("for", "What it was for", list)
}

fn way(line: &Line) -> &'static str {
    if line.amount.0 < 0 { "Paid out" } else { "Received" }
}

/// `Repairs, line 14`.
fn category(document: &Document) -> String {
    match document.tax_line {
        Some(at) => format!("{}, line {at}", document.category_name),
        None => document.category_name.clone(),
    }
}

fn same_money(line: &Line, other: Option<&Line>) -> Option<AnyView> {
    let other = other?;
    let answer = line.twin.as_ref().and_then(|(_, answer)| answer.as_deref());
    let words = match answer {
        Some("same") => "Somebody said that this is the same money as ",
        Some(_) => "Somebody said that this is other money than ",
        None => "This may be the same money as ",
    };
    let href = format!("/transactions/{}", other.id);
    let name = format!("{} of {}", name_of(other), date::full_day(other.posted_on));
    Some(section("twin", "Same money?", view! { <p>{words} <a href=href>{name}</a> "."</p> }))
}

fn bank_showed(line: &Line) -> AnyView {
    let mut rows: Vec<(&'static str, AnyView)> = vec![
        (
            "Account",
            view! { <a href=format!("/accounts/{}", line.account)>{line.account_name.clone()}</a> }
                .into_any(),
        ),
        ("Text", view! { <samp>{visible(&line.description)}</samp> }.into_any()),
    ];
    for (name, words) in [("Other side", &line.payee), ("More words", &line.memo)] {
        if let Some(words) = words.as_deref().filter(|w| !w.trim().is_empty()) {
            rows.push((name, view! { <samp>{visible(words)}</samp> }.into_any()));
        }
    }
    section("bank", "What the bank showed", facts(rows))
}

fn story(visit: &Visit, done: &[Done]) -> Option<AnyView> {
    if done.is_empty() {
        return None;
    }
    let mut list = table(
        "What was done to this line",
        [kind("When", "date nowrap"), name("What"), kind("Who", "state who")],
    )
    .folds()
    .class("table plain folds");
    for (at, who, sentence) in done {
        list.row(|row| {
            row.view(date::moment(*at, visit.now(), visit.zone())).text(sentence).text(who);
        });
    }
    Some(section("story", "What was done", list))
}

/// Goes on with a thread, back to the file: documents that stand or stood, who decided, the line, the record.
pub fn lineage(mut knots: Thread, visit: &Visit, line: &Line) -> Thread {
    for document in &line.documents {
        let when = date::moment(document.recorded_at, visit.now(), visit.zone());
        let taken_back = document.voided_at.map(|at| {
            let when = date::moment(at, visit.now(), visit.zone());
            view! { <p>{status(Tone::Plain, Icon::Undo, "Taken back")} " " {when}</p> }
        });
        let repair = document.repair.as_ref().map(|(id, title)| {
            let (href, title) = (format!("/maintenance/{id}"), title.clone());
            view! { <p>"Cost of the repair " <a href=href dir="auto">{title}</a></p> }
        });
        let body = view! { <p>{reason(document)} " Written " {when} ". Month " {document.period.to_string()} "."</p> {repair} {taken_back} };
        knots = knots.knot(
            Icon::Receipt,
            category(document),
            Some(document.cash.abs().to_string()),
            body.into_any(),
        );
    }
    let account = format!("{}, {}", line.account_name, date::full_day(line.posted_on));
    let shown = view! { <p><samp>{visible(&line.description)}</samp><br/>{account}</p> };
    knots = knots.knot(Icon::Bank, "Bank line", Some(line.amount.to_string()), shown.into_any());
    if let Some(origin) = &line.origin {
        let title = view! { <a href=format!("/imports/{}", origin.import)>{origin.file_name.clone()}</a> ", line " {origin.line_no} };
        knots = knots.knot(Icon::File, title.into_any(), None, record(visit, origin));
    }
    knots
}

/// Who or what decided, and why.
fn reason(document: &Document) -> AnyView {
    let who = match (&document.rule, &document.decided_by) {
        (Some((id, name)), _) => {
            view! { "By the rule " <a href=format!("/rules/{id}")>{name.clone()}</a> ". " }.into_any()
        }
        (None, Some(person)) => format!("By {person}. ").into_any(),
        (None, None) => "By what Duplex knows of merchants. ".into_any(),
    };
    view! { {who} {document.reason.clone()} }.into_any()
}

fn record(visit: &Visit, origin: &Origin) -> AnyView {
    let when = date::moment(origin.added_at, visit.now(), visit.zone());
    let who = origin.added_by.clone().unwrap_or_else(|| "Duplex".into());
    view! {
        <p>"Brought by " {who} ", " {when} ". SHA-256 " {hash(&origin.sha256)}</p>
        <pre>{visible(&origin.raw)}</pre>
    }
    .into_any()
}

/// `9f3c 71e0 … b28d`: enough to compare by eye.
pub fn hash(bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    match hex.len() {
        64 => format!("{} {} … {}", &hex[..4], &hex[4..8], &hex[60..]),
        _ => hex,
    }
}
