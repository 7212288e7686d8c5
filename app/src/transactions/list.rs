//! `/transactions`: every line, newest first, narrowed down by what the address asks for; the same as a file.

use domain::{Cents, Typed};
use leptos::prelude::*;
use store::lines::{self, Filter, LineRow, LineState};
use store::{Tx, accounts};

use super::filter::{self, Options};
use crate::kernel::{Answer, Asked, Door, Landlord, Page, Visit, csv};
use crate::pick::Pick;
use crate::ui::table::{figures, kind, name};
use crate::ui::words::title_case;
use crate::ui::{Icon, Tone, date, empty, filters, link_button, page_head, pager, status, table};

/// Lines on one page.
const ROWS: i64 = 60;
/// Lines read at once for a file, and how often.
const CHUNK: i64 = 2_000;
const CHUNKS_MAX: usize = 100;

/// `GET /transactions?…`
pub async fn show(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    let mut tx = visit.enter().await?;
    let asks = filter::read(&asked);
    let after = filter::cursor(&asked);
    // One more than fits tells whether there is an older page.
    let mut rows = lines::list(&mut tx, &asks, after, ROWS + 1).await?;
    let has_older = i64::try_from(rows.len()).is_ok_and(|n| n > ROWS);
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let options = options(&mut tx, &visit).await?;
    let here = filter::address("/transactions", &asked);
    let older = rows.last().filter(|_| has_older).map(|l| here.clone().with("after", mark(l)).href());
    let newest = after.map(|_| here.href());
    Ok(Page::new(Door::Landlord, "Transactions").draw(&visit, || {
        let save = filter::address("/transactions.csv", &asked).href();
        let mut head = page_head("Transactions").lead("Every line your banks showed, newest first.");
        if !rows.is_empty() {
            head = head.action(link_button(save, "CSV").icon(Icon::Download));
        }
        head = head.action(link_button("/imports/new", "Import a file").icon(Icon::Upload));
        let narrow = filter::is_narrow(&asked);
        let fields = filter::fields(options, visit.today());
        let cleared = narrow.then(|| "/transactions".to_string());
        let narrowing = filters("/transactions", &asked, fields, cleared);
        let list = if rows.is_empty() { nothing(narrow) } else { listed(&visit, &rows) };
        let narrowing = (narrow || !rows.is_empty()).then_some(narrowing);
        view! { {head} {narrowing} {list} {pager(span(&visit, &rows), newest, older)} }.into_any()
    }))
}

async fn options(tx: &mut Tx, visit: &Visit) -> store::Result<Options> {
    let pick = Pick::read(tx, visit.today()).await?;
    let accounts = accounts::list(tx, true).await?;
    Ok(Options {
        accounts: accounts.into_iter().map(|a| (a.id.to_string(), a.title())).collect(),
        categories: pick.categories,
        properties: pick.properties,
    })
}

fn nothing(narrow: bool) -> AnyView {
    match narrow {
        true => empty("Nothing like that", "No line fits all of this. Leave something out.", None),
        false => empty(
            "No lines yet",
            "Bring a file from your bank, and its lines stand here.",
            Some(link_button("/imports/new", "Import a file").primary().icon(Icon::Upload)),
        ),
    }
}

fn listed(visit: &Visit, rows: &[LineRow]) -> AnyView {
    let columns = [
        kind("Date", "date nowrap"),
        name("Bank text"),
        kind("What for", "state"),
        kind("Account", "wide"),
        figures("Paid out"),
        figures("Received"),
    ];
    let mut list = table("Lines of bank accounts, newest first", columns).folds();
    for line in rows {
        list.row(|row| {
            row.text(&date::column_day(line.posted_on, visit.today()));
            row.link(&format!("/transactions/{}", line.id), &title_case(title_of(line))).sub(&raw_of(line));
            purpose(row, line);
            row.text(&line.account);
            match line.amount {
                Cents(..0) => row.money(line.amount.abs()).narrow("paid out").none(),
                _ => row.none().money(line.amount).narrow("received"),
            };
        });
    }
    list.view()
}

/// The merchant where the text names one, else the text.
fn title_of(line: &LineRow) -> &str {
    if line.merchant.is_empty() { &line.description } else { &line.merchant }
}

fn raw_of(line: &LineRow) -> String {
    match line.description == title_of(line) {
        true => String::new(),
        false => line.description.clone(),
    }
}

fn purpose(row: &mut crate::ui::table::Row<'_>, line: &LineRow) {
    match (line.state, line.placed.as_slice()) {
        (LineState::Open, _) => row.status(&status(Tone::Wait, Icon::Hourglass, "In review")),
        (LineState::Booked, [only]) => {
            row.text(&only.category).sub(only.property.as_deref().unwrap_or("no property"))
        }
        (LineState::Booked, [first, rest @ ..]) => {
            row.text(&first.category).sub(&format!("and {} more parts", rest.len()))
        }
        (state, _) => row.text(filter::title(state)),
    };
}

fn span(visit: &Visit, rows: &[LineRow]) -> String {
    let day = |l: &LineRow| date::column_day(l.posted_on, visit.today());
    match (rows.last().map(day), rows.first().map(day)) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (_, Some(only)) => only,
        _ => String::new(),
    }
}

/// Where the next page begins, as an address carries it.
fn mark(line: &LineRow) -> String {
    format!("{}_{}", line.posted_on, line.id)
}

/// `GET /transactions.csv?…`: the same lines, all of them.
pub async fn save(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    let rows = everything(&visit, &filter::read(&asked)).await?;
    let head = ["date", "account", "bank_text", "merchant", "amount", "state", "category", "property"];
    let cells = rows.into_iter().map(|l| {
        let all = |f: fn(&lines::Placed) -> String| l.placed.iter().map(f).collect::<Vec<_>>().join("; ");
        let (categories, homes) =
            (all(|p| p.category.clone()), all(|p| p.property.clone().unwrap_or_default()));
        let (date, amount) = (l.posted_on.to_string(), l.amount.plain());
        let state = l.state.word().to_string();
        vec![date, l.account, l.description, l.merchant, amount, state, categories, homes]
    });
    Ok(csv(&file_name(&asked), &head, cells))
}

async fn everything(visit: &Visit, asks: &Filter) -> store::Result<Vec<LineRow>> {
    let mut tx = visit.db().enter(&visit.standing.viewer).await?;
    let (mut all, mut after) = (Vec::new(), None);
    for _ in 0..CHUNKS_MAX {
        let rows = lines::list(&mut tx, asks, after, CHUNK).await?;
        let Some(last) = rows.last() else { break };
        after = Some((last.posted_on, last.id));
        let is_last = i64::try_from(rows.len()).is_ok_and(|n| n < CHUNK);
        all.extend(rows);
        if is_last {
            break;
        }
    }
    Ok(all)
}

fn file_name(asked: &Typed) -> String {
    match asked.value("month") {
        "" => "transactions.csv".to_string(),
        month => format!("transactions-{month}.csv"),
    }
}
