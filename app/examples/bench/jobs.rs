//! The queue: empty jobs that one worker of the release program does in a second, beside the two statements of any queue in
//! Postgres (take a batch, complete it) on one connection that does nothing else.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Executor, PgConnection};

use super::say::{self, Bound};
use super::world::{self, World};
use super::{ROUNDS, Result};

/// Jobs of one round.
const JOBS: i64 = 20_000;
/// Jobs in one of the two statements.
const BATCH: i64 = 100;

/// Measures both in turns.
pub async fn run() -> Result<()> {
    let world = World::new(1, 1, 1).await?;
    let mut conn = world::superuser(&world.database).await?;
    let app = world::url("duplex_app", &world.database)?;
    let (mut ours, mut ratios) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let limit = statements(&mut conn, &world).await?;
        let rate = worker(&mut conn, &world, &app).await?;
        if round > 0 {
            ours.push(rate);
            ratios.push(rate / limit);
        }
    }
    say::spread("queue, empty jobs of one worker", ours, "/s", Bound::Least(2000.0));
    say::spread("queue, beside its two statements alone", ratios, "x", Bound::Least(0.5));
    Ok(())
}

/// An emptied queue with so many jobs that are due.
async fn fill(conn: &mut PgConnection, world: &World) -> Result<()> {
    conn.execute("truncate job").await?;
    let sql = format!(
        "insert into job (portfolio_id, id, kind, run_at, created_at)
         select '{}', gen_random_uuid(), 'ping', now() - interval '1 minute' + n * interval '1 ms', now()
           from generate_series(1, {JOBS}) n",
        world.owner.portfolio
    );
    conn.execute(AssertSqlSafe(sql)).await?;
    conn.execute("vacuum analyze job").await?;
    Ok(())
}

/// Jobs a second by the two statements, each a transaction of its own that waits for no disk.
async fn statements(conn: &mut PgConnection, world: &World) -> Result<f64> {
    fill(conn, world).await?;
    conn.execute("set synchronous_commit = off").await?;
    let begun = Instant::now();
    loop {
        let taken: Vec<(uuid::Uuid,)> = sqlx::query_as(
            "update job set state = 'running', hold = gen_random_uuid(), held_until = now() + interval '1 minute', started_at = now()
              where (portfolio_id, id) in (select portfolio_id, id from job where kind = 'ping' and state = 'waiting' and run_at <= now()
                                            order by run_at, id limit $1 for update skip locked) returning id",
        )
        .bind(BATCH)
        .fetch_all(&mut *conn)
        .await?;
        if taken.is_empty() {
            break;
        }
        let ids: Vec<uuid::Uuid> = taken.into_iter().map(|(id,)| id).collect();
        sqlx::query(
            "update job set state = 'done', hold = null, held_until = null, ended_at = now() where portfolio_id = $1 and id = any ($2)",
        )
        .bind(world.owner.portfolio.0)
        .bind(&ids)
        .execute(&mut *conn)
        .await?;
    }
    let rate = JOBS as f64 / begun.elapsed().as_secs_f64();
    conn.execute("reset synchronous_commit").await?;
    Ok(rate)
}

/// A `duplex worker`, killed when it goes.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        // One that has ended need not be ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Jobs a second by the program, from the first that it took to the last that was done.
async fn worker(conn: &mut PgConnection, world: &World, app: &str) -> Result<f64> {
    fill(conn, world).await?;
    let path = std::env::var("DUPLEX_TEST_PROGRAM").map_err(|_| "DUPLEX_TEST_PROGRAM is not set")?;
    let mut command = Command::new(path);
    command
        .arg("worker")
        .env_clear()
        .env("DATABASE_URL", app)
        .env("DUPLEX_LOG", "error")
        .stdout(Stdio::null());
    let worker = Worker(command.spawn()?);
    let begun = Instant::now();
    loop {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let left: bool = sqlx::query_scalar(
            "select exists (select from job where state = 'waiting' and kind = 'ping') or exists (select from job where state = 'running')",
        )
        .fetch_one(&mut *conn)
        .await?;
        if !left {
            break;
        }
        if begun.elapsed() > Duration::from_secs(120) {
            return Err("the worker did not finish in two minutes".into());
        }
    }
    drop(worker);
    let seconds: f64 = sqlx::query_scalar(
        "select extract(epoch from max(ended_at) - min(started_at))::float8 from job where kind = 'ping' and state = 'done'",
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok(JOBS as f64 / seconds)
}
