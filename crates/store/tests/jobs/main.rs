//! The queue: what is taken by whom, what becomes of it, what the calendar plants, and what owners see and do.

#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod calendar;
mod ending;
mod looking;
mod taking;

use chrono::Duration;
use domain::Viewer;
use domain::viewer::Member;
use store::Db;
use store::jobs::{self, Held, NewJob};
use store::testing::{TestHouse, as_viewer};

/// Enqueues work as this member, one transaction for all of it.
async fn enqueue(house: &TestHouse, who: &Member, work: impl IntoIterator<Item = NewJob>) {
    let mut tx = house.db.enter(&as_viewer(who)).await.unwrap();
    for job in work {
        jobs::enqueue(&mut tx, job).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn ping() -> NewJob {
    NewJob::new("ping", &())
}

/// Takes at most so many pings, for a minute.
async fn take(db: &Db, places: u16) -> Vec<Held> {
    jobs::claim(db, "a worker", &[("ping", places)], Duration::seconds(60)).await.unwrap()
}

fn worker(of: &Member) -> Viewer {
    Viewer::Worker { portfolio: of.portfolio }
}
