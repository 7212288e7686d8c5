//! Large files are read and compared beside the page that asks for them: once, one at a time, and what was found is kept
//! for a while, so that each of its pages comes at once.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::id::ImportId;
use store::imports::{self, Import};
use store::{Error, Tx};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, sleep, timeout};

use super::found::Found;
use super::intake::{Content, Intake};

/// Files of so many lines, and more, are large.
pub const LARGE_LINES: usize = 5_000;
/// A page waits so long before it shows how far it is.
const PATIENCE: Duration = Duration::from_millis(800);
/// What nobody has asked for in this time is forgotten.
const KEPT_FOR: Duration = Duration::from_secs(600);
/// Lines kept of all files together; those asked for longest ago give way.
const KEPT_LINES_MAX: usize = 1_200_000;

/// A large file takes memory while it is read: one at a time, for looking and for writing alike.
pub static TURN: Semaphore = Semaphore::const_new(1);
static LOOKS: LazyLock<Mutex<HashMap<ImportId, Look>>> = LazyLock::new(Mutex::default);

/// How far the look at a file is.
#[derive(Clone)]
pub enum Stage {
    /// Another large file has its turn.
    Waiting,
    /// Its lines are being read.
    Reading,
    /// They are being compared with the account's.
    Comparing,
    /// Done.
    Found(Arc<Found>),
    /// It is no list of lines any more: it asks a question, or was refused.
    Odd,
}

struct Look {
    /// What it was compared with.
    stamp: String,
    stage: watch::Receiver<Stage>,
    asked_at: Instant,
}

impl Stage {
    fn is_over(&self) -> bool {
        matches!(self, Stage::Found(_) | Stage::Odd)
    }
}

/// What is known of a large file by now. Begins to look at it when nobody has, or when its account has changed since.
///
/// # Errors
/// [`Error::Database`] when the database does not answer.
pub async fn look(tx: &mut Tx, intake: &Intake, import: &Import) -> Result<Stage, Error> {
    let account = imports::stamp(tx, import.account).await?;
    let answer = import.answer.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut stage = begun(intake, import.id, format!("{account} {} {answer}", intake.today));
    // Without an end by then the page shows how far it is; one that broke is begun anew by the next page.
    let _ = timeout(PATIENCE, stage.wait_for(Stage::is_over)).await;
    Ok(stage.borrow().clone())
}

fn looks() -> MutexGuard<'static, HashMap<ImportId, Look>> {
    LOOKS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn begun(intake: &Intake, id: ImportId, stamp: String) -> watch::Receiver<Stage> {
    let mut looks = looks();
    let is_broken = |look: &Look| look.stage.has_changed().is_err() && !look.stage.borrow().is_over();
    if let Some(look) = looks.get_mut(&id).filter(|look| look.stamp == stamp && !is_broken(look)) {
        look.asked_at = Instant::now();
        return look.stage.clone();
    }
    let (tell, stage) = watch::channel(Stage::Waiting);
    looks.insert(id, Look { stamp, stage: stage.clone(), asked_at: Instant::now() });
    let intake = intake.clone();
    tokio::spawn(async move {
        match compare(&intake, id, &tell).await {
            Ok(last) => {
                make_room(id, &last);
                tell.send_replace(last);
            }
            Err(error) => tracing::error!(%error, import = %id, "a large file could not be looked at"),
        }
        drop(tell);
        forget_in_time(id).await;
    });
    stage
}

async fn compare(intake: &Intake, id: ImportId, tell: &watch::Sender<Stage>) -> Result<Stage, Error> {
    let _turn = TURN.acquire().await;
    tell.send_replace(Stage::Reading);
    let looked = intake.look(id).await?;
    let Content::Lines(reading) = looked.file else { return Ok(Stage::Odd) };
    tell.send_replace(Stage::Comparing);
    let mut tx = intake.enter().await?;
    let seen = imports::sight(&mut tx, looked.import.account, &reading.lines).await?;
    tx.commit().await?;
    let found = tokio::task::spawn_blocking(move || Found::of(*reading, &seen)).await;
    // It only breaks off when the program stops.
    Ok(found.map_or(Stage::Odd, |found| Stage::Found(Arc::new(found))))
}

/// Lets go of what was asked for longest ago until the newcomer fits.
fn make_room(newcomer: ImportId, stage: &Stage) {
    let mut looks = looks();
    let lines = |stage: &Stage| if let Stage::Found(found) = stage { found.len() } else { 0 };
    loop {
        let all: usize = looks.values().map(|look| lines(&look.stage.borrow())).sum();
        let others = looks.iter().filter(|(id, look)| **id != newcomer && look.stage.borrow().is_over());
        let oldest = others.min_by_key(|(_, look)| look.asked_at).map(|(id, _)| *id);
        match oldest {
            Some(id) if all + lines(stage) > KEPT_LINES_MAX => drop(looks.remove(&id)),
            _ => return,
        }
    }
}

/// Waits until nobody has asked for a while.
async fn forget_in_time(id: ImportId) {
    loop {
        let Some(asked_at) = looks().get(&id).map(|look| look.asked_at) else { return };
        if asked_at.elapsed() >= KEPT_FOR {
            looks().remove(&id);
            return;
        }
        sleep(KEPT_FOR.saturating_sub(asked_at.elapsed())).await;
    }
}
