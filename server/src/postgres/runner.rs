//! Who Postgres runs as. It refuses to run as root, so a program started as root lends it an ordinary user.

use crate::failure::{Failure, failed};
use nix::unistd::{Gid, Uid, User, geteuid};
use std::path::Path;
use std::process::Stdio;
use tokio::process::Command;

/// Users to become when the program is root, best first.
const USERS: [&str; 2] = ["postgres", "nobody"];

/// The user that Postgres and its files belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runner {
    /// User and group to become; `None` means to stay who we are.
    become_ids: Option<(Uid, Gid)>,
}

impl Runner {
    /// Ourselves, or one of `USERS` when we are root.
    pub fn choose() -> Result<Self, Failure> {
        if !geteuid().is_root() {
            return Ok(Self { become_ids: None });
        }
        let found = USERS.iter().find_map(|name| User::from_name(name).ok().flatten());
        let user = found.ok_or_else(|| {
            failed(
                "Postgres does not run as root, and this machine has neither a user postgres nor nobody to run it as; \
                 start Duplex as an ordinary user.",
            )
        })?;
        Ok(Self { become_ids: Some((user.uid, user.gid)) })
    }

    /// Whether Postgres runs as somebody else than the program.
    pub fn is_other(self) -> bool {
        self.become_ids.is_some()
    }

    /// The user's number.
    pub fn uid(self) -> u32 {
        self.become_ids.map_or(geteuid(), |(uid, _)| uid).as_raw()
    }

    /// Hands one file or folder over to the user.
    pub fn own(self, path: &Path) -> std::io::Result<()> {
        match self.become_ids {
            Some((uid, gid)) => std::os::unix::fs::chown(path, Some(uid.as_raw()), Some(gid.as_raw())),
            None => Ok(()),
        }
    }

    /// A command that runs as the user, in `folder`, with an environment of its own so that no PG* variable of the
    /// caller changes what it does. It gets a process group of its own: Ctrl-C in a terminal is ours to answer, and
    /// Postgres must not stop before the pages that use it.
    pub fn command(self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("LC_ALL", "C.UTF-8");
        command.current_dir(folder).stdin(Stdio::null()).process_group(0);
        if let Some((uid, gid)) = self.become_ids {
            command.uid(uid.as_raw()).gid(gid.as_raw());
        }
        command
    }
}
