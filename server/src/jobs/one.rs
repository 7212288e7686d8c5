//! One try at one job: in time, whatever it does, and with an end that is written down.

use super::crew::Floor;
use super::registry::Line;
use super::work::{Done, Ending, Trouble, Work};
use domain::Viewer;
use futures::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::jobs::{self, Failed, Held};
use store::{Error, Result};

/// Time for writing down how it ended, on top of a try's own.
const SETTLE_MAX: Duration = Duration::from_secs(10);
/// Tries to write that down, a second apart; after them the hold runs out, and another worker tries.
const SETTLE_TRIES: u32 = 3;

/// Waits for a place, does the job, and says how it ended. Without a place, because the program stops, the job stays held
/// and is given back.
pub async fn one(floor: Arc<Floor>, line: &'static Line, held: Held) {
    let Ok(_place) = floor.places.acquire().await else { return };
    let kind = line.kind;
    let longest = Duration::from_secs(u64::from(kind.seconds_max));
    floor.holds.begun(&held, longest + SETTLE_MAX);
    floor.metrics.began(kind.word, (floor.db.now() - held.due_at).to_std().unwrap_or_default());
    let begun = Instant::now();
    let ending = if held.tries > kind.tries_max {
        Err(Trouble::ForGood("Whoever did it stopped answering, each time it was tried.".to_owned()))
    } else {
        attempt(&floor, line, held.clone(), longest).await
    };
    let outcome = match ending {
        Ok(Done::Kept) => "done",
        Ok(Done::Nothing) => {
            // Nobody to hand it to is left only when the program is torn down; then the hold runs out.
            let _ = floor.done.send(held).await;
            floor.metrics.ended(kind.word, "done", begun.elapsed());
            return;
        }
        Err(trouble) => settle(&floor, line, &held, trouble).await,
    };
    floor.holds.over(&held);
    floor.metrics.ended(kind.word, outcome, begun.elapsed());
}

/// A job that panics or takes for ever has failed, and nothing else has.
async fn attempt(floor: &Floor, line: &'static Line, held: Held, longest: Duration) -> Ending {
    let work = Work::new(floor.db.clone(), Arc::clone(&floor.things), held);
    let run = AssertUnwindSafe(async { (line.run)(work).await }).catch_unwind();
    match tokio::time::timeout(longest, run).await {
        Ok(Ok(ending)) => ending,
        Ok(Err(_)) => {
            Err(Trouble::Again("Something of ours broke while it was done; the log says more.".to_owned()))
        }
        Err(_) => Err(Trouble::Again(format!("It took longer than {} seconds.", longest.as_secs()))),
    }
}

/// Writes a failed try down. Answers what became of the job, for the metrics.
async fn settle(floor: &Floor, line: &Line, held: &Held, trouble: Trouble) -> &'static str {
    for _ in 0..SETTLE_TRIES {
        match fail(floor, line, held, &trouble).await {
            Ok(Failed::Dead) => return "dead",
            Ok(Failed::Waits | Failed::Replaced) => return "failed",
            Err(Error::Stale) => {
                tracing::warn!(job = %held.id, kind = held.kind, "another worker has taken a job over");
                return "lost";
            }
            Err(error) => tracing::warn!(job = %held.id, %error, "a failed job could not be written down"),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    "lost"
}

async fn fail(floor: &Floor, line: &Line, held: &Held, trouble: &Trouble) -> Result<Failed> {
    let kind = line.kind;
    let (why, again) = match trouble {
        Trouble::Again(why) => (why, held.tries < kind.tries_max),
        Trouble::ForGood(why) => (why, false),
    };
    let mut tx = floor.db.enter(&Viewer::Worker { portfolio: held.portfolio }).await?;
    let again_at = again.then(|| tx.now() + domain::job::pause(held.tries, chance()));
    let failed = jobs::fail(&mut tx, held, why, again_at).await?;
    tx.commit().await?;
    tracing::warn!(job = %held.id, kind = kind.word, tries = held.tries, why, ?failed, "a job failed");
    Ok(failed)
}

fn chance() -> u32 {
    let mut bytes = [0; 4];
    store::db::fill(&mut bytes);
    u32::from_ne_bytes(bytes)
}
