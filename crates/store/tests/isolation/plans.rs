//! How Postgres would run each query of the store in a house full of people. Whoever may run it, every table that grows is
//! reached by an index, and no wall asks a function about each row.

use crate::matrix::Bench;
use crate::people::Somebody;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Executor, PgConnection};
use std::collections::BTreeSet;

/// Every query of the store, as it was checked against the schema.
const QUERIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.sqlx");

/// Tables that may be read whole: one row a customer, and one a migration.
const SMALL: [&str; 3] = ["portfolio", "file_room", "_sqlx_migrations"];

/// Indexes that may be read whole: they hold what goes on at this moment, however much there was before.
const BRIEF: [&str; 1] = ["job_held"];

/// Statements that have no plan.
const UNPLANNED: [&str; 3] = ["savepoint ", "rollback to ", "release "];

/// Who is asked. The owner of the database only for what nobody else may run: the command line.
const ASKED: [&str; 7] = ["owner", "limited", "bookkeeper", "tenant", "worker", "person", "nobody"];
const AT_LAST: &str = "migration";

/// The plan for values not known yet, of each query as somebody: as JSON, or the error.
const FUNCTION: &str = "
create function seed.plans(entrance text, queries text[], arguments text[]) returns text[] language plpgsql as $$
declare
  answers text[];
  plan json;
begin
  for n in 1 .. cardinality(queries) loop
    begin
      execute entrance;
      set local plan_cache_mode = force_generic_plan;
      execute 'prepare asked as ' || queries[n];
      execute 'explain (format json) execute asked' || arguments[n] into plan;
      raise exception using errcode = 'DX000', message = plan::text;
    exception when others then
      answers := answers || case when sqlstate = 'DX000' then sqlerrm else sqlstate || ' ' || sqlerrm end;
    end;
    -- What was prepared outlives the transaction.
    begin
      execute 'deallocate asked';
    exception when invalid_sql_statement_name then null;
    end;
  end loop;
  return answers;
end $$;";

/// A query and how it is given nothing for each of its values.
pub struct Query {
    pub text: String,
    arguments: String,
}

impl Query {
    fn new(text: impl Into<String>, values: usize) -> Query {
        let nothing = vec!["null"; values].join(", ");
        Query { text: text.into(), arguments: if values == 0 { nothing } else { format!("({nothing})") } }
    }
}

/// Every one of them.
pub fn queries() -> Vec<Query> {
    let files = std::fs::read_dir(QUERIES).expect("the folder .sqlx");
    let mut found: Vec<Query> = files
        .map(|file| {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("reads it");
            let query: Value = serde_json::from_str(&text).expect("JSON");
            let values = query["describe"]["parameters"]["Left"].as_array().map_or(0, Vec::len);
            Query::new(query["query"].as_str().expect("its text"), values)
        })
        .collect();
    // Going back to a savepoint reads nothing.
    found.retain(|query| !UNPLANNED.iter().any(|word| query.text.starts_with(word)));
    found.sort_by(|a, b| a.text.cmp(&b.text));
    assert!(found.len() > 200, "only {} queries were found", found.len());
    found
}

/// A house full of people: eighty portfolios, a hundred and more rows of each kind in each.
async fn full_house() -> Bench {
    let mut bench = Bench::new().await;
    bench.seeds.crowd(&mut bench.conn, 40, 25).await;
    bench.conn.execute("vacuum analyze").await.expect("counts what is there");
    bench.conn.execute(FUNCTION).await.expect("the function");
    bench
}

/// The plans of queries as somebody; `None` where they may not run it.
async fn plans(conn: &mut PgConnection, who: &Somebody, queries: &[Query]) -> Vec<Option<Value>> {
    let texts: Vec<&str> = queries.iter().map(|q| q.text.as_str()).collect();
    let arguments: Vec<&str> = queries.iter().map(|q| q.arguments.as_str()).collect();
    let answers: Vec<String> = sqlx::query_scalar("select seed.plans($1, $2, $3)")
        .bind(&who.entrances[0])
        .bind(&texts)
        .bind(&arguments)
        .fetch_one(conn)
        .await
        .expect("asks for the plans");
    let read = |(answer, text): (String, &&str)| match answer.split_once(' ') {
        Some(("42501", _)) => None,
        _ => Some(serde_json::from_str(&answer).unwrap_or_else(|_| {
            panic!("{answer}\nIs this query still asked? Otherwise remove its file from .sqlx.\n{text}")
        })),
    };
    answers.into_iter().zip(&texts).map(read).collect()
}

/// What is wrong with a plan, in words.
fn complaints(plan: &Value, found: &mut BTreeSet<String>) {
    match plan {
        Value::Array(parts) => parts.iter().for_each(|part| complaints(part, found)),
        Value::Object(node) => {
            let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
            let (kind, table) = (text("Node Type"), text("Relation Name"));
            if kind == "Seq Scan" && !SMALL.contains(&table) {
                found.insert(format!("reads all of {table}"));
            }
            let index = text("Index Name");
            let is_few = SMALL.contains(&table) || BRIEF.contains(&index);
            if kind.starts_with("Index") && !node.contains_key("Index Cond") && !is_few {
                found.insert(format!("reads the whole index {index}"));
            }
            for (key, value) in node {
                let condition = key.ends_with("Cond") || key.ends_with("Filter");
                if let Some(call) = value.as_str().filter(|_| condition).and_then(call_about_a_row) {
                    found.insert(format!("asks {call} about each row of {table}"));
                }
                complaints(value, found);
            }
        }
        _ => {}
    }
}

/// The first function of ours that a condition gives an argument.
fn call_about_a_row(condition: &str) -> Option<String> {
    condition.match_indices("app.").find_map(|(at, _)| {
        let (name, rest) = condition[at..].split_once('(')?;
        let is_name = name[4..].chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        (is_name && !rest.starts_with(')')).then(|| name.to_owned())
    })
}

fn lines(who: &str, query: &Query, plan: &Value) -> Vec<String> {
    let mut found = BTreeSet::new();
    complaints(plan, &mut found);
    found.into_iter().map(|what| format!("{who} {what}:\n    {}\n", query.text)).collect()
}

#[tokio::test]
async fn whoever_asks_every_query_finds_its_rows_by_an_index() {
    let mut bench = full_house().await;
    let queries = queries();
    let (mut wrong, mut explained, mut plans_seen) = (Vec::new(), vec![false; queries.len()], 0);
    bench.conn.execute("begin").await.unwrap();
    for name in ASKED.into_iter().chain([AT_LAST]) {
        let who = bench.people.iter().find(|p| p.name == name).expect("somebody");
        let plans = plans(&mut bench.conn, who, &queries).await;
        for ((query, plan), explained) in queries.iter().zip(plans).zip(&mut explained) {
            let Some(plan) = plan.filter(|_| name != AT_LAST || !*explained) else { continue };
            (*explained, plans_seen) = (true, plans_seen + 1);
            wrong.extend(lines(name, query, &plan));
        }
    }
    let never = queries.iter().zip(&explained).filter(|(_, done)| !**done).map(|(query, _)| &query.text);
    wrong.extend(never.map(|text| format!("nobody may run:\n    {text}\n")));
    assert!(wrong.is_empty(), "{} of {} queries:\n{}", wrong.len(), queries.len(), wrong.join("\n"));
    assert!(plans_seen > 800, "only {plans_seen} plans were seen");
}

#[tokio::test]
async fn a_query_that_reads_everything_and_a_wall_that_asks_row_by_row_are_noticed() {
    let mut bench = full_house().await;
    let who = |name: &str| bench.people.iter().find(|p| p.name == name).expect("somebody");
    let (owner, migration) = (who("owner"), who("migration"));
    bench.conn.execute("begin").await.unwrap();
    for (text, what) in [
        ("select id from bank_line where portfolio_id::text = $1::text", "reads all of bank_line"),
        ("select id from tenant order by portfolio_id, id limit 1", "reads the whole index tenant_pkey"),
    ] {
        let query = Query::new(text, text.matches('$').count());
        let plan = plans(&mut bench.conn, migration, std::slice::from_ref(&query)).await.remove(0).unwrap();
        let found = lines("migration", &query, &plan).join("");
        assert!(found.contains(what), "{what}: {found}\n{plan:#}");
    }
    let wall = "create function app.may(p uuid) returns boolean language plpgsql stable as 'begin return p = app.portfolio_id(); end';
                alter policy landlord_read on lease using (app.may(portfolio_id))";
    bench.conn.execute(wall).await.unwrap();
    for text in
        ["select id from lease", "select id from lease where portfolio_id = app.portfolio_id() and id = $1"]
    {
        let query = Query::new(text, text.matches('$').count());
        let plan = plans(&mut bench.conn, owner, std::slice::from_ref(&query)).await.remove(0).unwrap();
        let found = lines("owner", &query, &plan).join("");
        assert!(found.contains("asks app.may about each row of lease"), "{found}\n{plan:#}");
    }
}

/// What is asked before anybody is somebody, and on every request: functions that run as their owner, past all walls.
const CALLS: [(&str, &str); 23] = [
    ("nobody", "app.person_by_email(md5('h') || '@example.com')"),
    ("nobody", "app.resolve_session(sha256('sessionh'), '2026-11-20 12:00Z')"),
    ("nobody", "app.resolve_session(sha256('sessiono'), '2026-11-20 12:00Z')"),
    ("nobody", "app.resolve_session(sha256('sessionl'), '2026-11-20 12:00Z')"),
    (
        "nobody",
        "app.open_session(sha256('new'), md5('person:o')::uuid, '192.0.2.1', 'Firefox', '2026-11-20 12:00Z', 1800, 1800)",
    ),
    ("nobody", "app.end_session(sha256('sessionh'), '2026-11-20 12:00Z')"),
    ("nobody", "app.read_invitation(sha256('invitationh'), '2026-11-20 12:00Z')"),
    ("nobody", "app.read_reset(sha256('reseth'), '2026-11-20 12:00Z')"),
    ("nobody", "app.finish_reset(sha256('reseth'), 'x', '2026-11-20 12:00Z', md5('change')::uuid)"),
    ("nobody", "app.count_try(sha256('keyp'), '2026-11-20 12:00Z', 1)"),
    ("person", "app.my_doors()"),
    ("owner", "app.close_sessions(md5('person:k')::uuid, '2026-11-20 12:00Z')"),
    ("nobody", "app.use_token(sha256('tokeno'), '2026-11-20 12:00Z')"),
    ("nobody", "app.use_token(sha256('tokenh'), '2026-11-20 12:00Z')"),
    ("nobody", "app.read_unsubscribe(sha256('linkh'), '2026-11-20 12:00Z')"),
    ("nobody", "app.unsubscribe(sha256('linkh'), false, '2026-11-20 12:00Z')"),
    ("worker", "app.witnesses_of(md5('ticket:h')::uuid, '2026-11-20 12:00Z')"),
    ("worker", "app.newest_event()"),
    ("owner", "app.cost_counts(md5('cost:h')::uuid)"),
    (
        "worker",
        "app.give_back_jobs(array[md5('portfolio:a')::uuid], array[md5('job:p')::uuid], array[md5('x')::uuid], now())",
    ),
    (
        "worker",
        "app.claim_jobs('w', array['thumbnail', 'mail'], array[4, 4], '2026-11-20 12:00Z', '2026-11-20 12:01Z')",
    ),
    (
        "worker",
        "app.finish_jobs(array[md5('portfolio:a')::uuid], array[md5('job:p')::uuid], array[md5('x')::uuid], now())",
    ),
    (
        "worker",
        "app.extend_jobs(array[md5('portfolio:a')::uuid], array[md5('job:p')::uuid], array[md5('x')::uuid], now())",
    ),
];

#[tokio::test]
async fn what_runs_past_the_walls_finds_its_rows_by_an_index_too() {
    let mut bench = full_house().await;
    let mut wrong = Vec::new();
    for (name, call) in CALLS {
        let who = bench.people.iter().find(|p| p.name == name).expect("somebody");
        bench.conn.execute("begin").await.unwrap();
        let before = read_whole(&mut bench.conn).await;
        bench
            .conn
            .execute(AssertSqlSafe(format!("{}; select * from {call}; reset role", who.entrances[0])))
            .await
            .expect(call);
        let after = read_whole(&mut bench.conn).await;
        bench.conn.execute("rollback").await.unwrap();
        wrong.extend(
            after
                .into_iter()
                .filter(|seen| !before.contains(seen))
                .map(|(table, _)| format!("{call} reads all of {table}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Tables that were read whole by this connection, and how often.
async fn read_whole(conn: &mut PgConnection) -> Vec<(String, i64)> {
    let sql = "select relname::text, seq_scan from pg_stat_xact_user_tables where schemaname = 'public' and seq_scan > 0 and relname <> all ($1)";
    sqlx::query_as(sql).bind(&SMALL[..]).fetch_all(conn).await.expect("reads the counts")
}
