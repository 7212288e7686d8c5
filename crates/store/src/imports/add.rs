//! A file comes in: its bytes are kept before anything is understood, and how it is read is remembered by its header.

use domain::id::{BankAccountId, ImportId};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{State, find, not_now};
use crate::activity::{Entry, record};
use crate::{Result, Tx, accounts};

/// A file as it was brought.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// The account its lines belong to.
    pub account: BankAccountId,
    /// As the file was called; only for people.
    pub file_name: String,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// What reading the file came to.
#[derive(Clone, Debug)]
pub enum Reading {
    /// It can be read in more than one way: somebody has to answer.
    Question {
        /// Under which an answer will be remembered.
        header: Option<Vec<u8>>,
    },
    /// It can be read.
    Preview {
        /// Kind of file.
        format: String,
        /// Under which an answer about its layout is remembered.
        header: Option<Vec<u8>>,
        /// How it was read, where an answer was needed.
        answer: Option<Value>,
        /// Rows in it.
        rows: usize,
    },
    /// It is no statement: the sentence says what it is and what to do.
    Refused(String),
}

/// A kept file.
#[derive(Clone, Debug)]
pub struct File {
    /// As it was called.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Keeps a file and what reading it came to.
///
/// # Errors
/// [`crate::Error::Missing`] when the account is not in reach.
pub async fn add(tx: &mut Tx, new: &NewImport, reading: &Reading) -> Result<ImportId> {
    let account = accounts::find(tx, new.account).await?;
    let (id, portfolio, now) = (ImportId(tx.new_id()), tx.portfolio()?.0, tx.now());
    let person = tx.viewer().person().map(|p| p.0);
    let sha256 = Sha256::digest(&new.bytes).to_vec();
    let name: String = domain::form::clean(&new.file_name).chars().take(200).collect();
    sqlx::query!(
        "insert into import_file (portfolio_id, bank_account_id, sha256, bytes) values ($1, $2, $3, $4) on conflict do nothing",
        portfolio,
        new.account.0,
        sha256,
        new.bytes
    )
    .execute(tx.conn())
    .await?;
    let read = Columns::of(reading);
    sqlx::query!(
        "insert into import (portfolio_id, id, bank_account_id, file_name, sha256, format, state, header_key, answer, refusal, rows_read,
           added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        portfolio,
        id.0,
        new.account.0,
        name,
        sha256,
        read.format,
        read.state.word(),
        read.header,
        read.answer,
        read.refusal,
        read.rows,
        person,
        now
    )
    .execute(tx.conn())
    .await?;
    let sentence = format!("Brought the file {name} for {}.", account.draft.name);
    record(tx, Entry::new("import.add", id, sentence).at(account.draft.property)).await?;
    Ok(id)
}

/// Notes what reading the file came to this time, after an answer or for another account's layout.
///
/// # Errors
/// [`crate::Error::Refused`] once it has been imported; [`crate::Error::Missing`].
pub async fn read_again(tx: &mut Tx, id: ImportId, reading: &Reading) -> Result<()> {
    let import = find(tx, id).await?;
    if !matches!(import.state, State::Question | State::Preview) {
        return Err(not_now(import.state));
    }
    let read = Columns::of(reading);
    sqlx::query!(
        "update import set format = $2, state = $3, header_key = $4, answer = $5, refusal = $6, rows_read = $7
         where portfolio_id = app.portfolio_id() and id = $1 and state in ('question', 'preview')",
        id.0,
        read.format,
        read.state.word(),
        read.header,
        read.answer,
        read.refusal,
        read.rows
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

struct Columns<'a> {
    state: State,
    format: Option<&'a str>,
    header: Option<&'a [u8]>,
    answer: Option<&'a Value>,
    refusal: Option<&'a str>,
    rows: i32,
}

impl Columns<'_> {
    fn of(reading: &Reading) -> Columns<'_> {
        let none = Columns {
            state: State::Question,
            format: None,
            header: None,
            answer: None,
            refusal: None,
            rows: 0,
        };
        match reading {
            Reading::Question { header } => Columns { header: header.as_deref(), ..none },
            Reading::Preview { format, header, answer, rows } => Columns {
                state: State::Preview,
                format: Some(format),
                header: header.as_deref(),
                answer: answer.as_ref(),
                refusal: None,
                rows: i32::try_from(*rows).unwrap_or(i32::MAX),
            },
            Reading::Refused(sentence) => Columns { state: State::Refused, refusal: Some(sentence), ..none },
        }
    }
}

/// The bytes of an import's file.
///
/// # Errors
/// [`crate::Error::Missing`] when it is not there or its account is not in reach.
pub async fn file(tx: &mut Tx, id: ImportId) -> Result<File> {
    let r = sqlx::query!(
        "select i.file_name, f.bytes from import i
         join import_file f on f.portfolio_id = i.portfolio_id and f.bank_account_id = i.bank_account_id and f.sha256 = i.sha256
         where i.portfolio_id = app.portfolio_id() and i.id = $1",
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(File { name: r.file_name, bytes: r.bytes })
}

/// How files with this header are read in this portfolio, once somebody has answered.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn remembered(tx: &mut Tx, header: &[u8]) -> Result<Option<Value>> {
    Ok(sqlx::query_scalar!(
        "select answer from file_answer where portfolio_id = app.portfolio_id() and header_key = $1",
        header
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Remembers how files with this header are read.
///
/// # Errors
/// [`crate::Error::Database`] only.
pub async fn remember(tx: &mut Tx, header: &[u8], answer: &Value) -> Result<()> {
    let (portfolio, now, person) = (tx.portfolio()?.0, tx.now(), tx.viewer().person().map(|p| p.0));
    sqlx::query!(
        "insert into file_answer (portfolio_id, header_key, answer, answered_by, answered_at) values ($1, $2, $3, $4, $5)
         on conflict (portfolio_id, header_key) do update
           set answer = excluded.answer, answered_by = excluded.answered_by, answered_at = excluded.answered_at",
        portfolio,
        header,
        answer,
        person,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
