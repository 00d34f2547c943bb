//! `cargo xtask prove machine`: the token manager's state machine, by random schedules and by random histories.
//!
//! The schedules are shuttle's, over the sources that ship (`proofs/shuttle`); the histories are proptest's, over a model of service, cache,
//! clocks and processes (`crates/spotify-sdk/src/auth/manager/tests`).

use std::time::{SystemTime, UNIX_EPOCH};

use super::Plan;
use crate::{Result, process, workspace};

/// Schedules for each scenario and scheduler, and cases for each property: what CI runs, and the thorough form.
const SCHEDULES: (usize, usize) = (300, 10_000);
const CASES: (usize, usize) = (500, 20_000);

pub(super) const SUMMARY: &str = "the token manager under shuttle and under a model";

pub(super) fn run(plan: Plan) -> Result {
    let seed = plan.seed.unwrap_or_else(any_seed);
    println!("seed {seed}; `--seed {seed}` runs the same again");
    let choose = |(short, thorough): (usize, usize)| if plan.short { short } else { thorough };
    histories(choose(CASES), seed)?;
    schedules(choose(SCHEDULES), seed)
}

/// The properties of the model. A failure prints the shortest history that shows it.
fn histories(cases: usize, seed: u64) -> Result {
    let mut test = process::cargo(&["test", "-p", "spotify-sdk", "--all-features", "--lib", "--"]);
    // The tests double what they are asked for.
    test.args(["auth::manager::"]).env("PROPTEST_CASES", (cases / 2).to_string());
    test.env("PROPTEST_RNG_SEED", seed.to_string());
    process::run(&mut test)?;
    println!("{cases} histories for each property of the model, seed {seed}: all hold");
    Ok(())
}

/// The scenarios of `proofs/shuttle`. A failure prints what plays its schedule again.
fn schedules(schedules: usize, seed: u64) -> Result {
    let mut shuttle =
        process::cargo(&["run", "--manifest-path", "proofs/shuttle/Cargo.toml", "--bin", "shuttle", "--"]);
    // What both workspaces need is compiled once.
    shuttle.env("CARGO_TARGET_DIR", workspace::target()?).env("RUST_BACKTRACE", "0");
    shuttle.args([schedules.to_string(), seed.to_string()]).arg(workspace::target()?.join("schedules"));
    process::run(&mut shuttle)
}

fn any_seed() -> u64 {
    // Short enough to be typed.
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |time| time.as_secs() % 1_000_000)
}
