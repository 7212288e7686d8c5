//! P6: from a tenant's click to the landlord's open page, with a thousand streams open, beside a bare insert with NOTIFY
//! in the same run; and what the streams take from a busy writer.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use sqlx::postgres::PgListener;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use store::testing::{TestHouse, fresh};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::{sleep, sleep_until};
use uuid::Uuid;

use super::busy;
use super::program::Program;
use super::say::{self, Bound};
use super::{Result, world};

/// Portfolios, each with an owner and nine tenants who have a home of their own: a thousand people with a page open.
pub const PORTFOLIOS: usize = 100;
pub const TENANTS: usize = 9;
/// Changes, and so many in a second.
const CHANGES: usize = 3_000;
const PER_SECOND: u32 = 100;

/// When changes of each repair were told.
type Times = Arc<Mutex<HashMap<Uuid, Vec<Instant>>>>;
/// When each write of the comparison began.
type Begun<'a> = std::sync::MutexGuard<'a, HashMap<Uuid, Instant>>;

pub async fn run() -> Result<()> {
    let mut house = TestHouse::new().await;
    house.owner.execute(AssertSqlSafe(people())).await?;
    let app = world::url("duplex_app", house.url.rsplit('/').next().unwrap_or_default())?;
    let owner = world::url("duplex_owner", house.url.rsplit('/').next().unwrap_or_default())?;
    let mut late = raw(&house).await?;
    let bare = percentile(&mut late, 99);
    say::value("P6 insert + NOTIFY, p50", percentile(&mut late, 50), "ms", Bound::None);
    say::value("P6 insert + NOTIFY, p99", bare, "ms", Bound::None);
    let program = Program::start(&[("DATABASE_URL", &app), ("DUPLEX_OWNER_URL", &owner)])?;
    let told: Times = Arc::default();
    let ears = listen(program.addr, &told).await?;
    let (mut clicks, lost) = changes(program.addr, &told).await?;
    say::value("P6 click to the other's stream, p50", percentile(&mut clicks, 50), "ms", Bound::None);
    let p99 = percentile(&mut clicks, 99);
    say::value("P6 click to the other's stream, p99", p99, "ms", Bound::Most(25.0));
    say::value("P6 the stream, of insert + NOTIFY", p99 / bare, "times", Bound::Most(2.5));
    say::value("P6 changes that did not arrive once", lost, "", Bound::Most(0.0));
    screen(program.addr, &told, bare).await?;
    say::value("P6 memory with a thousand streams", program.megabytes()?, "MB", Bound::None);
    busy::run(&house, &program).await?;
    drop(ears);
    program.stop()
}

/// A write and a notification in one transaction, at the same pace: from before the first word to whoever listens.
async fn raw(house: &TestHouse) -> Result<Vec<f64>> {
    let mut listener = PgListener::connect(&house.owner_url).await?;
    listener.listen("bench").await?;
    let mut conn = PgConnection::connect(&house.owner_url).await?;
    conn.execute("create table bare (id uuid primary key, body text)").await?;
    let begun = Arc::new(Mutex::new(HashMap::new()));
    let started = Arc::clone(&begun);
    let heard = tokio::spawn(async move {
        let mut late = Vec::with_capacity(CHANGES);
        while late.len() < CHANGES {
            let Ok(word) = listener.recv().await else { break };
            let now = Instant::now();
            let id: Uuid = word.payload().parse().unwrap_or_default();
            let then = started.lock().ok().and_then(|all: Begun<'_>| all.get(&id).copied());
            if let Some(then) = then {
                late.push(now.duration_since(then).as_secs_f64() * 1000.0);
            }
        }
        late
    });
    let mut next = tokio::time::Instant::now();
    for _ in 0..CHANGES {
        sleep_until(next).await;
        next += Duration::from_secs(1) / PER_SECOND;
        let id = fresh();
        begun.lock().map_err(|_| "poisoned")?.insert(id, Instant::now());
        let mut tx = conn.begin().await?;
        sqlx::query("insert into bare values ($1, 'The tap drips.')").bind(id).execute(&mut *tx).await?;
        sqlx::query("select pg_notify('bench', $1)").bind(id.to_string()).execute(&mut *tx).await?;
        tx.commit().await?;
    }
    // The program knows its tables and serves beside no other.
    conn.execute("drop table bare").await?;
    Ok(heard.await?)
}

/// Opens a stream for everybody; the owners' take down when they are told of a repair.
async fn listen(addr: SocketAddr, told: &Times) -> Result<Vec<tokio::task::JoinHandle<()>>> {
    let mut ears = Vec::new();
    for portfolio in 0..PORTFOLIOS {
        for person in 0..=TENANTS {
            let mut stream = TcpStream::connect(addr).await?;
            let cookie = format!("p{portfolio}-{person}");
            stream
                .write_all(
                    format!("GET /live HTTP/1.0\r\nhost: bench\r\ncookie: duplex={cookie}\r\n\r\n")
                        .as_bytes(),
                )
                .await?;
            let mut lines = BufReader::new(stream).lines();
            loop {
                match lines.next_line().await? {
                    Some(line) if line.starts_with("event: hello") => break,
                    Some(_) => {}
                    None => return Err(format!("{cookie} has no stream").into()),
                }
            }
            let told = (person == 0).then(|| Arc::clone(told));
            ears.push(tokio::spawn(async move {
                while let Ok(Some(line)) = lines.next_line().await {
                    let subject =
                        line.split("\"subject\":\"").nth(1).and_then(|rest| rest.get(..36)?.parse().ok());
                    if let (Some(told), Some(subject), true) = (&told, subject, line.contains("\"ticket\""))
                        && let Ok(mut told) = told.lock()
                    {
                        told.entry(subject).or_insert_with(Vec::new).push(Instant::now());
                    }
                }
            }));
        }
    }
    Ok(ears)
}

/// Tenants write about their repairs, one after the other at a steady pace. Answers how late each was told, in
/// milliseconds from the click, and how many were not told exactly once.
async fn changes(addr: SocketAddr, told: &Times) -> Result<(Vec<f64>, f64)> {
    let mut clicks: HashMap<Uuid, Vec<Instant>> = HashMap::new();
    let mut sent = Vec::new();
    let mut next = tokio::time::Instant::now();
    for n in 0..CHANGES {
        sleep_until(next).await;
        next += Duration::from_secs(1) / PER_SECOND;
        // Portfolios in turn, so that two changes of one repair are far apart.
        // The first one is left to the browser.
        let (portfolio, tenant) = (1 + n % (PORTFOLIOS - 1), n / PORTFOLIOS % TENANTS + 1);
        let ticket = ticket(portfolio, tenant);
        clicks.entry(ticket).or_default().push(Instant::now());
        sent.push(tokio::spawn(async move {
            write(addr, portfolio, tenant, ticket).await.map_err(|e| e.to_string())
        }));
    }
    for answer in sent {
        answer.await??;
    }
    sleep(Duration::from_secs(2)).await;
    let told = told.lock().map_err(|_| "poisoned")?;
    let (mut late, mut wrong) = (Vec::with_capacity(CHANGES), 0.0);
    for (ticket, clicks) in clicks {
        let heard = told.get(&ticket).map(Vec::as_slice).unwrap_or_default();
        wrong += heard.len().abs_diff(clicks.len()) as f64;
        late.extend(
            clicks
                .iter()
                .zip(heard)
                .map(|(click, heard)| heard.duration_since(*click).as_secs_f64() * 1000.0),
        );
    }
    Ok((late, wrong))
}

/// The same up to the landlord's screen, in a browser, while everybody else goes on.
async fn screen(addr: SocketAddr, told: &Times, bare: f64) -> Result<()> {
    let Ok(script) = std::env::var("DUPLEX_TEST_SCREEN") else {
        say::skipped(
            "P6 click to the other's screen",
            "there is no Chromium, or end2end has no node_modules",
        );
        return Ok(());
    };
    let ticket = ticket(0, 1).to_string();
    let url = format!("http://{addr}");
    let mut command = tokio::process::Command::new("node");
    command.args([&script, &url, "p0-0", "p0-1", &ticket, "200"]).stdout(std::process::Stdio::piped());
    let looking = command.spawn()?.wait_with_output();
    let busy = async {
        loop {
            changes(addr, told).await?;
        }
        #[allow(unreachable_code, reason = "says the type of the answer")]
        Ok::<(), Box<dyn std::error::Error>>(())
    };
    let output = tokio::select! {
        output = looking => output?,
        failed = busy => return failed,
    };
    let mut took: Vec<f64> = serde_json::from_slice(&output.stdout)?;
    say::value("P6 click to the other's screen, p50", percentile(&mut took, 50), "ms", Bound::None);
    let p99 = percentile(&mut took, 99);
    say::value("P6 click to the other's screen, p99", p99, "ms", Bound::Most(25.0));
    say::value("P6 the screen, of insert + NOTIFY", p99 / bare, "times", Bound::Most(2.5));
    Ok(())
}

async fn write(addr: SocketAddr, portfolio: usize, tenant: usize, ticket: Uuid) -> Result<()> {
    let body = format!("id={}&say=The+tap+still+drips.&do=send", fresh());
    let head = format!(
        "POST /portal/repairs/{ticket}/say HTTP/1.0\r\nhost: bench\r\nsec-fetch-site: same-origin\r\ncookie: duplex=p{portfolio}-{tenant}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(addr).await?;
    stream.set_nodelay(true)?;
    stream.write_all((head + &body).as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    if answer.contains(" 303 ") {
        Ok(())
    } else {
        Err(answer.lines().next().unwrap_or_default().to_owned().into())
    }
}

fn ticket(portfolio: usize, tenant: usize) -> Uuid {
    Uuid::from_u128(0x7000_0000_0000_4000_8000_0000_0000_0000 + (portfolio * 100 + tenant) as u128)
}

/// The value below which so many of a hundred lie.
fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values
        .get((values.len() * percent / 100).min(values.len().saturating_sub(1)))
        .copied()
        .unwrap_or_default()
}

/// Everybody, signed in with the cookie `pN-M`: person 0 of a portfolio owns it, each other has a home and one repair.
fn people() -> String {
    format!(
        "create function id(kind int, p int, n int) returns uuid language sql immutable
           return (lpad(kind::text, 8, '0') || '-0000-4000-8000-' || lpad(to_hex(p * 100 + n), 12, '0'))::uuid;
         create temporary table who as select p, n from generate_series(0, {last}) p, generate_series(0, {TENANTS}) n;
         insert into person (id, name, email, password_hash, time_zone, created_at) select id(1, p, n), 'P', p || '-' || n || '@example.com', 'x', 'UTC', now() from who;
         insert into portfolio (id, name, time_zone, created_at) select id(2, p, 0), 'Portfolio ' || p, 'UTC', now() from who where n = 0;
         insert into member (portfolio_id, person_id, role, name, email, created_at) select id(2, p, 0), id(1, p, 0), 'owner', 'P', p || '@example.com', now() from who where n = 0;
         insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at)
           select id(2, p, 0), id(3, p, 0), 'House', '1 Elm St', 'Kingston', 'NY', '12401', 2, now() from who where n = 0;
         insert into unit (portfolio_id, id, property_id, name, created_at) select id(2, p, 0), id(4, p, n), id(3, p, 0), 'Unit ' || n, now() from who where n > 0;
         insert into lease (portfolio_id, id, property_id, unit_id, starts_on, created_at)
           select id(2, p, 0), id(5, p, n), id(3, p, 0), id(4, p, n), '2024-01-01', now() from who where n > 0;
         insert into tenant (portfolio_id, id, name, person_id, created_at) select id(2, p, 0), id(6, p, n), 'Tenant ' || n, id(1, p, n), now() from who where n > 0;
         insert into lease_member (portfolio_id, lease_id, property_id, tenant_id, from_on, share_bp, created_at)
           select id(2, p, 0), id(5, p, n), id(3, p, 0), id(6, p, n), '2024-01-01', 10000, now() from who where n > 0;
         insert into ticket (portfolio_id, id, property_id, unit_id, lease_id, category, place, title, description, reported_by, reporter_name, reporter_side, created_at, changed_at)
           select id(2, p, 0), id(70000000, p, n), id(3, p, 0), id(4, p, n), id(5, p, n), 'water', 'Kitchen', 'The tap drips', 'It drips.', id(1, p, n), 'P', 'tenant', now(), now()
             from who where n > 0;
         insert into session (id_hash, person_id, portfolio_id, door, address, browser, created_at, seen_at, expires_at, member_idle_s, tenant_idle_s)
           select sha256(('p' || p || '-' || n)::bytea), id(1, p, n), id(2, p, 0), case when n = 0 then 'landlord' else 'tenant' end,
                  '127.0.0.1', 'Bench', now(), now(), now() + interval '1 day', 86400, 86400 from who;
         drop function id; drop table who;
         analyze;",
        last = PORTFOLIOS - 1
    )
}
