//! Mail against a real SMTP conversation on loopback, answered line by line by the test.

#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

use connect::mail::{Error, Letter, Mailer, Settings};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// What the server heard, and how it answers to one of the commands.
async fn sink(listener: TcpListener, odd: Option<(&'static str, &'static str)>) -> Vec<String> {
    let (stream, _) = listener.accept().await.unwrap();
    let mut stream = BufReader::new(stream);
    let mut heard = Vec::new();
    say(&mut stream, "220 sink ESMTP").await;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return heard;
        }
        let line = line.trim_end().to_string();
        heard.push(line.clone());
        if let Some((_, answer)) = odd.filter(|(command, _)| line.starts_with(command)) {
            say(&mut stream, answer).await;
        } else if line.starts_with("EHLO") {
            say(&mut stream, "250-sink\r\n250 AUTH PLAIN").await;
        } else if line.starts_with("AUTH") {
            say(&mut stream, "235 welcome").await;
        } else if line == "DATA" {
            say(&mut stream, "354 go on").await;
            loop {
                let mut text = String::new();
                stream.read_line(&mut text).await.unwrap();
                if text.trim_end() == "." {
                    break;
                }
                heard.push(text.trim_end().to_string());
            }
            say(&mut stream, "250 kept").await;
        } else {
            say(&mut stream, "250 ok").await;
        }
        if line == "QUIT" {
            return heard;
        }
    }
}

async fn say(stream: &mut BufReader<TcpStream>, words: &str) {
    stream.get_mut().write_all(format!("{words}\r\n").as_bytes()).await.unwrap();
}

async fn talk(odd: Option<(&'static str, &'static str)>) -> (Result<(), Error>, Vec<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = format!("smtp://ruth%40example.com:s%25cret@{}", listener.local_addr().unwrap());
    let heard = tokio::spawn(sink(listener, odd));
    let from = "Calloway Homes <rent@example.com>".to_string();
    let mailer = Mailer::new(&Settings { server: Url::parse(&server).unwrap(), from }).unwrap();
    let letter = Letter {
        to: "dana@example.com".into(),
        subject: "Grüße\r\nBcc: everybody@example.com".into(),
        body: "Your home is at https://rent.example.com/portal\n.\nRuth".into(),
        unsubscribe_url: Some("https://rent.example.com/unsubscribe/5ec2e7".into()),
    };
    let result = mailer.send(&letter).await;
    drop(mailer);
    (result, heard.await.unwrap())
}

#[tokio::test]
async fn a_letter_arrives_whole_and_for_nobody_else() {
    let (result, heard) = talk(None).await;
    result.unwrap();
    assert!(heard.contains(&"MAIL FROM:<rent@example.com>".to_string()), "{heard:?}");
    let recipients: Vec<_> = heard.iter().filter(|line| line.starts_with("RCPT")).collect();
    assert_eq!(recipients, ["RCPT TO:<dana@example.com>"]);
    assert!(!heard.iter().any(|line| line.starts_with("Bcc")), "no header slips in through the subject");
    assert!(heard.iter().any(|line| line.contains("https://rent.example.com/portal")));
    assert!(
        heard.contains(&"List-Unsubscribe: <https://rent.example.com/unsubscribe/5ec2e7>".to_string()),
        "{heard:?}"
    );
    assert!(heard.contains(&"List-Unsubscribe-Post: List-Unsubscribe=One-Click".to_string()), "{heard:?}");
    // "AUTH PLAIN" and base64 of "\0ruth@example.com\0s%cret".
    assert!(heard.iter().any(|line| line == "AUTH PLAIN AHJ1dGhAZXhhbXBsZS5jb20AcyVjcmV0"), "{heard:?}");
}

#[tokio::test]
async fn some_refusals_are_for_good_and_others_not() {
    for (command, answer, for_good) in [
        ("RCPT", "550 no such user", true),
        ("RCPT", "451 try later", false),
        ("AUTH", "535 wrong password", false),
        ("MAIL", "421 too busy", false),
    ] {
        let (result, _) = talk(Some((command, answer))).await;
        assert_eq!(result.unwrap_err().is_for_good(), for_good, "{answer}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_matter_of_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Url::parse(&format!("smtp://{}", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let mailer = Mailer::new(&Settings { server, from: "rent@example.com".into() }).unwrap();
    let letter = Letter {
        to: "dana@example.com".into(),
        subject: "Hello".into(),
        body: "Hello".into(),
        unsubscribe_url: None,
    };
    assert!(!mailer.send(&letter).await.unwrap_err().is_for_good());
    let nowhere = Letter { to: "dana".into(), ..letter };
    assert!(mailer.send(&nowhere).await.unwrap_err().is_for_good());
}

#[test]
fn wrong_settings_are_told() {
    let settings =
        |server: &str, from: &str| Settings { server: Url::parse(server).unwrap(), from: from.into() };
    assert!(Mailer::new(&settings("http://mail.example.com", "rent@example.com")).is_err());
    assert!(Mailer::new(&settings("smtps://mail.example.com", "rent")).is_err());
    assert!(Mailer::new(&settings("smtps://mail.example.com", "rent@example.com")).is_ok());
}
