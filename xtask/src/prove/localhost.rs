//! `authorize_local` under siege, with a person in a real browser as the honest user.

use super::Plan;
use crate::{
    Result, process,
    test::{machine, tally::Tally},
};

pub(super) const SUMMARY: &str =
    "a login among hostile programs on this machine, completed by a person with Chromium";

/// How long the siege of the login lasts that succeeds.
const SECONDS: u64 = 60;
const SECONDS_IN_SHORT: u64 = 15;

/// Besieges a login that a person completes, and then logins that nobody completes.
pub(super) fn run(plan: Plan) -> Result {
    machine::bring_programs()?;
    let seed = plan.seed_or_now();
    let seconds = plan.choose(SECONDS_IN_SHORT, SECONDS);
    println!("seed {seed}, {seconds} s");
    // As `cargo xtask test` builds them: other features would build half of it again.
    let mut siege = process::cargo(&["test", "--workspace", "--all-features", "--test", "all", "--"]);
    siege.args(["local_login::siege::fault_", "--ignored", "--nocapture", "--test-threads=1"]);
    siege
        .env("SPOTIFY_SDK_SIEGE_SECONDS", seconds.to_string())
        .env("SPOTIFY_SDK_SIEGE_SEED", seed.to_string());
    let mut tally = Tally::default();
    tally.run(&mut siege)?;
    // The login that succeeds, and those that nobody completes.
    tally.at_least(2)
}
