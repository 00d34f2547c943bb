//! `cargo xtask prove fuzz`: libFuzzer makes up what others might send, and the properties of `spotify_sdk::fuzzing` have to hold.
//!
//! The targets are those of `fuzz/`, built once by cargo-fuzz with the stable toolchain (no sanitizer: the crate has no unsafe code to sanitize) and
//! then run as they are, as many at once as there are cores. What they find beyond the corpus of the repository stays below cargo's target folder.

mod log;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use self::log::Log;
use super::{Plan, tools};
use crate::{Result, process, workspace};

pub(super) const SUMMARY: &str = "what others may send, made up by libFuzzer: no promise is broken";

const CARGO_FUZZ: &str = "0.13.2";

/// How long each target runs.
const SHORT: Duration = Duration::from_secs(20);
const THOROUGH: Duration = Duration::from_secs(600);

/// Longer inputs are no better, and slower.
const LONGEST_INPUT: usize = 4096;

/// How often a run that takes long says that it goes on.
const PROGRESS: Duration = Duration::from_secs(60);

pub(super) fn run(plan: Plan) -> Result {
    let fuzzing = Fuzzing::new(plan)?;
    fuzzing.build()?;
    let targets = targets()?;
    if targets.is_empty() {
        return Err("fuzz/fuzz_targets has no target".into());
    }
    println!("{} targets, {} s each, seed {}", targets.len(), fuzzing.time.as_secs(), fuzzing.seed);
    let queue = Mutex::new(targets.iter());
    let ended = Mutex::new(Vec::new());
    let at_once = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..at_once.min(targets.len()) {
            scope.spawn(|| {
                while let Some(target) = next(&queue) {
                    let outcome = fuzzing.fuzz(target).map_err(|error| error.to_string());
                    if let Ok(mut ended) = ended.lock() {
                        ended.push((target.clone(), outcome));
                    }
                }
            });
        }
    });
    let mut ended = ended.into_inner().map_err(|_| "a fuzzing thread panicked")?;
    ended.sort_by(|(one, _), (other, _)| one.cmp(other));
    sum_up(&ended, fuzzing.seed)
}

fn next<'a>(queue: &Mutex<std::slice::Iter<'a, String>>) -> Option<&'a String> {
    queue.lock().ok()?.next()
}

/// The targets by their names, which their files have, too.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(workspace::root().join("fuzz/fuzz_targets"))? {
        names.extend(entry?.path().file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

struct Fuzzing {
    /// What is built and found goes here.
    folder: PathBuf,
    host: String,
    time: Duration,
    seed: u64,
}

impl Fuzzing {
    fn new(plan: Plan) -> Result<Self> {
        let about = process::output(Command::new("rustc").arg("-vV").current_dir(workspace::root()))?;
        let host = about
            .lines()
            .find_map(|line| line.strip_prefix("host: "))
            .ok_or("rustc does not name its host")?;
        let asked_for = plan.minutes.map(|minutes| Duration::from_secs(60 * minutes));
        // libFuzzer takes 32 bits, and 0 for "any".
        let seed = plan.seed_or_now().clamp(1, u32::MAX.into());
        let folder = workspace::target()?.join("fuzz");
        Ok(Self {
            folder,
            host: host.to_owned(),
            time: asked_for.unwrap_or(plan.choose(SHORT, THOROUGH)),
            seed,
        })
    }

    /// Builds every target. Only the pure half of the library comes along.
    fn build(&self) -> Result {
        let program = tools::ready("cargo-fuzz", "cargo-fuzz", CARGO_FUZZ)?;
        let folders = program.parent().map(Path::to_path_buf).into_iter();
        let path = std::env::var_os("PATH").unwrap_or_default();
        // Cargo looks there for what `cargo fuzz` is.
        let path = std::env::join_paths(folders.chain(std::env::split_paths(&path)))?;
        let mut build =
            process::cargo(&["fuzz", "build", "--sanitizer", "none", "--target", &self.host, "--target-dir"]);
        process::run(build.arg(&self.folder).env("PATH", path))
    }

    fn program(&self, target: &str) -> PathBuf {
        self.folder.join(&self.host).join("release").join(target)
    }

    /// Runs one target to the end of its time, or to the first input that breaks a promise.
    fn fuzz(&self, target: &str) -> Result<Log> {
        let kept = self.folder.join("found").join(target);
        let crashes = self.folder.join("crashes").join(target);
        let log = self.folder.join(format!("{target}.log"));
        fs::create_dir_all(&kept)?;
        fs::create_dir_all(&crashes)?;
        let fuzz = workspace::root().join("fuzz");
        let corpus = fuzz.join("corpus").join(target);
        // Without a beginning that somebody chose, a fuzzer finds little in the time it has here.
        if !fs::read_dir(&corpus).is_ok_and(|mut inputs| inputs.next().is_some()) {
            return Err(format!("fuzz/corpus/{target} is empty").into());
        }
        let mut command = Command::new(self.program(target));
        command
            // New inputs go into the first folder; the repository's are read, and run first.
            .args([&kept, &corpus])
            .arg(format!("-artifact_prefix={}/", crashes.display()))
            .arg(format!("-max_total_time={}", self.time.as_secs()))
            .arg(format!("-seed={}", self.seed))
            .arg(format!("-max_len={LONGEST_INPUT}"))
            .args(["-timeout=20", "-rss_limit_mb=1024", "-print_final_stats=1"])
            .env("RUST_BACKTRACE", "0")
            .stdout(Stdio::null())
            .stderr(File::create(&log)?);
        let dictionary = fuzz.join("dictionaries").join(format!("{target}.txt"));
        if dictionary.is_file() {
            command.arg(format!("-dict={}", dictionary.display()));
        }
        let child = command.spawn().map_err(|error| process::could_not_start(&command, &error))?;
        let passed = self.wait(target, child, &log)?;
        let log = Log::read(&fs::read(&log)?);
        if passed { log.proves_something().map(|()| log) } else { Err(self.failure(target, &log).into()) }
    }

    /// Waits for its end, and now and then says how far it is. Whether it ended well.
    fn wait(&self, target: &str, mut child: Child, log: &Path) -> Result<bool> {
        let (start, mut said) = (Instant::now(), Instant::now());
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status.success());
            }
            if said.elapsed() >= PROGRESS {
                said = Instant::now();
                let minutes = start.elapsed().as_secs() / 60;
                println!("  {target}: {minutes} min, {}", Log::read(&fs::read(log)?));
            }
            thread::sleep(Duration::from_millis(200));
        }
    }

    /// What a person needs to see it again, and to keep it from coming back.
    fn failure(&self, target: &str, log: &Log) -> String {
        let why = log.failure.as_deref().unwrap_or("the fuzzer ended early; see its log");
        let Some(input) = &log.input else {
            return format!("{why}\n  log: {}", self.folder.join(format!("{target}.log")).display());
        };
        let bytes = fs::read(input).unwrap_or_default();
        let shown = bytes[..bytes.len().min(400)].escape_ascii();
        let program = self.program(target);
        format!(
            "{why}\n  input: {shown}\n  in:    {input}\n  again: {} {input}\n  \
             then copy it to fuzz/corpus/{target}/, where `cargo test -p spotify-sdk --lib fuzzing` has it for good",
            program.display()
        )
    }
}

/// How the run of a target ended: with its figures, or with what was broken.
type Outcome = std::result::Result<Log, String>;

fn sum_up(ended: &[(String, Outcome)], seed: u64) -> Result {
    let width = ended.iter().map(|(target, _)| target.len()).max().unwrap_or_default();
    let (mut runs, mut broken) = (0, 0);
    for (target, outcome) in ended {
        match outcome {
            Ok(log) => {
                runs += log.runs;
                println!("  {target:<width$}  {log}");
            }
            Err(failure) => {
                broken += 1;
                println!("  {target:<width$}  BROKEN: {failure}");
            }
        }
    }
    println!("fuzz: {} targets, {} runs, {broken} broken, seed {seed}", ended.len(), log::with_commas(runs));
    if broken == 0 {
        Ok(())
    } else {
        Err(format!("{broken} of {} targets broke a promise", ended.len()).into())
    }
}
