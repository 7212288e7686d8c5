//! Where a figure of the form comes from: its entries, each leading to its bank line and on to the file.

use chrono::NaiveDate;
use domain::Cents;
use domain::category::tax_line_title;
use domain::schedule_e::{Column, Line18};
use leptos::prelude::*;
use store::Tx;
use store::reports::{self, Entry, Figure, Reading};
use uuid::Uuid;

use super::form::{Chosen, months};
use crate::kernel::Failure;
use crate::ui::table::{figures, kind, name};
use crate::ui::{Icon, date, pager, table, thread, with_aside};

/// Entries shown at once.
const ENTRIES_MAX: i64 = 50;

/// A figure and its entries.
pub struct Explained {
    year: i32,
    line: u8,
    column: Option<Column>,
    sum: Cents,
    entries: Vec<Entry>,
    older: Option<String>,
    later_page: bool,
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
    Ok(Some(Explained { year, line, column, sum, entries, older, later_page: after.is_some() }))
}

fn cursor(text: &str) -> Option<(NaiveDate, Uuid)> {
    let (day, id) = text.split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// The form, with its explanation beside it when a figure is chosen.
pub fn beside(form: AnyView, explained: Option<Explained>) -> AnyView {
    match explained {
        None => form,
        Some(e) => with_aside(form, "where", format!("Where {} comes from", e.sum), body(e)),
    }
}

fn body(e: Explained) -> AnyView {
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
    let entries = listed(&e);
    let next = e.older.as_ref().map(|after| {
        let property = e.column.as_ref().map(|c| format!("property={}&", c.property)).unwrap_or_default();
        format!("/tax/{}?{property}line={}&after={after}#where", e.year, e.line)
    });
    let pages = pager("", None, next);
    thread()
        .knot(Icon::Receipt, title, Some(e.sum.to_string()), view! { {entries} {pages} }.into_any())
        .view()
}

fn listed(e: &Explained) -> AnyView {
    let mut list =
        table("Entries of this figure", [kind("Day", "date nowrap"), name("Who"), figures("Amount")])
            .class("table plain");
    for entry in &e.entries {
        list.row(|row| {
            row.text(&date::column_day(entry.cash_on, entry.cash_on));
            match entry.bank_line {
                Some(line) => row.link(&format!("/transactions/{line}"), &entry.who),
                None => row.text(&entry.who),
            };
            row.sub(&entry.reason).money(entry.amount);
        });
    }
    if e.older.is_none() && !e.later_page {
        list.total(|row| {
            row.none().text("Together").money(e.entries.iter().map(|entry| entry.amount).sum::<Cents>());
        });
    }
    list.view()
}
