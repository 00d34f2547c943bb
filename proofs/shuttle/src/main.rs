//! Runs the token manager's scenarios under shuttle: many schedules, each of which can be played again.
//!
//! ```text
//! shuttle SCHEDULES SEED FOLDER          every scenario, by both schedulers; a failing schedule is kept in FOLDER
//! shuttle replay SCENARIO FILE           one schedule again
//! shuttle list                           what the scenarios are
//! ```

mod callers;
mod scenarios;
mod world;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use scenarios::{SCENARIOS, Scenario};
use shuttle::scheduler::{
    PctScheduler, RandomScheduler, ReplayScheduler, Scheduler, UncontrolledNondeterminismCheckScheduler,
};
use shuttle::{Config, FailurePersistence, MaxSteps, Runner};

/// How often the PCT scheduler changes its mind: bugs need few such moments to show.
const DEPTH: usize = 3;

/// Far more steps than any schedule has: whoever takes more runs in circles.
const STEPS: usize = 200_000;

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["list"] => {
            SCENARIOS.iter().for_each(|scenario| println!("{}", scenario.name));
            Ok(())
        }
        ["replay", name, file] => replay(name, file),
        [schedules, seed, folder] => match (schedules.parse(), seed.parse()) {
            (Ok(schedules), Ok(seed)) => all(schedules, seed, Path::new(folder)),
            _ => Err("two whole numbers and a folder".to_owned()),
        },
        _ => Err("shuttle SCHEDULES SEED FOLDER | replay SCENARIO FILE | list".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn config(folder: Option<&Path>) -> Config {
    let mut config = Config::new();
    config.stack_size = 0x8_0000;
    config.max_steps = MaxSteps::FailAfter(STEPS);
    // Both are known: of an atomic nothing is asked but that it is one step, and what is dropped at a schedule's end is a number.
    config.silence_warnings = true;
    config.failure_persistence = match folder {
        Some(folder) => FailurePersistence::File(Some(folder.to_owned())),
        None => FailurePersistence::None,
    };
    config
}

/// Runs `scenario` as `scheduler` has it, on a thread of its own, as a schedule that fails panics. Gives the number of schedules.
fn run(
    scenario: &Scenario,
    scheduler: impl Scheduler + Send + 'static,
    config: Config,
) -> Result<usize, String> {
    let work = scenario.run;
    let run = std::thread::spawn(move || Runner::new(scheduler, config).run(work));
    run.join().map_err(|_| format!("the scenario `{}` does not hold", scenario.name))
}

fn all(schedules: usize, seed: u64, folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let (began, mut played) = (Instant::now(), 0);
    for scenario in SCENARIOS {
        let known = kept(folder);
        let outcome = (|| {
            // What is played again is only the same if nothing but shuttle decides.
            let checked = UncontrolledNondeterminismCheckScheduler::new(RandomScheduler::new_from_seed(
                seed,
                1 + schedules / 100,
            ));
            run(scenario, checked, config(Some(folder)))?;
            let random =
                run(scenario, RandomScheduler::new_from_seed(seed, schedules), config(Some(folder)))?;
            let pct =
                run(scenario, PctScheduler::new_from_seed(seed, DEPTH, schedules), config(Some(folder)))?;
            Ok::<usize, String>(random + pct)
        })();
        match outcome {
            Ok(more) => {
                played += more;
                println!("{:<18}{more} schedules", scenario.name);
            }
            Err(error) => {
                let new = kept(folder).into_iter().find(|file| !known.contains(file));
                let file = new.map_or_else(|| "FILE".to_owned(), |file| file.display().to_string());
                return Err(format!(
                    "{error} (seed {seed}); this plays it again:\n  cargo run --manifest-path proofs/shuttle/Cargo.toml -- replay {} {file}",
                    scenario.name
                ));
            }
        }
    }
    println!(
        "{played} schedules of {} scenarios, half of them random and half PCT with depth {DEPTH}, seed {seed}, in {:.0} s: all hold",
        SCENARIOS.len(),
        began.elapsed().as_secs_f64()
    );
    Ok(())
}

/// The failing schedules in `folder`.
fn kept(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn replay(name: &str, file: &str) -> Result<(), String> {
    let scenario = SCENARIOS
        .iter()
        .find(|scenario| scenario.name == name)
        .ok_or("no such scenario: `list` tells them")?;
    let scheduler = ReplayScheduler::new_from_file(file).map_err(|error| format!("{file}: {error}"))?;
    run(scenario, scheduler, config(None)).map(drop)
}
