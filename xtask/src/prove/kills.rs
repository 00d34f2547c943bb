//! `cargo xtask prove kills`: processes that are killed at every step of a refresh, and sixteen that share one login.

use super::Plan;
use crate::{Result, process, test::tally::Tally};

/// Kills at each point, and expiries: what CI runs, and the thorough form.
const KILLS: (usize, usize) = (10, 125);
const EXPIRIES: (usize, usize) = (10, 50);

/// How many tests that is: five of kills and one of processes.
const TESTS: u64 = 6;

pub(super) const SUMMARY: &str = "kill -9 at every step of a refresh and of a save";

pub(super) fn run(plan: Plan) -> Result {
    println!("nothing here is drawn by lot: a seed changes nothing");
    // As `cargo xtask test` builds them: other features would build half of it again.
    let mut test = process::cargo(&["test", "--workspace", "--all-features", "--lib", "--test", "all", "--"]);
    test.args(["kills::fault_031", "processes::fault_032", "--nocapture", "--test-threads", "2"]);
    test.env("KILLS", plan.choose(KILLS.0, KILLS.1).to_string());
    test.env("EXPIRIES", plan.choose(EXPIRIES.0, EXPIRIES.1).to_string());
    let mut tally = Tally::default();
    tally.run(&mut test)?;
    tally.at_least(TESTS)
}
