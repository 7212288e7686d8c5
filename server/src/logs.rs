//! The log: one line per event on standard error, for people or for machines.

use crate::config::{Config, LogFormat};
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts logging. `usual` is the level when nobody has chosen one.
pub fn start(config: &Config, usual: &str) {
    let filter = EnvFilter::new(config.log_filter.as_deref().unwrap_or(usual));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Json => subscriber.json().flatten_event(true).init(),
        LogFormat::Human => subscriber.with_ansi(std::io::stderr().is_terminal()).with_target(false).init(),
    }
}
