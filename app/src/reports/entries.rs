//! The entries behind one figure of a report.

use axum::extract::Query;
use chrono::{Datelike, NaiveDate};
use domain::{Cents, Period};
use leptos::prelude::*;
use serde::Deserialize;
use store::reports::{self, Entry, Figure, Reading};
use uuid::Uuid;

use super::profit::Asked;
use crate::kernel::{Answer, Door, Failure, Landlord, Page, Visit, csv};
use crate::ui::table::{figures, kind, name, wide};
use crate::ui::words::title_case;
use crate::ui::{Icon, date, empty, link_button, next_page, page_head, table};

/// Rows on a page, and rows in one download.
const PAGE_ROWS: i64 = 200;
const CSV_ROWS: i64 = 100_000;

/// Which figure.
#[derive(Clone, Debug, Deserialize)]
pub struct Which {
    reading: Option<String>,
    from: String,
    to: String,
    category: Option<String>,
    property: Option<String>,
    after: Option<String>,
}

impl Which {
    fn figure(&self) -> Result<Figure, Failure> {
        let asked =
            Asked { property: self.property.clone(), reading: self.reading.clone(), ..Asked::default() };
        let month = |text: &str| text.parse::<Period>().map_err(Failure::Bad);
        Ok(Figure {
            reading: asked.reading(),
            from: month(&self.from)?,
            to: month(&self.to)?,
            property: asked.property()?,
            category: self.category.clone(),
            tax_line: None,
        })
    }

    fn address(&self, path: &str, after: Option<&Entry>) -> String {
        let mut out = url::form_urlencoded::Serializer::new(format!("{path}?"));
        out.append_pair("from", &self.from).append_pair("to", &self.to);
        for (name, value) in
            [("reading", &self.reading), ("category", &self.category), ("property", &self.property)]
        {
            if let Some(value) = value {
                out.append_pair(name, value);
            }
        }
        if let Some(last) = after {
            out.append_pair("after", &format!("{}_{}", last.cash_on, last.id));
        }
        out.finish()
    }
}

fn cursor(text: &str) -> Option<(NaiveDate, Uuid)> {
    let (day, id) = text.split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

async fn read(visit: &Visit, which: &Which, limit: i64) -> Result<Vec<Entry>, Failure> {
    let mut tx = visit.enter().await?;
    let after = which.after.as_deref().and_then(cursor);
    Ok(reports::entries(&mut tx, &which.figure()?, after, limit).await?)
}

/// `GET /reports/entries`
pub async fn show(Landlord(visit): Landlord, Query(which): Query<Which>) -> Answer {
    let mut entries = read(&visit, &which, PAGE_ROWS + 1).await?;
    let more = entries.len() > usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    entries.truncate(usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX));
    let figure = which.figure()?;
    let months = if figure.from == figure.to {
        figure.from.to_string()
    } else {
        format!("{} to {}", figure.from, figure.to)
    };
    let one = entries.first().filter(|_| which.category.is_some());
    let what = one.map_or("Entries".to_string(), |e| e.category.clone());
    let title = format!("{what}, {months}");
    let year = figure.from.first().year();
    let statement = format!("/reports/profit-and-loss?year={year}&reading={}", figure.reading.word());
    Ok(Page::new(Door::Landlord, title.clone()).draw(&visit, || {
        let head = page_head(title)
            .crumbs(&[("/reports", "Reports"), (&statement, "Profit and loss")])
            .action(link_button(which.address("/reports/entries.csv", None), "CSV").icon(Icon::Download));
        if entries.is_empty() {
            return view! { {head} {empty("No entries", "Nothing in the books belongs to this figure.", None)} }.into_any();
        }
        let older = more.then(|| which.address("/reports/entries", entries.last()));
        let first = which.after.as_ref().map(|_| which.address("/reports/entries", None));
        let whole = first.is_none() && !more;
        view! { {head} {listed(&visit, &figure, &entries, whole)} {next_page("", first, older)} }.into_any()
    }))
}

fn listed(visit: &Visit, figure: &Figure, entries: &[Entry], whole: bool) -> AnyView {
    let day = if figure.reading == Reading::Cash { "Day" } else { "Moved" };
    let columns = [
        kind(day, "date nowrap"),
        name("Who"),
        wide("Property"),
        wide("Month"),
        wide("Why"),
        figures("Amount"),
    ];
    let mut list = table("Entries", columns);
    for entry in entries {
        list.row(|row| {
            row.text(&date::column_day(entry.cash_on, visit.today()));
            match entry.bank_line {
                Some(line) => row.link(&format!("/transactions/{line}"), &title_case(&entry.who)),
                None => row.text(&title_case(&entry.who)),
            };
            row.narrow(&entry.property).text(&entry.property).text(&entry.period.to_string());
            row.text(&entry.reason).money(entry.amount);
        });
    }
    if whole {
        list.total(|row| {
            row.none().text("Together").none().none().none();
            row.money(entries.iter().map(|e| e.amount).sum::<Cents>());
        });
    }
    list.view()
}

/// `GET /reports/entries.csv`
pub async fn as_csv(Landlord(visit): Landlord, Query(which): Query<Which>) -> Answer {
    let entries = read(&visit, &which, CSV_ROWS).await?;
    let head = ["Day", "Month", "Who", "Property", "Category", "Document", "Why", "Amount"];
    let rows = entries.into_iter().map(|e| {
        let month = e.period.first().format("%Y-%m").to_string();
        vec![
            e.cash_on.to_string(),
            month,
            e.who,
            e.property,
            e.category,
            e.document,
            e.reason,
            e.amount.plain(),
        ]
    });
    Ok(csv("entries.csv", &head, rows))
}
