//! Moving the schema forward and back. The migrations are part of the program, so that one file is enough to install
//! it; they run as `duplex_owner`, never as the role that serves.

use crate::Db;
use crate::bootstrap::{GroundError, dial};
use domain::Viewer;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Row};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// One migration that was run, forward or back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Number in the file's name.
    pub version: i64,
    /// Words of the file's name.
    pub name: String,
}

/// Where a database stands, compared with this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// Exactly what this program expects.
    Current,
    /// So many migrations of this program have not been run.
    Behind(usize),
    /// A newer program has migrated it.
    Ahead,
}

/// Runs every migration that has not been run. Two programs at once wait for each other.
pub async fn up(owner_url: &str) -> Result<Vec<Step>, GroundError> {
    let mut owner = dial_owner(owner_url).await?;
    let before = applied(&mut owner).await?;
    MIGRATIONS.run_direct(None, &mut owner, false).await.map_err(explain)?;
    show_version(&mut owner).await?;
    owner.close().await?;
    Ok(steps(|version| !before.contains(&version)))
}

/// Lets anybody see which migrations were run: readiness is asked by those who may do nothing else.
pub(crate) async fn show_version(owner: &mut PgConnection) -> sqlx::Result<()> {
    // Two programs that start at once must not both write the same grant; Postgres would refuse one of them.
    sqlx::raw_sql(
        "do $$ begin
           perform pg_advisory_xact_lock(7320260002);
           if not has_column_privilege('duplex_public', '_sqlx_migrations', 'version', 'select') then
             grant select (version, success) on _sqlx_migrations to duplex_public;
           end if;
         end $$",
    )
    .execute(owner)
    .await?;
    Ok(())
}

/// Takes back the last `count` migrations, newest first. Data that only they could hold is gone afterwards.
pub async fn down(owner_url: &str, count: usize) -> Result<Vec<Step>, GroundError> {
    let mut owner = dial_owner(owner_url).await?;
    let before = applied(&mut owner).await?;
    // The version to stop at is the one before the last `count`; nothing stands before the first.
    let target = before.iter().rev().nth(count).copied().unwrap_or(0);
    MIGRATIONS.undo(&mut owner, target).await.map_err(explain)?;
    owner.close().await?;
    let mut undone = steps(|version| version > target && before.contains(&version));
    undone.reverse();
    Ok(undone)
}

/// Compares the database with the program, as anybody may.
pub async fn schema_of(db: &Db) -> Result<Schema, GroundError> {
    let unwell = |error: crate::Error| GroundError::Refused(error.to_string());
    let mut tx = db.enter(&Viewer::Public).await.map_err(unwell)?;
    Ok(compare(&applied(tx.conn()).await?))
}

/// Compares the versions that a database holds with those of the program.
fn compare(there: &[i64]) -> Schema {
    if there.iter().any(|version| !MIGRATIONS.version_exists(*version)) {
        return Schema::Ahead;
    }
    match steps(|version| !there.contains(&version)).len() {
        0 => Schema::Current,
        missing => Schema::Behind(missing),
    }
}

/// Signs in and becomes `duplex_owner`, so that everything made belongs to it, whoever asked.
pub(crate) async fn dial_owner(url: &str) -> Result<PgConnection, GroundError> {
    let mut connection = dial(url).await?;
    let (name, may): (String, bool) = sqlx::query_as(
        "select session_user::text, exists (select from pg_roles where rolname = 'duplex_owner'
             and pg_has_role(session_user, oid, 'member'))",
    )
    .fetch_one(&mut connection)
    .await?;
    if !may {
        return Err(GroundError::Refused(format!(
            "The role \"{name}\" may not migrate the database, because it is not duplex_owner. Put a URL with the role \
             duplex_owner into DUPLEX_OWNER_URL; `duplex help database` prints the SQL that creates it."
        )));
    }
    sqlx::raw_sql("set role duplex_owner").execute(&mut connection).await?;
    Ok(connection)
}

/// Versions that the database holds, oldest first; none when it was never migrated.
async fn applied(connection: &mut PgConnection) -> Result<Vec<i64>, GroundError> {
    let known: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(&mut *connection)
        .await?;
    if !known {
        return Ok(Vec::new());
    }
    let rows = sqlx::query("select version from _sqlx_migrations where success order by version")
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok(row.try_get("version")?)).collect()
}

/// Forward migrations of this program that `wanted` picks, oldest first.
fn steps(wanted: impl Fn(i64) -> bool) -> Vec<Step> {
    let forward = MIGRATIONS.iter().filter(|m| !m.migration_type.is_down_migration());
    let picked = forward.filter(|m| wanted(m.version));
    picked.map(|m| Step { version: m.version, name: m.description.to_string() }).collect()
}

fn explain(error: MigrateError) -> GroundError {
    match error {
        MigrateError::Execute(error) => GroundError::Postgres(error),
        MigrateError::ExecuteMigration(error, version) => GroundError::Refused(format!(
            "Migration {version} did not run, and nothing of it was kept: {error}."
        )),
        MigrateError::VersionMissing(version) => GroundError::Refused(format!(
            "The database holds migration {version}, which this program does not know: a newer Duplex has used it. \
             Install that version again, or restore a backup from before."
        )),
        MigrateError::VersionMismatch(version) => GroundError::Refused(format!(
            "Migration {version} in the database is not the one in this program; they come from different builds. \
             Use the program that migrated the database."
        )),
        other => GroundError::Refused(format!("The migrations could not be run: {other}.")),
    }
}
