//! From a row in the database to a mail server on loopback, and back.

use super::*;
use store::mail::NewMail;
use store::testing::{TestHouse, as_viewer};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use url::Url;

/// A mail server that keeps what it hears and answers every recipient in the same way.
async fn sink(listener: TcpListener, to_recipient: &'static str) -> String {
    let (stream, _) = listener.accept().await.unwrap();
    let mut stream = BufReader::new(stream);
    let (mut heard, mut writing) = (String::new(), false);
    stream.get_mut().write_all(b"220 sink\r\n").await.unwrap();
    loop {
        let from = heard.len();
        if stream.read_line(&mut heard).await.unwrap_or(0) == 0 {
            return heard;
        }
        let answer = match heard[from..].trim_end() {
            "." => {
                writing = false;
                "250 kept"
            }
            _ if writing => continue,
            "DATA" => {
                writing = true;
                "354 go on"
            }
            line if line.starts_with("RCPT") => to_recipient,
            _ => "250 ok",
        };
        stream.get_mut().write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
    }
}

async fn one_letter(answer: &'static str) -> (usize, String, (bool, i32, Option<String>)) {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let (recipient, subject, body) = ("dana@example.com".into(), "Welcome".into(), "Come in".into());
    mail::queue(&mut tx, NewMail { recipient, subject, body }).await.unwrap();
    tx.commit().await.unwrap();

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Url::parse(&format!("smtp://{}", listener.local_addr().unwrap())).unwrap();
    let heard = tokio::spawn(sink(listener, answer));
    let mailer = Mailer::new(&Settings { server, from: "rent@example.com".into() }).unwrap();
    let (_stop, stopped) = watch::channel(false);
    let count = round(&house.db, &mailer, &stopped).await.unwrap();
    assert_eq!(round(&house.db, &mailer, &stopped).await.unwrap(), 0, "nothing is sent twice");
    drop(mailer);

    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let row = mail::list(&mut tx).await.unwrap().remove(0);
    (count, heard.await.unwrap(), (row.sent_at.is_some(), row.tries, row.failure))
}

#[tokio::test]
async fn a_waiting_letter_is_sent_once() {
    let (count, heard, row) = one_letter("250 ok").await;
    assert_eq!((count, row), (1, (true, 1, None)));
    assert!(heard.contains("RCPT TO:<dana@example.com>") && heard.contains("Come in"), "{heard}");
}

#[tokio::test]
async fn a_refused_letter_says_why() {
    let (count, _, (sent, tries, failure)) = one_letter("550 no such user").await;
    assert_eq!((count, sent, tries), (0, false, 1));
    assert!(failure.is_some_and(|words| words.contains("no such user")));
}
