//! Files from a bank, from upload to undo: kept under their hash, compared with what is there, written in one transaction,
//! taken back as one act.
//!
//! Reading the file is the caller's: bytes go in with [`add`], come out with [`file`], and are understood in between with
//! no transaction open. Whoever writes lines of an account holds that account's lock until the end of the transaction, so the
//! same file at once is the same file once.

mod add;
mod commit;
mod progress;
mod sight;
mod undo;
mod unreadable;
mod write;

use chrono::{DateTime, Utc};
use domain::id::{BankAccountId, ImportId};

pub use add::{File, NewImport, Reading, add, file, read_again, remember, remembered};
pub use commit::{Batch, Outcome, commit};
pub use progress::{recover, report, start};
pub use sight::{Class, Seen, sight, stamp};
pub(crate) use undo::{Gone, whole};
pub use undo::{Undone, undo};
pub use unreadable::{Left, discard, left, type_in};

use crate::{Error, Result, Tx};

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for an answer how to read the file.
    Question,
    /// Waits for a yes.
    Preview,
    /// Being written.
    Running,
    /// Written.
    Done,
    /// Taken back.
    Undone,
    /// No statement; the import says why.
    Refused,
}

impl State {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            State::Question => "question",
            State::Preview => "preview",
            State::Running => "running",
            State::Done => "done",
            State::Undone => "undone",
            State::Refused => "refused",
        }
    }

    fn from_word(word: &str) -> State {
        [State::Question, State::Preview, State::Running, State::Done, State::Undone]
            .into_iter()
            .find(|s| s.word() == word)
            .unwrap_or(State::Refused)
    }
}

/// An import as it stands.
#[derive(Clone, Debug)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// The account its lines belong to.
    pub account: BankAccountId,
    /// The account's name.
    pub account_name: String,
    /// As the file was called.
    pub file_name: String,
    /// Hash of the file.
    pub sha256: Vec<u8>,
    /// What kind of file it is.
    pub format: Option<String>,
    /// Where it stands.
    pub state: State,
    /// Key under which an answer about this layout is remembered.
    pub header: Option<Vec<u8>>,
    /// How this file is read, where somebody has said so.
    pub answer: Option<serde_json::Value>,
    /// Why it was refused.
    pub refusal: Option<String>,
    /// What became of its rows.
    pub outcome: Outcome,
    /// Rows written so far, while it runs.
    pub written: i32,
    /// When the file came.
    pub added_at: DateTime<Utc>,
    /// When it was written.
    pub done_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
}

macro_rules! import {
    ($r:expr) => {
        Import {
            id: ImportId($r.id),
            account: BankAccountId($r.bank_account_id),
            account_name: $r.account_name,
            file_name: $r.file_name,
            sha256: $r.sha256,
            format: $r.format,
            state: State::from_word(&$r.state),
            header: $r.header_key,
            answer: $r.answer,
            refusal: $r.refusal,
            outcome: Outcome {
                rows: count($r.rows_read),
                new: count($r.rows_new),
                known: count($r.rows_known),
                twins: count($r.rows_twin),
                unreadable: count($r.rows_unreadable),
                booked: count($r.rows_booked),
            },
            written: $r.rows_written,
            added_at: $r.added_at,
            done_at: $r.done_at,
            undone_at: $r.undone_at,
        }
    };
}

fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// One import.
///
/// # Errors
/// [`Error::Missing`] when it is not there or its account is not in reach.
pub async fn find(tx: &mut Tx, id: ImportId) -> Result<Import> {
    let r = sqlx::query!(
        r#"select i.id, i.bank_account_id, a.name as account_name, i.file_name, i.sha256, i.format, i.state, i.header_key, i.answer,
             i.refusal, i.rows_read, i.rows_new, i.rows_known, i.rows_twin, i.rows_unreadable, i.rows_booked, i.rows_written,
             i.added_at, i.done_at, i.undone_at
           from import i join bank_account a on a.portfolio_id = i.portfolio_id and a.id = i.bank_account_id
           where i.portfolio_id = app.portfolio_id() and i.id = $1"#,
        id.0
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(import!(r))
}

/// Imports, the newest first: at most `limit`, those before `before` when it is given; of one account, where one is named.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn list(
    tx: &mut Tx,
    account: Option<BankAccountId>,
    before: Option<(DateTime<Utc>, ImportId)>,
    limit: i64,
) -> Result<Vec<Import>> {
    let (at, id) = before.map(|(at, id)| (at, id.0)).unzip();
    let rows = sqlx::query!(
        r#"select i.id, i.bank_account_id, a.name as account_name, i.file_name, i.sha256, i.format, i.state, i.header_key, i.answer,
             i.refusal, i.rows_read, i.rows_new, i.rows_known, i.rows_twin, i.rows_unreadable, i.rows_booked, i.rows_written,
             i.added_at, i.done_at, i.undone_at
           from import i join bank_account a on a.portfolio_id = i.portfolio_id and a.id = i.bank_account_id
           where i.portfolio_id = app.portfolio_id() and ($1::uuid is null or i.bank_account_id = $1)
             and ($2::timestamptz is null or (i.added_at, i.id) < ($2, $3))
           order by i.added_at desc, i.id desc limit $4"#,
        account.map(|a| a.0),
        at,
        id,
        limit.clamp(1, 500)
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| import!(r)).collect())
}

/// Takes the account's lock until the end of the transaction: only one writes lines of it at a time.
pub(crate) async fn lock(tx: &mut Tx, account: BankAccountId) -> Result<()> {
    let name = format!("lines of {account}");
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", name).execute(tx.conn()).await?;
    Ok(())
}

/// The refusal for an import that is not where it should be.
fn not_now(state: State) -> Error {
    let sentence = match state {
        State::Question => "Answer how this file is to be read first.",
        State::Preview => "This file has not been imported yet.",
        State::Running => "This file is being imported. Wait until it is done.",
        State::Done => "This file has been imported already.",
        State::Undone => "This import was taken back. Bring the file again to import it anew.",
        State::Refused => "This file is no statement. Export it from your bank again, as CSV, OFX or QFX.",
    };
    Error::refused("", sentence)
}
