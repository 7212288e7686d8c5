//! The physical limit of an import: the very rows that it wrote, copied as they are into the same tables with the same
//! indexes, keys and checks, by a superuser whom no policy binds.

use std::time::Instant;

use futures::TryStreamExt;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::Result;
use super::world::superuser;

/// What an import writes, in the order in which rows refer to each other, and which rows of it are an import's.
const WRITTEN: [(&str, &str); 5] = [
    ("bank_line", "import_id = (select id from import order by added_at desc, id desc limit 1)"),
    ("expense", OF_LINES),
    ("income", OF_LINES),
    ("movement", OF_LINES),
    (
        "transfer",
        "cause_id in (select id from document where bank_line_id in (select id from bank_line where import_id = \
                  (select id from import order by added_at desc, id desc limit 1)))",
    ),
];
const OF_LINES: &str = "bank_line_id in (select id from bank_line where import_id = \
                        (select id from import order by added_at desc, id desc limit 1))";
/// What those rows refer to and an import makes as well; not timed.
const NEEDED: [&str; 3] = ["import_file", "import", "ledger_account"];
/// As psql sends it.
const CHUNK_BYTES: usize = 1 << 16;

/// Rows of the newest import, as COPY writes and reads them.
pub struct Written {
    needed: Vec<(String, Vec<Vec<u8>>)>,
    rows: Vec<(String, Vec<Vec<u8>>)>,
}

impl Written {
    /// Takes them out of a database.
    pub async fn out_of(database: &str) -> Result<Written> {
        let mut conn = superuser(database).await?;
        let mut written = Written { needed: Vec::new(), rows: Vec::new() };
        for table in NEEDED {
            let columns = columns(&mut conn, table).await?;
            let data = copy_out(&mut conn, &format!("select {columns} from {table}")).await?;
            written.needed.push((format!("{table} ({columns})"), data));
        }
        for (table, which) in WRITTEN {
            let columns = columns(&mut conn, table).await?;
            let sql = format!("select {columns} from {table} where {which} order by id");
            let data = copy_out(&mut conn, &sql).await?;
            written.rows.push((format!("{table} ({columns})"), data));
        }
        conn.close().await?;
        Ok(written)
    }

    /// Copies them into another database, in one transaction; answers the seconds of that, and how many rows they were.
    pub async fn copy_into(&self, database: &str) -> Result<(f64, u64)> {
        let mut conn = superuser(database).await?;
        for (target, data) in &self.needed {
            let table = target.split(' ').next().unwrap_or_default();
            let columns = target.trim_start_matches(table);
            let make = format!("create temp table fresh_{table} (like {table} including generated)");
            conn.execute(AssertSqlSafe(make)).await?;
            copy_in(&mut conn, &format!("fresh_{table}{columns}"), data).await?;
            let plain = columns.trim().trim_matches(['(', ')']);
            let move_on = format!(
                "insert into {table}{columns} select {plain} from fresh_{table} on conflict do nothing"
            );
            conn.execute(AssertSqlSafe(move_on)).await?;
        }
        let begun = Instant::now();
        let mut rows = 0;
        conn.execute("begin").await?;
        for (target, data) in &self.rows {
            rows += copy_in(&mut conn, target, data).await?;
        }
        conn.execute("commit").await?;
        let seconds = begun.elapsed().as_secs_f64();
        conn.close().await?;
        Ok((seconds, rows))
    }
}

/// Columns that can be written, in their order.
async fn columns(conn: &mut PgConnection, table: &str) -> Result<String> {
    let names: String = sqlx::query_scalar(
        "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
         where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
    )
    .bind(table)
    .fetch_one(conn)
    .await?;
    Ok(names)
}

async fn copy_out(conn: &mut PgConnection, sql: &str) -> Result<Vec<Vec<u8>>> {
    let stream = conn.copy_out_raw(&format!("copy ({sql}) to stdout (format binary)")).await?;
    let whole: Vec<u8> = stream
        .try_fold(Vec::new(), async |mut whole, part| {
            whole.extend_from_slice(&part);
            Ok(whole)
        })
        .await?;
    Ok(whole.chunks(CHUNK_BYTES).map(<[u8]>::to_vec).collect())
}

async fn copy_in(conn: &mut PgConnection, target: &str, data: &[Vec<u8>]) -> Result<u64> {
    let mut copy = conn.copy_in_raw(&format!("copy {target} from stdin (format binary)")).await?;
    for chunk in data {
        copy.send(chunk.as_slice()).await?;
    }
    Ok(copy.finish().await?)
}
