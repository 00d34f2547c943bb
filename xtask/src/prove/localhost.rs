//! `authorize_local` under siege, with a person in a real browser as the honest user.

use super::Plan;
use crate::{Result, process, test::machine};

pub(super) const SUMMARY: &str =
    "a login among hostile programs on this machine, completed by a person with Chromium";

/// How long the siege of the login lasts that succeeds.
const SECONDS: u64 = 60;
const SECONDS_IN_SHORT: u64 = 15;

/// Besieges a login that a person completes, and then logins that nobody completes.
pub(super) fn run(plan: Plan) -> Result {
    machine::bring_programs()?;
    let seed = plan.seed_or_now();
    let seconds = if plan.short { SECONDS_IN_SHORT } else { SECONDS };
    println!("seed {seed}, {seconds} s");
    let mut siege = process::cargo(&["test", "-p", "spotify-sdk", "--all-features", "--test", "all", "--"]);
    siege.args(["local_login::siege::fault_", "--ignored", "--nocapture", "--test-threads=1"]);
    siege
        .env("SPOTIFY_SDK_SIEGE_SECONDS", seconds.to_string())
        .env("SPOTIFY_SDK_SIEGE_SEED", seed.to_string());
    process::run(&mut siege)
}
