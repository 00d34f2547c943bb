//! The tests: how long each takes and which functions it calls, so that a mutant meets only the tests that can notice it, the
//! quick ones first.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant, UNIX_EPOCH},
};

use super::{
    super::limited::{self, Ended},
    listed::Mutant,
    work,
};
use crate::{Result, process};

/// A test that takes longer is not run for every mutant.
const LONGEST: Duration = Duration::from_secs(10);
/// A test that takes longer hangs.
const HANGS: Duration = Duration::from_secs(60);

/// The word for a test that fails.
const FAILS: &str = "fails";
/// Tests that pass in the workspace and can't in a copy of it. None now; each would want its reason here.
const FAIL_IN_A_COPY: [&str; 0] = [];

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

/// Where something about a program is kept; what is about one that was built before it is thrown away.
fn kept(what: &str, program: &Path, scratch: &Path) -> Result<PathBuf> {
    let built = fs::metadata(program)?.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    let stem = format!("{what}-{}-", program.file_name().unwrap_or_default().to_string_lossy());
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

fn lines(path: &Path) -> impl Iterator<Item = String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn appended(path: &Path) -> Result<File> {
    Ok(OpenOptions::new().append(true).create(true).open(path)?)
}

fn append(file: &Mutex<File>, line: &str) -> Result {
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(file.write_all(format!("{line}\n").as_bytes())?)
}

/// The tests of one program.
pub(super) struct Suite {
    program: PathBuf,
    /// Where they run.
    folder: PathBuf,
    tests: Vec<Test>,
    /// Tests that take long without any mutant: none is tried with them.
    slow: Vec<String>,
    /// The names of mutants that these very tests were seen to miss, also in an earlier run.
    missed: HashSet<String>,
    missed_file: Mutex<File>,
}

impl Suite {
    /// Runs each test once, alone and without a mutant; what was measured of the same program before is taken from `scratch`.
    ///
    /// # Errors
    ///
    /// When one fails: it would catch every mutant, or be left out and none of those that it is there for.
    pub(super) fn measure(program: &Path, folder: &Path, scratch: &Path) -> Result<Self> {
        let listed = process::output(Command::new(program).args(["--list", "--format", "terse"]))?;
        let names: Vec<&str> = listed.lines().filter_map(|line| line.strip_suffix(": test")).collect();
        let mut suite = Self {
            program: program.to_path_buf(),
            folder: folder.to_path_buf(),
            tests: Vec::new(),
            slow: Vec::new(),
            missed: lines(&kept("missed", program, scratch)?).collect(),
            missed_file: Mutex::new(appended(&kept("missed", program, scratch)?)?),
        };
        let kept = kept("measured", program, scratch)?;
        let known: HashMap<String, String> = lines(&kept)
            .filter(|line| line.split(' ').nth(1) != Some(FAILS))
            .filter_map(|line| Some((line.split(' ').next()?.to_owned(), line)))
            .collect();
        let file = Mutex::new(appended(&kept)?);
        let lines = work::shared(&names, "tests measured", |index, name| {
            if let Some(line) = known.get(*name) {
                return Ok(line.clone());
            }
            let line = suite.measured(name, &scratch.join(format!("called-{index}")))?;
            // What failed may not fail once what it needs is there.
            if line.split(' ').nth(1) != Some(FAILS) {
                append(&file, &line)?;
            }
            Ok(line)
        })?;
        let mut failed = Vec::new();
        for (name, line) in names.iter().copied().zip(lines) {
            match Test::read(&line) {
                Some(test) => suite.tests.push(test),
                None if line.split(' ').nth(1) == Some(FAILS) => failed.push(name),
                None => suite.slow.push(name.to_owned()),
            }
        }
        failed.retain(|name| !FAIL_IN_A_COPY.contains(name));
        if failed.is_empty() {
            Ok(suite)
        } else {
            Err(format!("these fail without a mutant: {}", failed.join(", ")).into())
        }
    }

    /// A line about one test: its name, the milliseconds it takes or a word why it says nothing, and the functions it calls.
    fn measured(&self, name: &str, called: &Path) -> Result<String> {
        let _ = fs::remove_file(called);
        let started = Instant::now();
        let ended = limited::run(self.command(&[name]).env("WOVEN_CALLED", called), HANGS)?;
        let takes = match ended {
            Ended::Passed => started.elapsed().as_millis().to_string(),
            Ended::Failed => FAILS.to_owned(),
            Ended::TimedOut => "long".to_owned(),
        };
        let calls = fs::read_to_string(called).unwrap_or_default();
        let _ = fs::remove_file(called);
        Ok(format!("{name} {takes} {}", calls.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    pub(super) fn len(&self) -> usize {
        self.tests.len()
    }

    pub(super) fn slow(&self) -> &[String] {
        &self.slow
    }

    /// The functions that any test calls.
    pub(super) fn called(&self) -> BTreeSet<u32> {
        self.tests.iter().flat_map(|test| &test.calls).copied().collect()
    }

    /// How long a mutant of `function` takes that none of the tests notices.
    pub(super) fn costs(&self, function: u32) -> Duration {
        self.tests.iter().filter(|test| test.calls.contains(&function)).map(|test| test.takes).sum()
    }

    /// How the tests that call `function` end with `mutant` in it; stops at the first that fails.
    pub(super) fn trial(&self, mutant: &Mutant, function: u32) -> Result<Ended> {
        if self.missed.contains(&mutant.name) {
            return Ok(Ended::Passed);
        }
        let ended = self.ended(mutant.id, function)?;
        if ended == Ended::Passed {
            println!("not noticed: {}", mutant.name);
            append(&self.missed_file, &mutant.name)?;
        }
        Ok(ended)
    }

    fn ended(&self, mutant: u32, function: u32) -> Result<Ended> {
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
        // The same cases with a mutant as without it: what fails then fails because of it.
        command.env("PROPTEST_RNG_SEED", "6");
        command.env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}
