//! `cargo xtask prove`: what takes longer than a test may, and looks for what nobody thought of.
//!
//! Each part is a module of its own below `prove/` and one line in [`PROOFS`]; all of them know how thorough they are to be
//! from one [`Plan`].

mod mutants;
mod tools;

use crate::{
    Result,
    arguments::{Arguments, Usage},
    parts::Parts,
};

pub(crate) const SUMMARY: &str = "search for faults nobody thought of: models, fuzzing, mutants, soak";

pub(crate) const HELP: &str = "
Usage: cargo xtask prove [part] [--short] [--seed N]

Runs every part, or one of them, and sums up which passed; `cargo xtask prove --list` tells what they are.
  --short    what CI runs of each: minutes instead of hours
  --seed N   where chance begins, to see a failure again; each part prints the seed it took
What a part needs beside Rust and Python is fetched from the package registries once, into cargo's target folder.";

/// How thorough the parts are to be, and where chance begins.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// Minutes, as CI has them, instead of hours.
    pub(crate) short: bool,
    /// What was asked for with `--seed`; without it each part takes its own and prints it.
    pub(crate) seed: Option<u64>,
}

/// One part: its name, a line for `--list`, and what it does.
struct Proof {
    name: &'static str,
    summary: &'static str,
    run: fn(Plan) -> Result,
}

/// In the order in which they run.
const PROOFS: &[Proof] =
    &[Proof { name: "mutants", summary: "changes to the code that no test notices", run: mutants::run }];

pub(crate) fn run(mut arguments: Arguments) -> Result {
    if arguments.take_flag("--list") {
        arguments.none()?;
        print!("{}", list());
        return Ok(());
    }
    let short = arguments.take_flag("--short");
    let seed = arguments.take_value("--seed")?.map(|seed| number(&seed)).transpose()?;
    let chosen = arguments.at_most_one()?;
    let plan = Plan { short, seed };
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
    Ok(text.parse().map_err(|_| Usage::new(format!("`{text}` is no seed: a whole number is")))?)
}

fn list() -> String {
    PROOFS.iter().map(|proof| format!("  {:<11}{}\n", proof.name, proof.summary)).collect()
}
