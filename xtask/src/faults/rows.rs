//! The rows: which faults there are, and which of them `RELIABILITY.md` explains.

use std::{collections::BTreeSet, ops::RangeInclusive};

/// The faults of the list, all of them.
const ROWS: RangeInclusive<u16> = 1..=130;

/// The rows that must be survived or explained, in order.
pub(super) fn wanted() -> impl Iterator<Item = u16> {
    ROWS
}

/// The rows that have a line of their own in a table of `RELIABILITY.md`: lines that begin with `| NNN |`.
pub(super) fn explained(reliability: &str) -> BTreeSet<u16> {
    reliability
        .lines()
        .filter_map(|line| line.strip_prefix('|')?.split('|').next()?.trim().parse().ok())
        .collect()
}

/// The row that a test's name speaks of: 31 for `cache::file::fault_031_kill_while_saving`.
pub(super) fn of_test(path: &str) -> Option<u16> {
    let name = path.rsplit([':', '.']).next().unwrap_or(path);
    let name = name.strip_prefix("test_").unwrap_or(name);
    let (number, rest) = name.strip_prefix("fault_")?.split_at_checked(3)?;
    if rest.is_empty() || rest.starts_with('_') { number.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;

    /// The rows that a function of the sources is named after: a test, as nothing else is called so.
    fn in_sources() -> BTreeSet<u16> {
        let root = workspace::root();
        let files = workspace::files(&root, |name| name.ends_with(".rs") || name.ends_with(".py")).unwrap();
        let mut found = BTreeSet::new();
        for file in files {
            for line in std::fs::read_to_string(root.join(file)).unwrap().lines() {
                let line = line.trim_start();
                let name = line.split_once("fn ").or_else(|| line.split_once("def ")).map(|(_, name)| name);
                found.extend(name.and_then(|name| of_test(name.split('(').next()?)));
            }
        }
        found
    }

    #[test]
    fn every_row_has_a_test_or_a_line() {
        let explained =
            explained(&std::fs::read_to_string(workspace::root().join("RELIABILITY.md")).unwrap());
        let tested = in_sources();
        let missing: Vec<_> =
            wanted().filter(|row| !tested.contains(row) && !explained.contains(row)).collect();
        assert_eq!(missing, [], "these have neither");
    }

    #[test]
    fn a_name_tells_its_row() {
        assert_eq!(of_test("auth::fault_031_persist_before_publish"), Some(31));
        assert_eq!(of_test("test_files.FileTest.test_fault_063_both_ways"), Some(63));
        assert_eq!(of_test("fault_007"), Some(7));
        assert_eq!(of_test("fault_31_short"), None);
        assert_eq!(of_test("fault_0315_long"), None);
        assert_eq!(of_test("default_031_x"), None);
        assert_eq!(of_test("fault_031_module::another_test"), None);
    }

    #[test]
    fn only_table_lines_that_begin_with_a_number_explain_a_row() {
        let text = "# Faults\n| row | why |\n|---|---|\n| 2 | needs a firewall |\n|058| NFS |\n text | 3 | x\n| 4 to 5 | x |\n";
        assert_eq!(explained(text), BTreeSet::from([2, 58]));
    }
}
