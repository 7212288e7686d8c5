//! The program as its users meet it: a process with flags, an environment, an exit status and an address.

#![allow(dead_code, missing_docs, reason = "each test file uses its part, under names that say it all")]

pub mod visitor;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing here takes longer on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A data folder that Postgres' user can reach too.
pub fn folder() -> TempDir {
    let folder = tempfile::Builder::new().prefix("duplex-test-").tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

/// The program, with nothing of the caller's settings.
pub fn duplex(data_dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_duplex"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("DUPLEX_") || text == "DATABASE_URL" {
            command.env_remove(&name);
        }
    }
    command.env("DUPLEX_DATA_DIR", data_dir).env("DUPLEX_LOG", "debug");
    command
}

/// Runs a command to its end.
pub fn run(data_dir: &Path, args: &[&str]) -> Output {
    duplex(data_dir).env("DUPLEX_LOG", "warn").args(args).output().unwrap()
}

/// Standard error as text.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Standard output as text.
pub fn answered(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A `duplex serve` that is ready; stopped when the value goes.
pub struct Served {
    pub child: Child,
    /// `127.0.0.1:PORT`.
    pub addr: String,
}

impl Served {
    pub fn start(data_dir: &Path) -> Self {
        Self::start_with(duplex(data_dir))
    }

    pub fn start_with(command: Command) -> Self {
        Self::start_part(command, "serve")
    }

    /// `serve`, `web`, or `worker` with an address in DUPLEX_WORKER_ADDR.
    pub fn start_part(mut command: Command, part: &str) -> Self {
        command.args([part, "--addr", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let addr = line.trim().rsplit_once("http://").map(|(_, addr)| addr.to_owned());
        let addr = addr.unwrap_or_else(|| panic!("did not become ready: {line:?}"));
        Self { child, addr }
    }

    pub fn signal(&self, name: &str) {
        assert!(
            Command::new("kill")
                .args([&format!("-{name}"), &self.child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            self.signal("TERM");
            assert!(self.child.wait().unwrap().success());
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// One request on a connection of its own.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, path, headers, &[])
    }

    /// One request with a body.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = self.begin(method, path, headers);
        stream.write_all(body).unwrap();
        Answer::read(&mut stream)
    }

    /// A connection on which the head of a request was sent; whoever has it sends the body.
    pub fn begin(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> TcpStream {
        let mut stream = TcpStream::connect(&self.addr).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.addr);
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        write!(stream, "{text}\r\n").unwrap();
        stream
    }

    /// The most memory that the program has had so far, in bytes.
    pub fn memory_bytes_max(&self) -> u64 {
        memory_bytes_max(self.child.id()).unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.stop();
        } else if let Ok(None) = self.child.try_wait() {
            self.signal("TERM");
            let _ = self.child.wait();
        }
    }
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// All that comes until the other side closes.
    pub fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Self::new(&String::from_utf8_lossy(&bytes))
    }

    fn new(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0);
        Self { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// Waits for something to come true.
pub fn eventually(what: &str, mut check: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !check() {
        assert!(begun.elapsed() < PATIENCE, "still not: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Process of the Postgres in a cluster folder, if its file names one that lives.
pub fn postmaster(cluster: &Path) -> Option<u32> {
    let told = std::fs::read_to_string(cluster.join("postmaster.pid")).ok()?;
    let process: u32 = told.lines().next()?.trim().parse().ok()?;
    is_alive(process).then_some(process)
}

/// A process that has ended but was not waited for does not count.
pub fn is_alive(process: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{process}/stat"))
        .is_ok_and(|stat| !stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('Z')))
}

/// The most memory that a process has had so far, in bytes; nothing once it is gone.
pub fn memory_bytes_max(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? << 10)
}
