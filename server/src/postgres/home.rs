//! Where Postgres lives: a folder that belongs to its user and that this user can reach, and a socket with a name short
//! enough for the kernel.

use super::runner::Runner;
use crate::failure::{Failure, failed};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs::{self, DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

/// Where a data folder's database goes when Postgres' user cannot reach the data folder.
const SYSTEM_FOLDER: &str = "/var/lib/duplex";
/// `sun_path` holds 108 bytes with the NUL at its end.
const SOCKET_PATH_LEN_MAX: usize = 107;
/// The port is part of the socket's name and nothing else: nothing listens on the network.
pub const PORT: u16 = 5432;
/// Name that Postgres gives to a socket of that port.
const SOCKET: &str = ".s.PGSQL.5432";

/// Folders of one cluster. All of them exist.
#[derive(Debug, Clone)]
pub struct Home {
    /// Belongs to `runner`, mode 0700.
    pub folder: PathBuf,
    /// The cluster itself, `PGDATA`; made by initdb.
    pub cluster: PathBuf,
    /// Holds the socket.
    pub socket_folder: PathBuf,
    /// Who Postgres runs as.
    pub runner: Runner,
}

impl Home {
    /// Finds or makes the folders for `data_dir`, which exists.
    pub async fn open(data_dir: &Path, runner: Runner) -> Result<Self, Failure> {
        let folder = choose(data_dir, runner).await?;
        let socket_folder = choose_socket_folder(&folder, runner)?;
        Ok(Self { cluster: folder.join("data"), folder, socket_folder, runner })
    }

    /// Major version of the cluster, `None` before it is made.
    pub fn major(&self) -> Option<i32> {
        fs::read_to_string(self.cluster.join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// The process that says, in the file which Postgres keeps for that, that it takes connections. The file may be an
    /// old one: whoever asks knows the number, or tries the socket.
    pub fn ready_process(&self) -> Option<u32> {
        let told = fs::read_to_string(self.cluster.join("postmaster.pid")).ok()?;
        let mut lines = told.lines();
        let process = lines.next()?.trim().parse().ok()?;
        (lines.nth(6)?.trim() == "ready").then_some(process)
    }

    /// Whether Postgres takes connections now.
    pub fn answers(&self) -> bool {
        self.ready_process().is_some() && UnixStream::connect(self.socket_folder.join(SOCKET)).is_ok()
    }

    /// The file with which Postgres keeps others off its socket.
    pub fn socket_lock(&self) -> PathBuf {
        self.socket_folder.join(format!("{SOCKET}.lock"))
    }
}

/// Makes the data folder. Root's is open to walk through, because Postgres' user has a folder in it.
pub fn make_data_dir(data_dir: &Path, runner: Runner) -> Result<(), Failure> {
    let mode = if runner.is_other() { 0o711 } else { 0o700 };
    let cannot = |error| failed(format!("The data folder {} cannot be made: {error}.", data_dir.display()));
    DirBuilder::new().recursive(true).mode(mode).create(data_dir).map_err(cannot)
}

async fn choose(data_dir: &Path, runner: Runner) -> Result<PathBuf, Failure> {
    let beside = data_dir.join("postgres");
    let elsewhere = Path::new(SYSTEM_FOLDER).join(hash(data_dir));
    // A database that exists is never left behind for a new, empty one.
    if runner.is_other() && elsewhere.join("data").exists() {
        own_folder(&elsewhere, runner).map_err(|error| unusable(&elsewhere, &error))?;
        return Ok(elsewhere);
    }
    let existed = beside.join("data").exists();
    own_folder(&beside, runner).map_err(|error| unusable(&beside, &error))?;
    if reaches(&beside, runner).await {
        return Ok(beside);
    }
    if existed {
        return Err(failed(format!(
            "Postgres runs as user number {} here, who cannot reach the database in {}; let that user walk through the \
             folders above it (chmod o+x).",
            runner.uid(),
            beside.display()
        )));
    }
    // Only a folder of our own making goes; one that holds something stays.
    let _ = fs::remove_dir(&beside);
    make_system_folder(&elsewhere, runner).map_err(|error| unusable(&elsewhere, &error))?;
    tracing::info!(
        folder = %elsewhere.display(),
        "the user that Postgres runs as cannot reach {}, so its database is kept in {}",
        data_dir.display(),
        elsewhere.display()
    );
    Ok(elsewhere)
}

fn unusable(folder: &Path, error: &std::io::Error) -> Failure {
    failed(format!("The database folder {} cannot be used: {error}.", folder.display()))
}

fn make_system_folder(folder: &Path, runner: Runner) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o755).create(SYSTEM_FOLDER)?;
    own_folder(folder, runner)
}

/// Makes a folder if need be, for its user alone.
fn own_folder(folder: &Path, runner: Runner) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    if fs::metadata(folder)?.uid() != runner.uid() {
        runner.own(folder)?;
    }
    fs::set_permissions(folder, Permissions::from_mode(0o700))
}

/// Whether the user gets into the folder: asked by going there, because modes are not all that decides.
async fn reaches(folder: &Path, runner: Runner) -> bool {
    if !runner.is_other() {
        return true;
    }
    let ours = fs::metadata(folder).is_ok_and(|it| it.uid() == runner.uid());
    ours && runner.command(Path::new("/bin/true"), folder).status().await.is_ok_and(|status| status.success())
}

fn choose_socket_folder(folder: &Path, runner: Runner) -> Result<PathBuf, Failure> {
    let inside = folder.join("run");
    if inside.join(SOCKET).as_os_str().len() <= SOCKET_PATH_LEN_MAX {
        own_folder(&inside, runner).map_err(|error| unusable(&inside, &error))?;
        return Ok(inside);
    }
    let short = PathBuf::from(format!("/tmp/duplex-{}", hash(folder)));
    match DirBuilder::new().mode(0o700).create(&short) {
        Ok(()) => runner.own(&short).map_err(|error| unusable(&short, &error))?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(unusable(&short, &error)),
    }
    // Anybody can make folders in /tmp: one that is not ours would hand our passwords to a stranger.
    let it = fs::symlink_metadata(&short).map_err(|error| unusable(&short, &error))?;
    if it.is_dir() && it.uid() == runner.uid() && it.permissions().mode() & 0o077 == 0 {
        return Ok(short);
    }
    Err(failed(format!(
        "The folder {} should belong to user number {} alone and does not; remove it.",
        short.display(),
        runner.uid()
    )))
}

/// Twelve hexadecimal digits that stand for a path.
fn hash(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
    digest.iter().take(6).fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
