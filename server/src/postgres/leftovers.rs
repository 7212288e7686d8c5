//! What an earlier run may have left: a Postgres that still works because the program was killed, processes of one that
//! was killed itself, or a file that names a process which is by now somebody else.

use super::home::Home;
use crate::failure::{Failure, failed};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

/// Time for a fast shutdown, which writes a checkpoint.
const STOP_MAX: Duration = Duration::from_secs(60);
/// Time for processes whose postmaster is gone to notice.
const NOTICE_MAX: Duration = Duration::from_secs(5);
/// Time for processes to die when told to at once.
const QUIT_MAX: Duration = Duration::from_secs(10);

/// Leaves nobody at work in the cluster. Only to be called by the holder of `postgres.lock`.
pub async fn clear(home: &Home) -> Result<(), Failure> {
    let at_work = at_work(home);
    if at_work.is_empty() {
        return forget_stranger(home);
    }
    match postmaster(home).filter(|pid| at_work.contains(pid)) {
        Some(pid) => {
            tracing::warn!(process = pid.as_raw(), "stopping a Postgres that an earlier run has left behind");
            tell(&[pid], Signal::SIGINT);
            if gone(home, STOP_MAX).await {
                return Ok(());
            }
        }
        None => {
            tracing::warn!("waiting for processes of a Postgres that has died");
            if gone(home, NOTICE_MAX).await {
                return forget_stranger(home);
            }
        }
    }
    tell(&self::at_work(home), Signal::SIGQUIT);
    if gone(home, QUIT_MAX).await {
        return forget_stranger(home);
    }
    Err(failed(format!(
        "A Postgres that an earlier run has left behind still works in {} and does not stop; end its processes.",
        home.cluster.display()
    )))
}

/// Postgres believes its own files when the process in them lives, but after a restart of the machine or the container
/// that number may be anybody's. Nobody is at work in the cluster, so the files say nothing true.
fn forget_stranger(home: &Home) -> Result<(), Failure> {
    let Some(pid) = postmaster(home) else { return Ok(()) };
    if kill(pid, None).is_err() {
        return Ok(());
    }
    tracing::warn!(process = pid.as_raw(), "removing what a Postgres has left that no longer runs");
    for file in [home.cluster.join("postmaster.pid"), home.socket_lock()] {
        match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(failed(format!("The file {} cannot be removed: {error}.", file.display())));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The process that the cluster's own file names.
fn postmaster(home: &Home) -> Option<Pid> {
    let told = fs::read_to_string(home.cluster.join("postmaster.pid")).ok()?;
    told.lines().next()?.trim().parse().ok().filter(|pid| *pid > 1).map(Pid::from_raw)
}

/// Processes that work in the cluster: Postgres and its children have it as their working folder. A root without all
/// its powers, as in a container, may not look at that of another user, but may read the command line that we gave.
/// Where there is no /proc nobody is found, and Postgres' own check of its file remains.
fn at_work(home: &Home) -> Vec<Pid> {
    let Ok(cluster) = fs::canonicalize(&home.cluster) else { return Vec::new() };
    let named = home.cluster.as_os_str().as_encoded_bytes();
    let here = |process: &Path| {
        fs::read_link(process.join("cwd")).is_ok_and(|folder| folder == cluster)
            || fs::read(process.join("cmdline"))
                .is_ok_and(|line| line.split(|byte| *byte == 0).any(|word| word == named))
    };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbered =
        processes.filter_map(|it| Some((it.file_name().to_str()?.parse::<i32>().ok()?, it.path())));
    numbered.filter(|(_, path)| here(path)).map(|(pid, _)| Pid::from_raw(pid)).collect()
}

fn tell(pids: &[Pid], signal: Signal) {
    for pid in pids {
        // One that has just ended does not need to be told.
        let _ = kill(*pid, signal);
    }
}

async fn gone(home: &Home, within: Duration) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < within {
        if at_work(home).is_empty() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    at_work(home).is_empty()
}
