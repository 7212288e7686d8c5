//! Files that are no statement, too large, damaged or made to confuse: each is answered with a sentence that helps, in
//! little memory, and nothing of it is lost or kept by half.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod common;

use common::visitor::{Visitor, place, words};
use common::{Answer, Served, answered, duplex, folder, memory_bytes_max, said};
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};
use store::testing::{TestHouse, number};

const MB: usize = 1 << 20;

/// A house with Ruth in it.
struct Bench {
    house: TestHouse,
    served: Served,
    ruth: Visitor,
    folder: tempfile::TempDir,
}

impl Bench {
    async fn new() -> Bench {
        let (house, folder) = (TestHouse::new().await, folder());
        let mut command = duplex(folder.path());
        command.env("DATABASE_URL", &house.url);
        let served = Served::start_with(command);
        let ruth = Visitor::set_up(&served);
        Bench { house, served, ruth, folder }
    }

    fn bring(&self, name: &str, bytes: &[u8]) -> Answer {
        let fields = [("account", "new"), ("name", name), ("kind", "checking")];
        self.ruth.upload(&self.served, "/imports/new", &fields, (name, bytes))
    }

    fn file(&self, name: &str, bytes: &[u8]) -> std::path::PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn command(&self, file: &Path) -> std::process::Command {
        let mut command = duplex(self.folder.path());
        command.env("DATABASE_URL", &self.house.url).env("DUPLEX_OWNER_URL", &self.house.owner_url);
        command.env("DUPLEX_LOG", "warn").arg("import").arg(file);
        command.args(["--portfolio", "Calloway Homes", "--bank-account", "By command"]);
        command
    }

    fn import(&self, name: &str, bytes: &[u8]) -> Output {
        self.command(&self.file(name, bytes)).output().unwrap()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        number(&self.house.owner_url, sql).await
    }
}

#[tokio::test]
async fn what_is_no_statement_is_refused_in_words_and_leaves_nothing() {
    let bench = Bench::new().await;
    let cases: [(&str, &[u8], &str); 8] = [
        ("bank.csv", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "This is a PDF"),
        ("bank.csv", b"<!doctype html><html><body>Sign in to your bank</body></html>", "This is a web page"),
        ("bank.csv", b"PK\x03\x04\x14\0\0\0\x08\0aaaabank.csv", "This is a compressed archive."),
        ("bank.csv", b"PK\x03\x04\x14\0\x06\0xl/workbook.xml", "This is an Excel workbook."),
        ("bank.csv", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0", "binary data"),
        ("bank.csv", b"", "This file is empty."),
        ("bank.ofx", b"\xEF\xBB\xBF\r\n \r\n", "This file is empty."),
        ("bank.csv", b"Dear customer,\nyour statement is ready.\n", "No rows with a date and an amount"),
    ];
    for (name, bytes, sentence) in cases {
        let page = bench.bring(name, bytes);
        assert_eq!(page.status, 422, "{sentence}");
        assert!(words(&page.body).contains(sentence), "{sentence}: {}", words(&page.body));
        assert!(page.body.contains("value=\"bank.csv\"") || name != "bank.csv", "what was typed stays");
        let told = bench.import(name, bytes);
        assert_eq!(told.status.code(), Some(1), "{sentence}");
        assert!(said(&told).contains(sentence) && said(&told).lines().count() == 1, "{}", said(&told));
    }
    assert_eq!(bench.count("select count(*) from import").await, 0);
    assert_eq!(bench.count("select count(*) from bank_account").await, 0, "no account for nothing");
}

#[tokio::test]
async fn two_hundred_megabytes_are_refused_in_words_and_never_held() {
    const BYTES: usize = 200 * MB;
    let bench = Bench::new().await;
    let before = bench.served.memory_bytes_max();
    let (mut stream, head, tail) = bench.ruth.begin_upload(&bench.served, "/imports/new", "huge.csv", BYTES);
    let rows = "2024-01-02,SOMETHING BOUGHT SOMEWHERE,-12.34\n".repeat(MB / 40).into_bytes();
    stream.write_all(head.as_bytes()).unwrap();
    let mut left = BYTES;
    while left > 0 {
        // A browser that cannot send to the end shows nothing of the answer.
        stream.write_all(&rows[..left.min(rows.len())]).expect("everything is taken");
        left -= left.min(rows.len());
    }
    stream.write_all(tail.as_bytes()).unwrap();
    let page = Answer::read(&mut stream);
    assert_eq!(page.status, 413);
    assert!(
        words(&page.body).contains("Bring fewer files at once, or ask your bank for a shorter time"),
        "{}",
        page.body
    );
    let grown = bench.served.memory_bytes_max() - before;
    assert!(grown < 16 * MB as u64, "{} MB for a file that is refused", grown / MB as u64);
    assert_eq!(bench.count("select count(*) from import_file").await, 0);

    let path = bench.folder.path().join("huge.csv");
    std::fs::File::create(&path).unwrap().set_len(BYTES as u64).unwrap();
    let mut command = bench.command(&path);
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut most = 0;
    while let Ok(None) = child.try_wait() {
        most = most.max(memory_bytes_max(child.id()).unwrap_or(0));
    }
    let told = child.wait_with_output().unwrap();
    assert!(said(&told).contains("huge.csv is larger than 50 MB."), "{}", said(&told));
    assert!(most < 100 * MB as u64, "{} MB", most / MB as u64);
}

/// Good rows between rows that are bad in every way there is; the numbers of the bad ones.
fn half_bad() -> (String, Vec<usize>) {
    let good = |n: usize| format!("2024-03-{:02},GOOD ROW {n},-{n}.50", n % 28 + 1);
    let bad = [
        "2024-02-30,NO SUCH DAY,-5.00",
        "2024-13-01,NO SUCH MONTH,-5.00",
        "0000-00-00,NO DAY AT ALL,-5.00",
        "2024-03-03,COMMA FOR POINT,\"1.234,56\"",
        "2024-03-04,ABSURD,99999999999999999999.00",
        "2024-03-05,NOT A NUMBER,twelve",
        "2024-03-06,NO AMOUNT,",
        "2024-03-07,TOO MANY,1.00,2.00,3.00,4.00",
        "total rubbish",
    ];
    let mut lines = vec!["Date,Description,Amount".to_owned()];
    let mut numbers = Vec::new();
    for (n, line) in bad.iter().enumerate() {
        lines.push(good(2 * n + 1));
        lines.push((*line).to_owned());
        numbers.push(lines.len());
        lines.push(good(2 * n + 2));
    }
    (lines.join("\n") + "\n", numbers)
}

#[tokio::test]
async fn of_a_half_bad_file_the_good_rows_come_in_and_the_bad_ones_are_listed() {
    let bench = Bench::new().await;
    let (text, numbers) = half_bad();
    let good = text.matches("GOOD ROW").count();
    let page = place(&bench.bring("half.csv", text.as_bytes()));
    let preview = words(&bench.ruth.get(&bench.served, &page).body);
    assert!(
        preview.contains(&format!("{good} new, 0 known, {} unreadable (lines ", numbers.len())),
        "{preview}"
    );
    place(&bench.ruth.post(&bench.served, &format!("{page}/import"), ""));
    let result = bench.ruth.get(&bench.served, &page).body;
    for number in &numbers {
        assert!(
            result.contains(&format!("{page}/lines/{number}\"")),
            "line {number} can be typed: {}",
            words(&result)
        );
    }
    assert_eq!(bench.count("select count(*) from bank_line").await, i64::try_from(good).unwrap());

    let told = bench.import("half.csv", text.as_bytes());
    assert!(told.status.success(), "{}", said(&told));
    for number in numbers {
        assert!(answered(&told).contains(&format!("line {number}: ")), "{}", answered(&told));
    }
}

#[tokio::test]
async fn amounts_with_a_decimal_comma_are_read_to_the_cent() {
    let bench = Bench::new().await;
    let text = "Date;Description;Amount\n2024-03-03;MIETE;1.234,56\n2024-03-04;STROM;-78,90\n2024-03-29;WASSER;-1.000,00\n";
    let told = bench.import("german.csv", text.as_bytes());
    assert!(answered(&told).starts_with("3 new, 0 known"), "{} {}", answered(&told), said(&told));
    assert_eq!(
        bench.count("select sum(amount_cents)::bigint from bank_line").await,
        123_456 - 7_890 - 100_000
    );
}

#[tokio::test]
async fn hidden_characters_reach_neither_the_books_nor_a_page() {
    let bench = Bench::new().await;
    let text = "Date,Description,Amount\n2024-03-03,ACME \u{202e}TSOP\u{202c}\0 RENT\u{200f},-12.00\n\
                2024-03-04,\u{feff}PLAIN\u{0007}\u{001b}[31mRED,-13.00\n2024-03-05,<script>alert(1)</script>,-14.00\n";
    let page = place(&bench.bring("odd\u{202e}vsc.csv", text.as_bytes()));
    let preview = bench.ruth.get(&bench.served, &page);
    place(&bench.ruth.post(&bench.served, &format!("{page}/import"), ""));
    let result = bench.ruth.get(&bench.served, &page);
    let list = bench.ruth.get(&bench.served, "/transactions");
    for answer in [preview, result, list] {
        assert_eq!(answer.status, 200);
        assert!(
            !answer.body.contains(['\0', '\u{7}', '\u{1b}', '\u{202e}', '\u{202c}', '\u{200f}']),
            "{}",
            answer.body
        );
        assert!(!answer.body.contains("<script>alert"));
        assert!(answer.body.contains("&lt;script&gt;alert(1)"), "{}", words(&answer.body));
    }
    assert_eq!(bench.count("select count(*) from bank_line").await, 3);
    let marked = "select count(*) from bank_line where description ~ '[\\u0001-\\u0008\\u001b\\u200e\\u200f\\u202a-\\u202e]'";
    assert_eq!(bench.count(marked).await, 0);
}
