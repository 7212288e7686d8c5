//! P13: how long the program takes once its database answers, the whole of a cold start, and what it holds in memory.

use super::program::Program;
use super::say::{self, Bound};
use super::world::{self, World};
use super::{ROUNDS, Result};

/// Starts the program on a Postgres that runs, then on one of its own.
pub async fn run() -> Result<()> {
    let world = World::new(1, 1, 1).await?;
    let (app, owner) =
        (world::url("duplex_app", &world.database)?, world::url("duplex_owner", &world.database)?);
    let (mut waits, mut memory) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let program = Program::start(&[("DATABASE_URL", &app), ("DUPLEX_OWNER_URL", &owner)])?;
        if round > 0 {
            waits.push(program.took.as_secs_f64() * 1000.0);
            memory.push(program.megabytes()?);
        }
        program.stop()?;
    }
    say::spread("P13 ready once its database answers", waits, "ms", Bound::Most(250.0));
    say::spread("P13 memory when idle", memory, "MB", Bound::Most(40.0));
    let folder = std::env::temp_dir().join(format!("duplex-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let data = folder.to_string_lossy();
    let mut whole = Vec::new();
    for round in 0..=ROUNDS {
        let program = Program::start(&[("DUPLEX_DATA_DIR", &data)])?;
        if round > 0 {
            whole.push(program.took.as_secs_f64() * 1000.0);
        }
        program.stop()?;
    }
    say::spread("P13 cold start with a Postgres of its own", whole, "ms", Bound::None);
    Ok(std::fs::remove_dir_all(&folder)?)
}
