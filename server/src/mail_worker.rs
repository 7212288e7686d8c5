//! Sends the mail that waits in the database: a letter at a time, with no transaction open while the server is spoken to.
//! A letter is sent at least once; twice only when the program dies between the server's "kept" and our note of it.

use crate::config::Config;
use crate::failure::{Failure, failed};
use connect::mail::{Letter, Mailer, Settings};
use domain::Viewer;
use domain::id::PortfolioId;
use std::time::Duration;
use store::mail::{self, Due};
use store::{Db, Result};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often waiting mail is looked for.
const ROUND: Duration = Duration::from_secs(5);
/// Letters of one portfolio in one round, so that no portfolio waits for another's thousand.
const LETTERS_MAX: u8 = 10;
/// Time for the letter that is under way when the program is asked to stop.
const FINISH_MAX: Duration = Duration::from_secs(10);

/// The worker that is running.
pub struct Post {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Starts the worker; `None` where no mail server is set.
pub fn start(db: &Db, config: &Config) -> std::result::Result<Option<Post>, Failure> {
    let (Some(server), Some(from)) = (config.smtp_url.clone(), config.mail_from.clone()) else {
        return Ok(None);
    };
    let mailer = Mailer::new(&Settings { server, from })
        .map_err(|error| failed(format!("Mail cannot be sent: {error}. See `duplex help config`.")))?;
    let (stop, stopped) = watch::channel(false);
    Ok(Some(Post { stop, task: tokio::spawn(run(db.clone(), mailer, stopped)) }))
}

impl Post {
    /// Lets the letter that is under way finish.
    pub async fn close(self) {
        let _ = self.stop.send(true);
        let _ = tokio::time::timeout(FINISH_MAX, self.task).await;
    }
}

async fn run(db: Db, mailer: Mailer, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = round(&db, &mailer, &stopped).await {
            tracing::warn!(%error, "waiting mail could not be looked for");
        }
        let _ = tokio::time::timeout(ROUND, stopped.changed()).await;
    }
}

/// One look at every portfolio with mail that is due. Answers how many letters were sent.
pub async fn round(db: &Db, mailer: &Mailer, stopped: &watch::Receiver<bool>) -> Result<usize> {
    let mut count = 0;
    for portfolio in mail::due_portfolios(db).await? {
        for letter in take(db, portfolio).await? {
            if *stopped.borrow() {
                return Ok(count);
            }
            count += usize::from(deliver(db, mailer, portfolio, letter).await?);
        }
    }
    Ok(count)
}

async fn take(db: &Db, portfolio: PortfolioId) -> Result<Vec<Due>> {
    let mut tx = db.enter(&Viewer::Worker { portfolio }).await?;
    let due = mail::take(&mut tx, LETTERS_MAX).await?;
    tx.commit().await?;
    Ok(due)
}

async fn deliver(db: &Db, mailer: &Mailer, portfolio: PortfolioId, due: Due) -> Result<bool> {
    let (to, subject, body) = (due.recipient.clone(), due.subject.clone(), due.body.clone());
    let outcome = mailer.send(&Letter { to, subject, body }).await;
    let mut tx = db.enter(&Viewer::Worker { portfolio }).await?;
    match &outcome {
        Ok(()) => mail::sent(&mut tx, due.id).await?,
        Err(error) => {
            tracing::warn!(letter = %due.id, tries = due.tries, %error, "a letter was not sent");
            mail::failed(&mut tx, &due, &error.to_string(), error.is_for_good()).await?;
        }
    }
    tx.commit().await?;
    Ok(outcome.is_ok())
}

#[cfg(test)]
#[path = "mail_worker/tests.rs"]
mod tests;
