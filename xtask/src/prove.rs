//! `cargo xtask prove`: what takes longer than a test may, and looks for what nobody thought of.
//!
//! Each part is a module of its own below `prove/` and one line in [`PROOFS`]; all of them know how thorough they are to be
//! from one [`Plan`].

mod fuzz;
mod kills;
mod localhost;
mod machine;
mod mutants;
mod secrets;
mod soak;
mod supply;
pub(crate) mod tools;

use std::time::{SystemTime, UNIX_EPOCH};

use crate::{
    Result,
    arguments::{Arguments, Usage},
    parts::Parts,
};

pub(crate) const SUMMARY: &str = "search for faults nobody thought of: models, fuzzing, mutants, soak";

pub(crate) const HELP: &str = "
Usage: cargo xtask prove [part] [--short] [--seed N] [--minutes N]

Runs every part, or one of them, and sums up which passed; `cargo xtask prove --list` tells what they are.
  --short    what CI runs of each: minutes instead of hours
  --seed N   where chance begins, to see a failure again; each part prints the seed it took
  --minutes N  how long each fuzz target runs, instead of 10 (1 with --short)
What a part needs beside Rust and Python is fetched from the package registries once, into cargo's target folder.";

/// How thorough the parts are to be, and where chance begins.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// Minutes, as CI has them, instead of hours.
    pub(crate) short: bool,
    /// What was asked for with `--seed`; without it each part takes its own and prints it.
    pub(crate) seed: Option<u64>,
    /// How long each fuzz target runs.
    pub(crate) minutes: Option<u64>,
}

impl Plan {
    /// The seed that was asked for, else one made of the time.
    pub(crate) fn seed_or_now(self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |now| now.as_secs());
        self.seed.unwrap_or(now)
    }
}

/// One part: its name, a line for `--list`, and what it does.
struct Proof {
    name: &'static str,
    summary: &'static str,
    run: fn(Plan) -> Result,
}

/// In the order in which they run.
const PROOFS: &[Proof] = &[
    Proof { name: "machine", summary: machine::SUMMARY, run: machine::run },
    Proof { name: "kills", summary: kills::SUMMARY, run: kills::run },
    Proof { name: "fuzz", summary: fuzz::SUMMARY, run: fuzz::run },
    Proof { name: "mutants", summary: mutants::SUMMARY, run: mutants::run },
    Proof { name: "soak", summary: soak::SUMMARY, run: soak::library },
    Proof { name: "soak-python", summary: soak::PYTHON_SUMMARY, run: soak::python },
    Proof { name: "localhost", summary: localhost::SUMMARY, run: localhost::run },
    Proof { name: "secrets", summary: secrets::SUMMARY, run: secrets::run },
    Proof { name: "supply", summary: supply::SUMMARY, run: supply::run },
];

pub(crate) fn run(mut arguments: Arguments) -> Result {
    if arguments.take_flag("--list") {
        arguments.none()?;
        print!("{}", list());
        return Ok(());
    }
    let short = arguments.take_flag("--short");
    let seed = arguments.take_value("--seed")?.map(|seed| number(&seed)).transpose()?;
    let minutes = arguments.take_value("--minutes")?.map(|minutes| number(&minutes)).transpose()?;
    let chosen = arguments.at_most_one()?;
    let plan = Plan { short, seed, minutes };
    if let Some(name) = &chosen
        && !PROOFS.iter().any(|proof| proof.name == name)
    {
        return Err(Usage::new(format!("there is no part `{name}`; they are\n{}", list())).into());
    }
    let mut parts = Parts::default();
    for proof in PROOFS.iter().filter(|proof| chosen.as_deref().is_none_or(|name| proof.name == name)) {
        parts.run(proof.name, || (proof.run)(plan));
    }
    parts.finish()
}

fn number(text: &str) -> Result<u64> {
    Ok(text.parse().map_err(|_| Usage::new(format!("`{text}` is no whole number")))?)
}

fn list() -> String {
    PROOFS.iter().map(|proof| format!("  {:<11}{}\n", proof.name, proof.summary)).collect()
}
