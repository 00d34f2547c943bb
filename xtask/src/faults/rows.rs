//! The rows: which faults there are, and which of them `RELIABILITY.md` explains.

use std::{collections::BTreeSet, ops::RangeInclusive};

/// The faults that the SDK as it stands has to survive: those of the token endpoint, the refresh, concurrency and time,
/// the file cache, custom caches, the loopback login, the manual login, secrets and single API requests, and forks of Python. The
/// numbers between belong to Windows and keyrings and are added when those are.
const ROWS: [RangeInclusive<u16>; 4] = [1..=60, 62..=68, 71..=100, 106..=121];

/// The rows that must be survived or explained, in order.
pub(super) fn wanted() -> impl Iterator<Item = u16> {
    ROWS.into_iter().flatten()
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

    #[test]
    fn the_rows_are_those_asked_for() {
        let rows: Vec<_> = wanted().collect();
        assert_eq!(rows.len(), 113);
        assert!(rows.is_sorted());
        for left_out in [61, 69, 70, 101, 105, 122] {
            assert!(!rows.contains(&left_out), "{left_out}");
        }
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
