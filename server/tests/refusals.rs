//! What the program will not start with, and how it says so: one sentence, the right exit status.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod common;

use common::{answered, duplex, folder, run, said};
use store::testing::TestHouse;

#[test]
fn wrong_settings_are_named() {
    let folder = folder();
    for (name, value) in
        [("DUPLEX_ADDR", "nowhere"), ("DUPLEX_LOG_FORMAT", "xml"), ("DUPLEX_ADRR", "127.0.0.1:1")]
    {
        let output = duplex(folder.path()).env(name, value).arg("serve").output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).starts_with(&format!("duplex: {name}")), "{}", said(&output));
        assert_eq!(said(&output).lines().count(), 1);
    }
    assert_eq!(run(folder.path(), &["dance"]).status.code(), Some(2));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn a_taken_address_is_told() {
    let folder = folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let output = run(folder.path(), &["serve", "--addr", &addr]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains(&addr) && said(&output).contains("--addr"), "{}", said(&output));
}

#[test]
fn help_explains_settings_and_the_database() {
    let folder = folder();
    let config = answered(&run(folder.path(), &["help", "config"]));
    assert!(config.contains("DUPLEX_ADDR") && config.contains("DATABASE_URL"), "{config}");
    let database = answered(&run(folder.path(), &["help", "database"]));
    assert!(database.contains("create role duplex_app login noinherit"), "{database}");
    assert!(answered(&run(folder.path(), &["help", "migrate"])).contains("--down"));
    assert_eq!(run(folder.path(), &["help", "dancing"]).status.code(), Some(2));
}

#[tokio::test]
async fn a_mighty_login_is_refused() {
    let house = TestHouse::new().await;
    let folder = folder();
    let superuser = house.owner_url.replace("duplex_owner@", "postgres@");
    for (url, reason) in [(&superuser, "is a superuser"), (&house.owner_url, "duplex_owner")] {
        let output = duplex(folder.path())
            .env("DATABASE_URL", url)
            .env("DUPLEX_LOG", "warn")
            .args(["serve", "--addr", "127.0.0.1:0"])
            .output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(1));
        let text = said(&output);
        assert!(
            text.contains(reason) && text.contains("duplex_app") && text.contains("help database"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_schema_that_is_behind_is_told_with_the_command_to_run() {
    let mut house = TestHouse::new().await;
    let folder = folder();
    let serve = |url: &str| {
        duplex(folder.path())
            .env("DATABASE_URL", url)
            .env("DUPLEX_LOG", "warn")
            .args(["serve", "--addr", "127.0.0.1:0"])
            .output()
    };
    store::migrate::down(&house.owner_url, 1).await.unwrap();
    let text = said(&serve(&house.url).unwrap());
    assert!(text.contains("1 migrations behind") || text.contains("1 migration behind"), "{text}");
    assert!(text.contains("duplex migrate") && text.contains("DUPLEX_OWNER_URL"), "{text}");

    let migrated =
        duplex(folder.path()).env("DATABASE_URL", &house.owner_url).arg("migrate").output().unwrap();
    assert!(answered(&migrated).starts_with("ran "), "{}", said(&migrated));
    house.portfolio("Oak Street").await;
}

#[tokio::test]
async fn a_database_with_a_weak_wall_is_not_served() {
    let mut house = TestHouse::new().await;
    let folder = folder();
    let url = house.url.clone();
    let ask = |what: &str| {
        let mut command = duplex(folder.path());
        command.env("DATABASE_URL", &url).env("DUPLEX_LOG", "warn").args(what.split(' ')).output().unwrap()
    };
    let whole = ask("check isolation --json");
    assert_eq!((whole.status.code(), answered(&whole).trim()), (Some(0), r#"{"findings":[],"holds":true}"#));
    house.run_as_owner("alter table property no force row level security").await;

    let books = ask("check books");
    assert!(said(&books).contains("DUPLEX_OWNER_URL"), "{}", said(&books));
    assert_eq!(ask("check schema --portfolio Oak").status.code(), Some(2));

    let broken = ask("check isolation --json");
    assert_eq!(broken.status.code(), Some(1));
    assert!(answered(&broken).contains("property"), "{}", answered(&broken));
    let serve = ask("serve --addr 127.0.0.1:0");
    assert_eq!(serve.status.code(), Some(1));
    assert!(
        said(&serve).contains("keep people apart") && said(&serve).contains("property"),
        "{}",
        said(&serve)
    );
}
