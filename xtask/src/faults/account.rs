//! What the results mean, row by row.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{
    results::{Outcome, Results},
    rows,
};

/// Every row with its tests, and the verdict.
pub(super) struct Account {
    tests: BTreeMap<u16, Vec<(String, Outcome)>>,
    /// Rows that `RELIABILITY.md` explains: of some, tests that run here show a part.
    explained: Vec<u16>,
    /// Rows with neither.
    missing: Vec<u16>,
}

impl Account {
    pub(super) fn new(results: &Results, explanations: &BTreeSet<u16>) -> Self {
        let mut tests: BTreeMap<u16, Vec<(String, Outcome)>> = BTreeMap::new();
        for (row, name, outcome) in results.by_test() {
            tests.entry(row).or_default().push((name.to_owned(), outcome));
        }
        // A row whose tests are all ignored proves nothing: it needs its explanation like a row without tests.
        let untested = |row: &u16| {
            tests.get(row).is_none_or(|tests| tests.iter().all(|(_, outcome)| *outcome == Outcome::Ignored))
        };
        // What is explained is not shown, also when tests show some of it.
        let explained = rows::wanted().filter(|row| explanations.contains(row)).collect();
        let missing = rows::wanted().filter(|row| untested(row) && !explanations.contains(row)).collect();
        Self { tests, explained, missing }
    }

    /// Whether every row is survived or explained and no test of any row has failed.
    pub(super) fn is_clean(&self) -> bool {
        let (survived, counted) = self.count();
        survived == counted && self.tests.keys().all(|row| !self.has_failed(*row))
    }

    /// How many rows are survived, and of how many: all that must be, without those that are explained.
    fn count(&self) -> (usize, usize) {
        let left_out = |row: &u16| self.explained.contains(row) || self.missing.contains(row);
        let survived = rows::wanted().filter(|row| !left_out(row) && !self.has_failed(*row)).count();
        (survived, rows::wanted().count() - self.explained.len())
    }

    fn has_failed(&self, row: u16) -> bool {
        let failed = |outcome| matches!(outcome, Outcome::Failed | Outcome::NoResult);
        self.tests.get(&row).is_some_and(|tests| tests.iter().any(|(_, outcome)| failed(*outcome)))
    }
}

impl fmt::Display for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: BTreeSet<_> = rows::wanted().chain(self.tests.keys().copied()).collect();
        for row in rows {
            let tests = self.tests.get(&row).map(Vec::as_slice).unwrap_or_default();
            let verdict = if self.has_failed(row) {
                "FAILED"
            } else if self.explained.contains(&row) {
                "explained"
            } else if self.missing.contains(&row) {
                "MISSING"
            } else {
                "ok"
            };
            let names: Vec<_> =
                tests.iter().map(|(name, outcome)| format!("{name}{}", mark(*outcome))).collect();
            let line = format!("{row:03}  {verdict:<9}  {}", names.join(", "));
            writeln!(formatter, "{}", line.trim_end())?;
        }
        writeln!(formatter)?;
        if !self.explained.is_empty() {
            writeln!(formatter, "explained in RELIABILITY.md, not counted: {}", numbers(&self.explained))?;
        }
        if !self.missing.is_empty() {
            writeln!(formatter, "neither a test nor a line in RELIABILITY.md: {}", numbers(&self.missing))?;
        }
        let (survived, counted) = self.count();
        writeln!(formatter, "{survived} of {counted} faults survived")
    }
}

fn mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "",
        Outcome::Ignored => " (ignored)",
        Outcome::Failed => " (FAILED)",
        Outcome::NoResult => " (NO RESULT: its program ended before)",
    }
}

fn numbers(rows: &[u16]) -> String {
    rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An account in which every row passed, changed by what `lines` report.
    fn account(leave_out: &[u16], lines: &[&str], explanations: &[u16]) -> Account {
        let mut results = Results::default();
        for row in rows::wanted().filter(|row| !leave_out.contains(row)) {
            results.read(&format!("test fault_{row:03}_x ... ok"));
        }
        for line in lines {
            results.read(line);
        }
        Account::new(&results, &explanations.iter().copied().collect())
    }

    fn last_line(account: &Account) -> String {
        account.to_string().lines().last().unwrap().to_owned()
    }

    #[test]
    fn all_survived() {
        let account = account(&[], &[], &[]);
        assert!(account.is_clean());
        assert_eq!(last_line(&account), "130 of 130 faults survived");
    }

    #[test]
    fn an_explained_row_is_listed_and_not_counted() {
        let account = account(&[2, 58], &[], &[2, 58, 3]);
        assert!(account.is_clean());
        let text = account.to_string();
        assert!(
            text.contains("explained in RELIABILITY.md, not counted: 2, 3, 58\n127 of 127 faults survived\n"),
            "{text}"
        );
        assert!(text.contains("003  explained  fault_003_x\n"), "{text}");
    }

    #[test]
    fn a_row_with_neither_is_missing() {
        let account = account(&[7], &[], &[]);
        assert!(!account.is_clean());
        let text = account.to_string();
        assert!(
            text.contains("neither a test nor a line in RELIABILITY.md: 7\n129 of 130 faults survived\n"),
            "{text}"
        );
    }

    #[test]
    fn one_failure_beside_a_success_fails_the_row() {
        let explained = account(&[], &["test a::fault_007_y ... FAILED"], &[7]);
        assert!(!explained.is_clean());
        assert!(explained.to_string().contains("007  FAILED     a::fault_007_y (FAILED), fault_007_x\n"));
        let account = account(&[], &["test a::fault_007_y ... FAILED"], &[]);
        assert!(!account.is_clean());
        assert_eq!(last_line(&account), "129 of 130 faults survived");
        assert!(account.to_string().contains("007  FAILED     a::fault_007_y (FAILED), fault_007_x\n"));
    }

    #[test]
    fn an_ignored_test_proves_nothing() {
        let account = account(&[2], &["test fault_002_x ... ignored"], &[]);
        assert_eq!(last_line(&account), "129 of 130 faults survived");
    }

    #[test]
    fn a_row_beyond_those_asked_for_must_pass_too() {
        let passed = account(&[], &["test fault_131_x ... ok"], &[]);
        assert!(passed.is_clean());
        assert_eq!(last_line(&passed), "130 of 130 faults survived");
        assert!(!account(&[], &["test fault_131_x ... FAILED"], &[]).is_clean());
    }
}
