//! Virtual days of a thousand clients, on a local Spotify where everything goes wrong now and then.
//!
//! `cargo xtask prove soak` runs it; `cargo run -p spotify-sdk-soak -- [--short] [--seed N] [--json]` does, too. The services and the judge
//! are one process, the clients another, so that what the clients hold (memory, threads, connections, tasks) is theirs alone. The faults
//! of a seed, and what clients set out to do, are the same in each run; in which order requests arrive, and so which of them meets which
//! fault, is up to the machine.

mod clients;
mod judge;
mod measures;
mod plan;
mod protocol;
mod roster;
mod time;

use std::alloc::System;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use plan::Plan;
use stats_alloc::StatsAlloc;

/// Counts what is held, which says more than resident memory: that grows also by what the allocator keeps for later.
#[global_allocator]
static MEMORY: StatsAlloc<System> = StatsAlloc::system();

/// What everything here that can fail gives.
pub(crate) type Fallible<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.first().map(String::as_str) {
        Some("clients") => clients::run(),
        _ => options(&arguments).and_then(|(plan, json)| judge::run(plan, json)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(arguments: &[String]) -> Fallible<(Plan, bool)> {
    let (mut seed, mut is_short, mut json) = (None, false, false);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--short" => is_short = true,
            "--json" => json = true,
            "--seed" => {
                let number = arguments.next().and_then(|number| number.parse().ok());
                seed = Some(number.ok_or("--seed takes a whole number")?);
            }
            other => return Err(format!("`{other}` is none of --short, --seed N and --json").into()),
        }
    }
    Ok((Plan::new(seed.unwrap_or_else(any_seed), is_short), json))
}

/// A seed that is short enough to be typed again.
fn any_seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    now.as_secs() * 1_000_003 % 1_000_000
}
