//! The lists of work, a table each.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use store::jobs::{JobRow, JobState, Planted};

use super::page::PATH;
use super::words::{title, took, what};
use crate::kernel::Visit;
use crate::ui::date::{moment, stamp};
use crate::ui::table::{Row, kind, name, words};
use crate::ui::words::{grouped, things};
use crate::ui::{Icon, Tone, button, press, status, table};

/// What has failed for good: why, and the two things to do.
pub fn failed(visit: &Visit, rows: &[JobRow]) -> AnyView {
    let columns =
        [name("What"), kind("Why", "state"), kind("When", "date nowrap"), kind("Do", "do").unseen()];
    let mut list = table("Work that has failed", columns).folds().class("table folds");
    for job in rows {
        let at = |what| format!("{PATH}/{}/{what}", job.id);
        list.row(|row| {
            row.text(&what(&visit.house.kinds, job)).sub(&tries(job));
            row.text(job.failure.as_deref().unwrap_or_default());
            ago(row, visit, job.ended_at);
            row.view(
                view! {
                    <div class="actions">
                        {press(at("retry"), button("Try again").small())}
                        {press(at("discard"), button("Discard").small().quiet())}
                    </div>
                }
                .into_any(),
            );
        });
    }
    list.view()
}

/// What runs, and how far it is.
pub fn running(visit: &Visit, rows: &[JobRow]) -> AnyView {
    let mut list = table("Work that runs now", [name("What"), words("How far"), words("Since")]);
    for job in rows {
        list.row(|row| {
            let name = what(&visit.house.kinds, job);
            row.text(&name);
            match job.progress {
                Some((done, total)) => row.view(bar(name, done, total)),
                None => row.status(&status(Tone::Move, Icon::Refresh, "Under way")),
            };
            ago(row, visit, job.started_at);
        });
    }
    list.view()
}

fn bar(name: String, done: u32, total: u32) -> AnyView {
    let words = format!("{} of {}", grouped(i64::from(done)), grouped(i64::from(total)));
    view! { <progress max=total value=done aria-label=name>{words.clone()}</progress> <span class="sub">{words}</span> }
        .into_any()
}

/// What waits, and until when.
pub fn waiting(visit: &Visit, rows: &[JobRow]) -> AnyView {
    let mut list = table("Work that waits", [name("What"), words("When"), words("So far")]);
    let (now, zone) = (visit.now(), visit.zone());
    for job in rows {
        list.row(|row| {
            row.text(&what(&visit.house.kinds, job));
            if job.kind == "mail" && !visit.house.sends_mail {
                row.text("When a mail server is set");
            } else if job.run_at <= now {
                row.text("As soon as there is a place");
            } else {
                row.view(stamp(job.run_at, now, zone).into_any());
            }
            match &job.failure {
                Some(why) => row.status(&status(Tone::Wait, Icon::Refresh, tries(job))).sub(why),
                None => row.none(),
            };
        });
    }
    list.view()
}

/// What was done or discarded.
pub fn ended(visit: &Visit, rows: &[JobRow]) -> AnyView {
    let mut list = table("Work of the last day", [name("What"), words("How"), words("When")]);
    for job in rows {
        list.row(|row| {
            row.text(&what(&visit.house.kinds, job));
            match (job.state, job.started_at.zip(job.ended_at)) {
                (JobState::Done, Some((from, to))) => row
                    .status(&status(Tone::Plain, Icon::Check, "Done"))
                    .sub(&format!("in {}", took(to - from))),
                (JobState::Done, None) => row.status(&status(Tone::Plain, Icon::Check, "Done")),
                _ => row
                    .status(&status(Tone::Plain, Icon::X, "Discarded"))
                    .sub(job.failure.as_deref().unwrap_or_default()),
            };
            ago(row, visit, job.ended_at);
        });
    }
    list.view()
}

/// What the calendar plants: last and next.
pub fn calendar(visit: &Visit, planted: &[Planted]) -> AnyView {
    let mut list = table("Work by the calendar", [name("What"), words("Last"), words("Next")]);
    let (now, zone) = (visit.now(), visit.zone());
    for kind in visit.house.kinds.iter() {
        let Some(schedule) = kind.every else { continue };
        let last = planted.iter().find(|it| it.kind == kind.word);
        list.row(|row| {
            row.text(&title(&visit.house.kinds, kind.word));
            match last {
                Some(last) => row.view(stamp(last.planted_at, now, zone).into_any()),
                None => row.text("Not yet"),
            };
            row.view(stamp(schedule.next(now, zone), now, zone).into_any());
        });
    }
    list.view()
}

fn tries(job: &JobRow) -> String {
    format!("Tried {}", things(i64::from(job.tries), "time", "times"))
}

fn ago(row: &mut Row<'_>, visit: &Visit, at: Option<DateTime<Utc>>) {
    match at {
        Some(at) => row.view(moment(at, visit.now(), visit.zone()).into_any()),
        None => row.none(),
    };
}
