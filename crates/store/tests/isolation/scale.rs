//! What a distributed Postgres asks for beyond the catalog's rules: how the door speaks, how a refusal is known by its name,
//! and where each table stands.

use crate::people::everybody;
use crate::seeds::Seeds;
use sqlx::PgConnection;
use std::collections::BTreeSet;
use std::path::Path;
use store::check::schema;
use store::testing::TestHouse;

/// Names that a rule's list holds.
fn listed(rule: &str) -> BTreeSet<&'static str> {
    let rule = schema::every().find(|r| r.name == rule).expect("a rule");
    rule.reviewed.iter().map(|r| r.object).collect()
}

#[test]
fn every_table_without_a_portfolio_is_shared_by_all_nodes_or_stays_on_one() {
    let placed: BTreeSet<&str> = &listed("foreign-key-shared") | &listed("local-alone");
    // The migrator's own is nobody's.
    let without = listed("table-without-portfolio");
    let nowhere: Vec<&&str> = without.difference(&placed).filter(|t| **t != "_sqlx_migrations").collect();
    assert!(
        nowhere.is_empty(),
        "Say in store::check::reviewed whether these are SHARED_PARENTS or LOCAL: {nowhere:?}"
    );
    let tied: Vec<_> = listed("tied-to-portfolio").into_iter().filter(|t| !placed.contains(t)).collect();
    assert!(tied.is_empty(), "Tables that no key ties to a portfolio stay on one node: {tied:?}");
}

#[tokio::test]
async fn whoever_enters_is_made_known_to_every_node() {
    let house = TestHouse::new().await;
    let mut conn = house.superuser().await;
    let tables = crate::catalog::tables(&mut conn).await;
    Seeds::read(&tables).plant(&mut conn).await;
    // Only "set local" is shipped to the nodes; set_config() is not.
    for person in everybody(&mut conn).await {
        for statement in person.entrances.iter().flat_map(|words| words.split("; ")) {
            assert!(statement.starts_with("set local "), "{}: {statement}", person.name);
        }
    }
    for query in crate::plans::queries() {
        assert!(!query.text.contains("set_config"), "{}", query.text);
    }
}

/// The first string after each `explain(` in the sources of the store.
fn explained(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            explained(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("reads it");
        let calls = text.split(".explain(").skip(1);
        found
            .extend(calls.filter_map(|call| {
                call.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned)
            }));
    }
}

#[tokio::test]
async fn every_refusal_that_is_told_in_words_has_a_rule_of_that_name() {
    let house = TestHouse::new().await;
    let mut names = BTreeSet::new();
    explained(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
    assert!(names.len() > 8, "{names:?}");
    let mut conn = house.superuser().await;
    for name in &names {
        assert!(
            exists(&mut conn, name).await,
            "There is no constraint, unique index or raised refusal {name}."
        );
        // Postgres cuts names at 63 bytes, and the number of a shard comes behind.
        assert!(name.len() <= 50, "{name} is too long to be told on a shard.");
    }
    assert!(!exists(&mut conn, "unit_nam").await);
}

async fn exists(conn: &mut PgConnection, name: &str) -> bool {
    sqlx::query_scalar(
        "select exists (select from pg_constraint where conname = $1)
             or exists (select from pg_index where indisunique and indexrelid::regclass::text = $1)
             or exists (select from pg_proc where prosrc like '%constraint = ''' || $1 || '''%')",
    )
    .bind(name)
    .fetch_one(conn)
    .await
    .expect("asks the catalog")
}
