//! The program's own Postgres, for everybody who has no `DATABASE_URL`: made in the data folder, durable, reachable over
//! a socket with a password, and kept running while somebody uses it.

mod binaries;
mod create;
mod home;
mod keeper;
mod leftovers;
mod locks;
mod runner;
mod secrets;

use crate::config::Config;
use crate::failure::{Failure, failed};
use binaries::Binaries;
use home::Home;
use keeper::Keeper;
use locks::{Lock, read_note};
use runner::Runner;
use secrets::Secrets;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Name of the database in a cluster of ours.
pub const DATABASE: &str = "duplex";
/// How long a command waits for a Postgres that another one is starting.
const ATTACH_MAX: Duration = Duration::from_secs(120);

/// Why the database is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// By the one `serve` of a data folder.
    Serve,
    /// For the time of one command, beside others.
    Visit,
    /// By a part of the program that runs beside a `serve`, and without it has nothing to join.
    Join,
}

/// A role that signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Login {
    /// The cluster's superuser.
    Superuser,
    /// `duplex_owner`.
    Owner,
    /// `duplex_app`.
    App,
}

/// Our cluster, running for as long as this value is not closed.
pub struct Cluster {
    home: Home,
    secrets: Secrets,
    /// With whoever has started it; `None` for those who found it running.
    keeper: Option<Keeper>,
    purpose: Purpose,
    users_path: PathBuf,
    users: Option<Lock>,
    _serve: Option<Lock>,
    _postgres: Option<Lock>,
}

impl Cluster {
    /// Finds the cluster of the data folder running, or starts it, making it first if need be.
    pub async fn open(config: &Config, purpose: Purpose) -> Result<Self, Failure> {
        let data_dir = &config.data_dir;
        let runner = Runner::choose()?;
        if purpose == Purpose::Join {
            return Self::join(config, runner).await;
        }
        home::make_data_dir(data_dir, runner)?;
        let users_path = data_dir.join("users.lock");
        let postgres_path = data_dir.join("postgres.lock");
        let (serve, users, postgres);
        match purpose {
            Purpose::Serve => {
                serve = Some(lock_serving(config)?);
                postgres = Some(
                    Lock::alone(&postgres_path, || {
                        tracing::info!(
                            "another duplex command uses the database; waiting until it has finished"
                        );
                    })
                    .await?,
                );
                users = Lock::shared(&users_path).await?;
            }
            Purpose::Visit | Purpose::Join => {
                serve = None;
                users = Lock::shared(&users_path).await?;
                postgres = Self::own_or_find(data_dir, &postgres_path, runner).await?;
            }
        }
        let home = Home::open(data_dir, runner).await?;
        let (secrets, keeper) = match &postgres {
            Some(_) => {
                let secrets = Secrets::keep(data_dir)?;
                let keeper = Self::start(&home, config, &secrets).await?;
                (secrets, Some(keeper))
            }
            None => (Secrets::read(data_dir)?, None),
        };
        Ok(Self {
            home,
            secrets,
            keeper,
            purpose,
            users_path,
            users: Some(users),
            _serve: serve,
            _postgres: postgres,
        })
    }

    /// The cluster of a `serve` that runs. Holds no lock: whoever serves stops it when they stop, and does not wait for us.
    async fn join(config: &Config, runner: Runner) -> Result<Self, Failure> {
        let data_dir = &config.data_dir;
        let serve_path = data_dir.join("serve.lock");
        let is_served = serve_path.exists() && Lock::try_alone(&serve_path)?.is_none();
        let home = if is_served { Some(Home::open(data_dir, runner).await?) } else { None };
        match home {
            Some(home) if home.answers() => Ok(Self {
                secrets: Secrets::read(data_dir)?,
                home,
                keeper: None,
                purpose: Purpose::Join,
                users_path: data_dir.join("users.lock"),
                users: None,
                _serve: None,
                _postgres: None,
            }),
            _ => Err(failed(format!(
                "There is no database to join: no `duplex serve` runs with the data folder {}. Start one, or name it with \
                 --data-dir, or set DATABASE_URL to a Postgres of your own; see `duplex help database`.",
                data_dir.display()
            ))),
        }
    }

    /// Connection string, for our own use and for psql alike.
    pub fn url(&self, login: Login) -> String {
        url(&self.home, &self.secrets, login)
    }

    /// Password of a role.
    pub fn password(&self, login: Login) -> String {
        self.secrets.of(login).to_owned()
    }

    /// Lets go of the cluster. Whoever started it for a short command stops it after the last other user has gone.
    pub async fn close(mut self) {
        let Some(keeper) = self.keeper.take() else { return };
        if self.purpose == Purpose::Visit {
            self.users = None;
            let waited = Lock::alone(&self.users_path, || {
                tracing::info!("waiting for other duplex commands that use the same database");
            });
            match waited.await {
                Ok(lock) => self.users = Some(lock),
                Err(error) => tracing::warn!("{error}"),
            }
        }
        keeper.stop().await;
    }

    async fn start(home: &Home, config: &Config, secrets: &Secrets) -> Result<Keeper, Failure> {
        let binaries = Binaries::find(config.pg_bin.as_deref(), home.major())?;
        if home.major().is_none() {
            tracing::info!(folder = %home.folder.display(), "making a new database with Postgres {}", binaries.major);
            create::create(home, &binaries, &secrets.superuser).await?;
        }
        Keeper::start(home, &binaries).await
    }

    /// The right to start Postgres, or `None` once somebody else has it running.
    async fn own_or_find(data_dir: &Path, lock_path: &Path, runner: Runner) -> Result<Option<Lock>, Failure> {
        let begun = Instant::now();
        loop {
            if let Some(lock) = Lock::try_alone(lock_path)? {
                return Ok(Some(lock));
            }
            if Home::open(data_dir, runner).await?.answers() {
                return Ok(None);
            }
            if begun.elapsed() > ATTACH_MAX {
                return Err(failed(format!(
                    "Another duplex program has been starting the database in {} for two minutes; look at what it says.",
                    data_dir.display()
                )));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Connection string of the owner, without starting anything.
pub async fn owner_url(config: &Config) -> Result<String, Failure> {
    let none = || {
        failed(format!(
            "There is no database in {} yet; `duplex serve` makes one, and --data-dir names another folder.",
            config.data_dir.display()
        ))
    };
    if !config.data_dir.join("secrets").exists() {
        return Err(none());
    }
    let home = Home::open(&config.data_dir, Runner::choose()?).await?;
    if home.major().is_none() {
        return Err(none());
    }
    if !home.answers() {
        tracing::warn!("the database does not run now; it does while `duplex serve` runs");
    }
    Ok(url(&home, &Secrets::read(&config.data_dir)?, Login::Owner))
}

fn url(home: &Home, secrets: &Secrets, login: Login) -> String {
    let (role, database) = match login {
        Login::Superuser => ("postgres", "postgres"),
        Login::Owner => ("duplex_owner", DATABASE),
        Login::App => ("duplex_app", DATABASE),
    };
    let password = secrets.of(login);
    let folder = home.socket_folder.to_string_lossy();
    let folder: String =
        url::form_urlencoded::byte_serialize(folder.as_bytes()).collect::<String>().replace('+', "%20");
    // The host before the path is only there because a URL with a password needs one; `host=` is what counts.
    format!("postgres://{role}:{password}@localhost:{}/{database}?host={folder}", home::PORT)
}

fn lock_serving(config: &Config) -> Result<Lock, Failure> {
    let path = config.data_dir.join("serve.lock");
    let Some(mut lock) = Lock::try_alone(&path)? else {
        let who = read_note(&path);
        return Err(failed(format!(
            "Another `duplex serve`{} is using the data folder {}; stop it first, or give this one a folder of its own with \
             --data-dir.",
            if who.is_empty() { String::new() } else { format!(" ({who})") },
            config.data_dir.display()
        )));
    };
    // The note only makes the sentence above more helpful.
    let _ = lock.write_note(&format!("process {}, {}", std::process::id(), config.addr));
    Ok(lock)
}
