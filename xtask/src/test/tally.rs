//! How many tests ran, over all programs: what `cargo test` itself never says.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::{Result, process};

/// Tests counted so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Tally {
    /// Runs a test command, shows what it prints, and counts.
    ///
    /// # Errors
    ///
    /// When it can't be started or fails.
    pub(crate) fn run(&mut self, command: &mut Command) -> Result {
        process::announce(command);
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| process::could_not_start(command, &error))?;
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).lines() {
                let line = line?;
                println!("{line}");
                self.read(&line);
            }
        }
        let status = child.wait()?;
        if status.success() { Ok(()) } else { Err(format!("the tests ended with {status}").into()) }
    }

    /// # Errors
    ///
    /// When fewer tests have passed: names by which tests are chosen choose nothing any more once these are called otherwise.
    pub(crate) fn at_least(&self, wanted: u64) -> Result {
        if self.passed >= wanted {
            return Ok(());
        }
        Err(format!("{} tests ran, and there must be {wanted} at least", self.passed).into())
    }

    /// Takes a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; …`.
    fn read(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else { return };
        let counts = counts.split_once(". ").map_or(counts, |(_, counts)| counts);
        for count in counts.split("; ") {
            let Some((number, what)) = count.split_once(' ') else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.skipped += number,
                _ => {}
            }
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_add_up() {
        let mut tally = Tally::default();
        tally.read(
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.1s",
        );
        tally.read("test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out");
        tally.read("test something ... ok");
        assert_eq!(tally.to_string(), "5 passed, 4 failed, 1 skipped");
        assert!(tally.at_least(5).is_ok() && tally.at_least(6).is_err());
        assert!(Tally::default().at_least(1).is_err());
    }
}
