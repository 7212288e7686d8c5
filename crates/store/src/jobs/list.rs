//! What owners see of the work of their portfolio: what waits, runs, has failed and was done.

use chrono::{DateTime, Duration, Utc};
use domain::id::JobId;

use crate::{Error, Result, Tx};

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Due, or due later.
    Waiting,
    /// A worker has it.
    Running,
    /// Over, and well.
    Done,
    /// Tried in vain, and left to people.
    Dead,
    /// Need not be done.
    Discarded,
}

/// A job in a list.
#[derive(Clone, Debug)]
pub struct JobRow {
    /// Its id.
    pub id: JobId,
    /// The word of its kind.
    pub kind: String,
    /// What it is about, where a word says it: whom a letter is to.
    pub about: Option<String>,
    /// Where it stands.
    pub state: JobState,
    /// When it is due.
    pub run_at: DateTime<Utc>,
    /// Tries so far.
    pub tries: u16,
    /// How far it is: so many of so many.
    pub progress: Option<(u32, u32)>,
    /// Why the last try failed.
    pub failure: Option<String>,
    /// When the last try began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Row as it comes from the queries below.
struct Raw {
    id: uuid::Uuid,
    kind: String,
    about: Option<String>,
    state: String,
    run_at: DateTime<Utc>,
    tries: i16,
    progress_done: Option<i32>,
    progress_total: Option<i32>,
    failure: Option<String>,
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

impl From<Raw> for JobRow {
    fn from(raw: Raw) -> JobRow {
        let whole = |n: i32| u32::try_from(n).unwrap_or_default();
        JobRow {
            id: JobId(raw.id),
            kind: raw.kind,
            about: raw.about,
            state: match raw.state.as_str() {
                "running" => JobState::Running,
                "done" => JobState::Done,
                "dead" => JobState::Dead,
                "discarded" => JobState::Discarded,
                _ => JobState::Waiting,
            },
            run_at: raw.run_at,
            tries: u16::try_from(raw.tries).unwrap_or_default(),
            progress: raw
                .progress_done
                .zip(raw.progress_total)
                .map(|(done, total)| (whole(done), whole(total))),
            failure: raw.failure,
            started_at: raw.started_at,
            ended_at: raw.ended_at,
        }
    }
}

/// Which list is shown, page by page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// What waits, soonest first.
    Waiting,
    /// What has failed for good, newest first.
    Dead,
    /// What was done or discarded in the last day, newest first.
    Ended,
}

/// Where a page begins: after this moment and job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// When it is due, or was over.
    pub at: DateTime<Utc>,
    /// Its id.
    pub id: JobId,
}

impl Cursor {
    /// The place of a job in a list.
    pub fn of(job: &JobRow, shown: Shown) -> Cursor {
        let at = if shown == Shown::Waiting { None } else { job.ended_at };
        Cursor { at: at.unwrap_or(job.run_at), id: job.id }
    }
}

/// At most `limit` jobs of a list, those behind `after` when it is given. For owners.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn list(tx: &mut Tx, shown: Shown, after: Option<Cursor>, limit: u16) -> Result<Vec<JobRow>> {
    let (at, id) = after.map(|cursor| (cursor.at, cursor.id.0)).unzip();
    let (limit, day_ago) = (i64::from(limit.min(200)), tx.now() - Duration::days(1));
    let rows = match shown {
        Shown::Waiting => {
            sqlx::query_as!(
                Raw,
                r#"select j.id, j.kind, m.recipient as "about?", j.state, j.run_at, j.tries, j.progress_done, j.progress_total,
                          j.failure, j.started_at, j.ended_at
                     from job j left join mail_out m on m.portfolio_id = j.portfolio_id and m.id = j.id
                    where j.portfolio_id = app.portfolio_id() and j.state = 'waiting'
                      and ($1::timestamptz is null or (j.run_at, j.id) > ($1, $2)) order by j.run_at, j.id limit $3"#,
                at,
                id,
                limit
            )
            .fetch_all(tx.conn())
            .await?
        }
        Shown::Dead => {
            sqlx::query_as!(
                Raw,
                r#"select j.id, j.kind, m.recipient as "about?", j.state, j.run_at, j.tries, j.progress_done, j.progress_total,
                          j.failure, j.started_at, j.ended_at
                     from job j left join mail_out m on m.portfolio_id = j.portfolio_id and m.id = j.id
                    where j.portfolio_id = app.portfolio_id() and j.state = 'dead'
                      and ($1::timestamptz is null or (j.ended_at, j.id) < ($1, $2)) order by j.ended_at desc, j.id desc limit $3"#,
                at,
                id,
                limit
            )
            .fetch_all(tx.conn())
            .await?
        }
        Shown::Ended => {
            sqlx::query_as!(
                Raw,
                r#"select j.id, j.kind, m.recipient as "about?", j.state, j.run_at, j.tries, j.progress_done, j.progress_total,
                          j.failure, j.started_at, j.ended_at
                     from job j left join mail_out m on m.portfolio_id = j.portfolio_id and m.id = j.id
                    where j.portfolio_id = app.portfolio_id() and j.state in ('done', 'discarded') and j.ended_at >= $4
                      and ($1::timestamptz is null or (j.ended_at, j.id) < ($1, $2)) order by j.ended_at desc, j.id desc limit $3"#,
                at,
                id,
                limit,
                day_ago
            )
            .fetch_all(tx.conn())
            .await?
        }
    };
    Ok(rows.into_iter().map(JobRow::from).collect())
}

/// What runs now, longest first; at most 100. For owners.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn running(tx: &mut Tx) -> Result<Vec<JobRow>> {
    let rows = sqlx::query_as!(
        Raw,
        r#"select j.id, j.kind, m.recipient as "about?", j.state, j.run_at, j.tries, j.progress_done, j.progress_total,
                  j.failure, j.started_at, j.ended_at
             from job j left join mail_out m on m.portfolio_id = j.portfolio_id and m.id = j.id
            where j.portfolio_id = app.portfolio_id() and j.state = 'running' order by j.started_at, j.id limit 100"#
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(JobRow::from).collect())
}

/// One job. For owners.
///
/// # Errors
/// [`Error::Missing`] when it is not there (any more).
pub async fn find(tx: &mut Tx, id: JobId) -> Result<JobRow> {
    let row = sqlx::query_as!(
        Raw,
        r#"select j.id, j.kind, m.recipient as "about?", j.state, j.run_at, j.tries, j.progress_done, j.progress_total,
                  j.failure, j.started_at, j.ended_at
             from job j left join mail_out m on m.portfolio_id = j.portfolio_id and m.id = j.id
            where j.portfolio_id = app.portfolio_id() and j.id = $1"#,
        id.0
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(JobRow::from).ok_or(Error::Missing)
}

/// How many there are, each counted to a thousand and no further.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Due, or due later.
    pub waiting: i64,
    /// In a worker's hands.
    pub running: i64,
    /// Left to people.
    pub dead: i64,
}

/// Counts the viewer's portfolio. For owners.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn counts(tx: &mut Tx) -> Result<Counts> {
    Ok(sqlx::query_as!(
        Counts,
        r#"select (select count(*) from (select from job where portfolio_id = app.portfolio_id() and state = 'waiting' limit 1000) w)
                    as "waiting!",
                  (select count(*) from (select from job where portfolio_id = app.portfolio_id() and state = 'running' limit 1000) r)
                    as "running!",
                  (select count(*) from (select from job where portfolio_id = app.portfolio_id() and state = 'dead' limit 1000) d)
                    as "dead!""#
    )
    .fetch_one(tx.conn())
    .await?)
}
