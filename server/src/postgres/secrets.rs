//! Passwords of the program's own Postgres: made once, kept in the data folder, readable by its owner only.

use super::Login;
use crate::failure::{Failure, failed};
use rand::TryRng;
use std::fmt::Write as _;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// One password for each role that signs in.
#[derive(Clone)]
pub struct Secrets {
    /// The cluster's superuser, `postgres`.
    pub superuser: String,
    /// `duplex_owner`.
    pub owner: String,
    /// `duplex_app`.
    pub app: String,
}

impl Secrets {
    /// Reads them from `data_dir/secrets`, making those that are missing.
    pub fn keep(data_dir: &Path) -> Result<Self, Failure> {
        Self::each(data_dir, |path| if path.exists() { read(path) } else { make(path) })
    }

    /// Reads them; fails where they have not been made.
    pub fn read(data_dir: &Path) -> Result<Self, Failure> {
        Self::each(data_dir, read)
    }

    /// Password of one role.
    pub fn of(&self, login: Login) -> &str {
        match login {
            Login::Superuser => &self.superuser,
            Login::Owner => &self.owner,
            Login::App => &self.app,
        }
    }

    fn each(data_dir: &Path, get: impl Fn(&Path) -> std::io::Result<String>) -> Result<Self, Failure> {
        let folder = data_dir.join("secrets");
        let one = |name: &str| {
            let path = folder.join(name);
            get(&path).map_err(|error| {
                failed(format!("The database password in {} cannot be had: {error}.", path.display()))
            })
        };
        Ok(Self { superuser: one("postgres")?, owner: one("duplex_owner")?, app: one("duplex_app")? })
    }
}

fn read(path: &Path) -> std::io::Result<String> {
    Ok(fs::read_to_string(path)?.trim_end().to_owned())
}

/// 256 random bits as hex. Written beside and renamed, so that a crash leaves no half of a password.
fn make(path: &Path) -> std::io::Result<String> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let mut bytes = [0_u8; 32];
    rand::rngs::SysRng.try_fill_bytes(&mut bytes).map_err(std::io::Error::other)?;
    let mut secret = String::with_capacity(64);
    for byte in bytes {
        // Writing into a String cannot fail.
        let _ = write!(secret, "{byte:02x}");
    }
    let draft = path.with_extension("new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    writeln!(file, "{secret}")?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn made_once_kept_private_and_all_different() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Secrets::read(folder.path()).is_err());
        let first = Secrets::keep(folder.path()).unwrap();
        let again = Secrets::read(folder.path()).unwrap();
        assert_eq!((&first.superuser, &first.app), (&again.superuser, &again.app));
        assert!(first.superuser.len() == 64 && first.superuser != first.owner && first.owner != first.app);
        let mode = fs::metadata(folder.path().join("secrets/duplex_app")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
