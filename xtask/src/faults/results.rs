//! Reading what test programs print.

use std::collections::BTreeMap;

use super::rows;

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Passed,
    Ignored,
    Failed,
    /// It is there, and its program ended without saying how it went.
    NoResult,
}

/// The tests named after faults: of each name how many there are, and the results seen.
#[derive(Debug, Default)]
pub(super) struct Results {
    expected: BTreeMap<String, usize>,
    seen: BTreeMap<String, Vec<Outcome>>,
}

impl Results {
    /// Takes the tests that `--list --format terse` names: `path::of::test: test`.
    pub(super) fn expect(&mut self, listing: &str) {
        let names = listing.lines().filter_map(|line| line.trim_end().strip_suffix(": test"));
        for name in names.filter(|name| rows::of_test(name).is_some()) {
            *self.expected.entry(name.to_owned()).or_default() += 1;
        }
    }

    /// Takes a line of a running test program; false when it is not the result of a fault's test.
    ///
    /// Rust prints `test path::of::test ... ok`, Python's unittest `test_name (module.Class.test_name) ... ok`, pytest
    /// `file.py::test_name[parameters] PASSED [ 42%]`.
    pub(super) fn read(&mut self, line: &str) -> bool {
        let line = line.trim_end();
        let Some((name, outcome)) = line.rsplit_once(" ... ").map(cargo_or_unittest).or_else(|| pytest(line))
        else {
            return false;
        };
        if rows::of_test(name).is_none() {
            return false;
        }
        self.seen.entry(name.to_owned()).or_default().push(outcome);
        true
    }

    /// Every test with its row and its outcome; the ones that were expected and not seen too.
    pub(super) fn by_test(&self) -> impl Iterator<Item = (u16, &str, Outcome)> {
        let seen =
            self.seen.iter().flat_map(|(name, all)| all.iter().map(move |outcome| (name.as_str(), *outcome)));
        let lost = self.expected.iter().flat_map(|(name, count)| {
            let missing = count.saturating_sub(self.seen.get(name).map_or(0, Vec::len));
            std::iter::repeat_n((name.as_str(), Outcome::NoResult), missing)
        });
        seen.chain(lost).filter_map(|(name, outcome)| Some((rows::of_test(name)?, name, outcome)))
    }
}

fn cargo_or_unittest<'a>((test, outcome): (&'a str, &'a str)) -> (&'a str, Outcome) {
    let name = test.strip_prefix("test ").unwrap_or(test).split(' ').next().unwrap_or_default();
    let outcome = match outcome {
        "ok" => Outcome::Passed,
        outcome if outcome.starts_with("ignored") || outcome.starts_with("skipped") => Outcome::Ignored,
        _ => Outcome::Failed,
    };
    (name, outcome)
}

fn pytest(line: &str) -> Option<(&str, Outcome)> {
    let (_, test) = line.split_once(".py::")?;
    let name = test.split(['[', ' ']).next()?;
    // Behind the name may stand parameters, with spaces in them.
    let said = test.rsplit_once(" [").map_or(test, |(said, _percent)| said);
    let outcome = match said.rsplit(' ').find(|word| !word.is_empty())? {
        "PASSED" => Outcome::Passed,
        "SKIPPED" => Outcome::Ignored,
        "FAILED" | "ERROR" => Outcome::Failed,
        _ => return None,
    };
    Some((name, outcome))
}

/// Lines that a test program prints when all is well and that tell nothing here.
pub(super) fn is_routine(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || line.starts_with("running ")
        || line.starts_with("test result: ok.")
        || (line.starts_with("test ") && (line.ends_with(" ... ok") || line.contains(" ... ignored")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pytest_says_it_in_capitals() {
        assert_eq!(
            pytest("python/tests/test_custom.py::test_fault_066_x[a b-trio] PASSED [ 42%]"),
            Some(("test_fault_066_x", Outcome::Passed))
        );
        assert_eq!(pytest("a.py::test_y FAILED"), Some(("test_y", Outcome::Failed)));
        assert_eq!(pytest("a.py::test_y SKIPPED (no redis) [  1%]"), None);
        assert_eq!(pytest("a.py::test_y SKIPPED   [  1%]"), Some(("test_y", Outcome::Ignored)));
        assert_eq!(pytest("E   a.py::test_y said no"), None);
        let mut results = Results::default();
        assert!(results.read("a.py::test_fault_066_x[a] PASSED [  1%]"));
        assert!(!results.read("a.py::test_something_else PASSED [  1%]"));
    }

    #[test]
    fn both_kinds_of_test_program_are_read() {
        let mut results = Results::default();
        assert!(results.read("test auth::fault_025_invalid_grant ... ok"));
        assert!(results.read("test auth::fault_026_x - should panic ... FAILED"));
        assert!(results.read("test auth::fault_027_y ... ignored, needs root"));
        assert!(results.read("test_fault_063_both_ways (test_files.Files.test_fault_063_both_ways) ... ok"));
        assert!(!results.read("test auth::something_else ... ok"));
        assert!(!results.read("thread 'fault_025_invalid_grant' panicked"));
        let found: Vec<_> = results.by_test().map(|(row, _, outcome)| (row, outcome)).collect();
        let expected =
            [(25, Outcome::Passed), (26, Outcome::Failed), (27, Outcome::Ignored), (63, Outcome::Passed)];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_test_that_gave_no_result_is_found_out() {
        let mut results = Results::default();
        results
            .expect("a::fault_001_x: test\nb::plain: test\n\n2 tests, 0 benchmarks\na::fault_002_y: test\n");
        results.read("test a::fault_001_x ... ok");
        let found: Vec<_> = results.by_test().collect();
        assert_eq!(found, [(1, "a::fault_001_x", Outcome::Passed), (2, "a::fault_002_y", Outcome::NoResult)]);
    }

    #[test]
    fn the_same_name_in_two_programs_is_two_tests() {
        let mut results = Results::default();
        results.expect("fault_001_x: test\nfault_001_x: test\n");
        results.read("test fault_001_x ... ok");
        let found: Vec<_> = results.by_test().map(|(_, _, outcome)| outcome).collect();
        assert_eq!(found, [Outcome::Passed, Outcome::NoResult]);
    }

    #[test]
    fn a_failure_is_never_routine() {
        assert!(is_routine("test a::b ... ok"));
        assert!(!is_routine("test a::b ... FAILED"));
        assert!(!is_routine("test result: FAILED. 1 passed"));
    }
}
