//! Mutation testing of `auth`, `retry`, `gate`, `id` and `decode`: changes to the code that no test notices.
//!
//! cargo-mutants says what the mutants are (`.cargo/mutants.toml`: of which files, and what is left out). They are not built
//! one by one but all at once (`weave.rs`), and each meets only the tests that call its function (`suite.rs`): the unit tests,
//! and what they miss the integration tests. Whoever survives must stand in `crates/spotify-sdk/mutants.txt`, with a reason.

mod json;
mod listed;
mod outcomes;
mod reviewed;
mod suite;
mod tally;
mod tree;
mod weave;
mod work;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    time::{Duration, Instant},
};

use self::{
    listed::Mutant,
    outcomes::Outcomes,
    reviewed::Reviewed,
    suite::Suite,
    tally::{Fate, Tally},
    tree::Tree,
};
use super::{Plan, limited::Ended, tools};
use crate::{Result, workspace};

const AREAS: &[&str] = &["retry", "id", "decode", "gate", "auth"];
/// Those that compile without tokio and reqwest, and have unit tests that say nearly everything: what CI looks at.
const PURE: &[&str] = &["retry", "id", "decode"];
/// How long the short form tries mutants, after its builds.
const SHORT: Duration = Duration::from_secs(60);

pub(super) const SUMMARY: &str =
    "the tests themselves: what of auth, retry, gate, id and decode could be wrong unnoticed";

pub(super) fn run(plan: Plan) -> Result {
    let program = tools::ready("cargo-mutants", "cargo-mutants", "27.1.0")?;
    let folder = workspace::target()?.join("mutants");
    fs::create_dir_all(&folder)?;
    let all = listed::list(&program)?;
    let reviewed = Reviewed::load()?;
    let areas = if plan.short { PURE } else { AREAS };
    let mutants: Vec<Mutant> = all.iter().filter(|mutant| areas.contains(&mutant.area())).cloned().collect();
    if mutants.is_empty() {
        return Err(format!("cargo-mutants lists no mutant of {}", areas.join(", ")).into());
    }
    println!("{} mutants of {}", mutants.len(), areas.join(", "));
    let outcomes = Outcomes::open(&folder.join("outcomes.txt"), &mutants)?;

    let (features, kinds): (_, &[&str]) = if plan.short {
        ("--no-default-features", &["--lib"])
    } else {
        ("--all-features", &["--lib", "--test", "all"])
    };
    let tree = Tree::copy(&folder, features, &mutants)?;
    let unviable = tree.weave(&mutants, &outcomes)?;
    let functions = weave::functions(&mutants, &unviable);
    let programs = tree.tests(kinds)?;

    let mut tally = Tally::default();
    let mut open = Vec::new();
    for mutant in &mutants {
        match outcomes.of(mutant) {
            _ if unviable.contains(&mutant.id) => tally.add(mutant, Fate::Unviable),
            Some(fate) if !plan.short => tally.add(mutant, fate),
            _ => open.push(mutant),
        }
    }
    println!("{} were caught in earlier runs, {} are to try", tally.caught(), open.len());
    // Those that changed nothing for the tests of one program meet those of the next.
    let (mut called, mut slow) = (BTreeSet::new(), false);
    for (program, tests) in programs.iter().zip(["unit tests", "integration tests"]) {
        let suite = Suite::measure(program, &tree.package(), &folder)?;
        println!("{} {tests}; left out as slow: {}", suite.len(), named(suite.slow()));
        slow |= !suite.slow().is_empty();
        called.extend(suite.called());
        if plan.short {
            let seed = plan.seed_or_now();
            println!("in an order by chance, seed {seed}, for {} s", SHORT.as_secs());
            shuffle(&mut open, seed);
        } else {
            // What is soon told first: a run that is ended has then come as far as it can.
            open.sort_by_key(|mutant| functions.get(&mutant.id).map(|function| suite.costs(*function)));
        }
        let until = plan.short.then(|| Instant::now() + SHORT);
        open = Trial { suite: &suite, tests, functions: &functions, outcomes: &outcomes, until }
            .of(&open, &mut tally)?;
    }
    for mutant in open {
        let met = functions.get(&mutant.id).is_some_and(|function| called.contains(function));
        let is_reviewed = reviewed.holds(&mutant.name);
        if plan.short && slow && !is_reviewed {
            // On a machine that was busy a test that would have noticed it may have been left out.
            tally.add(mutant, Fate::NotTried);
        } else {
            tally.survivor(mutant, met, is_reviewed);
        }
    }
    if tally.caught() == 0 {
        return Err("no mutant was caught: the tests were not run, or the mutants were not in them".into());
    }
    let stale = reviewed.stale(&all.iter().map(|mutant| &*mutant.name).collect());
    tally.finish(if plan.short { &[] } else { &stale })
}

/// The mutants meet the tests of one program.
struct Trial<'a> {
    suite: &'a Suite,
    tests: &'a str,
    /// What each mutant's function is known by.
    functions: &'a BTreeMap<u32, u32>,
    outcomes: &'a Outcomes,
    until: Option<Instant>,
}

impl Trial<'_> {
    /// Those that no test noticed.
    fn of<'m>(&self, mutants: &[&'m Mutant], tally: &mut Tally) -> Result<Vec<&'m Mutant>> {
        let called = self.suite.called();
        let tried = work::shared(mutants, &format!("mutants met the {}", self.tests), |_, mutant| {
            let function = self.functions.get(&mutant.id).filter(|function| called.contains(function));
            let Some(function) = function else { return Ok(Some(Ended::Passed)) };
            if self.until.is_some_and(|until| Instant::now() > until) {
                return Ok(None);
            }
            let ended = self.suite.trial(mutant, *function)?;
            // The short form may itself be ended with all that runs, which then has caught nothing.
            if let (Some(fate), None) = (Fate::by(ended), self.until) {
                self.outcomes.add(mutant, fate)?;
            }
            Ok(Some(ended))
        })?;
        let mut missed = Vec::new();
        for (mutant, ended) in mutants.iter().copied().zip(tried) {
            match ended.map(Fate::by) {
                Some(None) => missed.push(mutant),
                Some(Some(fate)) => tally.add(mutant, fate),
                None => tally.add(mutant, Fate::NotTried),
            }
        }
        Ok(missed)
    }
}

fn named(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Fisher and Yates, over numbers of a linear congruential generator: enough for an order.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for end in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(end, (state >> 33) as usize % (end + 1));
    }
}
