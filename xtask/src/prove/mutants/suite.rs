//! The tests: how long each takes and which functions it calls, so that a mutant meets only the tests that can notice it, the
//! quick ones first.

use std::{
    collections::{BTreeSet, HashSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use super::{
    limited::{self, Ended},
    work,
};
use crate::{Result, process};

/// A test that takes longer is not run for every mutant.
const LONGEST: Duration = Duration::from_secs(30);

/// One test.
struct Test {
    name: String,
    takes: Duration,
    /// The functions it calls, each known by the first of its mutants.
    calls: HashSet<u32>,
}

/// The tests of one program.
pub(super) struct Suite {
    program: PathBuf,
    /// Where they run.
    folder: PathBuf,
    tests: Vec<Test>,
    /// Tests that fail or take long without any mutant, for whatever reason: they say nothing.
    left_out: Vec<String>,
}

impl Suite {
    /// Runs each test once, alone and without a mutant.
    pub(super) fn measure(program: &Path, folder: &Path, scratch: &Path) -> Result<Self> {
        let listed = process::output(Command::new(program).args(["--list", "--format", "terse"]))?;
        let names: Vec<&str> = listed.lines().filter_map(|line| line.strip_suffix(": test")).collect();
        let mut suite = Self {
            program: program.to_path_buf(),
            folder: folder.to_path_buf(),
            tests: Vec::new(),
            left_out: Vec::new(),
        };
        let measured = work::shared(&names, "tests measured", |index, name| {
            let called = scratch.join(format!("called-{index}"));
            let _ = fs::remove_file(&called);
            let started = Instant::now();
            let ended = limited::run(suite.command(&[name]).env("WOVEN_CALLED", &called), LONGEST)?;
            let takes = started.elapsed();
            let lines = fs::read_to_string(&called).unwrap_or_default();
            let _ = fs::remove_file(&called);
            let calls = lines.lines().filter_map(|line| line.parse().ok()).collect();
            Ok((ended, Test { name: (*name).to_owned(), takes, calls }))
        })?;
        for (ended, test) in measured {
            if ended == Ended::Passed {
                suite.tests.push(test);
            } else {
                suite.left_out.push(test.name);
            }
        }
        Ok(suite)
    }

    pub(super) fn len(&self) -> usize {
        self.tests.len()
    }

    pub(super) fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// The functions that any test calls.
    pub(super) fn called(&self) -> BTreeSet<u32> {
        self.tests.iter().flat_map(|test| &test.calls).copied().collect()
    }

    /// How the tests that call `function` end with `mutant` in it; stops at the first that fails.
    pub(super) fn trial(&self, mutant: u32, function: u32) -> Result<Ended> {
        let mut tests: Vec<&Test> = self.tests.iter().filter(|test| test.calls.contains(&function)).collect();
        // A test that calls little is about what it calls.
        tests.sort_by_key(|test| (test.takes + Duration::from_millis(5)) * test.calls.len() as u32);
        let mut rest = &tests[..];
        let mut size = 4;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(size.min(rest.len()));
            let names: Vec<&str> = now.iter().map(|test| &*test.name).collect();
            let usual: Duration = now.iter().map(|test| test.takes).sum();
            let mut command = self.command(&names);
            let ended = limited::run(
                command.env("WOVEN_MUTANT", mutant.to_string()),
                usual * 3 + Duration::from_secs(20),
            )?;
            if ended != Ended::Passed {
                return Ok(ended);
            }
            rest = later;
            size *= 2;
        }
        Ok(Ended::Passed)
    }

    fn command(&self, tests: &[&str]) -> Command {
        let mut command = limited::command(&self.program);
        command.arg("--exact").args(tests).current_dir(&self.folder);
        // A failure is all that counts: neither how it came about nor the smallest example of it.
        command.env("RUST_BACKTRACE", "0").env("PROPTEST_MAX_SHRINK_ITERS", "0");
        command.env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}
