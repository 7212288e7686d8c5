//! `/vendors`: who repairs things, with how to reach them and what they did last.

use domain::tenant::call_link;
use leptos::prelude::*;
use store::vendors::{self, Vendor};

use crate::kernel::{Answer, Asked, Door, Landlord, Page, Visit};
use crate::ui::table::{figures, kind, name, wide, words};
use crate::ui::{Icon, date, empty, link_button, page_head, table, tabs};

/// `GET /vendors`, with `?all=1` for those put away too
pub async fn show(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    visit.keeps_people()?;
    let all = asked.checked("all");
    let mut tx = visit.enter().await?;
    let rows = vendors::list(&mut tx, true).await?;
    Ok(Page::new(Door::Landlord, "Vendors").draw(&visit, || body(&visit, &rows, all)))
}

fn body(visit: &Visit, rows: &[Vendor], all: bool) -> AnyView {
    let add = link_button("/vendors/new", "Add vendor").icon(Icon::Plus);
    let head = page_head("Vendors").crumbs(&[("/maintenance", "Repairs")]);
    if rows.is_empty() {
        let words = "A plumber, a firm, a neighbor with tools: whoever repairs things for you. You choose them for a repair by name.";
        return view! { {head} {empty("No vendors yet", words, Some(add.primary()))} }.into_any();
    }
    let shown: Vec<&Vendor> = rows.iter().filter(|v| all || !v.archived).collect();
    let away = rows.iter().any(|v| v.archived);
    let choice = away.then(|| {
        tabs("Which vendors").tab("/vendors", "In use", !all).tab("/vendors?all=1", "All", all).view()
    });
    view! { {head.action(add)} {choice} {listed(visit, &shown)} }.into_any()
}

fn listed(visit: &Visit, rows: &[&Vendor]) -> AnyView {
    let columns = [
        name("Name"),
        words("Phone"),
        wide("Mail"),
        figures("Repairs"),
        kind("Last one", "date nowrap wide"),
    ];
    let mut list = table("Vendors", columns);
    for vendor in rows {
        let draft = &vendor.draft;
        list.row_as(if vendor.archived { "past" } else { "" }, |row| {
            let trade = draft.trade.clone().unwrap_or_default();
            let below = if vendor.archived { format!("put away {trade}") } else { trade };
            row.link(&format!("/vendors/{}/edit", vendor.id), &draft.name).sub(below.trim());
            match &draft.phone {
                Some(phone) => row.link(&call_link(phone), phone),
                None => row.dash(),
            };
            match &draft.email {
                Some(email) => row.link(&format!("mailto:{email}"), email),
                None => row.dash(),
            };
            row.text(&vendor.repairs.to_string());
            match vendor.last {
                Some(at) => {
                    row.text(&date::column_day(at.with_timezone(&visit.zone()).date_naive(), visit.today()))
                }
                None => row.dash(),
            };
        });
    }
    list.view()
}
