//! Reading single values of the configuration. Each error is the second half of a sentence: "which …".

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use tracing_subscriber::EnvFilter;
use url::Url;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people at a terminal.
    Human,
    /// One object per line, for machines.
    Json,
}

/// `HOST:PORT`; a name is looked up.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    let found = text.to_socket_addrs().ok().and_then(|mut all| all.next());
    found.ok_or_else(|| "which is not an address and a port such as 127.0.0.1:3000".to_owned())
}

/// IP addresses, separated by commas.
pub fn addresses(text: &str) -> Result<Vec<IpAddr>, String> {
    let wrong = |_| "which is not an IP address such as 127.0.0.1, or a list of them with commas".to_owned();
    text.split(',').map(|one| one.trim().parse().map_err(wrong)).collect()
}

/// A folder, made absolute. It does not need to exist.
pub fn folder(text: &str) -> Result<PathBuf, String> {
    std::path::absolute(text).map_err(|_| "which is not the name of a folder".to_owned())
}

/// `http://host` or `https://host`, with a port if need be and nothing behind it.
pub fn origin(text: &str) -> Result<Url, String> {
    let wrong = || "which is not an address such as https://rent.example.com".to_owned();
    let url = Url::parse(text).map_err(|_| wrong())?;
    let bare =
        url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if bare && matches!(url.scheme(), "http" | "https") && url.has_host() { Ok(url) } else { Err(wrong()) }
}

/// A connection string. Never repeated in an error: it holds a password.
pub fn postgres(text: &str) -> Result<String, String> {
    let wrong = "which is not of the form postgres://USER:PASSWORD@HOST/DATABASE".to_owned();
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "postgres" | "postgresql") => Ok(text.to_owned()),
        _ => Err(wrong),
    }
}

/// An SMTP server. Never repeated in an error: it holds a password.
pub fn mail_server(text: &str) -> Result<Url, String> {
    let wrong = || "which is not of the form smtps://USER:PASSWORD@HOST:465".to_owned();
    let url = Url::parse(text).map_err(|_| wrong())?;
    if matches!(url.scheme(), "smtp" | "smtps") && url.has_host() { Ok(url) } else { Err(wrong()) }
}

/// A bucket, and a folder in it where one is wanted.
pub fn bucket(text: &str) -> Result<Url, String> {
    let wrong = || "which is not of the form s3://BUCKET or s3://BUCKET/FOLDER".to_owned();
    let url = Url::parse(text).map_err(|_| wrong())?;
    let bare = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.port().is_none();
    if bare && url.scheme() == "s3" && url.has_host() { Ok(url) } else { Err(wrong()) }
}

/// Text on one line.
pub fn line(text: &str) -> Result<String, String> {
    if text.chars().any(char::is_control) {
        Err("which is more than one line".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// A whole number within limits.
pub fn number(text: &str, range: RangeInclusive<u32>) -> Result<u32, String> {
    let wrong = || format!("which is not a whole number from {} to {}", range.start(), range.end());
    text.parse().ok().filter(|value| range.contains(value)).ok_or_else(wrong)
}

/// A filter for the log, checked and kept as text because the parsed form cannot be cloned.
pub fn filter(text: &str) -> Result<String, String> {
    let wrong = |_| "which is not a level such as info, or a list such as info,sqlx=debug".to_owned();
    EnvFilter::try_new(text).map(|_| text.to_owned()).map_err(wrong)
}

/// `human` or `json`.
pub fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "human" => Ok(LogFormat::Human),
        "json" => Ok(LogFormat::Json),
        _ => Err("which is neither human nor json".to_owned()),
    }
}

/// A secret that is long enough not to be guessed.
pub fn token(text: &str) -> Result<String, String> {
    if text.len() >= 16 { Ok(text.to_owned()) } else { Err("which is shorter than 16 characters".to_owned()) }
}
