//! The benches that need the house's own code: `bench NAME` measures and says one JSON object a line. `bin/bench` builds
//! it in release, starts a Postgres for it and sets what it says beside the limits.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::float_arithmetic,
    missing_docs
)]

mod busy;
mod dashboard;
mod http;
mod import;
mod jobs;
mod limit;
mod live;
mod peer;
mod program;
mod render;
mod say;
mod size;
mod start;
mod statement;
mod world;

/// Pairs that are measured in turns; the first of them, which warms up, comes on top.
const ROUNDS: usize = 7;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match std::env::args().nth(1).as_deref() {
        Some("render") => render::run(),
        Some("import") => runtime.block_on(async {
            import::run().await?;
            size::run().await
        })?,
        Some("dashboard") => runtime.block_on(dashboard::run())?,
        Some("jobs") => runtime.block_on(jobs::run())?,
        Some("live") => runtime.block_on(live::run())?,
        Some("start") => runtime.block_on(start::run())?,
        _ => return Err("knows render, import, dashboard, jobs, live and start".into()),
    }
    Ok(())
}
