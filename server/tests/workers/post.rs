//! A mail server on loopback that counts what it keeps, and can be slow.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// The server; it listens for as long as the process lives.
#[derive(Clone, Default)]
pub struct Post {
    /// Letters kept, by recipient.
    kept: Arc<Mutex<HashMap<String, u32>>>,
    /// Letters it has heard to their end, kept or not yet.
    pub heard: Arc<AtomicUsize>,
    /// How many of the next letters wait until they are let go.
    holding: Arc<(Mutex<usize>, Condvar)>,
}

impl Post {
    /// Listens on a free port.
    pub fn open() -> (Post, u16) {
        let post = Post::default();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let all = post.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let post = all.clone();
                // A worker that is killed breaks off in mid-letter.
                std::thread::spawn(move || post.serve(stream));
            }
        });
        (post, port)
    }

    /// Letters that are heard from here on wait, up to so many.
    pub fn hold(&self, letters: usize) {
        *self.holding.0.lock().unwrap() = letters;
    }

    /// Lets them go.
    pub fn let_go(&self) {
        self.hold(0);
        self.holding.1.notify_all();
    }

    /// Letters kept, by recipient.
    pub fn kept(&self) -> HashMap<String, u32> {
        self.kept.lock().unwrap().clone()
    }

    fn serve(&self, stream: TcpStream) -> Option<()> {
        stream.set_nodelay(true).ok()?;
        let mut answers = stream.try_clone().ok()?;
        let mut answer = |text: &str| answers.write_all(format!("{text}\r\n").as_bytes()).ok();
        let (mut to, mut writing) = (String::new(), false);
        answer("220 sink")?;
        for line in BufReader::new(stream).lines() {
            let line = line.ok()?;
            match line.as_str() {
                "." if writing => {
                    writing = false;
                    self.take();
                    *self.kept.lock().unwrap().entry(to.clone()).or_default() += 1;
                    answer("250 kept")?;
                }
                _ if writing => {}
                "DATA" => {
                    writing = true;
                    answer("354 go on")?;
                }
                rcpt if rcpt.starts_with("RCPT TO:<") => {
                    to = rcpt["RCPT TO:<".len()..].trim_end_matches('>').to_owned();
                    answer("250 ok")?;
                }
                _ => answer("250 ok")?,
            }
        }
        Some(())
    }

    /// The end of a letter; waits where it is to wait.
    fn take(&self) {
        self.heard.fetch_add(1, Ordering::SeqCst);
        let mut holding = self.holding.0.lock().unwrap();
        if *holding > 0 {
            *holding -= 1;
            let patience = Duration::from_secs(60);
            let _ = self.holding.1.wait_timeout(holding, patience).unwrap();
        }
    }
}
