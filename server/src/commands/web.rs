//! `duplex web`: the pages alone, as often as needed, on one database.

use super::serve::{Parts, stand};
use crate::config::Config;
use crate::failure::Outcome;
use crate::postgres::Purpose;

/// The global flags and the environment say all.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Needs DATABASE_URL, or the data folder of a `duplex serve` that runs: this one starts no Postgres. Of these, \
                  as many may run as you like."
)]
pub struct Args {}

/// Serves pages until somebody asks it to stop.
pub async fn run(_args: Args, config: &Config) -> Outcome {
    stand(config, Purpose::Join, Parts { demo: false, pages: true, work: false }).await
}
