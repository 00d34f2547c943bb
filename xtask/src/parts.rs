//! A command made of several parts: all of them run, even after one has failed, and a summary closes the account.

use std::time::{Duration, Instant};

use crate::Result;

/// The parts that were run so far, and how each ended.
#[derive(Default)]
pub(crate) struct Parts {
    done: Vec<(String, Outcome)>,
}

enum Outcome {
    Passed(Duration),
    Failed(String),
    Skipped(String),
}

impl Parts {
    /// Runs one part and remembers how it ended; true when it passed.
    pub(crate) fn run(&mut self, name: &str, part: impl FnOnce() -> Result) -> bool {
        println!("\n== {name}");
        let started = Instant::now();
        let outcome = match part() {
            Ok(()) => Outcome::Passed(started.elapsed()),
            Err(error) => {
                eprintln!("error: {error}");
                Outcome::Failed(error.to_string())
            }
        };
        let passed = matches!(outcome, Outcome::Passed(_));
        self.done.push((name.to_owned(), outcome));
        passed
    }

    /// Remembers a part that was not run, and why.
    pub(crate) fn skip(&mut self, name: &str, reason: &str) {
        self.done.push((name.to_owned(), Outcome::Skipped(reason.to_owned())));
    }

    /// Prints the summary.
    ///
    /// # Errors
    ///
    /// When a part has failed. A skipped part is no failure: its reason stands in the summary.
    pub(crate) fn finish(self) -> Result {
        println!("\n{}", self.summary());
        let failed = self.done.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Failed(_))).count();
        if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} parts failed", self.done.len()).into()) }
    }

    fn summary(&self) -> String {
        let width = self.done.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        let lines = self.done.iter().map(|(name, outcome)| match outcome {
            Outcome::Passed(time) => format!("{name:<width$}  passed   {:.1} s", time.as_secs_f64()),
            Outcome::Failed(error) => {
                format!("{name:<width$}  FAILED   {}", error.lines().next().unwrap_or_default())
            }
            Outcome::Skipped(reason) => format!("{name:<width$}  skipped  {reason}"),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_does_not_stop_the_parts_behind_it() {
        let mut parts = Parts::default();
        assert!(!parts.run("first", || Err("broken\nin detail".into())));
        assert!(parts.run("second", || Ok(())));
        parts.skip("third", "not asked for");
        let summary = parts.summary();
        assert!(summary.starts_with("first   FAILED   broken\nsecond  passed   "), "{summary}");
        assert!(summary.ends_with("\nthird   skipped  not asked for"), "{summary}");
        assert_eq!(parts.finish().unwrap_err().to_string(), "1 of 3 parts failed");
    }

    #[test]
    fn a_skipped_part_is_no_failure() {
        let mut parts = Parts::default();
        parts.skip("only", "no reason needed");
        assert!(parts.finish().is_ok());
    }
}
