//! `/imports`: every file that was brought, newest first.

use chrono::DateTime;
use domain::id::ImportId;
use leptos::prelude::*;
use store::imports::{self, Import};

use super::one::stands;
use crate::kernel::{Answer, Asked, Door, Landlord, Page, Visit, link_to};
use crate::ui::table::{figures, kind, name};
use crate::ui::words::grouped;
use crate::ui::{Icon, date, empty, link_button, page_head, pager, table};

/// Files on one page.
const ROWS: i64 = 50;

/// `GET /imports?account=…&before=…`
pub async fn show(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    let account = asked.value("account").parse().ok();
    let before = cursor(asked.value("before"));
    let mut tx = visit.enter().await?;
    let mut files = imports::list(&mut tx, account, before, ROWS + 1).await?;
    let has_older = i64::try_from(files.len()).is_ok_and(|n| n > ROWS);
    files.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let here = link_to("/imports").with("account", asked.value("account"));
    let mark = |i: &Import| format!("{}_{}", i.added_at.timestamp_micros(), i.id);
    let older = files.last().filter(|_| has_older).map(|i| here.clone().with("before", mark(i)).href());
    let newest = before.map(|_| here.href());
    Ok(Page::new(Door::Landlord, "Imports").live_on("import").draw(&visit, || {
        let add = link_button("/imports/new", "Import a file").icon(Icon::Upload);
        let head = page_head("Imports").crumbs(&[("/accounts", "Accounts")]);
        if files.is_empty() {
            let words = "Files that you bring from your bank stand here, with what became of each line.";
            return view! { {head} {empty("No files yet", words, Some(add.primary()))} }.into_any();
        }
        let head = head.lead("Every file that was brought, newest first.").action(add);
        view! { {head} {listed(&visit, &files)} {pager("", newest, older)} }.into_any()
    }))
}

fn listed(visit: &Visit, files: &[Import]) -> AnyView {
    let columns = [
        name("File"),
        kind("Brought", "date nowrap"),
        kind("State", "state"),
        figures("New"),
        kind("Known", "num wide"),
        kind("Twins", "num wide"),
        kind("Unreadable", "num wide"),
    ];
    let mut list = table("Files and what became of their lines", columns).folds().class("table folds");
    for file in files {
        let number = |n: usize| grouped(i64::try_from(n).unwrap_or(i64::MAX));
        list.row(|row| {
            row.link(&format!("/imports/{}", file.id), &file.file_name).sub(&file.account_name);
            row.view(date::moment(file.added_at, visit.now(), visit.zone())).status(&stands(file));
            match file.outcome.new {
                0 => row.dash(),
                n => row.text(&number(n)).narrow("new"),
            };
            for count in [file.outcome.known, file.outcome.twins, file.outcome.unreadable] {
                match count {
                    0 => row.dash(),
                    n => row.text(&number(n)),
                };
            }
        });
    }
    list.view()
}

fn cursor(text: &str) -> Option<(DateTime<chrono::Utc>, ImportId)> {
    let (at, id) = text.split_once('_')?;
    Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, id.parse().ok()?))
}
