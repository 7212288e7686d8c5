//! `/settings/jobs`: all lists at a glance, or one of them page by page.

use chrono::DateTime;
use domain::id::JobId;
use leptos::prelude::*;
use store::Tx;
use store::jobs::{self, Counts, Cursor, JobRow, Planted, Shown};

use super::lists::{calendar, ended, failed, running, waiting};
use super::words::lead;
use crate::kernel::{Answer, Asked, Door, Failure, Landlord, Page, Visit, link_to};
use crate::people::settings_tabs;
use crate::ui::{Icon, PageHead, button, next_page, page_head, press, section, section_linked};

/// Where all of it is.
pub const PATH: &str = "/settings/jobs";

/// Rows of a list at a glance, and on a page of its own.
const GLANCE: u16 = 10;
const ROWS: u16 = 50;

/// Lists that have pages of their own: the word in the address, and the head.
const LISTS: [(Shown, &str, &str); 3] = [
    (Shown::Dead, "failed", "Failed"),
    (Shown::Waiting, "waiting", "Waiting"),
    (Shown::Ended, "done", "Done in the last day"),
];

/// `GET /settings/jobs?show=…&after=…`
pub async fn show(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    visit.owns()?;
    let one = LISTS.into_iter().find(|(_, word, _)| *word == asked.value("show"));
    let mut tx = visit.enter().await?;
    match one {
        Some(one) => list(&visit, &mut tx, one, read_cursor(asked.value("after"))).await,
        None => glance(&visit, &mut tx).await,
    }
}

/// Everything at a glance, as it was read.
struct Glance {
    counts: Counts,
    running: Vec<JobRow>,
    lists: [Vec<JobRow>; 3],
    planted: Vec<Planted>,
}

async fn glance(visit: &Visit, tx: &mut Tx) -> Answer {
    let mut lists = [vec![], vec![], vec![]];
    for ((shown, ..), rows) in LISTS.iter().zip(&mut lists) {
        *rows = jobs::list(tx, *shown, None, GLANCE + 1).await?;
    }
    let (counts, running) = (jobs::counts(tx).await?, jobs::running(tx).await?);
    let found = Glance { counts, running, lists, planted: jobs::planted(tx).await? };
    Ok(Page::new(Door::Landlord, "Jobs")
        .live_on("job")
        .draw(visit, || view! { {head(visit)} {at_a_glance(visit, &found)} }.into_any()))
}

fn head(visit: &Visit) -> AnyView {
    let check = press(format!("{PATH}/check"), button("Check the queue").icon(Icon::Refresh));
    view! { {page_head("Settings").action(check)} {settings_tabs(visit, PATH)} }.into_any()
}

fn at_a_glance(visit: &Visit, found: &Glance) -> AnyView {
    let [dead, waits, done] = &found.lists;
    let listed = |n: usize, rows: &[JobRow], draw: fn(&Visit, &[JobRow]) -> AnyView| {
        let (_, word, title) = LISTS[n];
        let first = &rows[..rows.len().min(usize::from(GLANCE))];
        match (first.is_empty(), rows.len() > first.len()) {
            (true, _) => ().into_any(),
            (false, false) => section(word, title, draw(visit, first)),
            (false, true) => {
                section_linked(word, title, (format!("{PATH}?show={word}"), "All"), draw(visit, first))
            }
        }
    };
    let runs =
        (!found.running.is_empty()).then(|| section("running", "Running", running(visit, &found.running)));
    let idle = (found.running.is_empty() && found.lists.iter().all(Vec::is_empty)).then(|| {
        view! {
            <p>
                "Mail, small pictures, tidying up: what a page does not wait for is done here, tried again when it fails, and left to you only when that does not help. In the last day there was none."
            </p>
        }
    });
    view! {
        <p class="lead">{lead(found.counts)}</p>
        {idle}
        {listed(0, dead, failed)}
        {runs}
        {listed(1, waits, waiting)}
        {listed(2, done, ended)}
        {section("calendar", "By the calendar", calendar(visit, &found.planted))}
    }
    .into_any()
}

async fn list(
    visit: &Visit,
    tx: &mut Tx,
    one: (Shown, &'static str, &'static str),
    after: Option<Cursor>,
) -> Answer {
    let (shown, word, title) = one;
    // One more than fits tells whether there is a further page.
    let mut rows = jobs::list(tx, shown, after, ROWS + 1).await?;
    let has_next = rows.len() > usize::from(ROWS);
    rows.truncate(usize::from(ROWS));
    let here = link_to(PATH).with("show", word);
    let next =
        rows.last().filter(|_| has_next).map(|job| here.clone().with("after", cursor(job, shown)).href());
    let first = after.map(|_| here.href());
    Ok(Page::new(Door::Landlord, format!("{title}: jobs")).live_on("job").draw(visit, || {
        let head: PageHead = page_head(title).crumbs(&[("/settings", "Settings"), (PATH, "Jobs")]);
        let draw = match shown {
            Shown::Dead => failed,
            Shown::Waiting => waiting,
            Shown::Ended => ended,
        };
        let body = match rows.is_empty() {
            true => view! { <p>"Nothing is in this list any more."</p> }.into_any(),
            false => draw(visit, &rows),
        };
        view! { {head} {body} {next_page("", first, next)} }.into_any()
    }))
}

/// Where the next page begins, as an address carries it.
fn cursor(job: &JobRow, shown: Shown) -> String {
    let cursor = Cursor::of(job, shown);
    format!("{}_{}", cursor.at.timestamp_micros(), cursor.id)
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('_')?;
    Some(Cursor { at: DateTime::from_timestamp_micros(at.parse().ok()?)?, id: id.parse::<JobId>().ok()? })
}

/// The job of this id and what it is called, for owners.
pub async fn found(visit: &Visit, tx: &mut Tx, id: JobId) -> Result<String, Failure> {
    visit.owns()?;
    let job = jobs::find(tx, id).await?;
    Ok(super::words::what(&visit.house.kinds, &job))
}
