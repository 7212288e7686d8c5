//! Every default of the table must be readable by the table, and wrong values must be named.

use super::*;

fn settings(pairs: &[(&str, &str)]) -> Settings {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

fn refusal(pairs: &[(&str, &str)]) -> String {
    match Config::read(&Settings::new(), &settings(pairs)) {
        Err(Failure::Usage(text)) => text,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[test]
fn defaults_of_the_table_are_valid() {
    let config = Config::read(&Settings::new(), &Settings::new()).unwrap();
    assert_eq!(config.addr.to_string(), "127.0.0.1:3000");
    assert_eq!((config.db_connections, config.upload_mb, config.request_seconds), (16, 52, 30));
    assert_eq!((config.files_mb_max, &config.files_url), (2_048, &None));
    assert_eq!((config.jobs_at_once, config.job_hold_seconds, config.worker_addr), (8, 60, None));
    assert_eq!(config.public_url(), "http://127.0.0.1:3000");
}

#[test]
fn flags_win_over_the_environment_and_that_over_defaults() {
    let flags = settings(&[("DUPLEX_ADDR", "127.0.0.1:1")]);
    let environment = settings(&[("DUPLEX_ADDR", "127.0.0.1:2"), ("DUPLEX_UPLOAD_MB", "3")]);
    let config = Config::read(&flags, &environment).unwrap();
    assert_eq!((config.addr.port(), config.upload_mb), (1, 3));
}

#[test]
fn wrong_values_are_refused_by_name() {
    for (name, value) in [
        ("DUPLEX_ADDR", "3000"),
        ("DUPLEX_BASE_URL", "rent.example.com"),
        ("DUPLEX_BASE_URL", "https://rent.example.com/portal"),
        ("DATABASE_URL", "mysql://localhost/duplex"),
        ("DUPLEX_DB_CONNECTIONS", "1"),
        ("DUPLEX_JOBS_AT_ONCE", "0"),
        ("DUPLEX_JOB_HOLD_SECONDS", "a while"),
        ("DUPLEX_WORKER_ADDR", "9100"),
        ("DUPLEX_LOG", "loud=very=much"),
        ("DUPLEX_LOG_FORMAT", "xml"),
        ("DUPLEX_METRICS_TOKEN", "short"),
        ("DUPLEX_UPLOAD_MB", "many"),
        ("DUPLEX_FILES_URL", "/srv/files"),
        ("DUPLEX_FILES_URL", "https://homes.s3.amazonaws.com"),
        ("DUPLEX_FILES_URL", "s3://"),
        ("DUPLEX_FILES_MB_MAX", "0"),
    ] {
        let text = refusal(&[(name, value)]);
        assert!(text.starts_with(name), "{text}");
    }
}

#[test]
fn a_misspelled_name_is_refused_and_those_of_tests_are_not() {
    assert!(refusal(&[("DUPLEX_ADRR", "127.0.0.1:1")]).contains("DUPLEX_ADRR"));
    let left_alone = settings(&[("DUPLEX_TEST_ADMIN_URL", "x")]);
    assert!(Config::read(&Settings::new(), &left_alone).is_ok());
}

#[test]
fn mail_needs_a_server_and_a_sender() {
    assert!(refusal(&[("DUPLEX_MAIL_FROM", "rent@example.com")]).contains("DUPLEX_SMTP_URL"));
    let wrong = refusal(&[("DUPLEX_SMTP_URL", "mail.example.com:secret")]);
    assert!(wrong.starts_with("DUPLEX_SMTP_URL") && !wrong.contains("secret"), "{wrong}");
}

#[test]
fn the_settings_of_a_bucket_are_looked_at_when_there_is_one() {
    let elsewhere = settings(&[("AWS_ENDPOINT_URL", "for something else"), ("AWS_ACCESS_KEY_ID", "AKIA")]);
    assert!(Config::read(&Settings::new(), &elsewhere).is_ok());
    let url = ("DUPLEX_FILES_URL", "s3://homes/duplex");
    assert!(refusal(&[url, ("AWS_ACCESS_KEY_ID", "AKIA")]).contains("AWS_SECRET_ACCESS_KEY"));
    assert!(
        refusal(&[url, ("AWS_ENDPOINT_URL", "minio")])
            .starts_with("AWS_ENDPOINT_URL is set to a value, which")
    );
    let text = refusal(&[url, ("AWS_ACCESS_KEY_ID", "AKIA"), ("AWS_SECRET_ACCESS_KEY", "hu\nsh")]);
    assert!(text.starts_with("AWS_SECRET_ACCESS_KEY") && !text.contains("sh\""), "{text}");
}

#[test]
fn an_owner_alone_is_refused() {
    assert!(
        refusal(&[("DUPLEX_OWNER_URL", "postgres://duplex_owner@localhost/duplex")]).contains("DATABASE_URL")
    );
}

#[test]
fn a_secret_may_come_from_a_file_and_is_never_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    std::fs::write(&path, "hush-hush-hush-hush\n").unwrap();
    let environment = settings(&[("DUPLEX_METRICS_TOKEN_FILE", path.to_str().unwrap())]);
    let config = Config::read(&Settings::new(), &environment).unwrap();
    assert_eq!(config.metrics_token.as_deref(), Some("hush-hush-hush-hush"));

    let text = refusal(&[("DATABASE_URL", "http://user:hush@host/db")]);
    assert!(!text.contains("hush"), "{text}");
}

#[test]
fn help_names_every_setting() {
    let text = help();
    for variable in VARIABLES {
        assert!(text.contains(variable.name));
    }
    assert!(text.lines().all(|line| line.len() <= 120), "{text}");
}
