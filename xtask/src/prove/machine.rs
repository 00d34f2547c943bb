//! `cargo xtask prove machine`: the token manager's state machine, by random schedules and by random histories.
//!
//! The schedules are shuttle's, over the sources that ship (`proofs/shuttle`); the histories are proptest's, over a model of service, cache,
//! clocks and processes (`crates/spotify-sdk/src/auth/manager/tests`).

use super::Plan;
use crate::{Result, process, test::tally::Tally, workspace};

/// Schedules for each scenario and scheduler, and cases for each property: what CI runs, and the thorough form.
const SCHEDULES: (usize, usize) = (100, 10_000);
const CASES: (usize, usize) = (500, 20_000);

/// Tests of the manager there are more of; fewer, and the model's properties are not where they were.
const TESTS: u64 = 50;

pub(super) const SUMMARY: &str = "the token manager under shuttle and under a model";

pub(super) fn run(plan: Plan) -> Result {
    let seed = plan.seed_or_now();
    println!("seed {seed}; `--seed {seed}` runs the same again");
    histories(plan.choose(CASES.0, CASES.1), seed)?;
    schedules(plan.choose(SCHEDULES.0, SCHEDULES.1), seed)
}

/// The properties of the model. A failure prints the shortest history that shows it.
fn histories(cases: usize, seed: u64) -> Result {
    // As `cargo xtask test` builds them: other features would build half of it again.
    let mut test = process::cargo(&["test", "--workspace", "--all-features", "--lib", "--"]);
    // The tests double what they are asked for.
    test.args(["auth::manager::"]).env("PROPTEST_CASES", (cases / 2).to_string());
    test.env("PROPTEST_RNG_SEED", seed.to_string());
    let mut tally = Tally::default();
    tally.run(&mut test)?;
    tally.at_least(TESTS)?;
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
