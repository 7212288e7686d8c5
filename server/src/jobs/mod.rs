//! Work that requests do not wait for: taken from the queue in the database, as much at once as this program may, and done
//! as the worker of the portfolio that it belongs to.
//!
//! Each kind is a line in `registry`. A job is held by a random id for a while; a heartbeat keeps it, and whoever goes
//! silent loses it to another worker. What a job writes is kept in the transaction that completes it, or not at all.

mod crew;
mod cron;
mod finish;
mod holds;
mod mail;
mod metrics;
mod notify;
mod one;
mod ping;
mod registry;
mod sweep;
mod sweep_files;
mod things;
mod thumbnail;
mod work;

pub use crew::Crew;
pub use metrics::JobMetrics;
pub use registry::kinds;
pub use things::Things;

#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod tests;
