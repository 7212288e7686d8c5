//! Finding a Postgres on this machine.

use crate::failure::{Failure, failed};
use std::path::{Path, PathBuf};
use std::process::Command;
use store::bootstrap::POSTGRES_MAJOR_MIN;

/// Programs of one Postgres version.
#[derive(Debug, Clone)]
pub struct Binaries {
    /// Makes a new cluster.
    pub initdb: PathBuf,
    /// The server.
    pub postgres: PathBuf,
    /// Major version, such as 15.
    pub major: i32,
}

impl Binaries {
    /// Looks in `chosen` only when it is given, else in the usual places. `wanted` is the major version of a cluster
    /// that exists; without one the newest is taken.
    pub fn find(chosen: Option<&Path>, wanted: Option<i32>) -> Result<Self, Failure> {
        let folders = chosen.map_or_else(usual_folders, |folder| vec![folder.to_owned()]);
        let mut found: Vec<Self> = folders.iter().filter_map(|folder| Self::in_folder(folder)).collect();
        found.sort_by_key(|binaries| binaries.major);
        let fits =
            |binaries: &&Self| wanted.map_or(binaries.major >= POSTGRES_MAJOR_MIN, |it| binaries.major == it);
        if let Some(best) = found.iter().rev().find(fits) {
            return Ok(best.clone());
        }
        Err(failed(match (chosen, wanted) {
            (_, Some(major)) => format!(
                "The database in the data folder was made by Postgres {major}, which is not installed here. Install it \
                 (Debian, Ubuntu: apt-get install postgresql-{major}) or name its folder in DUPLEX_PG_BIN."
            ),
            (Some(folder), None) => format!(
                "DUPLEX_PG_BIN names {}, where there is no postgres and initdb of version {POSTGRES_MAJOR_MIN} or newer.",
                folder.display()
            ),
            (None, None) => format!(
                "No Postgres {POSTGRES_MAJOR_MIN} or newer was found on this machine. Install it (Debian, Ubuntu: apt-get \
                 install postgresql), name its folder in DUPLEX_PG_BIN, or use a database of yours with DATABASE_URL."
            ),
        }))
    }

    fn in_folder(folder: &Path) -> Option<Self> {
        let (initdb, postgres) = (folder.join("initdb"), folder.join("postgres"));
        if !initdb.is_file() {
            return None;
        }
        let answer = Command::new(&postgres).arg("--version").output().ok()?;
        let major = major_version(&String::from_utf8_lossy(&answer.stdout))?;
        Some(Self { initdb, postgres, major })
    }
}

/// `postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)` is 15; `17rc1` is 17.
fn major_version(answer: &str) -> Option<i32> {
    let number = answer.split_whitespace().nth(2)?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn usual_folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Ok(answer) = Command::new("pg_config").arg("--bindir").output() {
        folders.push(PathBuf::from(String::from_utf8_lossy(&answer.stdout).trim()));
    }
    for parent in ["/usr/lib/postgresql", "/usr/local", "/usr", "/opt/homebrew/opt", "/usr/local/opt"] {
        let children = std::fs::read_dir(parent).into_iter().flatten().flatten();
        let named = children.filter(|child| {
            let name = child.file_name().to_string_lossy().into_owned();
            parent.ends_with("postgresql") || name.starts_with("pgsql") || name.starts_with("postgresql")
        });
        folders.extend(named.map(|child| child.path().join("bin")));
    }
    folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    folders.sort();
    folders.dedup();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_as_distributions_write_them() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)\n"), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_version("no such thing"), None);
    }

    #[test]
    fn an_empty_folder_is_told_by_its_variable() {
        let folder = tempfile::tempdir().unwrap();
        let error = Binaries::find(Some(folder.path()), None).unwrap_err().to_string();
        assert!(error.contains("DUPLEX_PG_BIN"), "{error}");
    }
}
