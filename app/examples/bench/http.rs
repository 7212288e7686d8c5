//! A browser as small as can be: one connection that stays open, one request at a time, the whole answer read.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use super::Result;

/// Which coding of the answer is asked for.
#[derive(Clone, Copy, PartialEq)]
pub enum Coding {
    /// As it is.
    Plain,
    /// As browsers ask.
    Squeezed,
}

/// One open connection.
pub struct Browser {
    stream: BufReader<TcpStream>,
    cookie: String,
}

/// An answer, read to its end.
pub struct Answer {
    /// From the first byte sent to the last received.
    pub took: Duration,
    /// Of HTTP.
    pub status: u16,
    /// As it came over the wire.
    pub body: Vec<u8>,
}

impl Browser {
    /// Connects, as whoever holds this cookie.
    pub fn new(addr: SocketAddr, cookie: &str) -> Result<Browser> {
        let stream = TcpStream::connect(addr)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Browser { stream: BufReader::with_capacity(1 << 16, stream), cookie: cookie.into() })
    }

    /// `GET` of a path.
    pub fn get(&mut self, path: &str, coding: Coding) -> Result<Answer> {
        let accept = if coding == Coding::Squeezed { "accept-encoding: gzip, br\r\n" } else { "" };
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: bench\r\ncookie: {}\r\n{accept}\r\n", self.cookie);
        let begun = Instant::now();
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (status, length) = self.head()?;
        let mut body = Vec::new();
        match length {
            Some(length) => {
                body.resize(length, 0);
                self.stream.read_exact(&mut body)?;
            }
            None => while self.chunk(&mut body)? {},
        }
        Ok(Answer { took: begun.elapsed(), status, body })
    }

    /// Status, and the length where it is said.
    fn head(&mut self) -> Result<(u16, Option<usize>)> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).ok_or("no status")?.parse()?;
        let mut length = None;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok((status, length));
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = Some(value.trim().parse()?);
            }
        }
    }

    /// Reads a chunk; false after the last.
    fn chunk(&mut self, body: &mut Vec<u8>) -> Result<bool> {
        let size = usize::from_str_radix(self.line()?.trim(), 16)?;
        let from = body.len();
        body.resize(from + size, 0);
        self.stream.read_exact(&mut body[from..])?;
        self.line()?;
        Ok(size > 0)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err("the connection was closed".into());
        }
        Ok(line.trim_end().to_string())
    }
}
