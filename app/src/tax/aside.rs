//! Where a figure of the form comes from: its entries, and one of them followed down to the line of its file.

use chrono::NaiveDate;
use domain::Cents;
use domain::category::tax_line_title;
use domain::id::BankLineId;
use domain::schedule_e::{Column, Line18};
use leptos::prelude::*;
use store::Tx;
use store::lines::{self, Line};
use store::reports::{self, Entry, Figure, Reading};
use uuid::Uuid;

use super::form::{Chosen, months};
use crate::kernel::{Failure, Visit};
use crate::transactions::lineage;
use crate::ui::table::{figures, kind, name};
use crate::ui::words::{things, title_case};
use crate::ui::{Icon, date, link_button, next_page, table, thread, with_aside};

/// Entries shown at once.
const ENTRIES_MAX: i64 = 50;

/// A figure and its entries.
pub struct Explained {
    year: i32,
    line: u8,
    column: Option<Column>,
    sum: Cents,
    entries: Vec<Entry>,
    /// Of the entry that is followed down to its file.
    followed: Option<Line>,
    older: Option<String>,
    /// The last entry of the page before this one.
    after: Option<String>,
}

/// Reads the entries of the chosen figure, if one is chosen.
pub async fn read(
    tx: &mut Tx,
    year: i32,
    chosen: &Chosen,
    columns: &[Column],
) -> Result<Option<Explained>, Failure> {
    let Some(line) = chosen.line.filter(|l| matches!(l, 3 | 5..=19)) else { return Ok(None) };
    let column = columns.iter().find(|c| Some(c.property) == chosen.property).cloned();
    if chosen.property.is_some() && column.is_none() {
        return Err(Failure::Missing);
    }
    let (from, to) = months(year)?;
    let figure = Figure {
        reading: Reading::Cash,
        from,
        to,
        property: chosen.property.map(Some),
        category: None,
        tax_line: Some(line),
    };
    let after = chosen.after.as_deref().and_then(cursor);
    let mut entries = reports::entries(tx, &figure, after, ENTRIES_MAX + 1).await?;
    let more = entries.len() > usize::try_from(ENTRIES_MAX).unwrap_or(usize::MAX);
    if more {
        entries.pop();
    }
    let older = more.then(|| entries.last().map(|e| format!("{}_{}", e.cash_on, e.id))).flatten();
    let sum = match &column {
        Some(column) => column.line(line),
        None => columns.iter().map(|c| c.line(line)).sum(),
    };
    let known = |id: &BankLineId| entries.iter().any(|e| e.bank_line == Some(*id));
    let followed = chosen.entry.filter(known).or_else(|| entries.iter().find_map(|e| e.bank_line));
    let followed = match followed {
        Some(id) => Some(lines::find(tx, id).await?),
        None => None,
    };
    let after = chosen.after.clone().filter(|_| after.is_some());
    Ok(Some(Explained { year, line, column, sum, entries, followed, older, after }))
}

fn cursor(text: &str) -> Option<(NaiveDate, Uuid)> {
    let (day, id) = text.split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// The form, with its explanation beside it when a figure is chosen.
pub fn beside(visit: &Visit, form: AnyView, explained: Option<Explained>) -> AnyView {
    match explained {
        None => form,
        Some(e) => with_aside(form, "where", format!("Where {} comes from", e.sum), body(visit, &e)),
    }
}

impl Explained {
    /// The page with this figure, `more` being what else it asks for.
    fn address(&self, more: &str) -> String {
        let property = self.column.as_ref().map(|c| format!("property={}&", c.property)).unwrap_or_default();
        format!("/tax/{}?{property}line={}{more}#where", self.year, self.line)
    }
}

fn body(visit: &Visit, e: &Explained) -> AnyView {
    let of = e.column.as_ref().map_or("all properties".to_string(), |c| c.name.clone());
    let title = format!("Line {}, {}, {of}", e.line, tax_line_title(e.line));
    let computed = e.column.as_ref().is_some_and(|c| e.line == 18 && c.line18 == Line18::Computed);
    if computed {
        let words = "Computed from the cost without the land and the day it was placed in service: straight line over 27.5 \
                     years, mid-month (IRS Publication 946, Table A-6).";
        let basis = e.column.as_ref().map(|c| format!("/properties/{}", c.property)).unwrap_or_default();
        let link = view! { <p>{words}</p> <p><a href=basis>"The basis"</a></p> };
        return thread().knot(Icon::Receipt, title, Some(e.sum.to_string()), link.into_any()).view();
    }
    if e.entries.is_empty() {
        return thread().knot(Icon::Table, title, None, view! { <p>"No entry in the books."</p> }).view();
    }
    let first = e.after.as_ref().map(|_| e.address(""));
    let next = e.older.as_ref().map(|after| e.address(&format!("&after={after}")));
    let words = match (&e.after, &e.older) {
        (None, None) => {
            let count = i64::try_from(e.entries.len()).unwrap_or(i64::MAX);
            format!("Sum of {}:", things(count, "entry", "entries"))
        }
        _ => format!("Of its entries, {} on this page:", e.entries.len()),
    };
    let sum = view! { <p>{words}</p> {listed(e)} {next_page("", first, next)} };
    let whole = thread().knot(Icon::Table, title, None, sum);
    let Some(line) = &e.followed else { return whole.view() };
    let open = link_button(format!("/transactions/{}", line.id), "All about this line");
    view! { {lineage(whole, visit, line)} <p class="actions">{open.icon_after(Icon::ArrowRight)}</p> }
        .into_any()
}

fn listed(e: &Explained) -> AnyView {
    let mut list =
        table("Entries of this figure", [kind("Day", "date nowrap"), name("Who"), figures("Amount")])
            .class("table plain");
    let followed = e.followed.as_ref().map(|line| line.id);
    let after = e.after.as_ref().map(|after| format!("&after={after}")).unwrap_or_default();
    for entry in &e.entries {
        let here = entry.bank_line.is_some() && entry.bank_line == followed;
        list.row_as(if here { "here" } else { "" }, |row| {
            row.text(&date::column_day(entry.cash_on, entry.cash_on));
            match entry.bank_line {
                Some(line) => row.link(&e.address(&format!("{after}&entry={line}")), &title_case(&entry.who)),
                None => row.text(&title_case(&entry.who)),
            };
            row.money(entry.amount);
        });
    }
    if e.older.is_none() && e.after.is_none() {
        list.total(|row| {
            row.none().text("Together").money(e.entries.iter().map(|entry| entry.amount).sum::<Cents>());
        });
    }
    list.view()
}
