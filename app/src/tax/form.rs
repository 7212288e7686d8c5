//! The form of one year.

use axum::extract::{Path, Query};
use axum::response::Redirect;
use chrono::{Datelike, NaiveDate};
use domain::category::tax_line_title;
use domain::id::{BankLineId, PropertyId};
use domain::schedule_e::{Column, Line18, Sum};
use domain::{Cents, Period};
use leptos::prelude::*;
use serde::Deserialize;
use store::reports::{self, Reading, TotalRow};
use store::{Tx, properties};

use super::{aside, blockers};
use crate::kernel::{Answer, Door, Failure, Landlord, Page, Visit, csv};
use crate::ui::table::{PICKED_MAX, figures, kind, name, pick};
use crate::ui::{Icon, Tone, date, empty, link_button, page_head, resting, status, table};

/// Lines of the form, in its order. Line 4 is for royalties, which are not kept here.
const LINES: [u8; 18] = [3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21];

/// Which figure the page explains beside the form.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Chosen {
    /// Its property; absent for the total.
    pub property: Option<PropertyId>,
    /// Its line.
    pub line: Option<u8>,
    /// The last entry of the page before, as `day_id`.
    pub after: Option<String>,
    /// The bank line of the entry that is followed down to its file; the first without it.
    pub entry: Option<BankLineId>,
}

/// `GET /tax`: this year; from January to April the year to be filed.
pub async fn this_year(Landlord(visit): Landlord) -> Redirect {
    let today = visit.today();
    let year = if today.month() <= 4 { today.year() - 1 } else { today.year() };
    Redirect::to(&format!("/tax/{year}"))
}

/// The months of a calendar year.
///
/// # Errors
/// [`Failure::Missing`] for years no return was ever filed for.
pub fn months(year: i32) -> Result<(Period, Period), Failure> {
    let day = |month| NaiveDate::from_ymd_opt(year, month, 1).filter(|_| (1990..=2199).contains(&year));
    let (first, last) = day(1).zip(day(12)).ok_or(Failure::Missing)?;
    Ok((Period::of(first), Period::of(last)))
}

/// The columns of a year.
pub async fn columns(tx: &mut Tx, year: i32) -> Result<Vec<Column>, Failure> {
    let (from, to) = months(year)?;
    let totals = reports::totals(tx, Reading::Cash, from, to).await?;
    let sums: Vec<Sum> = totals.iter().filter_map(sum).collect();
    let held = properties::of_year(tx, year).await?;
    Ok(held.iter().map(|p| Column::new(p.id, &p.draft, &sums, year)).collect())
}

fn sum(row: &TotalRow) -> Option<Sum> {
    Some(Sum { property: row.property?, line: row.tax_line?, amount: row.amount })
}

/// `GET /tax/{year}`
pub async fn show(Landlord(visit): Landlord, Path(year): Path<i32>, Query(chosen): Query<Chosen>) -> Answer {
    let mut tx = visit.enter().await?;
    let columns = columns(&mut tx, year).await?;
    let missing = reports::of_year(&mut tx, year).await?;
    let days = reports::confirmed_days(&mut tx, year).await?;
    let explained = aside::read(&mut tx, year, &chosen, &columns).await?;
    let title = format!("Schedule E, {year}");
    Ok(Page::new(Door::Landlord, title.clone()).draw(&visit, || {
        let needs = blockers::list(year, &columns, &missing, &days);
        let head = head(&visit, year, &title, needs.len());
        if columns.is_empty() {
            let add = link_button("/properties/new", "Add property").icon(Icon::Plus).primary();
            let words = "Each property has its own column on the form. Add one to begin.";
            return view! { {head} {empty("No property yet", words, Some(add))} }.into_any();
        }
        let form = sheet(year, &columns, &chosen);
        view! { {head} {blockers::view(needs)} {aside::beside(&visit, form, explained)} }.into_any()
    }))
}

fn head(visit: &Visit, year: i32, title: &str, blocked: usize) -> AnyView {
    let today = visit.today();
    let until = match today.year().cmp(&year) {
        std::cmp::Ordering::Equal => {
            format!("Cash basis, to {}. The year is not over", date::full_day(today))
        }
        _ => "Cash basis, whole year".to_string(),
    };
    let blocks = match blocked {
        0 => "nothing blocks it.".to_string(),
        1 => "one thing blocks it.".to_string(),
        n => format!("{} things block it.", crate::ui::words::number(i64::try_from(n).unwrap_or(i64::MAX))),
    };
    let next = match year < today.year() {
        true => link_button(format!("/tax/{}", year + 1), (year + 1).to_string()),
        false => resting((year + 1).to_string()),
    };
    page_head(title)
        .crumbs(&[("/reports", "Reports")])
        .lead(format!("{until}, and {blocks}"))
        .action(link_button(format!("/tax/{}", year - 1), (year - 1).to_string()).icon(Icon::ChevronLeft))
        .action(next.icon_after(Icon::ChevronRight))
        .action(link_button(format!("/tax/{year}/schedule-e.csv"), "CSV").icon(Icon::Download))
        .view()
}

fn sheet(year: i32, columns: &[Column], chosen: &Chosen) -> AnyView {
    let letters = (b'A'..=b'Z').cycle().map(char::from);
    let lettered: Vec<(String, &Column)> = letters.map(String::from).zip(columns).collect();
    let picks = columns.len() <= PICKED_MAX;
    let mut heads = vec![kind("Line", "line"), name("Line of the form")];
    heads.extend((1..).zip(&lettered).map(|(number, (letter, column))| {
        let head = figures(column.name.clone()).over(letter.clone());
        if picks { head.picked(number) } else { head }
    }));
    heads.push(figures("Total"));
    let mut sheet = table(format!("Schedule E for {year}"), heads).class("table form-e").scrolls();
    for line in LINES {
        let fill = |row: &mut crate::ui::table::Row<'_>| {
            row.text(&line.to_string()).text(tax_line_title(line));
            for column in columns {
                cell(row, year, column, line, chosen);
            }
            let total = columns.iter().map(|c| c.line(line)).sum::<Cents>();
            figure(
                row,
                &address(year, None, line),
                total,
                line,
                chosen.line == Some(line) && chosen.property.is_none(),
            );
        };
        match line {
            21 => sheet.total(fill),
            20 => sheet.row_as("grand", fill),
            _ => sheet.row(fill),
        }
    }
    let first = columns.iter().position(|c| chosen.property == Some(c.property)).unwrap_or(0);
    let names = lettered.into_iter().map(|(letter, column)| format!("{letter} {}", column.name));
    let picked = (picks && columns.len() > 1).then(|| pick("Beside the total", names, first + 1));
    view! { <div class="columns">{picked} {sheet}</div> }.into_any()
}

fn cell(row: &mut crate::ui::table::Row<'_>, year: i32, column: &Column, line: u8, chosen: &Chosen) {
    if line == 18 && column.line18 == Line18::Open {
        let href = format!("/properties/{}/edit", column.property);
        row.view(view! { <a class="open" href=href>{status(Tone::Wait, Icon::Hourglass, "Open")}</a> });
        return;
    }
    let here = chosen.line == Some(line) && chosen.property == Some(column.property);
    figure(row, &address(year, Some(column.property), line), column.line(line), line, here);
}

/// Sums of the form lead nowhere: the lines above them do.
fn figure(row: &mut crate::ui::table::Row<'_>, href: &str, amount: Cents, line: u8, here: bool) {
    if line >= 20 {
        row.money(amount);
    } else {
        row.bare_link(href, amount, here);
    }
}

fn address(year: i32, property: Option<PropertyId>, line: u8) -> String {
    let property = property.map(|p| format!("property={p}&")).unwrap_or_default();
    format!("/tax/{year}?{property}line={line}#where")
}

/// `GET /tax/{year}/schedule-e.csv`
pub async fn as_csv(Landlord(visit): Landlord, Path(year): Path<i32>) -> Answer {
    let mut tx = visit.enter().await?;
    let columns = columns(&mut tx, year).await?;
    let mut head = vec!["Line", "Line of the form"];
    head.extend(columns.iter().map(|c| c.name.as_str()));
    head.push("Total");
    let rows = LINES.map(|line| {
        let mut row = vec![line.to_string(), tax_line_title(line).to_string()];
        row.extend(columns.iter().map(|c| match (line, c.line18) {
            (18, Line18::Open) => "open".to_string(),
            _ => c.line(line).plain(),
        }));
        row.push(columns.iter().map(|c| c.line(line)).sum::<Cents>().plain());
        row
    });
    Ok(csv(&format!("schedule-e-{year}.csv"), &head, rows))
}
