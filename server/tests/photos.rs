//! Photos that are too large, sent to the program as a telephone sends them: answered in little memory, and the report is kept.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod common;

use common::visitor::{Visitor, words};
use common::{Answer, Served, duplex, folder};
use std::io::Write;
use store::testing::{TestHouse, number};

const MB: usize = 1 << 20;
/// Each larger than any that is taken, and as many as a form may bring.
const PHOTOS: usize = 6;
const PHOTO_BYTES: usize = 30 * MB;

fn part(name: &str, more: &str) -> String {
    format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n")
}

#[tokio::test]
async fn a_photo_of_30_mb_is_left_out_in_little_memory_and_the_report_is_kept() {
    let (house, folder) = (TestHouse::new().await, folder());
    let mut command = duplex(folder.path());
    command.env("DATABASE_URL", &house.url);
    let served = Served::start_with(command);
    let ruth = Visitor::set_up(&served);
    let new = "name=Birch&street=14+Birch+Street&city=Columbus&state=OH&zip=43201&kind=2";
    let home = ruth.post(&served, "/properties/new", new);
    assert_eq!(home.status, 303, "{}", words(&home.body));
    let property = home.header("location").unwrap().rsplit('/').next().unwrap().split('?').next().unwrap();
    let at = format!("house:{property}");

    let mut head = String::new();
    for (name, value) in [
        ("id", "0193b1c2-7f00-7000-8000-000000000001"),
        ("where", at.as_str()),
        ("category", "water"),
        ("place", "Cellar"),
        ("title", "Leak"),
        ("priority", "high"),
        ("description", "Water under the boiler"),
    ] {
        head.push_str(&format!("{}{value}\r\n", part(name, "")));
    }
    let before_each = part("photos", "; filename=\"IMG_7.jpg\"");
    let length = head.len() + PHOTOS * (before_each.len() + PHOTO_BYTES + 2) + "--b--\r\n".len();
    let memory = served.memory_bytes_max();
    let mut stream = served.begin(
        "POST",
        "/maintenance/new",
        &[
            ("cookie", ruth.cookie()),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "multipart/form-data; boundary=b"),
            ("content-length", &length.to_string()),
        ],
    );
    let block = vec![0xFF_u8; MB];
    stream.write_all(head.as_bytes()).unwrap();
    for _ in 0..PHOTOS {
        stream.write_all(before_each.as_bytes()).unwrap();
        (0..PHOTO_BYTES / MB).for_each(|_| stream.write_all(&block).unwrap());
        stream.write_all(b"\r\n").unwrap();
    }
    stream.write_all(b"--b--\r\n").unwrap();
    let answer = Answer::read(&mut stream);
    assert_eq!(answer.status, 303, "{}", words(&answer.body));
    let notice = answer.header("set-cookie").unwrap_or_default();
    assert!(notice.contains("img_7.jpg") && notice.contains("larger+than+20+mb"), "{notice}");
    assert_eq!(number(&house.owner_url, "select count(*) from ticket").await, 1);
    assert_eq!(number(&house.owner_url, "select count(*) from file").await, 0);
    let grown = served.memory_bytes_max() - memory;
    assert!(grown < 60 * MB as u64, "{} MB for photos that are left out", grown / MB as u64);
}
