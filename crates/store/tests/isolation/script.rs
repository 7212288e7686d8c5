//! Every statement that is tried in a table, written once. They read no column they need not, because a policy for
//! reading would otherwise hide a hole in one for writing.

use crate::catalog::{Parent, Table};
use crate::people::Somebody;
use crate::seeds::{Row, Seeds, id};
use sqlx::PgConnection;
use std::collections::BTreeSet;

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    Select,
    Insert,
    Update,
    Delete,
    /// Add a row whose parent is another portfolio's.
    Parent,
    /// Hand a row to another portfolio, with a grant for it, so that only the policy stands in the way.
    Move,
    /// The same within the portfolio, to each other place.
    Shift,
    /// Add a row of which one parent is another place's, and only the key to that parent knows.
    Cousin,
}

/// The verbs that have a column in the reviewed file, in its order.
pub const VERBS: [(Verb, &str); 6] = [
    (Verb::Select, "select"),
    (Verb::Insert, "insert"),
    (Verb::Update, "update"),
    (Verb::Delete, "delete"),
    (Verb::Parent, "parent"),
    (Verb::Move, "move"),
];

/// What an attempt tells it from the others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub somebody: usize,
    pub verb: Verb,
    pub place: char,
    /// Empty for the plain one; otherwise what is different about it, such as a value that nobody may write.
    pub variant: String,
}

/// One statement to be tried.
pub struct Attempt {
    pub key: Key,
    pub entrance: String,
    pub statement: String,
}

/// All that is tried in one table; made once, run again for every mutant.
pub struct Script {
    pub table: String,
    pub places: Vec<char>,
    /// Per place: with its row alone in the table.
    pub alone: Vec<Vec<Attempt>>,
    /// Per place: the same, once everybody has a grant to change every column.
    pub granted: Vec<Vec<Attempt>>,
    /// With the table empty.
    pub empty: Vec<Attempt>,
}

/// Collects the attempts of one person at one place.
struct Pen<'a> {
    table: &'a Table,
    role: String,
    entrance: &'a str,
    somebody: usize,
    place: char,
}

impl Pen<'_> {
    fn attempt(&self, verb: Verb, variant: impl Into<String>, statement: String) -> Attempt {
        let key = Key { somebody: self.somebody, verb, place: self.place, variant: variant.into() };
        Attempt { key, entrance: self.entrance.to_owned(), statement }
    }

    fn may(&self, verb: &str, column: &str) -> bool {
        let granted = self.table.grants.get(&(self.role.clone(), verb.to_owned()));
        granted.is_none_or(|g| g.contains("*") || g.contains(column))
    }

    fn insert(&self, row: &Row) -> String {
        let (names, values): (Vec<&str>, Vec<&str>) = row
            .iter()
            .filter(|(name, _)| self.may("insert", name))
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .unzip();
        format!("insert into {} ({}) values ({})", self.table.name, names.join(", "), values.join(", "))
    }

    /// Changes one column that the role was granted, or any, to what the person would write there.
    fn update(&self, row: &Row) -> String {
        let mine = || self.table.columns.iter().filter(|c| self.may("update", &c.name));
        let plain =
            mine().find(|c| !c.keyed && !row.contains_key(&c.name)).or_else(|| mine().find(|c| !c.keyed));
        let name = &plain.or_else(|| mine().next()).or(self.table.columns.first()).expect("a column").name;
        self.set(name, row.get(name).map_or("default", String::as_str))
    }

    fn set(&self, column: &str, value: &str) -> String {
        format!("update {} set {column} = {value}", self.table.name)
    }
}

impl Script {
    /// Writes every statement for a table.
    pub async fn write(conn: &mut PgConnection, table: &Table, seeds: &Seeds, people: &[Somebody]) -> Script {
        let places = seeds.of(&table.name).places.clone();
        let mut script =
            Script { table: table.name.clone(), places, alone: vec![], granted: vec![], empty: vec![] };
        for place in script.places.clone() {
            let (mut alone, mut granted) = (vec![], vec![]);
            for (somebody, person) in people.iter().enumerate() {
                for entrance in &person.entrances {
                    let role = role_of(entrance).to_owned();
                    let pen = Pen { table, role, entrance, somebody, place };
                    alone.extend(existing(&pen, conn, seeds, person).await);
                    granted.extend(handing(&pen, conn, seeds, person).await);
                    script.empty.extend(adding(&pen, conn, seeds, person).await);
                }
            }
            script.alone.push(alone);
            script.granted.push(granted);
        }
        script
    }
}

/// Seeing, changing and removing the row that stands there.
async fn existing(pen: &Pen<'_>, conn: &mut PgConnection, seeds: &Seeds, person: &Somebody) -> Vec<Attempt> {
    let (seed, name) = (seeds.of(&pen.table.name), &pen.table.name);
    let own = seed.row(conn, pen.place, person.person).await;
    let mut attempts = vec![
        pen.attempt(Verb::Select, "", format!("select 1 from {name}")),
        pen.attempt(Verb::Update, "", pen.update(&own)),
        pen.attempt(Verb::Delete, "", format!("delete from {name}")),
    ];
    for (column, value) in seed.forbidden(conn, pen.place, person.person).await {
        if pen.may("update", &column) && own.get(&column) != Some(&value) {
            attempts.push(pen.attempt(Verb::Update, &column, pen.set(&column, &value)));
        }
    }
    attempts
}

/// Handing the row that stands there to others, as if every column had been granted.
async fn handing(pen: &Pen<'_>, conn: &mut PgConnection, seeds: &Seeds, person: &Somebody) -> Vec<Attempt> {
    let seed = seeds.of(&pen.table.name);
    let mut attempts = Vec::new();
    if let Some(column) = pen.table.owner_column() {
        let to = if pen.place.is_ascii_lowercase() { ('O', 'b') } else { ('o', 'a') };
        let to = match pen.table.name.as_str() {
            "person" | "session" | "password_reset" | "person_activity" => id(conn, "person", to.0).await,
            _ => id(conn, "portfolio", to.1).await,
        };
        attempts.push(pen.attempt(Verb::Move, "", pen.set(column, &format!("'{to}'"))));
    }
    let here = seed.row(conn, pen.place, person.person).await;
    let others: Vec<char> = seed
        .places
        .iter()
        .copied()
        .filter(|o| o.is_ascii_lowercase() == pen.place.is_ascii_lowercase())
        .collect();
    // The first and the last of the others: a house like the first one, and something else.
    let targets =
        others.iter().find(|o| **o != pen.place).into_iter().chain(others.iter().rfind(|o| **o != pen.place));
    for other in targets.collect::<BTreeSet<_>>() {
        let there = seed.row(conn, *other, person.person).await;
        let columns: Vec<&String> = pen.table.guarded.iter().filter(|n| there.contains_key(*n)).collect();
        if columns.iter().any(|name| there.get(*name) != here.get(*name)) {
            let set: Vec<String> = columns.iter().map(|c| format!("{c} = {}", there[*c])).collect();
            let statement = format!("update {} set {}", pen.table.name, set.join(", "));
            attempts.push(pen.attempt(Verb::Shift, other.to_string(), statement));
        }
    }
    attempts
}

/// Adding the row anew: as oneself, in somebody else's name, with what nobody may write, under foreign parents.
async fn adding(pen: &Pen<'_>, conn: &mut PgConnection, seeds: &Seeds, person: &Somebody) -> Vec<Attempt> {
    let seed = seeds.of(&pen.table.name);
    let own = seed.row(conn, pen.place, person.person).await;
    let mut attempts = vec![pen.attempt(Verb::Insert, "", pen.insert(&own))];
    if seed.is_signed() {
        let other = id(conn, "person", if person.name == "owner" { 'm' } else { 'o' }).await;
        let forged = seed.row(conn, pen.place, Some(other)).await;
        attempts.push(pen.attempt(Verb::Insert, "forged", pen.insert(&forged)));
    }
    for (column, value) in seed.forbidden(conn, pen.place, person.person).await {
        // What they may not say at all would be left out, and nothing odd about the row remain.
        if own.get(&column) == Some(&value) || !pen.may("insert", &column) {
            continue;
        }
        let mut row = own.clone();
        row.insert(column.clone(), value);
        attempts.push(pen.attempt(Verb::Insert, column, pen.insert(&row)));
    }
    for (n, parent) in pen.table.parents.iter().enumerate() {
        for (m, row) in foreign(conn, pen, parent, &own, seeds).await.into_iter().enumerate() {
            attempts.push(pen.attempt(Verb::Parent, format!("{n} {} {m}", parent.table), pen.insert(&row)));
        }
        // Only the owner of the tables is let through by every policy, so that keys alone stand in the way.
        if pen.role == "owner" {
            for (place, row) in cousins(conn, pen, parent, &own, seeds).await {
                attempts.push(pen.attempt(
                    Verb::Cousin,
                    format!("{n} {} {place}", parent.table),
                    pen.insert(&row),
                ));
            }
        }
    }
    attempts
}

/// The row with the last column of one key from each other place, and without whatever else hangs on that column.
async fn cousins(
    conn: &mut PgConnection,
    pen: &Pen<'_>,
    parent: &Parent,
    own: &Row,
    seeds: &Seeds,
) -> Vec<(char, Row)> {
    let (tip, theirs) = parent.columns.last().expect("a key has columns");
    let nullable = |name: &str| pen.table.columns.iter().any(|c| c.name == name && c.nullable);
    let held = |name: &String| parent.columns.iter().any(|(own, _)| own == name);
    let beside = pen.table.parents.iter().filter(|p| p.columns.iter().any(|(own, _)| own == tip));
    let loose: BTreeSet<&String> = beside
        .flat_map(|p| p.columns.iter().map(|(own, _)| own))
        .filter(|c| !held(c) && nullable(c))
        .collect();
    let mut rows = Vec::new();
    let seed = seeds.of(&parent.table);
    for place in seed.places.iter().filter(|place| **place != pen.place) {
        let mut row = own.clone();
        row.insert(tip.clone(), seed.standing(conn, *place).await[theirs].clone());
        row.extend(loose.iter().map(|c| ((*c).clone(), "null".to_owned())));
        if row != *own {
            rows.push((*place, row));
        }
    }
    rows
}

/// The row with one parent in the other portfolio: with all columns of that key (and no other key in the way), and with
/// only those that no other key holds.
async fn foreign(
    conn: &mut PgConnection,
    pen: &Pen<'_>,
    parent: &Parent,
    own: &Row,
    seeds: &Seeds,
) -> Vec<Row> {
    let seed = seeds.of(&parent.table);
    let across = |p: &&char| p.is_ascii_uppercase() != pen.place.is_ascii_uppercase();
    let place = seed.places.iter().find(across).expect("the parent has a row in both portfolios");
    let theirs = seed.standing(conn, *place).await;
    let others = pen.table.parents.iter().filter(|p| p.name != parent.name);
    let shared: BTreeSet<&String> = others.flat_map(|p| p.columns.iter().map(|(own, _)| own)).collect();
    let (mut whole, mut part) = (own.clone(), own.clone());
    for column in &shared {
        if pen.table.columns.iter().any(|c| c.name == **column && c.nullable) {
            whole.insert((*column).clone(), "null".to_owned());
        }
    }
    for (own, their) in &parent.columns {
        whole.insert(own.clone(), theirs[their].clone());
        if !shared.contains(own) {
            part.insert(own.clone(), theirs[their].clone());
        }
    }
    let some = parent.columns.iter().any(|(own, _)| shared.contains(own)) && part != *own;
    if some { vec![whole, part] } else { vec![whole] }
}

/// `duplex_landlord` → `landlord`.
fn role_of(entrance: &str) -> &str {
    let words = entrance.strip_prefix("set local role duplex_").expect("an entrance begins with a role");
    words.split(';').next().unwrap_or(words)
}
