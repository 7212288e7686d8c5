//! The release program itself, started, looked at and stopped.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::Result;
use super::http::{Browser, Coding};

/// A `duplex serve` that is ready.
pub struct Program {
    process: Child,
    /// Where it answers.
    pub addr: SocketAddr,
    /// From the command to its first ready answer.
    pub took: Duration,
}

impl Program {
    /// Starts it with these settings beside an empty environment, and waits until `/readyz` says yes.
    pub fn start(settings: &[(&str, &str)]) -> Result<Program> {
        let path = std::env::var("DUPLEX_TEST_PROGRAM").map_err(|_| "DUPLEX_TEST_PROGRAM is not set")?;
        let mut command = Command::new(path);
        command.args(["serve", "--addr", "127.0.0.1:0"]).env_clear().stdout(Stdio::piped());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("DUPLEX_LOG", "error");
        command.envs(settings.iter().copied());
        let begun = Instant::now();
        let mut process = command.spawn()?;
        let mut line = String::new();
        let out = process.stdout.take().ok_or("no output")?;
        BufReader::new(out).read_line(&mut line)?;
        let addr = line.trim().rsplit("http://").next().unwrap_or_default().parse();
        let addr = addr.map_err(|_| format!("the program did not start: {line}"))?;
        let mut program = Program { process, addr, took: Duration::ZERO };
        let status = Browser::new(addr, "")?.get("/readyz", Coding::Plain)?.status;
        program.took = begun.elapsed();
        if status == 200 { Ok(program) } else { Err(format!("not ready: {status}").into()) }
    }

    /// What it holds in memory now, in megabytes.
    pub fn megabytes(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find(|l| l.starts_with("VmRSS:")).ok_or("its memory cannot be read")?;
        let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("its memory cannot be read")?.parse()?;
        Ok(kilobytes / 1024.0)
    }

    /// Holds it where it stands, or lets it go on.
    pub fn sleep(&self, asleep: bool) -> Result<()> {
        let signal = if asleep { "-STOP" } else { "-CONT" };
        Command::new("kill").args([signal, &self.process.id().to_string()]).status()?;
        Ok(())
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(mut self) -> Result<()> {
        Command::new("kill").arg(self.process.id().to_string()).status()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Program {
    /// For endings that skip `stop`; one that has ended need not be ended.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
