//! The program's own Postgres, treated the way life treats it: started twice, killed, found again, used by two at once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod common;

use common::{Served, answered, duplex, eventually, folder, is_alive, postmaster, run, said};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Stdio};

fn cluster(data_dir: &Path) -> std::path::PathBuf {
    data_dir.join("postgres/data")
}

fn kill_hard(process: u32) {
    assert!(Command::new("kill").args(["-KILL", &process.to_string()]).status().unwrap().success());
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

#[test]
fn serves_once_a_folder_lets_commands_in_and_stops_with_the_program() {
    let folder = folder();
    let data_dir = folder.path();
    let early = run(data_dir, &["db", "url"]);
    assert_eq!(early.status.code(), Some(1));
    assert!(said(&early).contains("duplex serve"), "{}", said(&early));

    let mut served = Served::start(data_dir);
    assert_eq!(served.get("/readyz").body, r#"{"database":true,"schema":"current"}"#);
    let process = postmaster(&cluster(data_dir)).unwrap();
    let line = std::fs::read(format!("/proc/{process}/cmdline")).unwrap();
    let line = String::from_utf8_lossy(&line).replace('\0', " ");
    for setting in ["fsync=on", "synchronous_commit=on", "full_page_writes=on", "listen_addresses="] {
        assert!(line.contains(setting), "{line}");
    }

    let second = run(data_dir, &["serve", "--addr", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(1));
    let text = said(&second);
    assert!(
        text.contains("Another `duplex serve`") && text.contains(&format!("process {}", served.child.id())),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1, "one sentence: {text}");

    let attached = run(data_dir, &["migrate"]);
    assert!(
        attached.status.success() && answered(&attached).contains("Nothing to do"),
        "{}",
        said(&attached)
    );
    assert_eq!(
        postmaster(&cluster(data_dir)),
        Some(process),
        "a command beside it must not restart anything"
    );
    let url = answered(&run(data_dir, &["db", "url"]));
    assert!(url.starts_with("postgres://duplex_owner:") && url.contains("?host=%2F"), "{url}");

    served.stop();
    assert!(!is_alive(process));
    drop(Served::start(data_dir));
}

#[test]
fn comes_back_when_postgres_is_killed() {
    let folder = folder();
    let served = Served::start(folder.path());
    let first = postmaster(&cluster(folder.path())).unwrap();
    kill_hard(first);
    eventually("another Postgres", || {
        postmaster(&cluster(folder.path())).is_some_and(|process| process != first)
    });
    eventually("ready again", || served.get("/readyz").status == 200);
    assert_eq!(served.get("/healthz").status, 200);
}

#[test]
fn recovers_after_the_program_was_killed() {
    let folder = folder();
    let mut served = Served::start(folder.path());
    let orphan = postmaster(&cluster(folder.path())).unwrap();
    served.signal("KILL");
    served.child.wait().unwrap();
    assert!(is_alive(orphan), "Postgres outlives a program that is killed");

    let served = Served::start(folder.path());
    assert!(!is_alive(orphan));
    assert_eq!(served.get("/readyz").status, 200);
}

#[test]
fn recovers_after_both_were_killed_and_the_number_was_given_to_a_stranger() {
    let folder = folder();
    let mut served = Served::start(folder.path());
    let process = postmaster(&cluster(folder.path())).unwrap();
    served.signal("STOP");
    kill_hard(process);
    served.signal("KILL");
    served.child.wait().unwrap();
    eventually("Postgres gone", || !is_alive(process));

    // A stranger of the same user, which is what makes Postgres itself believe the file.
    let owner = std::fs::metadata(cluster(folder.path())).unwrap().uid();
    let mut stranger = Command::new("sleep");
    std::os::unix::process::CommandExt::uid(&mut stranger, owner);
    let mut stranger = stranger.arg("300").stdin(Stdio::null()).spawn().unwrap();
    let file = cluster(folder.path()).join("postmaster.pid");
    let told = std::fs::read_to_string(&file).unwrap();
    let rest = told.split_once('\n').unwrap().1;
    std::fs::write(&file, format!("{}\n{rest}", stranger.id())).unwrap();

    let served = Served::start(folder.path());
    assert_eq!(served.get("/readyz").status, 200);
    assert!(is_alive(stranger.id()), "a stranger must not be stopped");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[test]
fn commands_bring_it_up_for_themselves_and_share_it() {
    let folder = folder();
    let mut both: Vec<_> = (0..2).map(|_| duplex(folder.path()).arg("migrate").spawn().unwrap()).collect();
    for command in &mut both {
        assert!(command.wait().unwrap().success());
    }
    assert_eq!(postmaster(&cluster(folder.path())), None, "nobody uses it any more");

    for what in ["isolation", "books", "schema"] {
        let check = run(folder.path(), &["check", what]);
        assert_eq!(answered(&check), "Everything holds.\n", "{what}: {}", said(&check));
    }
    let undone = run(folder.path(), &["migrate", "--down", "1"]);
    assert!(answered(&undone).starts_with("took back "), "{}", said(&undone));
    let redone = run(folder.path(), &["migrate"]);
    assert!(answered(&redone).starts_with("ran "), "{}", said(&redone));
    assert_eq!(run(folder.path(), &["migrate", "--down", "0"]).status.code(), Some(2));
}

#[test]
fn a_deep_folder_gets_a_short_socket() {
    let folder = folder();
    let deep = folder.path().join("a-folder-with-a-name-that-is-rather-long").join("x".repeat(80));
    let served = Served::start(&deep);
    assert_eq!(served.get("/readyz").status, 200);
    drop(served);
    let url = answered(&run(&deep, &["db", "url"]));
    let socket_folder = url.trim().rsplit_once("host=").unwrap().1.replace("%2F", "/");
    assert!(socket_folder.starts_with("/tmp/duplex-"), "{socket_folder}");
    std::fs::remove_dir_all(socket_folder).unwrap();
}

#[test]
fn root_lends_postgres_an_ordinary_user_and_a_folder_it_can_reach() {
    if !is_root() {
        return; // Only root has somebody else to become.
    }
    let folder = folder();
    let served = Served::start(folder.path());
    let process = postmaster(&cluster(folder.path())).unwrap();
    assert_ne!(std::fs::metadata(format!("/proc/{process}")).unwrap().uid(), 0);
    drop(served);

    // Mode 700 above it, as in root's own home.
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    let hidden = folder.path().join("hidden");
    let served = Served::start(&hidden);
    assert_eq!(served.get("/readyz").status, 200);
    assert!(!cluster(&hidden).exists());
    drop(served);
    let url = answered(&run(&hidden, &["db", "url"]));
    let socket_folder = url.trim().rsplit_once("host=").unwrap().1.replace("%2F", "/");
    assert!(socket_folder.starts_with("/var/lib/duplex/"), "{socket_folder}");
    std::fs::remove_dir_all(Path::new(&socket_folder).parent().unwrap()).unwrap();
}
