//! A browser that only listens: opens a live stream and takes down what it is told.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::common::Served;

/// One word of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// `message` where nothing else is said.
    pub event: String,
    /// The place to go on from, where one is given.
    pub id: Option<String>,
    pub data: String,
}

impl Word {
    /// A member of the JSON of a change.
    pub fn member(&self, name: &str) -> String {
        let json: serde_json::Value = serde_json::from_str(&self.data).unwrap();
        json[name].as_str().unwrap().to_owned()
    }

    pub fn is_change(&self) -> bool {
        self.event == "message"
    }
}

/// An open stream.
pub struct Ear {
    stream: TcpStream,
    words: Receiver<Word>,
    pub head: String,
}

impl Ear {
    /// Opens a stream from the place `since`, which may be empty.
    pub fn open(addr: &str, cookie: &str, since: &str) -> Ear {
        let stream = knock(addr, cookie, since);
        let mut lines = BufReader::new(stream.try_clone().unwrap());
        let (mut head, mut line) = (String::new(), String::new());
        while lines.read_line(&mut line).is_ok_and(|n| n > 2) {
            head.push_str(&line.to_lowercase());
            line.clear();
        }
        let (tell, words) = mpsc::channel();
        std::thread::spawn(move || {
            let mut word = Word::default();
            for line in lines.lines().map_while(Result::ok) {
                match line.split_once(": ") {
                    Some(("event", event)) => word.event = event.to_owned(),
                    Some(("id", id)) => word.id = Some(id.to_owned()),
                    Some(("data", data)) => word.data = data.to_owned(),
                    None if line.is_empty() && !word.data.is_empty() => {
                        let mut word = std::mem::take(&mut word);
                        if word.event.is_empty() {
                            word.event = "message".to_owned();
                        }
                        if tell.send(word).is_err() {
                            return;
                        }
                    }
                    _ => {}
                }
            }
        });
        Ear { stream, words, head }
    }

    /// Opens one, and waits until it is live.
    pub fn live(served: &Served, cookie: &str) -> Ear {
        let ear = Ear::open(&served.addr, cookie, "");
        assert_eq!(
            ear.next(Duration::from_secs(20)).map(|w| w.event).as_deref(),
            Some("hello"),
            "{}",
            ear.head
        );
        ear
    }

    /// The next word; `None` once the stream has ended or after so long.
    pub fn next(&self, wait: Duration) -> Option<Word> {
        self.words.recv_timeout(wait).ok()
    }

    /// Words until one is the last, or the stream has ended.
    pub fn until(&self, wait: Duration, last: impl Fn(&Word) -> bool) -> Vec<Word> {
        let begun = Instant::now();
        let mut words = Vec::new();
        while let Some(word) = self.next(wait.saturating_sub(begun.elapsed())) {
            words.push(word);
            if last(&words[words.len() - 1]) {
                return words;
            }
        }
        words
    }

    /// Why it is ended within this time, as its last word says; `None` while it goes on.
    pub fn bye(&self, wait: Duration) -> Option<String> {
        let words = self.until(wait, |word| word.event == "bye");
        words.last().filter(|word| word.event == "bye").map(|word| word.data.clone())
    }

    /// True when the other side has closed it.
    pub fn is_over(&self, wait: Duration) -> bool {
        let begun = Instant::now();
        loop {
            match self.words.recv_timeout(wait.saturating_sub(begun.elapsed())) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return true,
                Err(RecvTimeoutError::Timeout) => return false,
            }
        }
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// Asks for a stream and reads nothing.
pub fn knock(addr: &str, cookie: &str, since: &str) -> TcpStream {
    let mut stream = TcpStream::connect(addr).unwrap();
    // With 1.0 the answer comes as it is, without chunks around it.
    write!(stream, "GET /live?since={since} HTTP/1.0\r\nhost: {addr}\r\ncookie: duplex={cookie}\r\n\r\n")
        .unwrap();
    stream
}
