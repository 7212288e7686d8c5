//! Mutation: every policy is dropped, opened and weakened part by part, every guard and foreign key taken away, every
//! grant that is missing given. Somebody in the matrix must notice each of them.

use crate::catalog::{Grants, ROLES, grants};
use crate::expression::Expression;
use crate::matrix::Bench;
use crate::script::{Key, Verb};
use sqlx::{AssertSqlSafe, Executor, Row};
use store::check::schema::{self, About};

/// How many databases are tried at once.
const WORKERS: usize = 2;

/// A broken version of one table.
struct Mutant {
    name: String,
    sql: String,
    /// Roles whose people may notice, and at what.
    roles: Vec<String>,
    verbs: Vec<Verb>,
    noticed_by: By,
}

/// What must notice it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// Somebody sees or does more or less than was reviewed.
    People,
    /// The grants are not the reviewed ones.
    Grants,
    /// Only the catalog knows: the owner's own policy lets the owner do everything, forced or not.
    Catalog,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mutant_is_noticed() {
    let workers = (0..WORKERS).map(|worker| tokio::spawn(survivors(worker)));
    let (mut tried, mut alive) = (0, Vec::new());
    for worker in workers {
        let (count, survivors) = worker.await.expect("a worker finishes");
        tried += count;
        alive.extend(survivors);
    }
    assert!(alive.is_empty(), "{} of {tried} mutants survived:\n{}", alive.len(), alive.join("\n"));
    assert!(tried > 500, "only {tried} mutants were tried");
}

/// Tries the mutants of every table of this worker; answers how many, and who lived.
async fn survivors(worker: usize) -> (usize, Vec<String>) {
    let mut bench = Bench::new().await;
    let (mut tried, mut alive) = (0, Vec::new());
    for n in (worker..bench.tables.len()).step_by(WORKERS) {
        let script = bench.script(n).await;
        let name = bench.tables[n].name.clone();
        bench.conn.execute("begin").await.unwrap();
        let healthy = script.run(&mut bench.conn, &|_| true).await;
        for mutant in mutants(&mut bench, n).await {
            tried += 1;
            bench.conn.execute("savepoint mutant").await.unwrap();
            let sql = mutant.sql.clone();
            bench.conn.execute(AssertSqlSafe(sql)).await.unwrap_or_else(|e| panic!("{}: {e}", mutant.sql));
            let noticed = match mutant.noticed_by {
                By::People => {
                    let asked: Vec<bool> = bench.people.iter().map(|p| p.is_one_of(&mutant.roles)).collect();
                    let wanted = |key: &Key| asked[key.somebody] && mutant.verbs.contains(&key.verb);
                    let found = script.run(&mut bench.conn, &wanted).await;
                    found.iter().any(|(key, outcome)| healthy[key] != *outcome)
                }
                By::Grants => grants(&mut bench.conn, &name).await != bench.tables[n].grants,
                By::Catalog => !schema::broken(&mut bench.conn, About::Isolation).await.unwrap().is_empty(),
            };
            bench.conn.execute("rollback to mutant").await.unwrap();
            if !noticed {
                alive.push(format!("{name}: {}", mutant.name));
            }
        }
        bench.conn.execute("rollback").await.unwrap();
    }
    (tried, alive)
}

async fn mutants(bench: &mut Bench, n: usize) -> Vec<Mutant> {
    let table = bench.tables[n].name.clone();
    let all: Vec<String> = ROLES.iter().map(|r| format!("duplex_{r}")).collect();
    // A table that nobody has a grant on looks the same to everybody without its policies.
    let by = if bench.tables[n].grants.is_empty() { By::Catalog } else { By::People };
    let mut found = vec![
        mutant(
            "no longer forced",
            format!("alter table {table} no force row level security"),
            &all,
            &ALL,
            By::Catalog,
        ),
        mutant(
            "no row-level security",
            format!("alter table {table} disable row level security"),
            &all,
            &ALL,
            by,
        ),
    ];
    let policies = sqlx::query(
        "select polname::text as name, polcmd::text as verb, pg_get_expr(polqual, polrelid) as reads, pg_get_expr(polwithcheck, polrelid) as writes,
                array(select r::regrole::text from unnest(polroles) r) as roles
           from pg_policy where polrelid = $1::text::regclass order by polname",
    )
    .bind(&table)
    .fetch_all(&mut bench.conn)
    .await
    .unwrap();
    for row in policies {
        let (name, roles): (String, Vec<String>) = (row.get("name"), row.get("roles"));
        let (reads, writes): (Option<String>, Option<String>) = (row.get("reads"), row.get("writes"));
        let verbs = verbs(row.get("verb"));
        let bad =
            |what: String, sql: String| mutant(&format!("{name} {what}"), sql, &roles, verbs, By::People);
        found.push(bad("dropped".to_owned(), format!("drop policy {name} on {table}")));
        for (clause, text, same) in [("using", &reads, None), ("with check", &writes, reads.as_ref())] {
            let Some(text) = text.as_ref().filter(|t| *t != "true") else { continue };
            let change = |to: &str| format!("alter policy {name} on {table} {clause} ({to})");
            found.push(bad(format!("{clause} (true)"), change("true")));
            for (weaker, gone) in Expression::read(text).without_each() {
                // A condition on the asker alone holds after a change if it held before, and so does one on a column that
                // nobody of these roles may change.
                let stands_before = same.is_some_and(|reads| reads.contains(gone.trim_matches(['(', ')'])));
                if stands_before
                    && (is_about_the_asker(&gone) || is_fixed(&bench.tables[n].grants, &roles, verbs, &gone))
                {
                    continue;
                }
                found.push(bad(format!("{clause} without {gone}"), change(&weaker.sql())));
            }
        }
    }
    found.extend(keys(bench, &table).await);
    found.extend(gifts(bench, n));
    found
}

/// Everything that is tried.
const ALL: [Verb; 7] =
    [Verb::Select, Verb::Insert, Verb::Update, Verb::Delete, Verb::Parent, Verb::Move, Verb::Shift];

/// What a policy of this kind decides. A foreign parent is refused by keys, not by policies.
fn verbs(command: &str) -> &'static [Verb] {
    match command {
        "r" => &[Verb::Select],
        "a" => &[Verb::Insert],
        "w" => &[Verb::Update, Verb::Move, Verb::Shift],
        "d" => &[Verb::Delete],
        _ => &[Verb::Select, Verb::Insert, Verb::Update, Verb::Delete, Verb::Move, Verb::Shift],
    }
}

/// True when no column is compared.
fn is_about_the_asker(part: &str) -> bool {
    !part.contains('=') && !part.contains("NOT ")
}

/// True when a policy on changes compares a column that none of these roles may change.
fn is_fixed(grants: &Grants, roles: &[String], verbs: &[Verb], part: &str) -> bool {
    let column = part.trim_start_matches('(').split([' ', ')']).next().unwrap_or_default();
    let changes_only = !verbs.contains(&Verb::Insert);
    changes_only
        && roles.iter().all(|role| {
            let role = role.trim_start_matches("duplex_").to_owned();
            let may = grants.get(&(role, "update".to_owned()));
            may.is_none_or(|columns| !columns.contains("*") && !columns.contains(column))
        })
}

/// Foreign keys, each replaced by none: rows would hang under another portfolio's. Not those that a wider key holds too.
async fn keys(bench: &mut Bench, table: &str) -> Vec<Mutant> {
    let names: Vec<String> = sqlx::query_scalar(
        "select n.conname::text from pg_constraint n
          where n.contype = 'f' and n.conrelid = $1::text::regclass and cardinality(n.conkey) > 1
            and not exists (select from pg_constraint o where o.conrelid = n.conrelid and o.contype = 'f' and o.oid <> n.oid
                  and o.conkey @> n.conkey and not exists (select from pg_attribute a
                    where a.attrelid = n.conrelid and a.attnum = any (o.conkey) and not a.attnotnull))",
    )
    .bind(table)
    .fetch_all(&mut bench.conn)
    .await
    .unwrap();
    let owner = ["duplex_owner".to_owned()];
    let gone = |name: &String| {
        mutant(
            &format!("no foreign key {name}"),
            format!("alter table {table} drop constraint {name}"),
            &owner,
            &[Verb::Parent, Verb::Cousin],
            By::People,
        )
    };
    names.iter().map(gone).collect()
}

/// Every verb that a role was not granted on the whole table.
fn gifts(bench: &Bench, n: usize) -> Vec<Mutant> {
    let table = &bench.tables[n];
    let mut found = Vec::new();
    for role in ROLES {
        for verb in ["select", "insert", "update", "delete"] {
            if table.granted(role, verb).as_deref() != Some("*") {
                let sql = format!("grant {verb} on {} to duplex_{role}", table.name);
                found.push(mutant(&sql, sql.clone(), &[], &[], By::Grants));
            }
        }
    }
    found
}

fn mutant(name: &str, sql: String, roles: &[String], verbs: &[Verb], noticed_by: By) -> Mutant {
    Mutant { name: name.to_owned(), sql, roles: roles.to_vec(), verbs: verbs.to_vec(), noticed_by }
}
