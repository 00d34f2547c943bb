//! `cargo xtask prove kills`: processes that are killed at every step of a refresh, and sixteen that share one login.

use super::Plan;
use crate::{Result, process};

/// Kills at each point, and expiries: what CI runs, and the thorough form.
const KILLS: (usize, usize) = (10, 125);
const EXPIRIES: (usize, usize) = (10, 50);

pub(super) const SUMMARY: &str = "kill -9 at every step of a refresh and of a save";

pub(super) fn run(plan: Plan) -> Result {
    let choose = |(short, thorough): (usize, usize)| if plan.short { short } else { thorough };
    println!("nothing here is drawn by lot: a seed changes nothing");
    let mut test =
        process::cargo(&["test", "-p", "spotify-sdk", "--all-features", "--lib", "--test", "all", "--"]);
    test.args(["kills::fault_031", "processes::fault_032", "--nocapture", "--test-threads", "2"]);
    test.env("KILLS", choose(KILLS).to_string()).env("EXPIRIES", choose(EXPIRIES).to_string());
    process::run(&mut test)
}
