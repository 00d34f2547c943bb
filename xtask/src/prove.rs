//! `cargo xtask prove`: what takes longer than a test may, and looks for what nobody thought of.
//!
//! Each part is a module of its own below `prove/` and one line in [`PROOFS`]; all of them know how thorough they are to be
//! from one [`Plan`].

mod fuzz;
mod kills;
mod limited;
mod localhost;
mod machine;
mod mutants;
mod secrets;
mod soak;
mod supply;
pub(crate) mod tools;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::{
    Result,
    arguments::{Arguments, Usage},
    parts::Parts,
};

pub(crate) const SUMMARY: &str = "search for faults nobody thought of: models, fuzzing, mutants, soak";

pub(crate) const HELP: &str = "
Usage: cargo xtask prove [part] [--short] [--seed N] [--minutes N]

Runs every part, or one of them, and sums up which passed; `cargo xtask prove --list` tells what they are.
  --short    minutes for each part instead of hours; a part that takes longer than 10 is ended, and fails
  --seed N   where chance begins, to see a failure again; each part prints the seed it took
  --minutes N  how long each fuzz target runs, instead of 10 (20 s with --short)
What a part needs beside Rust and Python is fetched from the package registries once, into cargo's target folder.";

/// How long a part may take in the short form: far longer than any does.
const LIMIT: Duration = Duration::from_secs(600);

/// How much longer it may take for each minute that is asked for with `--minutes`: fuzz has many targets.
const PER_MINUTE: u32 = 12;

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
    /// The seed that was asked for, else one made of the time, short enough to be typed.
    pub(crate) fn seed_or_now(self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |now| now.as_secs() % 1_000_000);
        self.seed.unwrap_or(now)
    }

    /// One of the two, by how thorough it is to be.
    pub(crate) fn choose<T>(self, short: T, thorough: T) -> T {
        if self.short { short } else { thorough }
    }

    /// How long a part may take. The thorough form is watched by whoever started it.
    fn limit(self) -> Option<Duration> {
        let asked_for = Duration::from_secs(60 * self.minutes.unwrap_or(0));
        self.short.then_some(asked_for * PER_MINUTE + LIMIT)
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
    if minutes == Some(0) {
        return Err(Usage::new("`--minutes 0` would prove nothing".to_owned()).into());
    }
    let chosen = arguments.at_most_one()?;
    let plan = Plan { short, seed, minutes };
    if let Some(name) = &chosen
        && !PROOFS.iter().any(|proof| proof.name == name)
    {
        return Err(Usage::new(format!("there is no part `{name}`; they are\n{}", list())).into());
    }
    let mut parts = Parts::default();
    for proof in PROOFS.iter().filter(|proof| chosen.as_deref().is_none_or(|name| proof.name == name)) {
        parts.run(proof.name, || limited::part(proof.name, plan.limit(), || (proof.run)(plan)));
    }
    parts.finish()
}

fn number(text: &str) -> Result<u64> {
    Ok(text.parse().map_err(|_| Usage::new(format!("`{text}` is no whole number")))?)
}

fn list() -> String {
    PROOFS.iter().map(|proof| format!("  {:<11}{}\n", proof.name, proof.summary)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: Plan = Plan { short: true, seed: None, minutes: None };

    #[test]
    fn a_seed_is_what_was_asked_for_or_short() {
        assert_eq!(Plan { seed: Some(7_000_000), ..PLAN }.seed_or_now(), 7_000_000);
        assert!(PLAN.seed_or_now() < 1_000_000);
    }

    #[test]
    fn only_the_short_form_has_a_limit() {
        assert_eq!(PLAN.limit(), Some(LIMIT));
        assert_eq!(Plan { minutes: Some(1), ..PLAN }.limit(), Some(LIMIT + Duration::from_secs(720)));
        assert_eq!(Plan { short: false, ..PLAN }.limit(), None);
    }

    #[test]
    fn no_minutes_are_refused() {
        let words = ["fuzz", "--minutes", "0"].map(str::to_owned);
        assert!(run(Arguments::new(words)).unwrap_err().is::<Usage>());
    }
}
