//! Running a script: what each of everybody really can do in a table, every row tried alone.

use crate::script::{Attempt, Key, Script, VERBS, Verb};
use sqlx::{AssertSqlSafe, Executor, PgConnection};
use std::collections::BTreeMap;

/// The answer for one person: a cell per verb. Places that worked, `-` for none, `.` without a grant; `*` when a value
/// also went in that people should not write, such as somebody else's name.
pub type Cells = [String; 6];

/// What came of each attempt.
pub type Outcomes = BTreeMap<Key, Outcome>;

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A row was met.
    Worked,
    /// Nothing was there to be met.
    Nothing,
    /// A policy, a key or an identity that is none refused it, in an error.
    Refused,
    /// Not even asked: there is no grant.
    NoGrant,
}

/// Tries in a subtransaction, so that nothing stays, neither rows nor role nor settings. Answers the rows it met, or
/// the error.
pub const FUNCTION: &str = "
create function seed.attempts(entrances text[], statements text[]) returns text[] language plpgsql as $$
declare
  answers text[];
  met bigint;
begin
  for n in 1 .. cardinality(statements) loop
    begin
      execute entrances[n];
      execute statements[n];
      get diagnostics met = row_count;
      raise exception using errcode = 'DX000', message = met::text;
    exception when others then
      answers := answers || case when sqlstate = 'DX000' then sqlerrm else sqlstate || ' ' || sqlerrm end;
    end;
  end loop;
  return answers;
end $$;";

impl Script {
    /// Tries everything that is wanted, inside the caller's transaction, and leaves no trace.
    pub async fn run(&self, conn: &mut PgConnection, wanted: &(dyn Fn(&Key) -> bool + Sync)) -> Outcomes {
        let table = &self.table;
        let mut found = Outcomes::new();
        let rows: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(format!("select ctid::text from {table} t order by t.ctid")))
                .fetch_all(&mut *conn)
                .await
                .expect("finds the rows");
        assert_eq!(rows.len(), self.places.len(), "{table} holds the planted rows");
        for (n, row) in rows.iter().enumerate() {
            let (alone, granted) = (chosen(&self.alone[n], wanted), chosen(&self.granted[n], wanted));
            if alone.is_empty() && granted.is_empty() {
                continue;
            }
            let setup = format!(
                "savepoint alone; set local session_replication_role = replica; delete from {table} where ctid <> '{row}'"
            );
            conn.execute(AssertSqlSafe(setup)).await.expect("leaves one row alone");
            attempt(&alone, &mut found, conn).await;
            if !granted.is_empty() {
                let grant = format!(
                    "grant update on {table} to duplex_landlord, duplex_tenant, duplex_worker, duplex_public"
                );
                conn.execute(AssertSqlSafe(grant)).await.expect("grants");
                attempt(&granted, &mut found, conn).await;
            }
            conn.execute("rollback to alone").await.expect("puts the rows back");
        }
        let empty = chosen(&self.empty, wanted);
        if !empty.is_empty() {
            let setup = format!(
                "savepoint alone; set local session_replication_role = replica; delete from {table}; set local session_replication_role = origin"
            );
            conn.execute(AssertSqlSafe(setup)).await.expect("empties the table");
            attempt(&empty, &mut found, conn).await;
            conn.execute("rollback to alone").await.expect("puts the rows back");
        }
        found
    }

    /// The cells of each person.
    pub fn cells(&self, outcomes: &Outcomes) -> BTreeMap<usize, Cells> {
        let mut all: BTreeMap<usize, [Cell; 6]> = BTreeMap::new();
        for (key, outcome) in outcomes {
            let Some(n) = VERBS.iter().position(|(verb, _)| *verb == key.verb) else { continue };
            let cell = &mut all.entry(key.somebody).or_default()[n];
            cell.granted |= *outcome != Outcome::NoGrant;
            if *outcome == Outcome::Worked {
                // Every attempt at a foreign parent is an odd one, and none may work.
                let odd = !key.variant.is_empty() && key.verb != Verb::Parent;
                if odd { cell.odd = true } else { cell.places.push(key.place) }
            }
        }
        let written = |cells: [Cell; 6]| cells.map(|cell| cell.write(&self.places));
        all.into_iter().map(|(somebody, cells)| (somebody, written(cells))).collect()
    }
}

/// One cell, while it is gathered.
#[derive(Default)]
struct Cell {
    places: Vec<char>,
    odd: bool,
    granted: bool,
}

impl Cell {
    fn write(self, order: &[char]) -> String {
        let places: String = order.iter().filter(|p| self.places.contains(p)).collect();
        match (places.is_empty(), self.odd, self.granted) {
            (_, true, _) => places + "*",
            (true, _, true) => "-".to_owned(),
            (true, _, false) => ".".to_owned(),
            _ => places,
        }
    }
}

fn chosen<'a>(attempts: &'a [Attempt], wanted: &(dyn Fn(&Key) -> bool + Sync)) -> Vec<&'a Attempt> {
    attempts.iter().filter(|a| wanted(&a.key)).collect()
}

async fn attempt(attempts: &[&Attempt], found: &mut Outcomes, conn: &mut PgConnection) {
    if attempts.is_empty() {
        return;
    }
    let (entrances, statements): (Vec<&str>, Vec<&str>) =
        attempts.iter().map(|a| (a.entrance.as_str(), a.statement.as_str())).unzip();
    let answers: Vec<String> = sqlx::query_scalar("select seed.attempts($1, $2)")
        .bind(&entrances)
        .bind(&statements)
        .fetch_one(conn)
        .await
        .expect("tries");
    for (attempt, answer) in attempts.iter().zip(answers) {
        let outcome = read(&answer, attempt);
        // Somebody who stands for several roles has done what one of them did.
        let kept = found.entry(attempt.key.clone()).or_insert(outcome);
        let weight = |o: Outcome| {
            [Outcome::NoGrant, Outcome::Nothing, Outcome::Refused, Outcome::Worked]
                .iter()
                .position(|x| *x == o)
        };
        if weight(outcome) > weight(*kept) {
            *kept = outcome;
        }
    }
}

fn read(answer: &str, attempt: &Attempt) -> Outcome {
    let plain = attempt.key.variant.is_empty();
    match answer.split_once(' ') {
        None if answer == "0" => Outcome::Nothing,
        None => Outcome::Worked,
        Some(("42501", words)) if words.starts_with("permission denied") => Outcome::NoGrant,
        // The login has not even the schema.
        Some(("42P01", _)) => Outcome::NoGrant,
        // A policy, an identity that is none, a view that may not write.
        Some(("42501" | "22P02" | "25006", _)) => Outcome::Refused,
        // Keys and checks refuse foreign parents, and odd values at places where they make no sense.
        Some(("23502" | "23503" | "23514", _)) if !plain => Outcome::Refused,
        // Somebody without a person signs nothing: the walls had let the row pass.
        Some(("23502", _)) => Outcome::Worked,
        _ => panic!("place {}: {}\nanswered {answer}", attempt.key.place, attempt.statement),
    }
}
