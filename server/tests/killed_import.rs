//! The program is killed while it imports, at the moments when that would hurt. After a restart the import is whole or
//! absent, and can be repeated.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod common;

use common::visitor::{Visitor, place, words};
use common::{Served, answered, duplex, eventually, folder, run, said};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;
use store::testing::number;

/// Lines of each file: enough that writing them takes several moments.
const LINES: i64 = 50_000;

/// Days of 2024 over and over, amounts that differ, a name that no other file has.
fn statement(name: &str) -> Vec<u8> {
    let mut text = String::from("Date,Description,Amount\n");
    for n in 0..LINES {
        let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
        writeln!(text, "2024-{month:02}-{day:02},{name} {n},-{}.{:02}", n / 100 + 1, n % 100).unwrap();
    }
    text.into_bytes()
}

/// The house on its data folder, with its owner's address for looking behind the pages.
struct House<'f> {
    folder: &'f Path,
    served: Served,
    ruth: Visitor,
    url: String,
}

impl<'f> House<'f> {
    fn open(folder: &'f Path) -> House<'f> {
        let served = Served::start(folder);
        let ruth = Visitor::set_up(&served);
        let mut house = House { folder, served, ruth, url: String::new() };
        house.ask_url();
        house
    }

    fn ask_url(&mut self) {
        self.url = answered(&run(self.folder, &["db", "url"])).trim().to_owned();
    }

    async fn number(&self, sql: &'static str) -> i64 {
        number(&self.url, sql).await
    }

    /// Kills the program, not its Postgres, and starts it again on the same folder.
    fn kill_and_restart(&mut self) {
        self.served.signal("KILL");
        self.served.child.wait().unwrap();
        self.served = Served::start(self.folder);
        self.ask_url();
    }

    /// What must hold at any moment between two requests.
    fn assert_sound(&self) {
        let check = run(self.folder, &["check", "books"]);
        assert_eq!(answered(&check), "Everything holds.\n", "{}", said(&check));
    }

    fn bring(&self, name: &str) -> String {
        let fields = [("account", "new"), ("name", name), ("kind", "checking")];
        place(&self.ruth.upload(
            &self.served,
            "/imports/new",
            &fields,
            (&format!("{name}.csv"), &statement(name)),
        ))
    }

    /// Waits until the page of an import says so.
    fn wait_for(&self, page: &str, sentence: &str) {
        eventually(sentence, || words(&self.ruth.get(&self.served, page).body).contains(sentence));
    }
}

const LINES_ALL: &str = "select count(*) from bank_line where state <> 'withdrawn'";
/// Rows of the newest import that are written; all of them once it is done.
const WRITTEN: &str = "select rows_written::bigint from import order by added_at desc, id desc limit 1";
const DONE: &str = "select count(*) from import where state = 'done'";

/// Waits for a moment of an import that is on its way.
async fn until(house: &House<'_>, sql: &'static str, more_than: i64) {
    for _ in 0..3_000 {
        if house.number(sql).await > more_than {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("still not: {sql} > {more_than}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_import_is_whole_or_absent_and_can_be_repeated() {
    let folder = folder();
    let mut house = House::open(folder.path());
    let moments = ["at once", "while it reads", "while it writes", "just before the end", "just after"];
    for (n, moment) in (0_i64..).zip(moments) {
        let before = house.number(LINES_ALL).await;
        assert_eq!(before, n * LINES);
        let page = house.bring(moment);
        assert_eq!(house.ruth.post(&house.served, &format!("{page}/import"), "").status, 303);
        match moment {
            "at once" => {}
            "while it reads" => tokio::time::sleep(Duration::from_millis(300)).await,
            "while it writes" => until(&house, WRITTEN, 0).await,
            "just before the end" => until(&house, WRITTEN, LINES * 3 / 4).await,
            _ => until(&house, DONE, n).await,
        }
        house.kill_and_restart();
        house.assert_sound();
        let after = house.number(LINES_ALL).await;
        assert!([before, before + LINES].contains(&after), "{moment}: {} of {LINES} lines", after - before);
        assert!(moment != "just after" || after > before, "what was done stays done");
        if after == before {
            house.wait_for(&page, &format!("Import {} new lines", "50,000"));
            assert_eq!(house.ruth.post(&house.served, &format!("{page}/import"), "").status, 303, "{moment}");
        }
        house.wait_for(&page, "is imported");
        assert_eq!(house.number(LINES_ALL).await, before + LINES, "{moment}");
        house.assert_sound();
    }
    // The first file once more, from the command line: nothing doubles.
    let file = folder.path().join("again.csv");
    std::fs::write(&file, statement("at once")).unwrap();
    let args = ["--portfolio", "Calloway Homes", "--bank-account", "at once", "--json"];
    let again = run(folder.path(), &[&["import", file.to_str().unwrap()], &args[..]].concat());
    assert!(answered(&again).contains(r#""known":50000,"new":0"#), "{} {}", answered(&again), said(&again));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_command_leaves_nothing_behind_and_can_be_repeated() {
    let folder = folder();
    let house = House::open(folder.path());
    let file = folder.path().join("bank.csv");
    std::fs::write(&file, statement("by command")).unwrap();
    let args =
        ["import", file.to_str().unwrap(), "--portfolio", "Calloway Homes", "--bank-account", "Checking"];
    for patience in [200, 800, 1_600] {
        let mut command = duplex(folder.path()).args(args).spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(patience)).await;
        command.kill().unwrap();
        command.wait().unwrap();
        let lines = house.number(LINES_ALL).await;
        assert!([0, LINES].contains(&lines), "{lines} of {LINES} lines after {patience} ms");
        house.assert_sound();
    }
    let done = run(folder.path(), &args);
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(house.number(LINES_ALL).await, LINES);
    house.assert_sound();
}
