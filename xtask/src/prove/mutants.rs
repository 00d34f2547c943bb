//! Mutation testing of `auth`, `retry`, `gate`, `id` and `decode`: changes to the code that no test notices.
//!
//! cargo-mutants says what the mutants are (`.cargo/mutants.toml`: of which files, and what is left out). They are not built
//! one by one but all at once (`weave.rs`), and each meets only the tests that call its function (`suite.rs`): the unit tests,
//! and what they miss the integration tests. Whoever survives must stand in `crates/spotify-sdk/mutants.txt`, with a reason.

mod json;
mod limited;
mod listed;
mod outcomes;
mod reviewed;
mod suite;
mod tally;
mod tree;
mod weave;
mod work;

use std::{
    collections::BTreeSet,
    fs,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use self::{
    limited::Ended,
    listed::Mutant,
    outcomes::{Caught, Outcomes},
    reviewed::Reviewed,
    suite::Suite,
    tally::{Fate, Tally},
    tree::Tree,
};
use super::{Plan, tools};
use crate::{Result, workspace};

/// What compiles without tokio and reqwest, and has unit tests that say nearly everything: what CI looks at.
const PURE: &[&str] = &["retry", "id", "decode"];
/// How long the short form tries mutants, after its builds.
const SHORT: Duration = Duration::from_secs(60);

pub(super) fn run(plan: Plan) -> Result {
    let program = tools::ready("cargo-mutants", "cargo-mutants", "27.1.0")?;
    let folder = workspace::target()?.join("mutants");
    fs::create_dir_all(&folder)?;
    let all = listed::list(&program)?;
    let reviewed = Reviewed::load()?;
    let stale = reviewed.stale(&all.iter().map(|mutant| &*mutant.name).collect());
    let mutants: Vec<Mutant> =
        all.iter().filter(|mutant| !plan.short || PURE.contains(&mutant.area())).cloned().collect();
    println!("{} mutants", mutants.len());
    let outcomes = Outcomes::open(&folder.join("caught.txt"), &mutants)?;

    let (features, kinds): (_, &[&str]) = if plan.short {
        ("--no-default-features", &["--lib"])
    } else {
        ("--all-features", &["--lib", "--test", "all"])
    };
    let tree = Tree::copy(&folder, features)?;
    let unviable = tree.weave(&mutants)?;
    let functions = weave::functions(&mutants, &unviable);
    let mut suites = Vec::new();
    for program in tree.tests(kinds)? {
        let suite = Suite::measure(&program, &tree.package(), &folder)?;
        println!("{} tests measured; left out: {}", suite.len(), named(suite.left_out()));
        suites.push(suite);
    }

    let mut tally = Tally::default();
    let mut open = Vec::new();
    for mutant in &mutants {
        match outcomes.of(mutant) {
            _ if unviable.contains(&mutant.id) => tally.add(mutant, Fate::Unviable),
            Some(caught) if !plan.short => tally.add(mutant, caught.into()),
            _ => open.push(mutant),
        }
    }
    println!("{} caught in earlier runs, {} to try", tally.caught(), open.len());
    if plan.short {
        let seed = plan.seed.unwrap_or_else(seed_of_now);
        println!("in an order by chance, seed {seed}, for {} s", SHORT.as_secs());
        shuffle(&mut open, seed);
    }
    let deadline = plan.short.then(|| Instant::now() + SHORT);
    for (index, suite) in suites.iter().enumerate() {
        let what = ["mutants with the unit tests", "mutants with the integration tests"][index.min(1)];
        let called = suite.called();
        let tried = work::shared(&open, what, |_, mutant| {
            let Some(function) = functions.get(&mutant.id).filter(|function| called.contains(function))
            else {
                return Ok(Some(Ended::Passed));
            };
            if deadline.is_some_and(|deadline| Instant::now() > deadline) {
                return Ok(None);
            }
            let ended = suite.trial(mutant.id, *function)?;
            if let Some(caught) = Caught::by(ended) {
                outcomes.add(mutant, caught)?;
            }
            Ok(Some(ended))
        })?;
        let mut left = Vec::new();
        for (mutant, ended) in open.into_iter().zip(tried) {
            match ended {
                None => tally.add(mutant, Fate::NotTried),
                Some(ended) => match Caught::by(ended) {
                    Some(caught) => tally.add(mutant, caught.into()),
                    None => left.push(mutant),
                },
            }
        }
        open = left;
    }
    let called: BTreeSet<u32> = suites.iter().flat_map(Suite::called).collect();
    for mutant in open {
        let met = functions.get(&mutant.id).is_some_and(|function| called.contains(function));
        tally.survivor(mutant, met, reviewed.holds(&mutant.name));
    }
    tally.finish(if plan.short { &[] } else { &stale })
}

fn named(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn seed_of_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs())
}

/// Fisher and Yates, over numbers of a linear congruential generator: enough for an order.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for end in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(end, (state >> 33) as usize % (end + 1));
    }
}
