//! The matrix: every table × every verb × everybody, against the reviewed file; and what must hold whatever it says.

use crate::attempts::{FUNCTION, Outcome, Outcomes};
use crate::catalog::{Table, tables};
use crate::people::{Somebody, everybody};
use crate::reviewed::{self, Section};
use crate::script::{Key, Script, VERBS, Verb};
use crate::seeds::Seeds;
use sqlx::{Executor, PgConnection};
use std::collections::BTreeMap;
use store::testing::TestHouse;

/// A planted house, and all that is tried in it.
pub struct Bench {
    pub conn: PgConnection,
    pub tables: Vec<Table>,
    pub people: Vec<Somebody>,
    pub seeds: Seeds,
    _house: TestHouse,
}

impl Bench {
    /// A database of its own, seeded.
    pub async fn new() -> Bench {
        let house = TestHouse::new().await;
        let mut conn = house.superuser().await;
        let tables = tables(&mut conn).await;
        let seeds = Seeds::read(&tables);
        seeds.plant(&mut conn).await;
        conn.execute(FUNCTION).await.expect("the function");
        let people = everybody(&mut conn).await;
        Bench { conn, tables, people, seeds, _house: house }
    }

    /// The statements for one table.
    pub async fn script(&mut self, table: usize) -> Script {
        Script::write(&mut self.conn, &self.tables[table], &self.seeds, &self.people).await
    }

    /// What was found, by name, in the table that the script was written for.
    fn section(&self, script: &Script, table: usize, outcomes: &Outcomes) -> Section {
        let cells = script.cells(outcomes).into_iter();
        let cells = cells.map(|(n, cells)| (self.people[n].name.to_owned(), cells)).collect();
        Section { grants: reviewed::grants(&self.tables[table]), cells }
    }
}

#[tokio::test]
async fn everybody_does_in_every_table_what_was_reviewed_and_no_more() {
    let mut bench = Bench::new().await;
    let expected = reviewed::read();
    let (mut found, mut complaints) = (BTreeMap::new(), Vec::new());
    bench.conn.execute("begin").await.unwrap();
    for n in 0..bench.tables.len() {
        let script = bench.script(n).await;
        let outcomes = script.run(&mut bench.conn, &|_| true).await;
        complaints.extend(shifted(&script.table, &outcomes, &bench.people));
        found.insert(script.table.clone(), bench.section(&script, n, &outcomes));
    }
    bench.conn.execute("rollback").await.unwrap();
    for table in &bench.tables {
        let (name, section) = (&table.name, &found[&table.name]);
        complaints.extend(impossible(table, section, &bench.people));
        match expected.get(name) {
            Some(reviewed) => complaints.extend(reviewed::differences(name, section, reviewed)),
            None => complaints.push(format!(
                "The table {name} has no entry in crates/store/tests/isolation/expected.txt. If every cell is what it should \
                 be (look at each), add:\n\n{}\n",
                reviewed::write(name, section, &bench.people)
            )),
        }
    }
    let gone = expected.keys().filter(|name| !found.contains_key(*name));
    complaints
        .extend(gone.map(|name| format!("expected.txt speaks of {name}, which is no table with policies")));
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// What no reviewed file may allow: rows of another portfolio, anything for those without an identity, books for
/// tenants, rows handed over or hung under another portfolio's.
fn impossible(table: &Table, section: &Section, people: &[Somebody]) -> Vec<String> {
    let mut lines = Vec::new();
    for person in people.iter().filter(|p| p.name != "migration") {
        let cells = &section.cells[person.name];
        for ((_, verb), cell) in VERBS.iter().zip(cells) {
            let letters: Vec<char> = cell.chars().filter(char::is_ascii_alphabetic).collect();
            let foreign = match person.side {
                Some('a') => letters.iter().any(char::is_ascii_uppercase),
                Some(_) => letters.iter().any(char::is_ascii_lowercase),
                None if person.name == "person" => letters.iter().any(|c| *c != 'h'),
                None => !letters.is_empty(),
            };
            let handed = ["parent", "move"].contains(verb) && !letters.is_empty();
            if foreign || handed {
                lines.push(format!("{}: {} must never be able to {verb} {cell}", table.name, person.name));
            }
        }
    }
    lines
}

/// Nobody may shift a row to a place where they could not have changed it, but for rows that are theirs because they
/// made them.
fn shifted(table: &str, outcomes: &Outcomes, people: &[Somebody]) -> Vec<String> {
    let mut lines = Vec::new();
    let worked = |(key, outcome): &(&Key, &Outcome)| key.verb == Verb::Shift && **outcome == Outcome::Worked;
    for (key, _) in outcomes.iter().filter(worked) {
        let to = key.variant.chars().next().unwrap_or_default();
        let there = Key { verb: Verb::Update, place: to, variant: String::new(), ..key.clone() };
        let reaches = matches!(outcomes.get(&there), Some(Outcome::Worked | Outcome::NoGrant));
        if !reaches && key.place != 'c' {
            lines.push(format!(
                "{table}: {} must never be able to shift a row from {} to {to}",
                people[key.somebody].name, key.place
            ));
        }
    }
    lines
}
