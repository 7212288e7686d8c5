//! The ground under the schema: made by several programs at once, adopted, migrated forward and back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test may stop where it stands"
)]

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use store::bootstrap::{Passwords, adopt, check_login, prepare};
use store::migrate::{down, up};

fn admin_url() -> String {
    std::env::var("DUPLEX_TEST_ADMIN_URL")
        .expect("DUPLEX_TEST_ADMIN_URL names a throw-away cluster; bin/test starts one")
}

/// The same cluster as somebody else, in another database.
fn url(role: &str, database: &str) -> String {
    let admin: PgConnectOptions = admin_url().parse().unwrap();
    format!("postgres://{role}@{}:{}/{database}", admin.get_host(), admin.get_port())
}

async fn admin() -> PgConnection {
    admin_url().parse::<PgConnectOptions>().unwrap().connect().await.unwrap()
}

async fn without(database: &str) {
    admin()
        .await
        .execute(AssertSqlSafe(format!("drop database if exists {database} with (force)")))
        .await
        .unwrap();
}

fn passwords() -> Passwords {
    Passwords { owner: "it's \\ a %L secret".into(), app: "another".into() }
}

#[tokio::test]
async fn many_programs_lay_it_at_once_and_migrate_it_at_once() {
    let name = format!("ground_{}", std::process::id());
    without(&name).await;
    let all = (0..8).map(|_| {
        let name = name.clone();
        tokio::spawn(async move {
            prepare(&admin_url(), &name, &passwords()).await.unwrap();
            up(&url("duplex_owner", &name)).await.unwrap();
        })
    });
    for one in all.collect::<Vec<_>>() {
        one.await.unwrap();
    }
    check_login(&url("duplex_app", &name)).await.unwrap();
    without(&name).await;
}

#[tokio::test]
async fn everything_goes_back_and_forth_again() {
    let name = format!("ground_back_{}", std::process::id());
    without(&name).await;
    admin().await.execute(AssertSqlSafe(format!("create database {name}"))).await.unwrap();
    let admin_inside = url("postgres", &name);
    assert!(adopt(&admin_inside).await.unwrap(), "a superuser prepares it");
    // An administrator migrates as the owner, so that nothing belongs to the administrator.
    let forward = up(&admin_inside).await.unwrap();
    let back = down(&admin_inside, forward.len()).await.unwrap();
    assert_eq!(back.iter().rev().collect::<Vec<_>>(), forward.iter().collect::<Vec<_>>());
    assert_eq!(up(&url("duplex_owner", &name)).await.unwrap(), forward);
    let mut inside = admin_inside.parse::<PgConnectOptions>().unwrap().connect().await.unwrap();
    let strangers: i64 = sqlx::query_scalar(
        "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname in ('public', 'app') and pg_get_userbyid(c.relowner) <> 'duplex_owner'",
    )
    .fetch_one(&mut inside)
    .await
    .unwrap();
    assert_eq!(strangers, 0);
    without(&name).await;
}

#[tokio::test]
async fn the_mighty_may_not_serve_and_strangers_may_not_migrate() {
    let refusal = check_login(&admin_url()).await.unwrap_err().to_string();
    assert!(refusal.contains("is a superuser") && refusal.contains("duplex_app"), "{refusal}");
    let name = format!("ground_login_{}", std::process::id());
    without(&name).await;
    prepare(&admin_url(), &name, &passwords()).await.unwrap();
    for login in ["duplex_owner", "postgres"] {
        assert!(check_login(&url(login, &name)).await.is_err(), "{login}");
    }
    let refusal = up(&url("duplex_app", &name)).await.unwrap_err().to_string();
    assert!(refusal.contains("DUPLEX_OWNER_URL"), "{refusal}");
    assert!(prepare(&admin_url(), "no; drop", &passwords()).await.is_err());
    without(&name).await;
}
