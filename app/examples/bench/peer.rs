//! pandas beside us: it reads the same files, drops what is known, and tells by the same rules what each line is for. It
//! stores nothing.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::Result;

/// A pandas that waits for its next turn.
pub struct Peer {
    process: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

/// What it found in one turn.
#[derive(Debug, PartialEq)]
pub struct Found {
    /// Lines that are not in the earlier file.
    pub new: usize,
    /// Those of them that a rule knows.
    pub ruled: usize,
}

impl Peer {
    /// Starts it on two files and the rules' patterns, in this folder; `None` where no Python with pandas was named.
    pub fn start(folder: &Path, earlier: &[u8], file: &[u8], patterns: &[String]) -> Result<Option<Peer>> {
        let Ok(python) = std::env::var("DUPLEX_TEST_PYTHON") else { return Ok(None) };
        for (name, bytes) in
            [("earlier.csv", earlier), ("file.csv", file), ("rules.txt", patterns.join("\n").as_bytes())]
        {
            std::fs::write(folder.join(name), bytes)?;
        }
        let mut process = Command::new(python)
            .arg("bench/peers/import.py")
            .args(["earlier.csv", "file.csv", "rules.txt"].map(|name| folder.join(name)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let ask = process.stdin.take().ok_or("no input")?;
        let answer = BufReader::new(process.stdout.take().ok_or("no output")?);
        Ok(Some(Peer { process, ask, answer }))
    }

    /// One turn: its seconds, and what it found.
    pub fn turn(&mut self) -> Result<(f64, Found)> {
        writeln!(self.ask)?;
        self.ask.flush()?;
        let mut line = String::new();
        self.answer.read_line(&mut line)?;
        let mut words = line.split_whitespace();
        let mut next = || words.next().ok_or("pandas said nothing");
        Ok((next()?.parse()?, Found { new: next()?.parse()?, ruled: next()?.parse()? }))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // A peer that has ended already need not be ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
