//! Plants one row of each table at each place of two portfolios, as `seeds.txt` says, and writes the statements with
//! which people try to add the same rows themselves.

use crate::catalog::Table;
use sqlx::{AssertSqlSafe, Executor, PgConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use uuid::Uuid;

const FILE: &str = include_str!("seeds.txt");

/// Column → value, as a literal that Postgres quoted.
pub type Row = BTreeMap<String, String>;

/// The section of one table.
pub struct Seed {
    pub places: Vec<char>,
    columns: Vec<Column>,
    /// Rows asked for before.
    known: Mutex<BTreeMap<(char, Option<Uuid>), Row>>,
}

struct Column {
    name: String,
    stands: String,
    tried: String,
    forbidden: Option<String>,
}

/// Every section by table, and the order of the file.
pub struct Seeds(BTreeMap<String, Seed>, Vec<String>);

/// Schema, ids and places. Tag, side, house, home, who rents, is a person known?, account, who made the rows there, and how
/// many days earlier.
const GROUND: &str = "
create schema seed;
create function seed.id(kind text, tag text) returns uuid language sql immutable return md5(kind || ':' || tag)::uuid;
create table seed.spot as select *, 0 as ago
    from (values
      ('h', 'a', 'h', 'h', 'h', true, 'h', 'o'), ('f', 'a', 'h', 'h', 'f', true, 'h', 'o'),
      ('g', 'a', 'h', 'h', 'g', true, 'h', 'o'), ('n', 'a', 'h', 'n', 'n', true, 'h', 'o'),
      ('e', 'a', 'e', 'e', 'e', true, 'e', 'o'), ('d', 'a', 'e', 'e', 'g', false, 'e', 'o'),
      ('p', 'a', null, null, 'p', false, 'p', 'o'), ('c', 'a', null, null, 'c', false, 'p', 'l'),
      ('b', 'a', 'h', 'h', null, false, 'h', 'o'),
      ('x', 'a', 'h', 'h', 'e', false, 'h', 'o'), ('y', 'a', 'h', 'h', 'c', false, 'h', 'l'),
      ('o', 'a', null, null, null, true, 'p', 'o'), ('m', 'a', null, null, null, true, 'p', 'o'),
      ('l', 'a', null, null, null, true, 'p', 'o'), ('k', 'a', null, null, null, true, 'p', 'o'),
      ('H', 'b', 'H', 'H', 'H', true, 'H', 'O'), ('P', 'b', null, null, 'P', false, 'P', 'O'),
      ('O', 'b', null, null, null, true, 'P', 'O')
      ) as s(tag, side, house, home, rents, known, account, maker);
create view seed.place as
  select tag, left(tag, 1) as letter, side, seed.id('portfolio', side) as portfolio, seed.id('property', house) as property, seed.id('unit', home) as unit,
         seed.id('lease', home) as lease, seed.id('tenant', rents) as tenant,
         case when known then seed.id('person', tag) end as person, seed.id('account', account) as account,
         seed.id('person', maker) as maker, ago, date '2026-11-02' - ago as day,
         timestamptz '2026-11-20 12:00Z' - make_interval(days => ago) as noon
    from seed.spot;";

/// An id of a place, as the SQL of the ground makes it.
pub async fn id(conn: &mut PgConnection, kind: &str, tag: char) -> Uuid {
    sqlx::query_scalar("select md5($1 || ':' || $2)::uuid")
        .bind(kind)
        .bind(tag.to_string())
        .fetch_one(conn)
        .await
        .expect("an id")
}

impl Seeds {
    /// Reads the file, and says which tables it lacks.
    pub fn read(tables: &[Table]) -> Seeds {
        let mut seeds: BTreeMap<String, Seed> = BTreeMap::new();
        let (mut last, mut order) = (String::new(), Vec::new());
        for line in FILE.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
            if let Some((table, places)) = line.split_once(':').filter(|_| !line.starts_with(' ')) {
                last = table.to_owned();
                order.push(last.clone());
                let places = places.split_whitespace().filter_map(|p| p.chars().next()).collect();
                seeds.insert(last.clone(), Seed { places, columns: Vec::new(), known: Mutex::default() });
            } else {
                let (name, value) = line
                    .trim()
                    .split_once(' ')
                    .unwrap_or_else(|| panic!("seeds.txt: \"{line}\" has no value"));
                let (value, forbidden) =
                    value.split_once(" ! ").map_or((value, None), |(v, f)| (v, Some(spell(f))));
                let (stands, tried) = value.split_once(" | ").unwrap_or((value, value));
                let column =
                    Column { name: name.to_owned(), stands: spell(stands), tried: spell(tried), forbidden };
                seeds.get_mut(&last).expect("a table before its columns").columns.push(column);
            }
        }
        for table in tables {
            let Some(seed) = seeds.get(&table.name) else {
                panic!(
                    "The table {0} has no rows to test with. Add a section to crates/store/tests/isolation/seeds.txt that begins \
                     \"{0}: h e p H P\" (the places where it has a row; see the head of that file) and gives its columns.",
                    table.name
                )
            };
            let foreign = seed.places.iter().any(char::is_ascii_uppercase);
            assert!(foreign, "seeds.txt: {} needs a row of the other portfolio too, such as H", table.name);
        }
        let known: BTreeSet<&str> = tables.iter().map(|t| t.name.as_str()).collect();
        let gone: Vec<&String> = seeds.keys().filter(|name| !known.contains(name.as_str())).collect();
        assert!(gone.is_empty(), "seeds.txt speaks of tables that are not there: {gone:?}");
        Seeds(seeds, order)
    }

    /// The section of a table.
    pub fn of(&self, table: &str) -> &Seed {
        &self.0[table]
    }

    /// Makes the ground and plants every row, parents first. As the administrator.
    pub async fn plant(&self, conn: &mut PgConnection) {
        conn.execute(GROUND).await.expect("the ground");
        for table in &self.1 {
            let seed = self.of(table);
            for place in &seed.places {
                let sql = format!(
                    "insert into {table} ({}) select {} from (select *, maker as signer from seed.place where tag = '{place}') p",
                    seed.names().join(", "),
                    seed.columns.iter().map(|c| c.stands.as_str()).collect::<Vec<_>>().join(", "),
                );
                let planted = conn.execute(AssertSqlSafe(sql)).await;
                let done = planted
                    .unwrap_or_else(|e| panic!("seeds.txt: the row {place} of {table} was refused: {e}"));
                assert_eq!(done.rows_affected(), 1, "seeds.txt: there is no place {place}");
            }
        }
    }

    /// Plants the same rows again in so many portfolios for each of the two, and so many times in each, as far as keys let
    /// them. As the administrator; foreign keys are not asked.
    pub async fn crowd(&self, conn: &mut PgConnection, portfolios: i32, times: i32) {
        conn.execute("set session_replication_role = replica").await.expect("puts keys aside");
        let made = sqlx::query(CROWD).bind(portfolios).bind(times).execute(&mut *conn).await;
        made.expect("makes the places");
        for table in &self.1 {
            let seed = self.of(table);
            for place in &seed.places {
                let sql = format!(
                    "insert into {table} ({}) select {} from (select *, maker as signer from seed.place where tag like '{place}-%') p
                     on conflict do nothing",
                    seed.names().join(", "),
                    seed.columns.iter().map(|c| c.stands.as_str()).collect::<Vec<_>>().join(", "),
                );
                let planted = conn.execute(AssertSqlSafe(sql)).await;
                planted
                    .unwrap_or_else(|e| panic!("seeds.txt: rows like {place} of {table} were refused: {e}"));
            }
        }
        conn.execute("set session_replication_role = origin").await.expect("asks keys again");
    }
}

/// More places: portfolios like the two, and in each portfolio more places like its own, each a day earlier.
const CROWD: &str = "
insert into seed.spot
  select tag || own, side || whole, house || own, home || own, rents || own, known, account || own, maker || own, m
    from seed.spot, generate_series(0, $1 - 1) n, generate_series(0, $2 - 1) m,
         lateral (select '-' || n || '-' || m as own, case when n > 0 then '-' || n else '' end as whole) as name
   where n + m > 0;";

impl Seed {
    /// Columns that are given.
    pub fn names(&self) -> Vec<&str> {
        self.columns.iter().map(|c| c.name.as_str()).collect()
    }

    /// True when the row says who made it.
    pub fn is_signed(&self) -> bool {
        self.columns.iter().any(|c| c.tried.contains("signer"))
    }

    /// Values that nobody who signs as `signer` may write at a place, by column.
    pub async fn forbidden(
        &self,
        conn: &mut PgConnection,
        place: char,
        signer: Option<Uuid>,
    ) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for column in &self.columns {
            let Some(forbidden) = &column.forbidden else { continue };
            let sql = format!(
                "select quote_nullable(({forbidden})::text) from (select p.*, $1::uuid as signer from seed.place p where tag = '{place}') p"
            );
            let value = sqlx::query_scalar(AssertSqlSafe(sql)).bind(signer).fetch_one(&mut *conn).await;
            found.push((column.name.clone(), value.expect("the literal")));
        }
        found
    }

    /// The row as it stands at a place, signed by whoever made it.
    pub async fn standing(&self, conn: &mut PgConnection, place: char) -> Row {
        let maker = sqlx::query_scalar("select maker from seed.place where tag = $1")
            .bind(place.to_string())
            .fetch_one(&mut *conn)
            .await
            .expect("a place");
        self.row(conn, place, Some(maker)).await
    }

    /// What somebody who signs as `signer` would write at a place.
    pub async fn row(&self, conn: &mut PgConnection, place: char, signer: Option<Uuid>) -> Row {
        let key = (place, signer.filter(|_| self.is_signed()));
        if let Some(row) = self.known.lock().expect("unpoisoned").get(&key) {
            return row.clone();
        }
        let values: Vec<String> =
            self.columns.iter().map(|c| format!("quote_nullable(({})::text)", c.tried)).collect();
        let sql = format!(
            "select array[{}] from (select p.*, $1::uuid as signer from seed.place p where tag = '{place}') p",
            values.join(", ")
        );
        let values: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(key.1)
            .fetch_one(conn)
            .await
            .expect("the row's literals");
        let row: Row = self.columns.iter().map(|c| c.name.clone()).zip(values).collect();
        self.known.lock().expect("unpoisoned").insert(key, row.clone());
        row
    }
}

/// `@lease` is the id of that kind at this place, `@lease:h` the one at place h. Inside quotes an @ is an @. What a tag is
/// compared with is its letter, which the copies of a place share.
fn spell(value: &str) -> String {
    let mut sql = String::new();
    for (n, part) in value.trim().split('\'').enumerate() {
        if n % 2 == 1 {
            sql.push_str(&format!("'{part}'"));
            continue;
        }
        let mut names = part.split('@');
        sql.push_str(names.next().unwrap_or_default());
        for name in names {
            let end = name.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(name.len());
            let (kind, rest) = name.split_at(end);
            match rest.strip_prefix(':').and_then(|r| r.chars().next().map(|tag| (tag, &r[1..]))) {
                Some((tag, rest)) => sql.push_str(&format!("seed.id('{kind}', '{tag}'){rest}")),
                None => sql.push_str(&format!("seed.id('{kind}', tag){rest}")),
            }
        }
    }
    for compared in [" when", " in (", " = ", " <> "] {
        sql = sql.replace(&format!("tag{compared}"), &format!("letter{compared}"));
    }
    sql
}
