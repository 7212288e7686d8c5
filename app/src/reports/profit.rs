//! Profit and loss of a year, by month or by property, by the day money moved or the month it belongs to.

use axum::extract::Query;
use chrono::Datelike;
use domain::id::PropertyId;
use domain::{Cents, Period};
use leptos::prelude::*;
use serde::Deserialize;
use store::properties::{self, Property};
use store::reports::{self, Reading};

use super::statement::{Column, Line, Statement};
use crate::kernel::{Answer, Door, Failure, Landlord, Page, Visit, csv};
use crate::tax::months;
use crate::ui::table::{PICKED_MAX, Row, figures, name, pick};
use crate::ui::{Icon, empty, link_button, page_head, resting, table, tabs};

/// Which statement.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// Calendar year; this one without it.
    pub year: Option<i32>,
    /// `cash` or `accrual`.
    pub reading: Option<String>,
    /// `property` for one column a property.
    pub by: Option<String>,
    /// A property's id, or `none` for money of no single property.
    pub property: Option<String>,
}

impl Asked {
    /// The reading that was asked for.
    pub fn reading(&self) -> Reading {
        self.reading.as_deref().and_then(|r| r.parse().ok()).unwrap_or_default()
    }

    /// The property that was asked for: all, none in particular, or one.
    ///
    /// # Errors
    /// [`Failure::Missing`] for what is no id.
    pub fn property(&self) -> Result<Option<Option<PropertyId>>, Failure> {
        match self.property.as_deref() {
            None | Some("") => Ok(None),
            Some("none") => Ok(Some(None)),
            Some(id) => id.parse().map(|id| Some(Some(id))).map_err(|_| Failure::Missing),
        }
    }

    fn by_property(&self) -> bool {
        self.by.as_deref() == Some("property")
    }

    fn address(&self, year: i32, by_property: bool, reading: Reading) -> String {
        let by = if by_property { "&by=property" } else { "" };
        let property = self
            .property
            .as_deref()
            .filter(|p| !p.is_empty())
            .map(|p| format!("&property={p}"))
            .unwrap_or_default();
        format!("/reports/profit-and-loss?year={year}&reading={}{by}{property}", reading.word())
    }
}

struct Read {
    year: i32,
    statement: Statement,
    properties: Vec<Property>,
}

async fn read(visit: &Visit, asked: &Asked) -> Result<Read, Failure> {
    let year = asked.year.unwrap_or_else(|| visit.today().year());
    let (from, to) = months(year)?;
    let one = asked.property()?;
    let mut tx = visit.enter().await?;
    let mut rows = reports::totals(&mut tx, asked.reading(), from, to).await?;
    let properties = properties::of_year(&mut tx, year).await?;
    if let Some(Some(id)) = one
        && !properties.iter().any(|p| p.id == id)
    {
        properties::find(&mut tx, id).await?;
    }
    if let Some(one) = one {
        rows.retain(|r| r.property == one);
    }
    let months: Vec<Period> = to.back(12);
    let by = asked.by_property().then_some(properties.as_slice());
    Ok(Read { year, statement: Statement::new(&rows, &months, by), properties })
}

/// `GET /reports/profit-and-loss`
pub async fn show(Landlord(visit): Landlord, Query(asked): Query<Asked>) -> Answer {
    let found = read(&visit, &asked).await?;
    let title = format!("Profit and loss, {}", found.year);
    Ok(Page::new(Door::Landlord, title.clone()).draw(&visit, || {
        let Read { year, statement, properties } = &found;
        let reading = asked.reading();
        let csv = asked.address(*year, asked.by_property(), reading).replacen("?", ".csv?", 1);
        let next = match *year < visit.today().year() {
            true => {
                link_button(asked.address(year + 1, asked.by_property(), reading), (year + 1).to_string())
            }
            false => resting((year + 1).to_string()),
        };
        let head = page_head(title)
            .crumbs(&[("/reports", "Reports")])
            .lead(lead(&asked, *year, properties, statement))
            .action(
                link_button(asked.address(year - 1, asked.by_property(), reading), (year - 1).to_string())
                    .icon(Icon::ChevronLeft),
            )
            .action(next.icon_after(Icon::ChevronRight))
            .action(link_button(csv, "CSV").icon(Icon::Download));
        let ways = tabs("Columns")
            .tab(asked.address(*year, false, reading), "By month", !asked.by_property())
            .tab(asked.address(*year, true, reading), "By property", asked.by_property());
        let body = if statement.is_empty() {
            empty(
                "Nothing in the books",
                "Import a file of your bank, or choose another year.",
                Some(link_button("/imports/new", "Import a file").icon(Icon::Upload)),
            )
        } else {
            sheet(*year, &asked, statement)
        };
        view! { {head} {ways} {body} }.into_any()
    }))
}

/// Whose money, how it is counted with the other way to count it, and what stayed.
fn lead(asked: &Asked, year: i32, properties: &[Property], statement: &Statement) -> AnyView {
    let reading = asked.reading();
    let whose = match asked.property() {
        Ok(Some(Some(id))) => properties.iter().find(|p| p.id == id).map(|p| format!("{}. ", p.draft.name)),
        Ok(Some(None)) => Some("Money of no single property. ".into()),
        _ => None,
    };
    let whole = whose.as_ref().map(|_| {
        let all = Asked { property: None, ..asked.clone() };
        view! { " " <a href=all.address(year, asked.by_property(), reading)>"Show all properties"</a> }
    });
    let (way, other, words) = match reading {
        Reading::Cash => ("by the day money moved", Reading::Accrual, "Count by the month it belongs to"),
        Reading::Accrual => ("by the month money belongs to", Reading::Cash, "Count by the day it moved"),
    };
    let net = statement.net().into_iter().sum::<Cents>();
    let counted = format!("Counted {way}. {net} stayed. ");
    view! { {whose} {counted} <a href=asked.address(year, asked.by_property(), other)>{words}</a> {whole} }
        .into_any()
}

/// The statement; a small page shows one of its columns beside the total, the newest with figures first.
fn sheet(year: i32, asked: &Asked, statement: &Statement) -> AnyView {
    let picks = statement.columns.len() <= PICKED_MAX;
    let mut heads = vec![name("Category")];
    for (number, (column, head)) in (1..).zip(&statement.columns) {
        let mut figures = figures(head.clone());
        if let Column::Property(property) = column {
            let word = property.map_or_else(|| "none".to_string(), |id| id.to_string());
            let only = Asked { property: Some(word), ..asked.clone() };
            figures = figures.leads(only.address(year, false, asked.reading()));
        }
        heads.push(if picks { figures.picked(number) } else { figures });
    }
    heads.push(figures("Total"));
    let class = if asked.by_property() { "table form-e" } else { "table form-e months" };
    let mut sheet = table(format!("Profit and loss for {year}"), heads).class(class).scrolls();
    for (title, lines) in [("Received", &statement.income), ("Spent", &statement.expense)] {
        for line in lines {
            sheet.row(|row| fill(row, year, asked, statement, line));
        }
        let sums = statement.sum(lines);
        sheet.row_as("grand", |row| sums_row(row, title, &sums));
    }
    let net = statement.net();
    sheet.total(|row| sums_row(row, "Net", &net));
    let names = statement.columns.iter().map(|(_, head)| head.clone());
    let picked = picks.then(|| pick("Beside the total", names, statement.newest() + 1));
    view! { <div class="columns">{picked} {sheet}</div> }.into_any()
}

fn fill(row: &mut Row<'_>, year: i32, asked: &Asked, statement: &Statement, line: &Line) {
    row.text(&line.name);
    for ((column, _), amount) in statement.columns.iter().zip(&line.amounts) {
        row.bare_link(&entries_address(year, asked, Some(*column), &line.code), *amount, false);
    }
    row.bare_link(&entries_address(year, asked, None, &line.code), line.total(), false);
}

fn sums_row(row: &mut Row<'_>, title: &str, sums: &[Cents]) {
    row.text(title);
    for sum in sums {
        row.bare(*sum);
    }
    row.money(sums.iter().copied().sum());
}

fn entries_address(year: i32, asked: &Asked, column: Option<Column>, code: &str) -> String {
    let (mut from, mut to) = (format!("{year}-01"), format!("{year}-12"));
    let mut property = asked.property.clone().unwrap_or_default();
    match column {
        Some(Column::Month(month)) => {
            from = month.first().format("%Y-%m").to_string();
            to.clone_from(&from);
        }
        Some(Column::Property(Some(id))) => property = id.to_string(),
        Some(Column::Property(None)) => property = "none".into(),
        None => {}
    }
    let property = if property.is_empty() { property } else { format!("&property={property}") };
    format!(
        "/reports/entries?reading={}&from={from}&to={to}&category={code}{property}",
        asked.reading().word()
    )
}

/// `GET /reports/profit-and-loss.csv`
pub async fn as_csv(Landlord(visit): Landlord, Query(asked): Query<Asked>) -> Answer {
    let Read { year, statement, .. } = read(&visit, &asked).await?;
    let mut head = vec!["", "Category"];
    head.extend(statement.columns.iter().map(|(_, head)| head.as_str()));
    head.push("Total");
    let mut rows = Vec::new();
    for (side, lines) in [("Received", &statement.income), ("Spent", &statement.expense)] {
        rows.extend(lines.iter().map(|line| csv_row(side, &line.name, &line.amounts)));
        rows.push(csv_row(side, "Total", &statement.sum(lines)));
    }
    rows.push(csv_row("Net", "", &statement.net()));
    Ok(csv(&format!("profit-and-loss-{year}.csv"), &head, rows))
}

fn csv_row(side: &str, name: &str, amounts: &[Cents]) -> Vec<String> {
    let mut row = vec![side.to_string(), name.to_string()];
    row.extend(amounts.iter().map(|a| a.plain()));
    row.push(amounts.iter().copied().sum::<Cents>().plain());
    row
}
