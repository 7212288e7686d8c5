//! Keeps Postgres running: starts it, starts it again when it dies, stops it when the program ends.

use super::binaries::Binaries;
use super::home::{Home, PORT};
use super::leftovers;
use crate::failure::{Failure, failed};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::collections::VecDeque;
use std::process::Stdio;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStderr};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often the file that says "ready" is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// A start that takes longer is told about, for instance while it recovers.
const PATIENCE: Duration = Duration::from_secs(10);
/// Time for a fast shutdown, which writes a checkpoint.
const STOP_MAX: Duration = Duration::from_secs(30);
/// Time for an immediate shutdown, after which the next start recovers.
const QUIT_MAX: Duration = Duration::from_secs(10);
/// Pause before Postgres is started again: doubled each time up to the largest, from the smallest after a calm minute.
const PAUSE_MIN: Duration = Duration::from_millis(200);
const PAUSE_MAX: Duration = Duration::from_secs(15);
const CALM: Duration = Duration::from_secs(60);
/// Lines of what Postgres has said that an error repeats.
const LINES_KEPT: usize = 12;
/// Settings that are not for the cluster's own file to change. It keeps what it has promised (fsync, synchronous
/// commit), nothing listens on the network, and its log holds no statement and no value of a row.
const SETTINGS: [&str; 11] = [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "logging_collector=off",
    "log_destination=stderr",
    "log_line_prefix=",
    "log_min_messages=log",
    "log_error_verbosity=terse",
    "jit=off",
];

/// A Postgres that is being looked after.
pub struct Keeper {
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
    process: Arc<AtomicI32>,
}

impl Keeper {
    /// Starts Postgres and waits until it takes connections. Clears up after earlier runs before that.
    pub async fn start(home: &Home, binaries: &Binaries) -> Result<Self, Failure> {
        let watched = Watched { home: home.clone(), binaries: binaries.clone(), process: Arc::default() };
        let child = watched.start().await?;
        let process = Arc::clone(&watched.process);
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(watched.look_after(child, stopped));
        Ok(Self { stop, task: Some(task), process })
    }

    /// Stops Postgres and waits until it has.
    pub async fn stop(mut self) {
        // Nobody listens only when the task has ended, and then there is nothing to stop.
        let _ = self.stop.send(true);
        if let Some(task) = self.task.take() {
            let _ = task.await;
        }
    }
}

impl Drop for Keeper {
    /// For endings that skip `stop`, such as a panic: asks for a shutdown without waiting for it.
    fn drop(&mut self) {
        signal(self.process.load(Ordering::Relaxed), Signal::SIGINT);
    }
}

struct Watched {
    home: Home,
    binaries: Binaries,
    /// Number of the process, 0 while there is none.
    process: Arc<AtomicI32>,
}

impl Watched {
    async fn start(&self) -> Result<Child, Failure> {
        leftovers::clear(&self.home).await?;
        let mut command = self.home.runner.command(&self.binaries.postgres, &self.home.folder);
        command.arg("-D").arg(&self.home.cluster).arg("-p").arg(PORT.to_string());
        command.arg("-k").arg(&self.home.socket_folder);
        for setting in SETTINGS {
            command.arg("-c").arg(setting);
        }
        let cannot = |error| failed(format!("{} cannot be run: {error}.", self.binaries.postgres.display()));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(cannot)?;
        self.process.store(child.id().and_then(|id| i32::try_from(id).ok()).unwrap_or(0), Ordering::Relaxed);
        let said = Said::default();
        if let Some(stderr) = child.stderr.take() {
            tokio::spawn(said.clone().listen(stderr));
        }
        let begun = Instant::now();
        let mut told = begun;
        while self.home.ready_process() != child.id() {
            if let Ok(Some(status)) = child.try_wait() {
                self.process.store(0, Ordering::Relaxed);
                return Err(failed(format!("Postgres did not start ({status}). It said: {}", said.text())));
            }
            if told.elapsed() > PATIENCE {
                told = Instant::now();
                tracing::info!(
                    seconds = begun.elapsed().as_secs(),
                    "Postgres is still starting, maybe recovering"
                );
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(child)
    }

    async fn look_after(self, mut child: Child, mut stop: watch::Receiver<bool>) {
        let mut pause = PAUSE_MIN;
        loop {
            let begun = Instant::now();
            tokio::select! {
                () = told_to_stop(&mut stop) => {
                    shut_down(&mut child).await;
                    self.process.store(0, Ordering::Relaxed);
                    return;
                }
                status = child.wait() => {
                    let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
                    tracing::error!(%status, "Postgres has died and is started again");
                }
            }
            self.process.store(0, Ordering::Relaxed);
            if begun.elapsed() > CALM {
                pause = PAUSE_MIN;
            }
            child = loop {
                tokio::select! {
                    () = told_to_stop(&mut stop) => return,
                    () = tokio::time::sleep(pause) => {}
                }
                pause = (pause * 2).min(PAUSE_MAX);
                match self.start().await {
                    Ok(child) => break child,
                    Err(error) => tracing::error!("{error}"),
                }
            };
            tracing::info!("Postgres is back");
        }
    }
}

/// Also returns when nobody is left who could tell.
async fn told_to_stop(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Fast first (sessions are ended, a checkpoint is written), then at once, then by force.
async fn shut_down(child: &mut Child) {
    let process = child.id().and_then(|id| i32::try_from(id).ok()).unwrap_or(0);
    for (how, time) in [(Signal::SIGINT, STOP_MAX), (Signal::SIGQUIT, QUIT_MAX)] {
        signal(process, how);
        if tokio::time::timeout(time, child.wait()).await.is_ok() {
            return;
        }
        tracing::warn!("Postgres takes long to stop");
    }
    if let Err(error) = child.kill().await {
        tracing::error!(%error, "Postgres could not be stopped");
    }
}

fn signal(process: i32, how: Signal) {
    if process > 1 {
        // One that has just ended does not need to be told.
        let _ = kill(Pid::from_raw(process), how);
    }
}

/// What Postgres has said lately.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<VecDeque<String>>>);

impl Said {
    /// Passes every line on to the log, and keeps the last ones, until Postgres closes its end.
    async fn listen(self, stderr: ChildStderr) {
        let mut lines = BufReader::new(stderr).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            // FATAL is the end of one session, such as a wrong password; its client gets told.
            if line.starts_with("PANIC") {
                tracing::warn!(target: "postgres", "{line}");
            } else {
                tracing::debug!(target: "postgres", "{line}");
            }
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.push_back(line);
            if kept.len() > LINES_KEPT {
                kept.pop_front();
            }
        }
    }

    fn text(&self) -> String {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
    }
}
