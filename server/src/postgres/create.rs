//! Making a new cluster with initdb: beside its place, then renamed, so that one that was interrupted is made again.

use super::binaries::Binaries;
use super::home::Home;
use crate::failure::{Failure, failed};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;

/// Makes the cluster of `home`. UTF-8, sorted by code point on every machine alike, passwords even on the socket,
/// checksums on every page.
pub async fn create(home: &Home, binaries: &Binaries, superuser_password: &str) -> Result<(), Failure> {
    let draft = home.folder.join("data.new");
    let password_file = home.folder.join("password.new");
    let cannot = |error: std::io::Error| {
        failed(format!("A new database cannot be made in {}: {error}.", home.folder.display()))
    };
    unless_missing(fs::remove_dir_all(&draft)).map_err(cannot)?;
    unless_missing(fs::remove_file(&password_file)).map_err(cannot)?;
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&password_file).map_err(cannot)?;
    file.write_all(superuser_password.as_bytes()).map_err(cannot)?;
    home.runner.own(&password_file).map_err(cannot)?;

    let mut initdb = home.runner.command(&binaries.initdb, &home.folder);
    initdb.arg("--pgdata").arg(&draft).arg("--pwfile").arg(&password_file);
    initdb.args(["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"]);
    initdb.args(["--no-instructions", "--locale=C.UTF-8"]);
    if binaries.major >= 17 {
        initdb.args(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]);
    }
    let answer = initdb.output().await;
    unless_missing(fs::remove_file(&password_file)).map_err(cannot)?;
    let answer = answer.map_err(cannot)?;
    if !answer.status.success() {
        let told = String::from_utf8_lossy(&answer.stderr);
        let reason = told.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" ");
        return Err(failed(format!(
            "initdb could not make a database in {}: {reason}",
            home.folder.display()
        )));
    }
    fs::rename(&draft, &home.cluster).map_err(cannot)
}

/// What is not there need not be removed.
fn unless_missing(removed: std::io::Result<()>) -> std::io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
