//! The tests: how long each takes and which functions it calls, so that a mutant meets only the tests that can notice it, the
//! quick ones first.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant, UNIX_EPOCH},
};

use super::{
    limited::{self, Ended},
    work,
};
use crate::{Result, process};

/// A test that takes longer is not run for every mutant.
const LONGEST: Duration = Duration::from_secs(5);

/// One test.
struct Test {
    name: String,
    takes: Duration,
    /// The functions it calls, each known by the first of its mutants.
    calls: HashSet<u32>,
}

impl Test {
    /// One that passed, from its line.
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        let takes = words.next()?.parse().ok().filter(|takes| *takes < LONGEST.as_millis() as u64)?;
        let calls = words.filter_map(|word| word.parse().ok()).collect();
        Some(Self { name: name.to_owned(), takes: Duration::from_millis(takes), calls })
    }
}

/// Where the measures of a program are kept; those of one that was built before it are thrown away.
fn kept(program: &Path, scratch: &Path) -> Result<PathBuf> {
    let built = fs::metadata(program)?.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    let stem = format!("measured-{}-", program.file_name().unwrap_or_default().to_string_lossy());
    let kept = scratch.join(format!("{stem}{built}"));
    for entry in fs::read_dir(scratch)? {
        let path = entry?.path();
        let is_of_it = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&stem));
        if is_of_it && path != kept {
            fs::remove_file(path)?;
        }
    }
    Ok(kept)
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
    /// Runs each test once, alone and without a mutant; what was measured of the same program before is taken from `scratch`.
    pub(super) fn measure(program: &Path, folder: &Path, scratch: &Path) -> Result<Self> {
        let listed = process::output(Command::new(program).args(["--list", "--format", "terse"]))?;
        let names: Vec<&str> = listed.lines().filter_map(|line| line.strip_suffix(": test")).collect();
        let mut suite = Self {
            program: program.to_path_buf(),
            folder: folder.to_path_buf(),
            tests: Vec::new(),
            left_out: Vec::new(),
        };
        let kept = kept(program, scratch)?;
        let known: HashMap<String, String> = fs::read_to_string(&kept)
            .unwrap_or_default()
            .lines()
            .filter_map(|line| Some((line.split(' ').next()?.to_owned(), line.to_owned())))
            .collect();
        let file = Mutex::new(fs::OpenOptions::new().append(true).create(true).open(&kept)?);
        let lines = work::shared(&names, "tests measured", |index, name| {
            if let Some(line) = known.get(*name) {
                return Ok(line.clone());
            }
            let line = suite.measured(name, &scratch.join(format!("called-{index}")))?;
            file.lock().unwrap_or_else(PoisonError::into_inner).write_all(format!("{line}\n").as_bytes())?;
            Ok(line)
        })?;
        for (name, line) in names.iter().zip(lines) {
            match Test::read(&line) {
                Some(test) => suite.tests.push(test),
                None => suite.left_out.push((*name).to_owned()),
            }
        }
        Ok(suite)
    }

    /// A line about one test: its name, the milliseconds it takes or a word why it says nothing, and the functions it calls.
    fn measured(&self, name: &str, called: &Path) -> Result<String> {
        let _ = fs::remove_file(called);
        let started = Instant::now();
        let ended = limited::run(self.command(&[name]).env("WOVEN_CALLED", called), LONGEST)?;
        let takes = match ended {
            Ended::Passed => started.elapsed().as_millis().to_string(),
            Ended::Failed => "fails".to_owned(),
            Ended::TimedOut => "long".to_owned(),
        };
        let calls = fs::read_to_string(called).unwrap_or_default();
        let _ = fs::remove_file(called);
        Ok(format!("{name} {takes} {}", calls.split_whitespace().collect::<Vec<_>>().join(" ")))
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
        // A mutant that only many cases show is one that a test of its own should show.
        command.env("PROPTEST_CASES", "32");
        command.env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}
