//! The one reader of a process: woken by its own commits without a round trip, by other processes' over LISTEN, and in any
//! case once a second. It tells the other processes of its own, outside of every busy transaction: NOTIFY takes a lock that
//! writers would queue for.

use std::time::{Duration, Instant};

use domain::event::Audience;
use domain::id::{EventId, LeaseId, PersonId, PortfolioId, PropertyId};
use sqlx::postgres::{PgListener, PgPoolOptions};
use sqlx::{ConnectOptions, Executor, PgConnection};
use tokio::task::JoinHandle;
use tokio::time::{sleep, sleep_until, timeout};
use uuid::Uuid;

use super::outbox::Here;
use super::place::{Place, Seal};
use crate::db::fill;
use crate::{Db, Error, Result};

/// How often it looks without having been told.
const POLL: Duration = Duration::from_secs(1);
/// The least time from one look to the next: at most 200 looks a second.
const SPACING: Duration = Duration::from_millis(5);
/// The least time from one word to the other processes to the next: at most 20 a second.
const TELL_SPACING: Duration = Duration::from_millis(50);
/// A database that takes longer than this has gone away.
const PATIENCE: Duration = Duration::from_secs(10);
/// Before it dials again, the first time and at most.
const REDIAL: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));
/// Events in one statement, and in one look: whoever missed more loads anew.
const PAGE: i32 = 1_000;
const ROUND_MAX: usize = 10_000;
/// Where processes tell each other.
const CHANNEL: &str = "duplex_event";

/// One change, as its reader meets it.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Where it happened.
    pub portfolio: PortfolioId,
    /// A noun.
    pub topic: String,
    /// The row it is about.
    pub subject: Uuid,
    /// Who hears of it.
    pub audience: Audience,
    /// When it was committed here; of another process's, when it was written there.
    pub since: Instant,
    /// Whether this process committed it.
    pub own: bool,
    /// Its transaction.
    pub(super) xid: i64,
}

/// What one look has found.
#[derive(Clone, Debug)]
pub struct Round {
    /// In the order of their transactions.
    pub events: Vec<Event>,
    /// More was missed than can be told: everybody loads anew.
    pub lost: bool,
    /// Where it stands now.
    pub here: Here,
}

/// Reads the outbox for as long as the process lives and hands over what it finds. Never returns.
pub async fn follow(db: &Db, mut hear: impl FnMut(Round) + Send) {
    let (mut place, mut pause) = (None, REDIAL.0);
    loop {
        let begun = Instant::now();
        let Err(error) = attend(db, &mut place, &mut hear).await;
        if begun.elapsed() > PATIENCE {
            pause = REDIAL.0;
        }
        tracing::warn!(%error, "the outbox could not be read; trying again in {} ms", pause.as_millis());
        sleep(pause).await;
        pause = (pause * 2).min(REDIAL.1);
    }
}

/// Only tells the other processes of what this one commits, for a process that shows no pages. Never returns.
pub async fn tell_others(db: &Db) {
    let name = name();
    loop {
        db.outbox().woken().await;
        let told = async {
            let mut conn = dial(db).await?;
            while db.outbox().take_untold() {
                tell(&mut conn, &name).await?;
                sleep(TELL_SPACING).await;
            }
            Ok::<_, Error>(())
        };
        if let Err(error) = told.await {
            tracing::warn!(%error, "other processes were not told; they look once a second themselves");
        }
    }
}

async fn attend(
    db: &Db,
    place: &mut Option<Place>,
    hear: &mut (impl FnMut(Round) + Send),
) -> Result<std::convert::Infallible> {
    let name = name();
    let mut conn = dial(db).await?;
    let seal = seal(&mut conn).await?;
    db.outbox().sealed_with(seal);
    let _ears = Ears::open(db, name.clone());
    let mut told = Instant::now().checked_sub(TELL_SPACING);
    loop {
        let begun = tokio::time::Instant::now();
        let before = match place.take() {
            Some(place) => place,
            None => newest(&mut conn).await?,
        };
        let round = timeout(PATIENCE, look(db, &mut conn, &before)).await;
        // Put back first: a look that failed is looked again.
        *place = Some(before);
        let (found, round) = round.map_err(|_| Error::Database(sqlx::Error::PoolTimedOut))??;
        *place = Some(found);
        let here = round.here.clone();
        hear(round);
        db.outbox().stands(here);
        let may_tell = told.is_none_or(|told| told.elapsed() >= TELL_SPACING);
        if may_tell && db.outbox().take_untold() {
            tell(&mut conn, &name).await?;
            told = Some(Instant::now());
        }
        sleep_until(begun + SPACING).await;
        let wait = if db.outbox().is_untold() { TELL_SPACING } else { POLL };
        // Whether woken or not, it looks.
        let _ = timeout(wait, db.outbox().woken()).await;
    }
}

/// A connection of its own, never anybody else's: it may be the worker for as long as it is open.
async fn dial(db: &Db) -> Result<PgConnection> {
    let dialed = timeout(PATIENCE, db.address().connect()).await;
    let mut conn = dialed.map_err(|_| Error::Database(sqlx::Error::PoolTimedOut))??;
    conn.execute("set role duplex_worker").await?;
    Ok(conn)
}

/// A name for this process among those that listen.
fn name() -> String {
    let mut bytes = [0; 16];
    fill(&mut bytes);
    Uuid::from_bytes(bytes).to_string()
}

async fn seal(conn: &mut PgConnection) -> Result<Seal> {
    let mut fresh = [0; 32];
    fill(&mut fresh);
    let key = sqlx::query_scalar!(r#"select app.house_secret('outbox', $1) as "key!""#, fresh.as_slice())
        .fetch_one(conn)
        .await?;
    Seal::new(&key).ok_or(Error::Missing)
}

/// Tells the other processes that there is something.
async fn tell(conn: &mut PgConnection, name: &str) -> Result<()> {
    sqlx::query!(r#"select pg_notify($1, $2) as "done: ()""#, CHANNEL, name).execute(conn).await?;
    Ok(())
}

/// Behind the newest event.
async fn newest(conn: &mut PgConnection) -> Result<Place> {
    let row = sqlx::query!(r#"select next as "next!", running as "running!" from app.newest_event()"#)
        .fetch_one(conn)
        .await?;
    Ok(Place { next: row.next, running: row.running })
}

/// Everything that can be seen now and was not read before, and the place after it.
async fn look(db: &Db, conn: &mut PgConnection, before: &Place) -> Result<(Place, Round)> {
    let (mut events, mut until, mut lost) = (Vec::new(), None, false);
    let mut last = (0, Uuid::nil());
    loop {
        let page = page(db, conn, before, until.as_ref(), last).await?;
        let count = page.events.len();
        until = Some(page.until);
        let newest = page.events.last().map(|e: &Event| (e.xid, e.id.0));
        events.extend(page.events);
        match newest {
            Some(newest) if count == PAGE as usize && events.len() < ROUND_MAX => last = newest,
            _ => {
                lost |= count == PAGE as usize;
                break;
            }
        }
    }
    let until = until.unwrap_or_default();
    // Numbers have gone back: this is an older copy of the database, and nothing that was read says anything about it.
    lost |= until.next < before.next;
    let place = if lost {
        events.clear();
        newest(conn).await?
    } else {
        before.after(&until, events.iter().map(|e| e.xid).max())
    };
    let here = db.outbox().seal(place.clone(), db.now());
    Ok((place, Round { events, lost, here }))
}

struct Page {
    events: Vec<Event>,
    until: Place,
}

async fn page(
    db: &Db,
    conn: &mut PgConnection,
    before: &Place,
    until: Option<&Place>,
    last: (i64, Uuid),
) -> Result<Page> {
    let rows = sqlx::query!(
        r#"select until as "until!", until_running as "until_running!", portfolio_id, id, xid, age_us, topic, subject_id, audience,
                  property_id, lease_id, person_id from app.read_events($1, $2, $3, $4, $5, $6, $7)"#,
        before.next,
        &before.running,
        until.map(|u| u.next),
        until.map(|u| u.running.as_slice()) as Option<&[i64]>,
        last.0,
        last.1,
        PAGE,
    )
    .fetch_all(conn)
    .await?;
    let now = Instant::now();
    let mut page = Page { events: Vec::with_capacity(rows.len()), until: Place::default() };
    for row in rows {
        page.until = Place { next: row.until, running: row.until_running };
        let (Some(portfolio), Some(id), Some(xid)) = (row.portfolio_id, row.id, row.xid) else { continue };
        let (Some(topic), Some(subject), Some(word)) = (row.topic, row.subject_id, row.audience) else {
            continue;
        };
        let (property, lease) = (row.property_id.map(PropertyId), row.lease_id.map(LeaseId));
        let person = row.person_id.map(PersonId);
        let Some(audience) = Audience::read(&word, property, lease, person) else { continue };
        let committed = db.outbox().take_moment(EventId(id));
        let age = Duration::from_micros(u64::try_from(row.age_us.unwrap_or_default()).unwrap_or_default());
        page.events.push(Event {
            id: EventId(id),
            portfolio: PortfolioId(portfolio),
            topic,
            subject,
            audience,
            since: committed.or_else(|| now.checked_sub(age)).unwrap_or(now),
            own: committed.is_some(),
            xid,
        });
    }
    Ok(page)
}

/// Listens on a connection of its own and wakes the reader when another process tells of something.
struct Ears(JoinHandle<()>);

impl Ears {
    fn open(db: &Db, name: String) -> Ears {
        let db = db.clone();
        Ears(tokio::spawn(async move {
            loop {
                if let Err(error) = listen(&db, &name).await {
                    tracing::debug!(%error, "listening broke off");
                }
                sleep(REDIAL.1).await;
            }
        }))
    }
}

impl Drop for Ears {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn listen(db: &Db, name: &str) -> Result<()> {
    let line = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
    let line = line.connect_with(db.address().clone()).await?;
    let mut listener = PgListener::connect_with(&line).await?;
    listener.listen(CHANNEL).await?;
    // What was told while nobody listened.
    db.outbox().wake();
    loop {
        if listener.recv().await?.payload() != name {
            db.outbox().wake();
        }
    }
}
