//! A file on its way in: read with no transaction open, kept, read again for its preview, and written. The pages and the
//! command line both go through here.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::Viewer;
use domain::id::{BankAccountId, ImportId};
use formats::{Answer, HeaderKey, Outcome, Question, Statement};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::accounts::Account;
use store::imports::{self, Import, NewImport};
use store::{Db, Error, Tx, accounts};

use super::reading::{self, Reading};
use super::target::{Existing, Target, part_for, share};

/// Whoever brings files, and when.
#[derive(Clone)]
pub struct Intake {
    /// The door.
    pub db: Db,
    /// Who.
    pub viewer: Viewer,
    /// Today, where the portfolio is.
    pub today: NaiveDate,
}

/// Why a file was not taken.
#[derive(Debug)]
pub enum NotTaken {
    /// A sentence that says what to do.
    Told(String),
    /// The store refused or broke.
    Store(Error),
}

impl From<Error> for NotTaken {
    fn from(error: Error) -> NotTaken {
        match error {
            Error::Refused { message, .. } => NotTaken::Told(message.into_owned()),
            other => NotTaken::Store(other),
        }
    }
}

/// An import with what its file says, as it is to be read now.
pub struct Looked {
    /// The import.
    pub import: Import,
    /// Its account.
    pub account: Account,
    /// What the file says.
    pub file: Content,
}

/// What a file says.
pub enum Content {
    /// It waits for an answer.
    Question(Box<Question>),
    /// Its lines.
    Lines(Box<Reading>),
    /// It is no statement.
    Refused(String),
}

impl Intake {
    /// Takes a file: one import for each account it is shared out to. Accounts that had to be made are added to `existing`.
    ///
    /// # Errors
    /// [`NotTaken::Told`] when it is no statement, or fits no account; then nothing is kept.
    pub async fn take(
        &self,
        target: &Target,
        existing: &mut Vec<Existing>,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Vec<ImportId>, NotTaken> {
        let bytes = Arc::new(bytes);
        let (outcome, answer) = self.read(name, &bytes, None).await?;
        let read = match &outcome {
            Outcome::Refused(sentence) => return Err(NotTaken::Told(sentence.clone())),
            Outcome::Question(question) => question.choices.first().map(|c| &c.statement),
            Outcome::Read(statement) => Some(statement),
        };
        let named = read.map_or(&[][..], |s| s.accounts.as_slice());
        let shares = share(target, named, existing).map_err(NotTaken::Told)?;
        let mut new = NewImport {
            // Replaced for each share below, of which there is at least one.
            account: BankAccountId(uuid::Uuid::nil()),
            file_name: name.to_string(),
            bytes: Arc::unwrap_or_clone(bytes),
        };
        let mut tx = self.db.enter(&self.viewer).await?;
        let mut taken = Vec::with_capacity(shares.len());
        for part in shares {
            new.account = match part.account {
                Ok(id) => id,
                Err(draft) => {
                    let id = accounts::add(&mut tx, &draft).await?;
                    existing.push(Existing { id, name: draft.name, last_four: draft.last_four });
                    id
                }
            };
            let noted = noted(&outcome, part.named.as_deref(), answer.as_ref());
            taken.push(imports::add(&mut tx, &new, &noted).await?);
        }
        tx.commit().await?;
        Ok(taken)
    }

    /// An import and what its file says now; those written or taken back need no file.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is not there or not in reach.
    pub async fn look(&self, id: ImportId) -> Result<Looked, Error> {
        let mut tx = self.db.enter(&self.viewer).await?;
        let import = imports::find(&mut tx, id).await?;
        let account = accounts::find(&mut tx, import.account).await?;
        let file = imports::file(&mut tx, id).await?;
        tx.commit().await?;
        let given = import.answer.clone().and_then(|v| serde_json::from_value::<Answer>(v).ok());
        let (outcome, _) = self.read(&file.name, &Arc::new(file.bytes), given).await?;
        let file = match outcome {
            Outcome::Question(question) => Content::Question(Box::new(question)),
            Outcome::Refused(sentence) => Content::Refused(sentence),
            Outcome::Read(statement) => match part_for(&Existing::from(&account), &statement.accounts) {
                Ok(named) => {
                    Content::Lines(Box::new(reading::of_account(statement, named.as_deref(), "USD")))
                }
                Err(sentence) => Content::Refused(sentence),
            },
        };
        Ok(Looked { import, account, file })
    }

    /// Keeps an answer for this import and for every later file with the same header.
    ///
    /// # Errors
    /// [`Error::Refused`] once it was imported; [`Error::Missing`].
    pub async fn answer(&self, id: ImportId, question: &Question, answer: &Answer) -> Result<(), Error> {
        let mut tx = self.db.enter(&self.viewer).await?;
        let chosen = question.choices.iter().find(|c| c.answer == *answer).map(|c| &c.statement);
        let value = serde_json::to_value(answer).unwrap_or_default();
        let header = hash(&question.key);
        imports::remember(&mut tx, &header, &value).await?;
        let reading = imports::Reading::Preview {
            format: chosen.map_or_else(|| "csv".into(), format_of),
            header: Some(header),
            answer: Some(value),
            rows: chosen.map_or(0, |s| s.rows.len()),
        };
        imports::read_again(&mut tx, id, &reading).await?;
        tx.commit().await
    }

    /// Reads a file, with what was answered about its header before. Large files are read beside the others' requests.
    async fn read(
        &self,
        name: &str,
        bytes: &Arc<Vec<u8>>,
        given: Option<Answer>,
    ) -> Result<(Outcome, Option<Answer>), Error> {
        let outcome = self.read_once(name, bytes, given.clone()).await;
        let key = match &outcome {
            Outcome::Question(question) if given.is_none() => question.key.clone(),
            _ => return Ok((outcome, given)),
        };
        let mut tx = self.db.enter(&self.viewer).await?;
        let remembered = imports::remembered(&mut tx, &hash(&key)).await?;
        tx.commit().await?;
        match remembered.and_then(|v| serde_json::from_value::<Answer>(v).ok()) {
            None => Ok((outcome, None)),
            Some(answer) => {
                let again = self.read_once(name, bytes, Some(answer.clone())).await;
                Ok((again, Some(answer)))
            }
        }
    }

    async fn read_once(&self, name: &str, bytes: &Arc<Vec<u8>>, answer: Option<Answer>) -> Outcome {
        let (name, bytes, today) = (name.to_string(), bytes.clone(), self.today);
        let reading =
            tokio::task::spawn_blocking(move || formats::read(&name, &bytes, today, answer.as_ref()));
        reading.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a statement file could not be read because of a mistake in the reader");
            let sentence =
                "This file could not be read because of a mistake in Duplex. Export it in another format.";
            Outcome::Refused(sentence.into())
        })
    }
}

/// What to note of a reading: the state of the import, and how many rows are this account's.
fn noted(outcome: &Outcome, named: Option<&str>, answer: Option<&Answer>) -> imports::Reading {
    match outcome {
        Outcome::Refused(sentence) => imports::Reading::Refused(sentence.clone()),
        Outcome::Question(question) => imports::Reading::Question { header: Some(hash(&question.key)) },
        Outcome::Read(statement) => imports::Reading::Preview {
            format: format_of(statement),
            header: statement.header.as_ref().map(hash),
            answer: answer.and_then(|a| serde_json::to_value(a).ok()),
            rows: statement.rows.iter().filter(|r| named.is_none() || r.account.as_deref() == named).count(),
        },
    }
}

fn format_of(statement: &Statement) -> String {
    match serde_json::to_value(statement.format) {
        Ok(Value::String(word)) => word,
        _ => "csv".into(),
    }
}

/// Under which an answer is remembered: 32 bytes, whatever the header's length.
fn hash(key: &HeaderKey) -> Vec<u8> {
    Sha256::digest(key.0.as_bytes()).to_vec()
}

/// Opens a transaction for whoever brings files.
impl Intake {
    /// As this viewer.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn enter(&self) -> Result<Tx, Error> {
        self.db.enter(&self.viewer).await
    }
}
