//! The list of reports, with the cash flow of twelve months on top.

use chrono::Datelike;
use domain::Period;
use leptos::prelude::*;
use store::reports::{self, Reading};

use crate::kernel::{Answer, Door, Landlord, Page};
use crate::today::cash;
use crate::ui::{Icon, chart, empty, link_button, page_head, section};

/// `GET /reports`
pub async fn show(Landlord(visit): Landlord) -> Answer {
    let now = Period::of(visit.today());
    let months = now.back(12);
    let mut tx = visit.enter().await?;
    let from = months.first().copied().unwrap_or(now);
    let rows = reports::months(&mut tx, Reading::Cash, from, now).await?;
    let year = visit.today().year();
    Ok(Page::new(Door::Landlord, "Reports").with_script(chart::SCRIPT).draw(&visit, || {
        let list = [
            (
                format!("/reports/profit-and-loss?year={year}"),
                "Profit and loss by month",
                "What came in and went out, category by category, month by month.",
            ),
            (
                format!("/reports/profit-and-loss?year={year}&by=property"),
                "Profit and loss by property",
                "The same, one column a property.",
            ),
            (
                format!("/tax/{year}"),
                "Schedule E",
                "The lines of the tax form by property, and where each figure comes from.",
            ),
        ];
        let list: Vec<_> = list
            .into_iter()
            .map(|(href, title, words)| view! { <li><a href=href><b>{title}</b></a> <p>{words}</p></li> })
            .collect();
        let flow = match rows.is_empty() {
            true => {
                let add = link_button("/imports/new", "Import a file").icon(Icon::Upload).primary();
                empty(
                    "Nothing in the books yet",
                    "Bring a file from your bank, and its months stand here.",
                    Some(add),
                )
            }
            false => cash::flow("cash", &months, &rows),
        };
        view! {
            {page_head("Reports")}
            {section("cash", "Cash flow, twelve months", flow)}
            {section("list", "Statements", view! { <ul class="plain-list" role="list">{list}</ul> })}
        }
        .into_any()
    }))
}
