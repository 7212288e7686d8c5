//! `duplex web` and `duplex worker` as processes of their own: on one database, killed at random, stopped and continued.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

#[path = "../common/mod.rs"]
mod common;
mod killed;
mod parts;
mod post;
mod stopped;

use domain::Viewer;
use domain::viewer::Member;
use std::collections::HashMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use store::Db;
use store::activity::{self, Cursor, Listing};
use store::jobs::{self, Counts};
use store::mail::{self, NewMail};
use store::testing::TestHouse;
use uuid::Uuid;

/// Seconds until a silent worker loses its work.
const HOLD_SECONDS: u64 = 2;

/// A trigger of the test's own writes down every letter that is marked as sent, in the transaction that does.
const WITNESS: &str = "
create function public.witness() returns trigger language plpgsql as $$ begin
  insert into activity (portfolio_id, id, at, person_name, kind, subject_id, sentence)
    values (new.portfolio_id, gen_random_uuid(), clock_timestamp(), 'Witness', 'mail.sent', new.id, 'Sent.');
  return null; end $$;
revoke all on function public.witness() from public;
create trigger witness after update of sent_at on mail_out for each row execute function public.witness()";

/// A house in which every effect is seen, on the same clock as the processes that work there.
#[expect(clippy::disallowed_methods, reason = "they read the system's clock too")]
async fn house() -> (TestHouse, Member) {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    house.run_as_owner(WITNESS).await;
    house.db = Db::connect(&house.url, 5, Arc::new(chrono::Utc::now)).await.unwrap();
    (house, ruth)
}

fn viewer(ruth: &Member) -> Viewer {
    Viewer::Member(ruth.clone())
}

/// Queues so many letters, to 0@example.com and on. Answers their ids.
async fn write(house: &TestHouse, ruth: &Member, letters: usize) -> Vec<Uuid> {
    let mut tx = house.db.enter(&viewer(ruth)).await.unwrap();
    let mut ids = Vec::new();
    for n in 0..letters {
        let letter = NewMail {
            recipient: format!("{n}@example.com"),
            subject: "Rent".into(),
            body: "It is due.".into(),
        };
        ids.push(mail::queue(&mut tx, letter).await.unwrap());
    }
    tx.commit().await.unwrap();
    ids
}

/// How often each letter was marked as sent.
async fn effects(house: &TestHouse, ruth: &Member) -> HashMap<Uuid, u32> {
    let (mut after, mut found) = (None, HashMap::new());
    let mut tx = house.db.enter(&viewer(ruth)).await.unwrap();
    loop {
        let rows = activity::list(&mut tx, Listing { subject: None, after, limit: 200 }).await.unwrap();
        for row in rows.iter().filter(|row| row.kind == "mail.sent") {
            *found.entry(row.subject).or_default() += 1;
        }
        let Some(last) = rows.last() else { return found };
        after = Some(Cursor { at: last.at, id: last.id });
    }
}

async fn counts(house: &TestHouse, ruth: &Member) -> Counts {
    let mut tx = house.db.enter(&viewer(ruth)).await.unwrap();
    jobs::counts(&mut tx).await.unwrap()
}

/// A worker on this house's database that mails to this port.
fn worker(house: &TestHouse, folder: &Path, port: u16) -> Command {
    let mut command = common::duplex(folder);
    command
        .env("DATABASE_URL", &house.url)
        .env("DUPLEX_SMTP_URL", format!("smtp://127.0.0.1:{port}"))
        .env("DUPLEX_MAIL_FROM", "rent@example.com")
        .env("DUPLEX_JOB_HOLD_SECONDS", HOLD_SECONDS.to_string())
        .env("DUPLEX_LOG", "warn");
    command
}

/// Starts it and does not wait until it works.
fn begin(mut command: Command) -> Child {
    command.arg("worker").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
    assert!(sent.success(), "{name}");
}
