//! `/accounts`: every account with what its books and its bank say.

use domain::Cents;
use leptos::prelude::*;
use store::accounts::{self, Account};

use super::one::{apart, what};
use crate::kernel::{Answer, Door, Landlord, Page};
use crate::ui::table::{figures, kind, name};
use crate::ui::words::{grouped, things};
use crate::ui::{Icon, Tone, link_button, page_head, status, table};

/// `GET /accounts`
pub async fn show(Landlord(visit): Landlord) -> Answer {
    let mut tx = visit.enter().await?;
    let rows = accounts::list(&mut tx, true).await?;
    Ok(Page::new(Door::Landlord, "Accounts").live_on("account import line review document").draw(
        &visit,
        || {
            if rows.is_empty() {
                return beginning();
            }
            let head = page_head("Accounts")
                .lead(lead(&rows))
                .action(link_button("/imports/new", "Import a file").icon(Icon::Upload))
                .action(link_button("/accounts/new", "Add account").icon(Icon::Plus))
                .action(link_button("/imports", "All imports").quiet());
            view! { {head} {listed(&rows)} }.into_any()
        },
    ))
}

/// Before the first account: the two ways to begin.
fn beginning() -> AnyView {
    let head = page_head("Accounts")
        .lead("Duplex reads the files that your bank lets you download, and books every line of them once.");
    view! {
        {head}
        <div class="cols">
            <div class="empty">
                <h2 class="t-5">"Begin with a file"</h2>
                <p>"Download the transactions of an account from your bank as CSV, OFX or QFX, and bring them here. The account is made on the way."</p>
                {link_button("/imports/new", "Import a file").primary().icon(Icon::Upload)}
            </div>
            <div class="empty">
                <h2 class="t-5">"Begin with an account"</h2>
                <p>"Say what it is called and what it held on the day your books begin. Files can come later."</p>
                {link_button("/accounts/new", "Add account").icon(Icon::Plus)}
            </div>
        </div>
    }
    .into_any()
}

fn lead(rows: &[Account]) -> String {
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let open: i64 = rows.iter().map(|r| r.sums.open).sum();
    let differ = rows.iter().filter(|r| apart(r).is_some_and(|d| !d.is_zero())).count();
    let mut words = things(count, "account", "accounts");
    words.push_str(&match open {
        0 => ", and no line waits in review.".to_string(),
        n => format!(", and {} in review.", things(n, "line waits", "lines wait")),
    });
    if differ > 0 {
        let differ = i64::try_from(differ).unwrap_or(i64::MAX);
        words.push_str(&format!(
            " {} from what the bank says.",
            things(differ, "account differs", "accounts differ")
        ));
    }
    words
}

fn listed(rows: &[Account]) -> AnyView {
    let columns = [
        name("Account"),
        kind("Lines", "num wide"),
        figures("In review"),
        figures("Books say"),
        kind("Bank says", "num"),
    ];
    let mut list = table("Accounts with what their books and their bank say", columns).scrolls();
    for row in rows {
        list.row(|cells| {
            cells.link(&format!("/accounts/{}", row.id), &row.draft.name).sub(&what(row));
            cells.link(&format!("/transactions?account={}", row.id), &grouped(row.sums.lines));
            match row.sums.open {
                0 => cells.dash(),
                n => cells.link(&format!("/review?account={}", row.id), &grouped(n)),
            };
            cells.money(row.balance());
            match apart(row) {
                None => cells.dash(),
                Some(Cents(0)) => cells.status(&status(Tone::Plain, Icon::Check, "The same")),
                Some(between) => {
                    cells.status(&status(Tone::Wait, Icon::Alert, format!("{} apart", between.abs())))
                }
            };
        });
    }
    list.total(|cells| {
        cells.text("All").text(&grouped(rows.iter().map(|r| r.sums.lines).sum()));
        cells.text(&grouped(rows.iter().map(|r| r.sums.open).sum()));
        cells.money(rows.iter().map(Account::balance).sum::<Cents>()).none();
    });
    list.view()
}
