//! Writing an import: small ones while the page waits, large ones beside it, with progress that survives a closed page.

use std::sync::atomic::{AtomicUsize, Ordering};

use domain::id::ImportId;
use store::Error;
use store::imports::{self, Batch, Outcome};
use tokio::sync::watch;

use super::intake::{Content, Intake};
use super::looks::TURN;
use super::reading::Reading;

/// From so many lines on the page does not wait.
const WAITS_FOR_LINES_MAX: usize = 3_000;

/// What became of the wish to import.
pub enum Written {
    /// It is in the books or in review.
    Done(Outcome),
    /// It is being written; its page shows how far it is.
    Running,
}

impl Intake {
    /// Imports what the preview showed.
    ///
    /// # Errors
    /// [`Error::Refused`] when a question is open, the file is no statement, or it was imported or taken back already.
    pub async fn write(&self, id: ImportId) -> Result<Written, Error> {
        let mut tx = self.enter().await?;
        let import = imports::find(&mut tx, id).await?;
        if import.outcome.rows <= WAITS_FOR_LINES_MAX {
            tx.commit().await?;
            return self.write_all(id).await.map(Written::Done);
        }
        let underway = Underway::begin();
        imports::start(&mut tx, id).await?;
        tx.commit().await?;
        let intake = self.clone();
        tokio::spawn(async move {
            let _underway = underway;
            if let Err(error) = intake.write_beside(id).await {
                // Nothing of it was kept; its page goes back to the preview.
                tracing::error!(%error, import = %id, "an import was not written");
            }
        });
        Ok(Written::Running)
    }

    async fn write_beside(&self, id: ImportId) -> Result<(), Error> {
        let _turn = TURN.acquire().await;
        let batch = self.batch(id).await?;
        self.write_with_progress(id, &batch).await
    }

    /// Imports and waits for it, whatever the size.
    ///
    /// # Errors
    /// As [`Intake::write`].
    pub async fn write_all(&self, id: ImportId) -> Result<Outcome, Error> {
        let batch = self.batch(id).await?;
        self.write_now(id, &batch).await
    }

    async fn batch(&self, id: ImportId) -> Result<Batch, Error> {
        match self.look(id).await?.file {
            Content::Lines(reading) => Ok(batch(*reading)),
            Content::Question(_) => Err(Error::refused("", "Answer how this file is to be read first.")),
            Content::Refused(sentence) => Err(Error::refused("", sentence)),
        }
    }

    async fn write_now(&self, id: ImportId, batch: &Batch) -> Result<Outcome, Error> {
        let mut tx = self.enter().await?;
        let outcome = imports::commit(&mut tx, id, batch, |_| {}).await?;
        tx.commit().await?;
        Ok(outcome)
    }

    async fn write_with_progress(&self, id: ImportId, batch: &Batch) -> Result<(), Error> {
        let (tell, mut told) = watch::channel(0usize);
        let intake = self.clone();
        // The writing transaction is seen by nobody until it ends, so another one says how far it is.
        tokio::spawn(async move {
            while told.changed().await.is_ok() {
                let rows = *told.borrow_and_update();
                let Ok(mut tx) = intake.enter().await else { continue };
                if imports::report(&mut tx, id, rows).await.is_ok() {
                    let _ = tx.commit().await;
                }
            }
        });
        let mut tx = self.enter().await?;
        let outcome = imports::commit(&mut tx, id, batch, move |rows| {
            let _ = tell.send(rows);
        })
        .await;
        // Nobody waits for its last word: it may stand behind this transaction's own change of the row.
        outcome?;
        tx.commit().await
    }
}

/// How many imports this process writes beside its pages.
static UNDERWAY: AtomicUsize = AtomicUsize::new(0);

/// One of them, from the moment it is said to run until nothing more happens to it.
struct Underway;

impl Underway {
    fn begin() -> Underway {
        UNDERWAY.fetch_add(1, Ordering::SeqCst);
        Underway
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        UNDERWAY.fetch_sub(1, Ordering::SeqCst);
    }
}

/// True while this process writes an import beside its pages.
pub fn is_writing() -> bool {
    UNDERWAY.load(Ordering::SeqCst) > 0
}

fn batch(reading: Reading) -> Batch {
    Batch { lines: reading.lines, unreadable: reading.unreadable, closing: reading.stated }
}
