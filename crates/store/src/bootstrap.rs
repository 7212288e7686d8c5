//! The ground the program stands on: its roles and its database, made by an administrator of the cluster before
//! anything can be migrated or served, and the check that the program does not sign in as somebody mighty.

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};

/// Roles, without passwords. `duplex help database` shows the same text to an administrator.
pub const ROLES_SQL: &str = include_str!("roles.sql");
/// Rights on the database itself, to be run inside it.
pub const RIGHTS_SQL: &str = include_str!("rights.sql");
/// Oldest Postgres that the schema is tested with.
pub const POSTGRES_MAJOR_MIN: i32 = 15;
/// Any number would do, as long as every bootstrap of a cluster takes the same: roles belong to the cluster.
const ROLES_LOCK: i64 = 0x0064_7570_6c65_7800;

/// Why the ground could not be laid or is not fit to stand on.
#[derive(Debug, thiserror::Error)]
pub enum GroundError {
    /// A rule of ours does not hold; the sentence says what to do.
    #[error("{0}")]
    Refused(String),
    /// Postgres could not be reached, or declined.
    #[error("Postgres did not do what was asked: {0}")]
    Postgres(#[from] sqlx::Error),
}

/// Passwords of the two roles that sign in. Text without a NUL byte; given to Postgres as parameters.
pub struct Passwords {
    /// For `duplex_owner`.
    pub owner: String,
    /// For `duplex_app`.
    pub app: String,
}

/// Opens one connection outside the pool, quietly: statements of an administrator are nobody's log line.
pub(crate) async fn dial(url: &str) -> Result<PgConnection, GroundError> {
    let options: PgConnectOptions = url.parse()?;
    Ok(options.disable_statement_logging().connect().await?)
}

/// Says whether one can sign in with this address.
pub async fn probe(url: &str) -> Result<(), GroundError> {
    Ok(dial(url).await?.close().await?)
}

/// Creates the roles and `database` (lower-case letters, digits and underscores) where they are missing, and sets the
/// two passwords. May run any number of times and from several programs at once. `admin_url` must belong to a
/// superuser, or to a role that may create roles and databases.
pub async fn prepare(admin_url: &str, database: &str, passwords: &Passwords) -> Result<(), GroundError> {
    let name = Name::new(database)?;
    let mut admin = dial(admin_url).await?;
    require_version(&mut admin).await?;
    sqlx::query("select pg_advisory_lock($1)").bind(ROLES_LOCK).execute(&mut admin).await?;
    sqlx::raw_sql(ROLES_SQL).execute(&mut admin).await?;
    set_password(&mut admin, "duplex_owner", &passwords.owner).await?;
    set_password(&mut admin, "duplex_app", &passwords.app).await?;
    create_database(&mut admin, &name).await?;
    // Closing the session is what lets go of the lock.
    admin.close().await?;

    let inside = admin_url.parse::<PgConnectOptions>()?.database(&name.0).disable_statement_logging();
    let mut inside = inside.connect().await?;
    // An advisory lock belongs to one database, so the one above does not keep others out of here.
    sqlx::query("select pg_advisory_lock($1)").bind(ROLES_LOCK).execute(&mut inside).await?;
    sqlx::raw_sql(RIGHTS_SQL).execute(&mut inside).await?;
    Ok(inside.close().await?)
}

/// Makes an existing database, the one in `admin_url`, fit for Duplex: roles without passwords, and rights. Answers
/// false, having done nothing, for a role that is no superuser: then an administrator has done it by hand.
pub async fn adopt(admin_url: &str) -> Result<bool, GroundError> {
    let mut admin = dial(admin_url).await?;
    require_version(&mut admin).await?;
    let mighty: bool = sqlx::query_scalar("select rolsuper from pg_roles where rolname = session_user")
        .fetch_one(&mut admin)
        .await?;
    if mighty {
        sqlx::query("select pg_advisory_lock($1)").bind(ROLES_LOCK).execute(&mut admin).await?;
        sqlx::raw_sql(ROLES_SQL).execute(&mut admin).await?;
        sqlx::raw_sql(RIGHTS_SQL).execute(&mut admin).await?;
    }
    admin.close().await?;
    Ok(mighty)
}

/// Refuses a login that could walk through the walls: row-level security binds neither superusers nor those with
/// BYPASSRLS, and an owner can switch it off. Also refuses one that cannot become the roles the door needs.
pub async fn check_login(url: &str) -> Result<(), GroundError> {
    let mut login = dial(url).await?;
    require_version(&mut login).await?;
    let row = sqlx::query(
        "select rolname::text as name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
                exists (select from pg_class c where c.relowner = r.oid) as owns,
                exists (select from pg_roles o where o.rolname = 'duplex_owner'
                          and pg_has_role(r.oid, o.oid, 'member')) as owner,
                array(select w.name from unnest(array['duplex_landlord', 'duplex_tenant', 'duplex_worker',
                          'duplex_public']) as w(name) left join pg_roles p on p.rolname = w.name
                      where p.oid is null or not pg_has_role(r.oid, p.oid, 'member')) as missing
           from pg_roles r where rolname = session_user",
    )
    .fetch_one(&mut login)
    .await?;
    login.close().await?;

    let name: String = row.try_get("name")?;
    let faults = [
        ("rolsuper", "is a superuser"),
        ("rolbypassrls", "may bypass row-level security"),
        ("rolcreaterole", "may create roles"),
        ("rolcreatedb", "may create databases"),
        ("owner", "may become duplex_owner"),
        ("owns", "owns tables"),
    ];
    for (column, fault) in faults {
        if row.try_get::<bool, _>(column)? {
            return Err(GroundError::Refused(format!(
                "The program must not sign in to Postgres as \"{name}\", because that role {fault} and row-level \
                 security would not hold it. Put a URL with the role duplex_app into DATABASE_URL; `duplex help \
                 database` prints the SQL that creates it."
            )));
        }
    }
    let missing: Vec<String> = row.try_get("missing")?;
    if missing.is_empty() {
        return Ok(());
    }
    Err(GroundError::Refused(format!(
        "The role \"{name}\" may not become {}, so nobody could be served. Run the SQL that `duplex help database` \
         prints, as an administrator of the database.",
        missing.join(", ")
    )))
}

/// A database name that needs no quoting, which is what makes it safe to write into a statement.
struct Name(String);

impl Name {
    fn new(text: &str) -> Result<Self, GroundError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if text.starts_with(|c: char| c.is_ascii_lowercase()) && text.len() <= 63 && text.chars().all(plain) {
            return Ok(Self(text.to_owned()));
        }
        Err(GroundError::Refused(format!(
            "\"{text}\" cannot be the name of the database; use lower-case letters, digits and underscores."
        )))
    }
}

async fn require_version(connection: &mut PgConnection) -> Result<(), GroundError> {
    let number: i32 =
        sqlx::query_scalar("select current_setting('server_version_num')::int").fetch_one(connection).await?;
    if number / 10_000 >= POSTGRES_MAJOR_MIN {
        return Ok(());
    }
    Err(GroundError::Refused(format!(
        "This Postgres has version {}, and Duplex needs {POSTGRES_MAJOR_MIN} or newer.",
        number / 10_000
    )))
}

/// `alter role` takes no parameters, so the text travels as a setting of the transaction and is quoted by Postgres.
async fn set_password(
    admin: &mut PgConnection,
    role: &'static str,
    password: &str,
) -> Result<(), GroundError> {
    let mut tx = admin.begin().await?;
    sqlx::query("select set_config('duplex.role', $1, true), set_config('duplex.password', $2, true)")
        .bind(role)
        .bind(password)
        .execute(&mut *tx)
        .await?;
    sqlx::raw_sql(
        "do $$ begin execute format('alter role %I password %L',
             current_setting('duplex.role'), current_setting('duplex.password')); end $$",
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

async fn create_database(admin: &mut PgConnection, name: &Name) -> Result<(), GroundError> {
    let there: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(&name.0)
        .fetch_one(&mut *admin)
        .await?;
    if !there {
        // Not a transaction's business in Postgres, and takes no parameters: `Name` is what makes the text safe.
        let create =
            format!("create database {} owner duplex_owner template template0 encoding 'UTF8'", name.0);
        sqlx::raw_sql(AssertSqlSafe(create)).execute(admin).await?;
    }
    Ok(())
}
