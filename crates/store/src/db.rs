//! The one door to Postgres. A transaction is opened for exactly one viewer, as that viewer's database role, with the
//! settings that row-level security compares rows against. Nothing else in the house can name a connection.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use domain::Viewer;
use domain::event::Audience;
use domain::id::{EventId, PortfolioId};
use domain::viewer::id_array;
use rand::TryRng;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, Postgres, Transaction};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::events::Outbox;
use crate::{Error, Result};

/// Where the time comes from: the system in the program, a fixed moment in tests.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

tokio::task_local! {
    /// Set while nothing may be written in this task, whatever its code wants.
    static ONLY_LOOKING: ();
}

/// Runs `work` so that every transaction it opens is read-only: Postgres refuses each write with [`Error::Looking`].
pub async fn only_looking<F: Future>(work: F) -> F::Output {
    ONLY_LOOKING.scope((), work).await
}

/// A database, reachable only by [`Db::enter`].
#[derive(Clone)]
pub struct Db {
    pool: PgPool,
    clock: Clock,
    /// Names the request on whose behalf somebody enters.
    request: Option<Uuid>,
    bells: Arc<Bells>,
    address: Arc<PgConnectOptions>,
}

/// What readers and workers of this process wait on, so that they hear at once what it has committed itself.
#[derive(Default)]
struct Bells {
    jobs: Notify,
    events: Outbox,
}

/// An open transaction: its connection, its viewer, and the moment it was opened.
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    viewer: Viewer,
    now: DateTime<Utc>,
    bells: Arc<Bells>,
    /// Work was enqueued.
    rings_jobs: bool,
    /// What open pages are told of.
    tells: Vec<(EventId, &'static str, Uuid, Audience)>,
    /// Somebody's open streams have to be looked at.
    tells_access: bool,
}

impl Db {
    /// Connects as the program's own role, which has no rights until a viewer enters.
    ///
    /// # Errors
    /// [`Error::Database`] when the address is wrong or nobody answers within ten seconds.
    pub async fn connect(url: &str, connections_max: u32, clock: Clock) -> Result<Db> {
        let options = url.parse::<PgConnectOptions>()?.application_name("duplex");
        let pool = PgPoolOptions::new()
            .max_connections(connections_max)
            .acquire_timeout(Duration::from_secs(10))
            // A client that goes away in mid-transaction must not leave its settings behind.
            .after_release(|conn, _| Box::pin(async move { Ok(!conn.is_in_transaction()) }))
            .connect_with(options.clone())
            .await?;
        Ok(Db { pool, clock, request: None, bells: Arc::default(), address: Arc::new(options) })
    }

    /// The same database, for one request: what is done through it is written down with the request's id.
    pub fn during(&self, request: Uuid) -> Db {
        Db { request: Some(request), ..self.clone() }
    }

    /// The same database at another moment: for a past that somebody imagines.
    pub fn at(&self, moment: DateTime<Utc>) -> Db {
        Db { clock: Arc::new(move || moment), ..self.clone() }
    }

    /// The current moment of this house.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Opens a transaction as this viewer: one message that begins, becomes the viewer's role and sets who is asking.
    ///
    /// # Errors
    /// [`Error::Database`] when no connection is free in time.
    pub async fn enter(&self, viewer: &Viewer) -> Result<Tx> {
        let looking = ONLY_LOOKING.try_with(|()| ()).is_ok();
        self.begin(viewer, if looking { READ_ONLY } else { "" }).await
    }

    /// The same within [`only_looking`] too: for noting that somebody was here.
    pub(crate) async fn enter_to_write(&self, viewer: &Viewer) -> Result<Tx> {
        self.begin(viewer, "").await
    }

    /// A transaction in which nothing can be written.
    pub(crate) async fn enter_to_look(&self, viewer: &Viewer) -> Result<Tx> {
        self.begin(viewer, READ_ONLY).await
    }

    async fn begin(&self, viewer: &Viewer, last: &'static str) -> Result<Tx> {
        let inner = self.pool.begin_with(AssertSqlSafe(entrance(viewer, self.request) + last)).await?;
        let (now, bells) = (self.now(), Arc::clone(&self.bells));
        Ok(Tx {
            inner,
            viewer: viewer.clone(),
            now,
            bells,
            rings_jobs: false,
            tells: Vec::new(),
            tells_access: false,
        })
    }

    /// Returns when work was enqueued through this value or a copy of it, or has been since this was last asked.
    pub async fn work_comes(&self) {
        self.bells.jobs.notified().await;
    }

    /// True when the database answers.
    pub async fn is_reachable(&self) -> bool {
        sqlx::query("select 1").execute(&self.pool).await.is_ok()
    }

    /// Open and idle connections, for the metrics.
    pub fn connections(&self) -> (u32, usize) {
        (self.pool.size(), self.pool.num_idle())
    }

    /// Waits for running transactions and closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// What this process knows of its outbox.
    pub(crate) fn outbox(&self) -> &Outbox {
        &self.bells.events
    }

    /// For connections that are never anybody's: those that listen.
    pub(crate) fn address(&self) -> &PgConnectOptions {
        &self.address
    }

    /// Only for checks of this crate that look at the catalog, which every role may read.
    pub(crate) fn catalog(&self) -> &PgPool {
        &self.pool
    }
}

/// What Postgres itself refuses every write after.
const READ_ONLY: &str = "; set local transaction_read_only = on";

/// `begin; set local role …; set local app.… = '…'`, made only of typed values: uuids, enum words and integers.
/// `set local` and not `set_config()`, because a distributed Postgres ships the first to its nodes and not the second.
pub(crate) fn entrance(viewer: &Viewer, request: Option<Uuid>) -> String {
    let mut sql = format!("begin; set local role {}", viewer.database_role());
    let mut set = |name: &str, value: &str| {
        let _ = write!(sql, "; set local app.{name} = '{value}'");
    };
    // Said even when empty, so that a setting which slipped into the session is never believed.
    set("portfolio_id", &viewer.portfolio().map(|id| id.to_string()).unwrap_or_default());
    set("person_id", &viewer.person().map(|id| id.to_string()).unwrap_or_default());
    set("role", viewer.role().map(|role| role.word()).unwrap_or_default());
    set("request_id", &request.map(|id| id.to_string()).unwrap_or_default());
    match viewer {
        Viewer::Member(m) => match &m.reach {
            None => set("reach", "all"),
            Some(reach) => {
                set("reach", "some");
                set("property_ids", &id_array(&reach.properties));
                set("bank_account_ids", &id_array(&reach.bank_accounts));
                set("household_ids", &id_array(&reach.tenants));
            }
        },
        Viewer::Tenant(t) => {
            set("reach", "");
            set("tenant_id", &t.tenant.to_string());
            set("lease_ids", &id_array(&t.leases));
            set("living_lease_ids", &id_array(&t.living));
            set("term_ids", &id_array(&t.terms));
            set("household_ids", &id_array(&t.household));
            set("unit_ids", &id_array(&t.units));
            set("property_ids", &id_array(&t.properties));
            if t.person.is_none() {
                // A landlord looks through a tenant's eyes: Postgres itself refuses every write.
                sql.push_str(READ_ONLY);
            }
        }
        Viewer::Worker { .. } => set("reach", "all"),
        Viewer::Person { .. } | Viewer::Public => set("reach", ""),
    }
    sql
}

impl Tx {
    /// Whoever is asking.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// The moment this transaction was opened.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Today in UTC; pages use the portfolio's own zone.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// The portfolio the viewer acts in.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for people who stand in none.
    pub fn portfolio(&self) -> Result<PortfolioId> {
        self.viewer.portfolio().ok_or(Error::Forbidden)
    }

    /// A new id (uuid v7: sorted by time), made from this transaction's moment.
    pub fn new_id(&self) -> Uuid {
        id_at(self.now)
    }

    /// The connection, for the SQL of this crate.
    pub(crate) fn conn(&mut self) -> &mut PgConnection {
        &mut self.inner
    }

    /// Keeps what was done.
    ///
    /// # Errors
    /// [`Error::Database`] when the connection broke; then nothing of it was kept, or all of it.
    pub async fn commit(self) -> Result<()> {
        self.inner.commit().await?;
        if self.rings_jobs {
            self.bells.jobs.notify_one();
        }
        if self.tells_access || !self.tells.is_empty() {
            self.bells.events.committed(self.tells.iter().map(|(id, ..)| *id));
        }
        Ok(())
    }

    /// Once this is committed, open pages are told. False when this transaction tells the same already.
    pub(crate) fn will_tell(
        &mut self,
        id: EventId,
        topic: &'static str,
        subject: Uuid,
        audience: Audience,
    ) -> bool {
        let again = self.tells.iter().any(|told| (told.1, told.2, told.3) == (topic, subject, audience));
        if !again {
            self.tells.push((id, topic, subject, audience));
        }
        !again
    }

    /// Once this is committed, open streams are looked at.
    pub(crate) fn will_tell_of_access(&mut self) {
        self.tells_access = true;
    }

    /// Once this is committed, workers of this process look for it at once.
    pub(crate) fn will_wake_workers(&mut self) {
        self.rings_jobs = true;
    }
}

/// A new id (uuid v7) of this moment.
pub(crate) fn id_at(now: DateTime<Utc>) -> Uuid {
    let mut random = [0u8; 10];
    fill(&mut random);
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// Random bytes of the operating system: for ids and secrets. The only place the store draws them.
pub fn fill(bytes: &mut [u8]) {
    // Without randomness nothing safe can be done: better to stop here than to hand out a guessable secret.
    #[allow(clippy::expect_used)]
    rand::rngs::SysRng.try_fill_bytes(bytes).expect("the operating system gives random bytes");
}
