//! `GET /`

use chrono::NaiveDate;
use domain::Period;
use leptos::prelude::*;
use store::reports::{self, MonthSum, Reading, Today};

use super::{cash, figures, waits};
use crate::kernel::{Answer, Door, Landlord, Page, Visit};
use crate::tickets::{self, Pressing};
use crate::ui::table::{figures as sums, name};
use crate::ui::words::number_first;
use crate::ui::{Icon, chart, date, link_button, page_head, section_linked, table};

/// The first page: seven statements at most, whatever the size of the portfolio.
pub async fn show(Landlord(visit): Landlord) -> Answer {
    let day = visit.today();
    let now = Period::of(day);
    let months = now.back(12);
    let mut tx = visit.enter().await?;
    let from = months.first().copied().unwrap_or(now);
    let rows = reports::months(&mut tx, Reading::Cash, from, now).await?;
    let today = reports::today(&mut tx, day).await?;
    let pressing = tickets::pressing(&mut tx, &visit).await?;
    Ok(Page::new(Door::Landlord, "Today")
        .live_on("review line import document rule account lease unit property ticket")
        .with_script(chart::SCRIPT)
        .draw(&visit, || body(&visit, day, &months, &rows, &today, &pressing)))
}

fn body(
    visit: &Visit,
    day: NaiveDate,
    months: &[Period],
    rows: &[MonthSum],
    today: &Today,
    pressing: &Pressing,
) -> AnyView {
    let mut waiting = pressing.needs(visit);
    waiting.extend(waits::list(today, day));
    let first_name = visit.standing.name.split(' ').next().unwrap_or_default();
    let started = !rows.is_empty() && today.properties > 0;
    let title = match waiting.len() {
        _ if !started => format!("Welcome, {first_name}"),
        0 => format!("Nothing needs you, {first_name}"),
        1 => format!("One thing needs you, {first_name}"),
        n => format!("{} things need you, {first_name}", number_first(i64::try_from(n).unwrap_or(i64::MAX))),
    };
    let head = page_head(title)
        .dateline(date::day_time(day, date::long_day(day)))
        .action(link_button("/imports/new", "Import").icon(Icon::Upload));
    if !started {
        let repairs = waits::view(pressing.needs(visit));
        let steps = waits::first_steps(today, !rows.is_empty(), visit.keeps_people().is_ok());
        let accounts = (!today.accounts.is_empty()).then(|| accounts(day, today));
        return view! { {head} {repairs} {steps} {accounts} }.into_any();
    }
    let now = Period::of(day);
    let so_far = section_linked(
        "month",
        format!("{} so far", now.first().format("%B")),
        ("/reports", "All reports"),
        figures::view(now, months, rows, today),
    );
    let flow = section_linked(
        "cash",
        "Cash flow, twelve months",
        (format!("/reports/profit-and-loss?year={}", now.year()), "Open report"),
        cash::flow("cash", months, rows),
    );
    view! {
        {head} {waits::view(waiting)} {so_far}
        <div class="cols"><div>{flow}</div> <div>{accounts(day, today)}</div></div>
    }
    .into_any()
}

fn accounts(day: NaiveDate, today: &Today) -> AnyView {
    let mut list = table("Accounts", [name("Account"), sums("Waits"), sums("Books say")]);
    for account in &today.accounts {
        list.row(|row| {
            row.link(&format!("/accounts/{}", account.id), &account.name);
            row.sub(
                &account
                    .newest
                    .map_or("No lines yet".to_string(), |n| format!("to {}", date::short_day(n, day))),
            );
            if account.open_lines == 0 {
                row.dash()
            } else {
                row.text(&account.open_lines.to_string())
            };
            row.money(account.balance);
        });
    }
    section_linked("accounts", "Accounts", ("/accounts", "All accounts"), list.view())
}
