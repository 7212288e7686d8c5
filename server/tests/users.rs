//! `duplex user`, as somebody at the machine uses it.

#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod common;

use common::{answered, duplex, folder, said};
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

fn user(data_dir: &Path, args: &[&str], stdin: &str) -> Output {
    let mut command = duplex(data_dir);
    command.env("DUPLEX_LOG", "warn").arg("user").args(args);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that refuses early does not read.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn an_owner_is_made_before_anybody_has_opened_a_page() {
    let folder = folder();
    let owner = ["add", "--email", "Ruth@example.com", "--role", "owner", "--portfolio", "Calloway Homes"];
    let weak = user(folder.path(), &[&owner[..], &["--password-stdin"]].concat(), "password1\n");
    assert_eq!(weak.status.code(), Some(1));
    assert!(said(&weak).contains("Many people use this password"), "{}", said(&weak));
    let strange = user(folder.path(), &["add", "--email", "ruth", "--role", "owner", "--portfolio", "X"], "");
    assert_eq!(strange.status.code(), Some(2), "{}", said(&strange));

    let done =
        user(folder.path(), &[&owner[..], &["--password-stdin"]].concat(), "the boiler hums at night\n");
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(answered(&done), "ruth@example.com is in Calloway Homes, as owner.\n");
    let nia = ["add", "--email", "nia@example.com", "--role", "bookkeeper", "--portfolio", "calloway homes"];
    let invited = user(folder.path(), &nia, "");
    assert!(answered(&invited).contains("http://127.0.0.1:3000/invitation/"), "{}", answered(&invited));
    let password = ["password", "--email", "ruth@example.com", "--password-stdin"];
    let changed = user(folder.path(), &password, "a new sentence nobody knows\n");
    assert!(answered(&changed).contains("has a new password"), "{}", said(&changed));
}
